"""What differs between two snapshots, row by row and column by column, and why; computed by DuckDB on the Parquet files.

The cause is `source` when the text of the row's press release differs between the two snapshots, else `extractor`. Three
things need more than that sentence: an observation has many releases, so one changed text among those of its statements is
enough; a column that records visits (below) can only be changed by the source; a row of a code list only by us.
"""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.publish.cells import identifier, literal, plain_text
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import CHANGES, OBSERVATIONS, PRESS_RELEASES, PUBLISHED, STATEMENTS, Table

DIFFERENCES = "differences"
"""Name of the temporary table, in the columns of CHANGES."""

_COMPARED = [table for table in PUBLISHED if table.name not in ("refusals", "captures", "changes")]
_VISITS = ("url", "other_urls", "source_state", "first_seen", "last_seen", "capture_id", "text_fragment_url")
_DIMENSIONS = ("indicator_id", "program_id", "ref_area", "time_start", "time_end", "time_kind", "status", "unit")


def row_id(table: Table) -> str:
    """The column that names a row in `changes`. A statement's key begins with its place, which moves; its id does not."""
    return "statement_id" if table is STATEMENTS else table.key[0]


def compute_changes(connection: duckdb.DuckDBPyConnection, version: str, before: Path | None, now: Path) -> None:
    """Fill the table DIFFERENCES of the connection with those of snapshot folder `now` from `before`.

    Empty for the first snapshot. Only columns that both have with one type are compared: a new column is no news of a row.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {DIFFERENCES} AS {_nothing()}")
    if before is None:
        return
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE changed_texts AS SELECT coalesce(o.release_id, n.release_id) AS release_id "
        f"FROM {_rows(before, PRESS_RELEASES)} o FULL JOIN {_rows(now, PRESS_RELEASES)} n USING (release_id) "
        "WHERE o.text_sha256 IS DISTINCT FROM n.text_sha256"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE changed_dimensions AS "
        + " UNION ".join(
            f"SELECT {_dimensions('s')} AS dimensions FROM {_rows(folder, STATEMENTS)} s SEMI JOIN changed_texts USING (release_id)"
            for folder in (before, now)
        )
    )
    for table in _COMPARED:
        if parquet_path(before, table).is_file():
            _compare(connection, table, version, before, now)


def _compare(connection: duckdb.DuckDBPyConnection, table: Table, version: str, before: Path, now: Path) -> None:
    key = identifier(row_id(table))
    old, new = _rows(before, table), _rows(now, table)
    head = f"SELECT {literal(version)}, {literal(table.name)}"
    for change, rows, others in (("added", new, old), ("removed", old, new)):
        connection.execute(
            f"INSERT INTO {DIFFERENCES} {head}, x.{key}, '{change}', '*', NULL, NULL, {_cause(table, 'x')} "
            f"FROM {rows} x ANTI JOIN {others} y USING ({key})"
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
        f"SELECT n.{key} AS row_id, {_cause(table, 'n')} AS cause, unnest([{cells}]) AS cell "
        f"FROM {old} o JOIN {new} n USING ({key}) WHERE {any_differs}) WHERE cell.differs"
    )


def _shared_columns(table: Table, before: Path, now: Path) -> list[str]:
    old, new = (pq.read_schema(parquet_path(folder, table)) for folder in (before, now))
    names = [column.name for column in table.columns if column.name != row_id(table)]
    return [name for name in names if name in old.names and old.field(name).type == new.field(name).type]


def _cause(table: Table, alias: str) -> str:
    if table is OBSERVATIONS:
        source = f"{_dimensions(alias)} IN (SELECT dimensions FROM changed_dimensions)"
    elif any(column.name == "release_id" for column in table.columns):
        source = f"{alias}.release_id IN (SELECT release_id FROM changed_texts)"
    else:
        return "'extractor'"
    return f"CASE WHEN {source} THEN 'source' ELSE 'extractor' END"


def _dimensions(alias: str) -> str:
    """The dimensions that name an observation, in one text, so that nulls compare as equal."""
    parts = ", ".join(f"coalesce({alias}.{name}::VARCHAR, '')" for name in _DIMENSIONS)
    return f"concat_ws(chr(31), {parts})"


def _text(table: Table, name: str, alias: str) -> str:
    return plain_text(f"{alias}.{identifier(name)}", table.column(name).type)


def _rows(folder: Path, table: Table) -> str:
    return read_parquet(parquet_path(folder, table))


def _nothing() -> str:
    columns = ", ".join(f"NULL::VARCHAR AS {identifier(column.name)}" for column in CHANGES.columns)
    return f"SELECT {columns} WHERE false"
