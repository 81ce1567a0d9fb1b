"""Build the warehouse: a new DuckDB file beside the old one, put in its place when it is whole.

It holds nothing that is not in the archive, the partition files and the code lists, so it can always be deleted.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.errors import MachineError
from pipeline.identity import observation_id
from pipeline.load.series_checks import insert_series_checks
from pipeline.schema import TABLES, Table

SQL_STEPS = ("versions.sql", "releases.sql", "statements.sql", "observations.sql")
"""Run in this order over the input tables `in_<table>`; each says at its top what it makes."""

MEMORY = "1GB"
"""Of rows held at once; what is more spills to a folder beside the staged file. A million statements are not slower for it."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Rows per table, and the newest observations as a Markdown table for people."""

    row_counts: Mapping[str, int]
    preview: str


def load(
    warehouse: Path,
    partition_files: Mapping[Table, list[Path]],
    tables: Mapping[Table, pa.Table],
    release_captures: pa.Table,
) -> LoadReport:
    """Write all tables but `changes` (publish/ makes those) to the warehouse file.

    `partition_files` holds texts, statements, refusals and quarantine; `tables` the captures and code lists;
    `release_captures` the ids of captures that were requested as a release page, and whether each `is_content`. MachineError when the file is held by
    another process or the disk is full; the old file then stays as it was.
    """
    staged = warehouse.with_suffix(".staged.duckdb")
    _refuse_if_held(warehouse)
    try:
        with _new_database(staged) as connection:
            for table in TABLES:
                connection.execute(table.ddl)
            for table, paths in partition_files.items():
                _input_from_files(connection, table, paths)
            for table, rows in tables.items():
                connection.register("rows", rows)
                connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM rows")  # noqa: S608 - our own names
                connection.unregister("rows")
            connection.register("release_captures", release_captures)
            connection.create_function("observation_id_of", observation_id)
            for step in SQL_STEPS:
                connection.execute(files("pipeline.load").joinpath("sql", step).read_text("utf-8"))
            insert_series_checks(connection)
            counts = {
                table.name: connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()[0][0]  # noqa: S608 - our own names
                for table in TABLES
            }
            preview = _preview(connection)
        staged.replace(warehouse)
    except (
        OSError,
        duckdb.IOException,
        duckdb.TransactionException,
        duckdb.FatalException,
        duckdb.OutOfMemoryException,
    ) as error:
        # A disk that is full is any of these to DuckDB, by what it was doing; some leave a journal.
        for left_over in (staged, staged.with_name(f"{staged.name}.wal")):
            left_over.unlink(missing_ok=True)
        raise MachineError(
            f"Cannot write the warehouse {warehouse}: {error}",
            "Free some disk space or mend the folder's rights, then run again.",
        ) from error
    return LoadReport(counts, preview)


@contextmanager
def _new_database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    # No extension is fetched from anywhere: a replay must be possible without a network, and means the same with one.
    connection = duckdb.connect(
        str(path), config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("BEGIN")
        yield connection
        # What the steps made on their way does not stay in the file.
        for name in connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
            connection.execute(f'DROP TABLE IF EXISTS temp."{name[0]}"')
        connection.execute("COMMIT")
        # Closing would do so too, and say nothing where the disk is full: the rows would stay in the journal, which is not moved.
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def _refuse_if_held(warehouse: Path) -> None:
    """Replacing a file under an open reader is safe on disk, but the reader would go on with the old rows unawares."""
    if not warehouse.exists():
        return
    try:
        duckdb.connect(str(warehouse)).close()
    except duckdb.IOException as error:
        raise MachineError(
            f"The warehouse is held by another process: {error}",
            "Close that program, or let it read the published Parquet files, then run again.",
        ) from error


def _input_from_files(connection: duckdb.DuckDBPyConnection, table: Table, paths: list[Path]) -> None:
    name = f"in_{table.name}"
    if not paths:
        connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {table.name} WHERE false")  # noqa: S608 - our own names
        return
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM read_parquet(?)", [[str(path) for path in paths]])  # noqa: S608


def _preview(connection: duckdb.DuckDBPyConnection, rows: int = 8) -> str:
    columns = ("indicator_id", "ref_area", "time_end", "status", "value", "agreement")
    found = connection.execute(
        f"SELECT {', '.join(columns)} FROM observations ORDER BY time_end DESC, observation_id LIMIT {rows}"  # noqa: S608
    ).fetchall()
    lines = [
        columns,
        ["---"] * len(columns),
        *(
            [f"{cell:f}".rstrip("0").rstrip(".") if isinstance(cell, Decimal) else str(cell) for cell in row]
            for row in found
        ),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
