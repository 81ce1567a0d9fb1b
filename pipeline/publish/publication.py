"""Publishing: the warehouse's rows become an immutable snapshot, or nothing changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.clock import jakarta_date
from pipeline.errors import PublicationBlocked
from pipeline.model import CheckResult
from pipeline.publish import stage, versions
from pipeline.publish.changes import DIFFERENCES, compute_changes, our_cause
from pipeline.publish.checks import check
from pipeline.publish.checksums import hash_files, write_checksums
from pipeline.publish.contents import read_contents
from pipeline.publish.databases import provide_database
from pipeline.publish.documents import documents
from pipeline.publish.edition import Edition, MadeFrom
from pipeline.publish.engine import attach, engine
from pipeline.publish.publisher import Publisher
from pipeline.publish.tables import csv_path, write_table, write_tables
from pipeline.publish.workbook import FILE_NAME as WORKBOOK
from pipeline.publish.workbook import write_workbook
from pipeline.schema import CAPTURES, CHANGES, PUBLISHED, QUARANTINE, SCHEMA_VERSION
from pipeline.schema.values import CHANGE_KINDS

_NO_NEWS = (CAPTURES, CHANGES, QUARANTINE)
"""Tables whose difference alone is no news: every visit adds a capture, perhaps an unreadable one; changes only tell of the other tables."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The newest snapshot after publishing; when not `is_new`, the one that stood already, and no changes.

    `changes` counts rows (not cells) by kind: added, removed, revised. `problems`: what stands beside the snapshot (its DuckDB file)
    and could not be made, in sentences; the snapshot itself is whole.
    """

    version: str
    folder: Path
    is_new: bool
    row_counts: Mapping[str, int]
    changes: Mapping[str, int]
    problems: tuple[str, ...] = ()


def publish(
    warehouse: Path,
    public: Path,
    *,
    as_of: datetime,
    synthetic: bool,
    code_version: str,
    publisher: Publisher,
    made_from: MadeFrom | None = None,
    with_database: bool = True,
    even_without_news: bool = False,
) -> Publication:
    """Publish the warehouse's tables as a snapshot in `public`, unless they say nothing new.

    `as_of` is the time of the newest capture; its day in Jakarta is the day of the version. `made_from`: the installed code and
    codebook, unless said otherwise. `with_database`: whether the snapshot's DuckDB file is made beside it;
    `even_without_news`: a snapshot is made whatever it says. One caller at a time
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
            same = (datetime.fromisoformat(entry.as_of) for entry in entries if entry.synthetic is synthetic)
            edition = Edition(
                version=version,
                as_of=as_of,
                issued=next(same, as_of),
                synthetic=synthetic,
                code_version=code_version,
                made_from=made_from or MadeFrom.installed(),
                publisher=publisher,
                previous=entries[-1].version if entries else None,
            )
            publication = _publish(connection, public, edition, entries, even_without_news)
    problem = provide_database(public, publication.folder) if with_database else ""
    return replace(publication, problems=(problem,)) if problem else publication


def _publish(
    connection: duckdb.DuckDBPyConnection,
    public: Path,
    edition: Edition,
    entries: tuple[versions.Entry, ...],
    even_without_news: bool,
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
        write_tables(
            connection, {table: f"warehouse.{table.name}" for table in PUBLISHED if table is not CHANGES}, folder
        )
        hashes = hash_files(folder)
        if newest and not even_without_news and not _is_news(folder, hashes, edition, newest):
            return Publication(
                newest.version, public / newest.path, False, newest.row_counts, dict.fromkeys(CHANGE_KINDS, 0)
            )
        before = public / newest.path if newest else None
        cause = our_cause(MadeFrom.of(newest.made_from) if newest else edition.made_from, edition.made_from)
        compute_changes(connection, edition.version, before, folder, cause)
        write_table(connection, CHANGES, DIFFERENCES, folder)
        write_workbook(folder, edition, public, folder / WORKBOOK)
        hashes = hash_files(folder, hashes)
        contents = read_contents(folder, edition, hashes)
        for name, text in documents(contents).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        write_checksums(folder, hashes)
        _block(check(folder, remake_workbook=False), edition.version)
        stage.move_into_place(folder, target)
    versions.write_versions(public, (*entries, versions.read_entry(target)))
    return Publication(edition.version, target, True, contents.row_counts, contents.changes)


def _adopt(public: Path, entries: tuple[versions.Entry, ...]) -> tuple[versions.Entry, ...]:
    """List the snapshots that a killed run moved into place and did not list, and mend the pointers."""
    found = []
    for folder in versions.unlisted(public, entries):
        _block(check(folder), folder.name)
        entry = versions.read_entry(folder)
        if entry.version != folder.name:
            raise PublicationBlocked(
                f"The folder {folder} holds snapshot {entry.version}.",
                "Move it out of the folder with the snapshots, or give it its own name, then publish again.",
            )
        found.append(entry)
    # Where the list was lost: real releases follow the sample, and were perhaps imported before it was visited.
    entries = (*entries, *sorted(found, key=lambda entry: not entry.synthetic))
    if entries:
        versions.write_versions(public, entries)
    return entries


def _is_news(folder: Path, hashes: Mapping[str, str], edition: Edition, newest: versions.Entry) -> bool:
    """Other rows, other columns, or another publisher or address, which would leave the newest metadata wrong."""
    if newest.schema_version != SCHEMA_VERSION or newest.publisher != edition.publisher.as_dict():
        return True
    return any(
        hashes[csv_path(folder, table).relative_to(folder).as_posix()] != newest.csv_sha256[table.name]
        for table in PUBLISHED
        if table not in _NO_NEWS
    )


def _block(results: list[CheckResult], version: str) -> None:
    """PublicationBlocked that names the checks of the snapshot that failed, with their first findings."""
    failed = [result for result in results if result.blocking and not result.passed]
    if failed:
        findings = " ".join(f"[{result.name}] {finding}" for result in failed for finding in result.findings[:3])
        raise PublicationBlocked(
            f"Snapshot {version} failed {len(failed)} of {len(results)} checks: {findings}",
            "Nothing was published. Mend what the checks name, then publish again.",
        )
