"""What differs between two snapshots, row by row and column by column, and why; computed by DuckDB on the Parquet files.

All tables but three are compared: a capture is one moment of one visit, so each night has its own and none ever changes; a row of
`quarantine` is of one capture, too; and what `changes` says of itself would be the news of yesterday.

The cause is `source` when the text of the row's press release differs between the two snapshots; then it is not asked whether our
code changed as well. Otherwise it is `correction` where a person's correction of the release came, went or changed; otherwise what
changed of extractor and codebook, by the fingerprints of the two editions; where neither did, only the archive is left: the
source. Four kinds of row need more than that. An observation, and a check on a series with all that enters or explains it,
have many releases, so one changed text among those of their statements is enough; a column that records visits (below) can
only be changed by the source; a row of a code list is the codebook's, and an agency is listed when its first capture comes.
"""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.publish.cells import identifier, literal, plain_text
from pipeline.publish.checksums import is_regular, sha256_of
from pipeline.publish.edition import MadeFrom
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import (
    AGENCIES,
    CAPTURES,
    CHANGES,
    CORRECTIONS,
    OBSERVATIONS,
    PRESS_RELEASES,
    PUBLISHED,
    QUARANTINE,
    SERIES_CHECKS,
    STATEMENTS,
    Table,
)

DIFFERENCES = "differences"
"""Name of the temporary table, in the columns of CHANGES."""

COMPARED = tuple(table for table in PUBLISHED if table not in (CAPTURES, CHANGES, QUARANTINE))
_VISITS = ("url", "other_urls", "source_state", "first_seen", "last_seen", "capture_id", "text_fragment_url")
_DIMENSIONS = ("indicator_id", "program_id", "ref_area", "unit", "time_start", "time_end", "time_kind", "status")
"""By what an observation is made of many statements: those with the same."""
_RELEASES: Mapping[str, str] = {"texts": "source", "corrections": "correction"}
"""Releases of which something changed, and the cause of what changed because of it; the first that fits."""


def row_key(table: Table) -> tuple[str, ...]:
    """The columns that name a row in `changes`. A statement's key begins with its place, which moves; its id does not."""
    return ("statement_id",) if table is STATEMENTS else table.key


def our_cause(before: MadeFrom, now: MadeFrom) -> str:
    """The cause of a change that no text explains."""
    changed = [name for name in ("extractor", "codebook") if getattr(before, name) != getattr(now, name)]
    return "_and_".join(changed) or "source"


