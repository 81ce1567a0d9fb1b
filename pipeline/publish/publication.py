"""Publishing: the warehouse's rows become an immutable snapshot, or nothing changes."""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.clock import jakarta_date
from pipeline.errors import PublicationBlocked
from pipeline.model import CheckResult
from pipeline.publish import descriptor, stage, versions
from pipeline.publish.changes import DIFFERENCES, compute_changes
from pipeline.publish.checks import check
from pipeline.publish.checksums import sha256_of, write_checksums
from pipeline.publish.descriptor import Edition, describe
from pipeline.publish.engine import attach, engine
from pipeline.publish.readme import example_ids, write_readme
from pipeline.publish.tables import csv_path, parquet_path, write_csv, write_parquet
from pipeline.schema import CAPTURES, CHANGES, PUBLISHED, SCHEMA_VERSION, Table

_KINDS = ("added", "removed", "revised")
_NO_NEWS = (CAPTURES, CHANGES)
"""Tables whose difference alone is no news: every visit adds a capture, and changes only tell of the other tables."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The newest snapshot after publishing; when not `is_new`, the one that stood already, and no changes.

    `changes` counts rows (not cells) by kind: added, removed, revised.
    """

    version: str
    folder: Path
    is_new: bool
    row_counts: Mapping[str, int]
    changes: Mapping[str, int]


def publish(warehouse: Path, public: Path, *, as_of: datetime, synthetic: bool, code_version: str) -> Publication:
    """Publish the warehouse's tables as a snapshot in `public`, unless they say nothing new.

    `as_of` is the time of the newest capture; its day in Jakarta is the day of the version. One caller at a time
    (Workspace.writing). Whatever happens, also a kill at any moment, the last good snapshot stays served, and the next call
    tidies up. UsageError: no warehouse. MachineError: it is locked, or the disk refuses. PublicationBlocked: a check failed.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of must carry a time zone")
    with stage.disk_errors(public):
        (public / versions.SNAPSHOTS).mkdir(parents=True, exist_ok=True)
        stage.clear(public)
        entries = _adopt(public, versions.read_versions(public))
        with engine(public) as connection:
            attach(connection, warehouse)
            version = versions.next_version(public, entries, jakarta_date(as_of))
            edition = Edition(version, as_of, synthetic, code_version)
            return _publish(connection, public, edition, entries)


def _publish(
    connection: duckdb.DuckDBPyConnection, public: Path, edition: Edition, entries: tuple[versions.Entry, ...]
) -> Publication:
    newest = entries[-1] if entries else None
    # Real releases may follow the sample in one output folder, and have been imported before it was visited.
    if newest and newest.synthetic is edition.synthetic and edition.as_of_text < newest.as_of:
        raise PublicationBlocked(
            f"The newest capture is of {edition.as_of_text}, but snapshot {newest.version} is as of {newest.as_of}.",
            "The archive or the warehouse has lost captures, or is not the one that was published from: restore it.",
        )
    target = public / versions.SNAPSHOTS / edition.version
    with stage.staging(public, edition.version) as folder:
        (folder / "data").mkdir()
        row_counts = {
            table.name: _write_table(connection, table, f"warehouse.{table.name}", folder)
            for table in PUBLISHED
            if table is not CHANGES
        }
        if newest and not _is_news(folder, newest):
            return Publication(newest.version, public / newest.path, False, newest.row_counts, dict.fromkeys(_KINDS, 0))
        compute_changes(connection, edition.version, public / newest.path if newest else None, folder)
        row_counts[CHANGES.name] = _write_table(connection, CHANGES, DIFFERENCES, folder)
        changes = _count_changes(connection)
        write_readme(folder, edition, row_counts, next(iter(example_ids(folder)), None))
        package = versions.to_json(describe(folder, edition, row_counts))
        (folder / descriptor.FILE_NAME).write_text(package, encoding="utf-8", newline="\n")
        write_checksums(folder)
        _block(check(folder), edition.version)
        stage.move_into_place(folder, target)
    versions.write_versions(public, (*entries, versions.read_entry(target)))
    return Publication(edition.version, target, True, row_counts, changes)


def _adopt(public: Path, entries: tuple[versions.Entry, ...]) -> tuple[versions.Entry, ...]:
    """List the snapshots that a killed run moved into place and did not list, and mend the pointers."""
    for folder in versions.unlisted(public, entries):
        _block(check(folder), folder.name)
        entries = (*entries, versions.read_entry(folder))
    if entries:
        versions.write_versions(public, entries)
    return entries


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table, source: str, folder: Path) -> int:
    parquet = parquet_path(folder, table)
    row_count = write_parquet(connection, table, source, parquet)
    write_csv(connection, table, parquet, csv_path(folder, table))
    return row_count


def _is_news(folder: Path, newest: versions.Entry) -> bool:
    if newest.schema_version != SCHEMA_VERSION:
        return True
    return any(
        sha256_of(csv_path(folder, table)) != newest.csv_sha256[table.name]
        for table in PUBLISHED
        if table not in _NO_NEWS
    )


def _count_changes(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    counted = connection.execute(
        f"SELECT change, count(DISTINCT (table_name, row_id)) FROM {DIFFERENCES} GROUP BY change"
    ).fetchall()
    return dict.fromkeys(_KINDS, 0) | dict(counted)


def _block(results: list[CheckResult], version: str) -> None:
    """PublicationBlocked that names the checks of the snapshot that failed, with their first findings."""
    failed = [result for result in results if result.blocking and not result.passed]
    if failed:
        findings = " ".join(f"[{result.name}] {finding}" for result in failed for finding in result.findings[:3])
        raise PublicationBlocked(
            f"Snapshot {version} failed {len(failed)} of {len(results)} checks: {findings}",
            "Nothing was published. Mend what the checks name, then publish again.",
        )
