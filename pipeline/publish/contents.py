"""What a snapshot holds: its files with sizes and hashes, its rows, the time it covers. What the documents are made from."""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipeline.publish.checksums import hash_files
from pipeline.publish.edition import Edition
from pipeline.publish.engine import reader
from pipeline.publish.quality import Figures, count_figures
from pipeline.publish.tables import csv_path, parquet_path, read_parquet
from pipeline.publish.workbook import FILE_NAME as WORKBOOK
from pipeline.schema import CHANGES, PUBLISHED, STATEMENTS, Table
from pipeline.schema.values import CHANGE_KINDS

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""IANA media type of each format."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file with data. `path` is relative to the snapshot's folder; `format` is its extension, a key of MEDIA_TYPES."""

    path: str
    format: str
    byte_count: int
    sha256: str
    table: Table | None
    row_count: int | None

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.format]


@dataclass(frozen=True, slots=True)
class Contents:
    """A snapshot whose tables are written. Documents are made from it alone, and may read the tables in `folder`.

    `period`: first and last day that current statements speak of, null where none has a time. `changes` counts rows by kind;
    `quality` is what the tables say of how good they are.
    """

    folder: Path
    edition: Edition
    files: tuple[DataFile, ...]
    row_counts: Mapping[str, int]
    period: tuple[date | None, date | None]
    changes: Mapping[str, int]
    quality: Figures

    def file(self, table: Table, form: str) -> DataFile:
        return next(file for file in self.files if file.table is table and file.format == form)


def read_contents(folder: Path, edition: Edition, hashes: Mapping[str, str] | None = None) -> Contents:
    """From the files in the folder, which must hold every published table in both formats and the workbook; `hashes`, where they are known."""
    hashes = hash_files(folder) if hashes is None else hashes
    row_counts = {table.name: pq.read_metadata(parquet_path(folder, table)).num_rows for table in PUBLISHED}
    files = [
        _data_file(folder, path(folder, table), hashes, table, row_counts[table.name])
        for table in PUBLISHED
        for path in (csv_path, parquet_path)
    ]
    files.append(_data_file(folder, folder / WORKBOOK, hashes, None, None))
    with reader() as connection:
        period = read_period(connection, folder)
        counted = connection.execute(
            "SELECT change, count(DISTINCT (table_name, row_id)) "
            f"FROM {read_parquet(parquet_path(folder, CHANGES))} GROUP BY change"
        ).fetchall()
        quality = count_figures(connection, folder)
    changes = dict.fromkeys(CHANGE_KINDS, 0) | dict(counted)
    return Contents(folder, edition, tuple(files), row_counts, period, changes, quality)


def read_period(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[date | None, date | None]:
    """First and last day that the snapshot's current statements speak of."""
    ((start, end),) = connection.execute(
        f"SELECT min(coalesce(time_start, time_end)), max(time_end) "
        f"FROM {read_parquet(parquet_path(folder, STATEMENTS))} WHERE superseded_by IS NULL"
    ).fetchall()
    return start, end


def _data_file(
    folder: Path, path: Path, hashes: Mapping[str, str], table: Table | None, row_count: int | None
) -> DataFile:
    name = path.relative_to(folder).as_posix()
    return DataFile(
        path=name,
        format=path.suffix.removeprefix("."),
        byte_count=path.stat().st_size,
        sha256=hashes[name],
        table=table,
        row_count=row_count,
    )