def compute_changes(
    connection: duckdb.DuckDBPyConnection,
    version: str,
    before: Path | None,
    now: Path,
    cause: str,
    tables: Sequence[Table] = COMPARED,
) -> None:
    """Fill the table DIFFERENCES of the connection with those of snapshot folder `now` from `before`.

    `cause` is that of changes which no text explains. Empty for the first snapshot. Only columns that both have with one type are
    compared, and only tables that both have: a new column is no news of a row.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {DIFFERENCES} AS {_nothing()}")
    if before is None:
        return
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE changed_texts AS SELECT coalesce(o.release_id, n.release_id) AS release_id "
        f"FROM {_rows(before, PRESS_RELEASES)} o FULL JOIN {_rows(now, PRESS_RELEASES)} n USING (release_id) "
        "WHERE o.text_sha256 IS DISTINCT FROM n.text_sha256"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE changed_corrections AS {_changed_corrections(before, now)}")
    for releases in _RELEASES:
        for table, affected in ((OBSERVATIONS, _observations_of), (SERIES_CHECKS, _checks_of)):
            rows = " UNION ".join(affected(folder, f"changed_{releases}") for folder in (before, now))
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {table.name}_of_{releases} AS {rows}")
    for table in tables:
        if parquet_path(before, table).is_file() and not _same_file(before, now, table):
            _compare(connection, table, version, before, now, cause)


def _same_file(before: Path, now: Path, table: Table) -> bool:
    """Most tables of most nights: the same bytes hold the same rows, and need no question."""
    one, other = parquet_path(before, table), parquet_path(now, table)
    if not (is_regular(one) and is_regular(other) and one.stat().st_size == other.stat().st_size):
        return False
    return sha256_of(one) == sha256_of(other)


def _compare(
    connection: duckdb.DuckDBPyConnection, table: Table, version: str, before: Path, now: Path, cause: str
) -> None:
    key = row_key(table)
    old, new, using = _rows(before, table), _rows(now, table), ", ".join(map(identifier, key))
    head = f"SELECT {literal(version)}, {literal(table.name)}"
    for change, rows, others in (("added", new, old), ("removed", old, new)):
        connection.execute(
            f"INSERT INTO {DIFFERENCES} {head}, {_row_id(table, 'x')}, '{change}', '*', NULL, NULL, {_cause(table, 'x', cause)} "
            f"FROM {rows} x ANTI JOIN {others} y USING ({using})"
        )
    columns = _shared_columns(table, before, now)
    if not columns:
        return
    cells = ", ".join(
        f"{{'column': {literal(name)}, 'differs': o.{identifier(name)} IS DISTINCT FROM n.{identifier(name)}, "
        f"'old': {_text(table, name, 'o')}, 'new': {_text(table, name, 'n')}}}"
        for name in columns
    )
    any_differs = " OR ".join(f"o.{identifier(name)} IS DISTINCT FROM n.{identifier(name)}" for name in columns)
    visits = ", ".join(literal(name) for name in _VISITS)
    connection.execute(
        f"INSERT INTO {DIFFERENCES} {head}, row_id, 'revised', cell.column, cell.old, cell.new, "
        f"CASE WHEN cell.column IN ({visits}) THEN 'source' ELSE cause END FROM ("
        f"SELECT {_row_id(table, 'n')} AS row_id, {_cause(table, 'n', cause)} AS cause, unnest([{cells}]) AS cell "
        f"FROM {old} o JOIN {new} n USING ({using}) WHERE {any_differs}) WHERE cell.differs"
    )


def _shared_columns(table: Table, before: Path, now: Path) -> list[str]:
    old, new = (pq.read_schema(parquet_path(folder, table)) for folder in (before, now))
    names = [column.name for column in table.columns if column.name not in row_key(table)]
    return [name for name in names if name in old.names and old.field(name).type == new.field(name).type]


def _cause(table: Table, alias: str, ours: str) -> str:
    if table is CORRECTIONS:
        return "'correction'"
    if table is AGENCIES:
        return literal("codebook" if "codebook" in ours else "source")
    if table in (OBSERVATIONS, SERIES_CHECKS):
        about = _joined(_DIMENSIONS, alias) if table is OBSERVATIONS else _row_id(table, alias)
        lists = [f"FROM {table.name}_of_{name}" for name in _RELEASES]
    elif any(column.name == "release_id" for column in table.columns):
        about, lists = f"{alias}.release_id", [f"FROM changed_{name}" for name in _RELEASES]
    else:
        return "'codebook'"
    whens = (f"WHEN {about} IN ({rows}) THEN '{cause}'" for rows, cause in zip(lists, _RELEASES.values(), strict=True))
    return f"CASE {' '.join(whens)} ELSE {literal(ours)} END"


def _observations_of(folder: Path, releases: str) -> str:
    """The dimensions of observations with a statement of these releases."""
    return (
        f"SELECT {_joined(_DIMENSIONS, 's')} FROM {_rows(folder, STATEMENTS)} s SEMI JOIN {releases} USING (release_id)"
    )


def _checks_of(folder: Path, releases: str) -> str:
    """The checks with an observation that enters, or a statement that explains, of these releases: of whatever indicator it is."""
    if not parquet_path(folder, SERIES_CHECKS).is_file():
        return "SELECT NULL::VARCHAR WHERE false"
    return " UNION ".join(
        f"SELECT c.name FROM (SELECT {_row_id(SERIES_CHECKS, 'x')} AS name, unnest(from_json(x.{ids}, '[\"VARCHAR\"]')) AS id "
        f"FROM {_rows(folder, SERIES_CHECKS)} x) c JOIN {_rows(folder, STATEMENTS)} s ON s.{name} = c.id "
        f"SEMI JOIN {releases} r ON r.release_id = s.release_id"
        for ids, name in (("observation_ids", "observation_id"), ("statement_ids", "statement_id"))
    )


def _changed_corrections(before: Path, now: Path) -> str:
    """Releases of which a correction came, went or changed; all of them where the older snapshot knows none."""
    if not parquet_path(before, CORRECTIONS).is_file():
        return f"SELECT release_id FROM {_rows(now, CORRECTIONS)}"
    old, new = (
        f"SELECT {', '.join(column.name for column in CORRECTIONS.columns)} FROM {_rows(folder, CORRECTIONS)}"
        for folder in (before, now)
    )
    return f"SELECT release_id FROM (({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old}))"


def _row_id(table: Table, alias: str) -> str:
    return f"concat_ws('/', {', '.join(f'{alias}.{identifier(name)}::VARCHAR' for name in row_key(table))})"


def _joined(names: tuple[str, ...], alias: str) -> str:
    """Several columns in one text, so that nulls compare as equal."""
    parts = ", ".join(f"coalesce({alias}.{name}::VARCHAR, '')" for name in names)
    return f"concat_ws(chr(31), {parts})"


def _text(table: Table, name: str, alias: str) -> str:
    return plain_text(f"{alias}.{identifier(name)}", table.column(name).type)


def _rows(folder: Path, table: Table) -> str:
    return read_parquet(parquet_path(folder, table))


def _nothing() -> str:
    columns = ", ".join(f"NULL::VARCHAR AS {identifier(column.name)}" for column in CHANGES.columns)
    return f"SELECT {columns} WHERE false"
