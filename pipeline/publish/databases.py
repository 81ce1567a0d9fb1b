"""databases/<version>.duckdb: a snapshot's tables as one DuckDB file with keys and comments, made from its Parquet files.

A convenience beside the snapshots. DuckDB writes other bytes each time, so its hash stands in a file of its own, which is written last:
a database without it is not whole, and is made anew. `check_database` compares one with its snapshot by content.
"""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb

from pipeline.errors import MachineError, UsageError
from pipeline.model import CheckResult
from pipeline.publish import stage, wording
from pipeline.publish.cells import identifier, literal
from pipeline.publish.check_files import result
from pipeline.publish.checksums import sha256_of
from pipeline.publish.engine import engine
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import PUBLISHED, Table

FOLDER = "databases"
_ABOUT = "about"


def database_path(public: Path, version: str) -> Path:
    return public / FOLDER / f"{version}.duckdb"


def provide_database(public: Path, snapshot: Path) -> str:
    """Make the database of a snapshot in place, where it is missing. Returns what went wrong, in a sentence; the snapshot stays."""
    target = database_path(public, snapshot.name)
    checksum = target.with_name(f"{target.name}.sha256")
    if target.is_file() and checksum.is_file():
        return ""
    staged = public / f"{stage.PREFIX}{target.name}"
    try:
        with stage.disk_errors(public):
            target.parent.mkdir(exist_ok=True)
            checksum.unlink(missing_ok=True)
            write_database(snapshot, staged)
            stage.put_file(staged, target)
            staged.write_text(f"{sha256_of(target)}  {target.name}\n", encoding="utf-8")
            stage.put_file(staged, checksum)
    except MachineError as error:
        with suppress(OSError):
            stage.clear(public)
        return (
            f"There is no database of snapshot {snapshot.name}, which is published all the same: {error} {error.hint}"
        )
    return ""


def write_database(snapshot: Path, path: Path) -> None:
    """Write the tables of a snapshot's folder to a new database file, in the order in which they stand there."""
    with engine(path.parent) as connection:
        connection.execute(f"ATTACH {literal(str(path))} AS made")
        connection.execute("USE made")
        for table in PUBLISHED:
            connection.execute(table.ddl)
            connection.execute(f"INSERT INTO {table.name} FROM {read_parquet(parquet_path(snapshot, table))}")
        _describe(connection, snapshot)
        connection.execute("USE memory")
        connection.execute("DETACH made")


def check_database(database: Path, snapshot: Path) -> CheckResult:
    """Whether a database says what a snapshot says. Only base tables are read: a view could be anything, also another file.

    The snapshot is taken as it is (`check` says whether it is whole). UsageError where there is no such file or folder.
    """
    for path, there in ((database, database.is_file()), (snapshot, snapshot.is_dir())):
        if not there:
            raise UsageError(f"There is no {path}.", "Name a database file and the folder of its snapshot.")
    with engine() as connection:
        try:
            connection.execute(f"ATTACH {literal(str(database))} AS made (READ_ONLY)")
            findings = [finding for table in PUBLISHED for finding in _differences(connection, table, snapshot)]
            findings += _checksum_findings(database)
        except (duckdb.Error, OSError, ValueError) as error:
            findings = [f"{database.name} cannot be compared: {str(error).splitlines()[0]}"]
    return result("database", f"{database.name} says what snapshot {snapshot.name} says", findings)


def _describe(connection: duckdb.DuckDBPyConnection, snapshot: Path) -> None:
    """One more table with what a database file cannot say of itself: which version it is, the licence, the notices."""
    package = json.loads((snapshot / "datapackage.json").read_text(encoding="utf-8"))
    rows = [
        ("version", package["version"], package["version"]),
        ("as_of", package["created"], package["created"]),
        ("address", package["homepage"], package["homepage"]),
        ("licence", wording.LICENCE_NAME, wording.LICENCE_NAME),
        *([("synthetic", wording.SYNTHETIC.en, wording.SYNTHETIC.id)] if package["synthetic"] else []),
        ("not_official", wording.NOT_OFFICIAL.en, wording.NOT_OFFICIAL.id),
        ("quoted_text", wording.QUOTED_TEXT.en, wording.QUOTED_TEXT.id),
    ]
    connection.execute(f"CREATE TABLE {_ABOUT} (name VARCHAR PRIMARY KEY, en VARCHAR NOT NULL, id VARCHAR NOT NULL)")
    connection.executemany(f"INSERT INTO {_ABOUT} VALUES (?, ?, ?)", rows)


def _differences(connection: duckdb.DuckDBPyConnection, table: Table, snapshot: Path) -> Iterator[str]:
    there = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'made' AND schema_name = 'main' AND table_name = ?",
        [table.name],
    ).fetchall()
    if there != [(1,)]:
        yield f"{table.name} is no table of the database."
        return
    rows = f"made.main.{identifier(table.name)}"
    published = read_parquet(parquet_path(snapshot, table))
    names = {source: _columns(connection, source) for source in (rows, published)}
    if names[rows] != names[published]:
        yield f"{table.name} has other columns, or other types, than in the snapshot."
        return
    for one, other, what in ((rows, published, "are not in the snapshot"), (published, rows, "are missing")):
        ((count,),) = connection.execute(f"SELECT count(*) FROM (FROM {one} EXCEPT ALL FROM {other})").fetchall()
        if count:
            yield f"{table.name}: {count} rows of {'the database' if one is rows else 'the snapshot'} {what}."


def _columns(connection: duckdb.DuckDBPyConnection, source: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection.execute(f"DESCRIBE FROM {source}").fetchall()]


def _checksum_findings(database: Path) -> list[str]:
    """Where a hash is beside the file, it must be that of the file."""
    checksum = database.with_name(f"{database.name}.sha256")
    if checksum.is_file() and checksum.read_text(encoding="utf-8") != f"{sha256_of(database)}  {database.name}\n":
        return [f"{checksum.name} gives another SHA-256 than the file has."]
    return []
