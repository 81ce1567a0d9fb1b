"""DuckDB as publication uses it: in memory, time zone UTC, no extension fetched from anywhere, spilling where it is told."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import duckdb

from pipeline.errors import MachineError, UsageError
from pipeline.publish.cells import literal

SETTINGS: Mapping[str, str | int] = {
    "TimeZone": "UTC",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
}
"""Set for every connection, its cursors too. Larger sorts and joins spill. The number of threads is left to the machine: it does not change a byte."""


TABLES_AT_ONCE = 2
"""Written or checked side by side: most of that work uses one core each, and all share the memory."""


_SHARED: ContextVar[duckdb.DuckDBPyConnection | None] = ContextVar("_SHARED", default=None)


@contextmanager
def shared_engine() -> Iterator[None]:
    """While it lasts, `reader` gives cursors of one database. To build one takes longer than most queries of the documents."""
    with engine() as connection:
        token = _SHARED.set(connection)
        try:
            yield
        finally:
            _SHARED.reset(token)


@contextmanager
def reader() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to read files with, whose temporary views nobody else sees: of the shared database, or of one of its own."""
    shared = _SHARED.get()
    if shared is None:
        with engine() as connection:
            yield connection
        return
    cursor = shared.cursor()
    try:
        yield cursor
    finally:
        cursor.close()


@contextmanager
def engine(spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to an empty database. Sorts larger than memory spill to a folder made in `spill`, removed at the end."""
    with tempfile.TemporaryDirectory(dir=spill, prefix=".staging-spill-") as folder:
        connection = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": folder,
            }
        )
        try:
            for name, value in SETTINGS.items():
                connection.execute(f"SET GLOBAL {name} = {literal(value) if isinstance(value, str) else value}")
            yield connection
        finally:
            connection.close()


@contextmanager
def one_thread(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """For work that many threads do little faster, and each with memory of its own. An error ends it, and the connection's use."""
    ((threads,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    connection.execute("SET threads = 1")
    yield
    connection.execute(f"SET threads = {threads}")


def attach(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Make the warehouse's tables readable as `warehouse.<table>`.

    UsageError where there is no such file; MachineError where another process holds it, or where it is no database.
    """
    if not warehouse.is_file():
        raise UsageError(f"There is no warehouse {warehouse}.", "Build it first with: kotacerdas run")
    try:
        connection.execute(f"ATTACH {literal(str(warehouse))} AS warehouse (READ_ONLY)")
    except duckdb.IOException as error:
        first_line = str(error).splitlines()[0]
        if "lock" in first_line:
            raise MachineError(
                f"Another process holds the warehouse: {first_line}",
                "Wait for that process to end, or stop it, and publish again.",
            ) from error
        raise MachineError(
            f"The warehouse cannot be read: {first_line}",
            "Delete the file: the next run builds it again from the partitions.",
        ) from error
