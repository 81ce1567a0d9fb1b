"""A forger who knows the format: changes rows of a snapshot, and writes CSV, workbook, documents and hashes anew so that all agree."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.capture.warc import members
from pipeline.identity import sha256_hex
from pipeline.load import observations_again
from pipeline.publish.checksums import hash_files, write_checksums
from pipeline.publish.contents import read_contents
from pipeline.publish.documents import documents
from pipeline.publish.documents.datapackage import read_edition
from pipeline.publish.engine import engine
from pipeline.publish.tables import csv_path, parquet_path, write_csv
from pipeline.publish.workbook import FILE_NAME, write_workbook
from pipeline.schema import OBSERVATIONS, PUBLISHED
from pipeline.schema import table as declared

Row = dict[str, Any]
Change = Callable[[list[Row]], list[Row]]


def rows_of(folder: Path, table: str) -> list[Row]:
    found: list[Row] = pq.read_table(parquet_path(folder, declared(table))).to_pylist()
    return found


def change(folder: Path, table: str, how: Change) -> None:
    """Write other rows; in key order, as they must stand."""
    wanted = declared(table)
    data = pa.Table.from_pylist(how(rows_of(folder, table)), schema=wanted.arrow)
    pq.write_table(wanted.sorted(data), parquet_path(folder, wanted))


def set_cell(folder: Path, table: str, row_id: str, **cells: object) -> None:
    """In the rows whose first column is `row_id`."""
    first = declared(table).columns[0].name
    change(folder, table, lambda rows: [{**row, **cells} if row[first] == row_id else row for row in rows])


def rename(folder: Path, old: str, new: str) -> None:
    """An id, wherever any table names it."""
    for table in PUBLISHED:
        change(
            folder,
            table.name,
            lambda rows: [
                {k: v.replace(old, new) if isinstance(v, str) else v for k, v in row.items()} for row in rows
            ],
        )


def resolve(folder: Path) -> None:
    """The observations as they follow from the forged statements."""
    paths = (folder / "data" / f"{name}.parquet" for name in ("statements", "press_releases"))
    pq.write_table(observations_again(*paths), parquet_path(folder, OBSERVATIONS))


def seal(folder: Path) -> None:
    """All that is made from the tables, made from the forged ones."""
    edition = read_edition(json.loads((folder / "datapackage.json").read_text("utf-8")))
    with engine() as connection:
        for table in PUBLISHED:
            write_csv(connection, table, parquet_path(folder, table), csv_path(folder, table))
    write_workbook(folder, edition, folder.parent, folder / FILE_NAME)
    for name, text in documents(read_contents(folder, edition, hash_files(folder))).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    write_checksums(folder)


def another(value: Any, kind: str) -> Any:
    """Another value of the same type."""
    match kind:
        case "string":
            return f"{value or ''}x"
        case "integer":
            return (value or 0) + 1
        case "decimal":
            return (value or Decimal()) + 1
        case "number":
            return (value or 0) + 0.125
        case "boolean":
            return not value
        case "date":
            return (value or date(2020, 1, 1)) + timedelta(days=1)
        case _:
            return (value or datetime(2020, 1, 1, tzinfo=UTC)) + timedelta(seconds=1)


def rewrite_record(warc: Path, old: bytes, new: bytes) -> None:
    """Other bytes of the same length in a WARC file, with every digest of its records made again, and its index gone."""
    assert len(old) == len(new)
    out, changed = b"", False
    with warc.open("rb") as file:
        for _, _, data in members(file):
            if old in data:
                changed = True
                block = data.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
                after = block.replace(old, new)
                data = data.replace(old, new)
                data = data.replace(sha256_hex(block).encode(), sha256_hex(after).encode())
            out += gzip.compress(data, mtime=0)
    assert changed
    warc.write_bytes(out)
    warc.with_name(f"{warc.name}.cdxj").unlink()
