"""Partition files: Parquet, one per table, agency and month of publication, each replaced whole or not at all.

Workers write them side by side without a lock, because no two work on the same partition. Each file says in its metadata
from which inputs it was made, so that a later run leaves it alone while they are the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import MachineError
from pipeline.identity import sha256_hex
from pipeline.schema import Table

UNDATED = "undated"
"""The month of releases that carry no date."""


class Key(NamedTuple):
    """One partition: an agency and a month, YYYY-MM or `undated`."""

    agency_id: str
    month: str


def month_of(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else UNDATED


class PartitionStore:
    """The partition files below one folder. Agency ids and months come from the registry and from dates, never from a page."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, table: Table, key: Key) -> Path:
        return self.root / table.name / key.agency_id / f"{key.month}.parquet"

    def keys(self, table: Table) -> list[Key]:
        return sorted(Key(path.parent.name, path.stem) for path in (self.root / table.name).glob("*/*.parquet"))

    def made_from(self, table: Table, key: Key) -> str | None:
        """The fingerprint of the inputs that the partition was made from; None where there is no readable partition."""
        try:
            metadata = pq.read_schema(self.path(table, key)).metadata or {}
        except (FileNotFoundError, pa.ArrowInvalid):
            return None
        stored: bytes = metadata.get(b"made_from", b"")
        return stored.decode()

    def content_hash(self, table: Table, key: Key) -> str:
        return sha256_hex(self.path(table, key).read_bytes())

    def read(self, table: Table, key: Key, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
        """The rows of one partition, with all columns or these."""
        chosen = list(columns) if columns is not None else None
        rows: list[dict[str, Any]] = pq.read_table(self.path(table, key), columns=chosen, partitioning=None).to_pylist()
        return rows

    def count(self, table: Table, key: Key | None = None) -> int:
        """Rows in one partition (0: there is none) or in all, from the files' footers."""
        paths = [self.path(table, each) for each in (self.keys(table) if key is None else [key])]
        return sum(pq.read_metadata(path).num_rows for path in paths if path.exists())

    def rows(self, table: Table, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """All rows of the table, partition by partition."""
        for key in self.keys(table):
            yield from self.read(table, key, columns)

    def write(self, table: Table, key: Key, rows: Iterable[Mapping[str, Any]], made_from: str) -> None:
        """Replace the partition. MachineError when the disk does not take it; the old one then stays as it was."""
        data = table.rows(rows)
        data = data.replace_schema_metadata({**(data.schema.metadata or {}), b"made_from": made_from.encode()})
        path = self.path(table, key)
        staged = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(data, staged, compression="zstd")
            staged.replace(path)
        except OSError as error:
            staged.unlink(missing_ok=True)
            raise MachineError(
                f"Cannot write {path}: {error.strerror or error}.",
                "Free some disk space or mend the folder's rights, then run again.",
            ) from error

    def remove(self, table: Table, key: Key) -> None:
        self.path(table, key).unlink(missing_ok=True)
