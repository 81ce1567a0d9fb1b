"""What differs between a published snapshot and the same version made again: every table, row by row, column by column.

The comparison is that of changes.py; what it means is not. Two nights may differ because the source changed; one night done twice
may not, so that a cause is a fingerprint that differs, a correction, or nothing that is known.
"""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from pipeline.publish.changes import DIFFERENCES, compute_changes
from pipeline.publish.engine import attach, engine
from pipeline.publish.tables import parquet_path, read_parquet, write_parquet
from pipeline.schema import AREAS, CHANGES, INDICATORS, PROGRAMS, PUBLISHED, UNITS, Table

UNEXPLAINED = ""
FOLLOWS = "follows"
"""Of a row of `changes`, where a row of another table differs."""
CODE_LISTS = (AREAS, INDICATORS, PROGRAMS, UNITS)


class Difference(NamedTuple):
    """One cell, or with column `*` one row: `change` is removed (published, not made again), added, or revised. Texts are as in CSV."""

    table: str
    row_id: str
    change: str
    column: str
    published: str | None
    today: str | None
    cause: str


def differences(published: Path, again: Path, ours: str, tables: Sequence[Table] = PUBLISHED) -> list[Difference]:
    """In order of table, row and column. `ours`: what explains a difference that no correction does, or UNEXPLAINED.

    Only columns that both have with one type are compared, and only tables that both have. ValueError where the published files
    cannot be compared at all.
    """
    with engine() as connection:
        try:
            compute_changes(connection, again.name, published, again, "source", tables)
        except duckdb.Error as error:
            raise ValueError(str(error).splitlines()[0]) from error
        rows = connection.execute(
            f'SELECT table_name, row_id, change, "column", old, new, cause FROM {DIFFERENCES} ORDER BY ALL'
        ).fetchall()
    order = {table.name: place for place, table in enumerate(PUBLISHED)}
    lists = {table.name for table in CODE_LISTS}
    only_changes = all(row[0] == CHANGES.name for row in rows)
    found = []
    for table, row_id, change, column, old, new, cause in rows:
        if table == CHANGES.name:
            explained = UNEXPLAINED if only_changes else FOLLOWS
        elif cause == "correction":
            explained = cause
        elif table in lists:
            explained = ours if "codebook" in ours or "schema" in ours else UNEXPLAINED
        else:
            explained = ours
        found.append(Difference(table, row_id, change, column, old, new, explained))
    return sorted(found, key=lambda each: order[each.table])


def export_tables(warehouse: Path, folder: Path, tables: Sequence[Table]) -> None:
    """Write these tables of a warehouse as a snapshot would hold them, as Parquet alone, to be compared with one."""
    (folder / "data").mkdir(parents=True)
    with engine() as connection:
        attach(connection, warehouse)
        for table in tables:
            write_parquet(connection, table, f"warehouse.{table.name}", parquet_path(folder, table))


def changes_again(before: Path | None, now: Path, cause: str) -> tuple[int, list[str]]:
    """How many rows of `changes` tell what differs between the two snapshots, and sentences on those that do not, or are not there.

    `cause` as compute_changes takes it. ValueError where the files cannot be compared at all.
    """
    published = read_parquet(parquet_path(now, CHANGES))
    columns = ", ".join(f'"{column.name}"' for column in CHANGES.columns)
    with engine() as connection:
        try:
            compute_changes(connection, now.name, before, now, cause)
            ((count,),) = connection.execute(f"SELECT count(*) FROM {published}").fetchall()
            one, other = (f"SELECT {columns} FROM {side}" for side in (published, DIFFERENCES))
            found = []
            for what, query in (
                ("tells of what is not so", f"{one} EXCEPT ALL {other}"),
                ("is missing", f"{other} EXCEPT ALL {one}"),
            ):
                rows = connection.execute(f"{query} ORDER BY ALL LIMIT 20").fetchall()
                found += [f"{'/'.join(map(str, row[1:5]))} {what}" for row in rows]
        except duckdb.Error as error:
            raise ValueError(str(error).splitlines()[0]) from error
    return count, found
