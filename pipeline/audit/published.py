"""A published snapshot as anyone can download it: rows by their keys, and what the snapshot says of itself. Read only."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.publish.edition import MadeFrom
from pipeline.schema import Table
from pipeline.schema import table as declared

Row = dict[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICKS = {"s": timedelta(seconds=1), "ms": timedelta(milliseconds=1), "us": timedelta(microseconds=1)}
_ROWS_AT_ONCE = 4_096
_NEWER: Mapping[str, frozenset[str]] = {
    "refusals": frozenset(("first_seen", "last_seen")),
    "observations": frozenset(("repeat_count", "value_lowest", "value_highest", "first_seen", "last_seen")),
    "indicators": frozenset(("concept_en", "concept_id", "interpretation_en", "interpretation_id", "measure")),
}
"""Required columns that a snapshot of schema 1.0.0 has not."""


class Published:
    """A snapshot's folder. Its tables are those of its own schema version: one of an older version may lack a table or a column.

    UsageError, when something is read, where the folder is no whole snapshot.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def version(self) -> str:
        return self.folder.name

    @cached_property
    def package(self) -> Row:
        """Its datapackage.json."""
        path = self.folder / "datapackage.json"
        try:
            package = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(package, dict):
                raise ValueError("it is no JSON object")
        except (OSError, ValueError, RecursionError) as error:
            raise _unreadable(path, error) from error
        return package

    @property
    def made_from(self) -> MadeFrom:
        """Fingerprints of the extractor and the codebook that its rows were made with."""
        said = self.package.get("made_from")
        return MadeFrom.of(said if isinstance(said, dict) else {})

    @property
    def is_of_installed_code(self) -> bool:
        """Whether the installed extractor and codebook are those that its rows were made with: then every row can be made again."""
        return self.made_from == MadeFrom.installed()

    def has(self, table: str) -> bool:
        return self._path(table).is_file()

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns; none where it is not there."""
        try:
            return list(pq.read_schema(self._path(table)).names) if self.has(table) else []
        except (OSError, ValueError, pa.ArrowException) as error:
            raise _unreadable(self._path(table), error) from error

    def column(self, table: str, name: str) -> list[str]:
        """The texts of one column that is never null, in published order. UsageError where one is."""
        values: list[Any] = self.table(table, [name])[name].to_pylist()
        if any(not isinstance(value, str) for value in values):
            raise _unreadable(self._path(table), ValueError(f"a row has no {name}."))
        return values

    def table(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """All rows of a table, in its published order."""
        try:
            with pq.ParquetFile(self._path(table)) as file:
                return file.read(columns)
        except (OSError, ValueError, pa.ArrowException) as error:
            raise _unreadable(self._path(table), error) from error

    def sound_table(self, table: str) -> pa.Table:
        """All rows of a table in the columns, types and required values that the schema declares; a column that an older one lacks is null."""
        found, wanted = self.table(table), declared(table)
        try:
            absent = _absent(found.schema, wanted)
            for column in wanted.columns:
                if column.name in absent:
                    found = found.append_column(column.name, pa.array([None] * found.num_rows, column.arrow))
                elif column.required and found[column.name].null_count:
                    raise ValueError(f"a row has no {column.name}.")
        except (ValueError, pa.ArrowException) as error:
            raise _unreadable(self._path(table), error) from error
        return found

    def part(self, table: str, **cells: object) -> pa.Table:
        """The rows that `rows` finds, as they stand in the file."""
        path = self._path(table)
        try:
            with pq.ParquetFile(path) as file:
                return pa.Table.from_batches(_matching(file, _wanted(cells)), file.schema_arrow)
        except (OSError, ValueError, LookupError, pa.ArrowException) as error:
            raise _unreadable(path, error) from error

    def rows(self, table: str, **cells: object) -> list[Row]:
        """The rows in which each of these columns has this value, or one of these values; in published order.

        [] where the table or one of these columns is not there. Other columns that its schema lacks are null. Whoever reads
        a row can rely on the types and required values that the schema declares.
        """
        if not self.has(table):
            return []
        wanted = _wanted(cells)
        path = self._path(table)
        try:
            # Not read_table with a filter: that loads a library for data frames, which takes longer than reading all rows.
            with pq.ParquetFile(path) as file:
                if not wanted.keys() <= set(file.schema_arrow.names):
                    return []
                absent = _absent(file.schema_arrow, declared(table))
                rows = (row for batch in _matching(file, wanted) for row in plain_rows(batch))
                return [{**absent, **_sound(row, declared(table))} for row in rows]
        except (OSError, ValueError, OverflowError, pa.ArrowException) as error:
            raise _unreadable(path, error) from error

    def present(self, table: str, column: str, values: Collection[object]) -> set[object]:
        """Those of the values that the column has; no other column is read."""
        if not self.has(table):
            return set()
        try:
            with pq.ParquetFile(self._path(table)) as file:
                groups = range(file.num_row_groups)
                near = [g for g in groups if _may_hold(file.metadata.row_group(g), column, set(values))]
                return {value for g in near for value in file.read_row_group(g, [column])[column].to_pylist()} & set(
                    values
                )
        except (OSError, ValueError, LookupError, StopIteration, pa.ArrowException) as error:
            raise _unreadable(self._path(table), error) from error

    def row(self, table: str, **cells: object) -> Row:
        """The row in which these columns have these values. UsageError where there is none."""
        rows = self.rows(table, **cells)
        if not rows:
            named = ", ".join(f"{name} '{value}'" for name, value in cells.items())
            raise UsageError(
                f"Snapshot {self.version} has no {named.replace('_id ', ' ')}.",
                "Look it up in its data/ folder, or name another snapshot with --snapshot.",
            )
        return rows[0]

    def _path(self, table: str) -> Path:
        return self.folder / "data" / f"{table}.parquet"


def _wanted(cells: Mapping[str, object]) -> dict[str, set[object]]:
    return {
        name: set(value) if isinstance(value, Collection) and not isinstance(value, str) else {value}
        for name, value in cells.items()
    }


def _matching(file: pq.ParquetFile, wanted: Mapping[str, set[object]]) -> Iterator[pa.RecordBatch]:
    for group in range(file.num_row_groups):
        if not wanted:
            yield from file.iter_batches(_ROWS_AT_ONCE, row_groups=[group])
        elif places := _places(file, group, wanted):
            yield from _at(file, group, places)


def _places(file: pq.ParquetFile, group: int, wanted: Mapping[str, set[object]]) -> Sequence[int]:
    """The rows of a row group with these values. One column after the other, each only while some rows are left."""
    if not all(_may_hold(file.metadata.row_group(group), name, values) for name, values in wanted.items()):
        return ()
    places: Sequence[int] = range(file.metadata.row_group(group).num_rows)
    for name, values in wanted.items():
        column = file.read_row_group(group, [name])[name].to_pylist()
        places = [place for place in places if column[place] in values]
        if not places:
            break
    return places


def _at(file: pq.ParquetFile, group: int, places: Sequence[int]) -> Iterator[pa.RecordBatch]:
    """The rows at these places of a row group, one by one; it is read only up to the last of them."""
    start, index = 0, 0
    for batch in file.iter_batches(_ROWS_AT_ONCE, row_groups=[group]):
        while index < len(places) and places[index] < start + batch.num_rows:
            yield batch.slice(places[index] - start, 1)
            index += 1
        if index == len(places):
            return
        start += batch.num_rows


def plain_rows(rows: pa.Table | pa.RecordBatch) -> Iterator[Row]:
    """Rows of Python values. Times are counted by hand: for them Arrow, too, loads the library for data frames."""
    for batch in rows.to_batches() if isinstance(rows, pa.Table) else [rows]:
        columns = []
        for column in batch.columns:
            if pa.types.is_timestamp(column.type):
                unit = _TICKS[column.type.unit]
                counts = column.view(pa.int64()).to_pylist()
                columns.append([None if count is None else _EPOCH + count * unit for count in counts])
            else:
                columns.append(column.to_pylist())
        for values in zip(*columns, strict=True):
            yield dict(zip(batch.schema.names, values, strict=True))


def _may_hold(group: Any, name: str, values: set[Any]) -> bool:
    """What the row group says of its smallest and largest value: rows stand in key order, so most groups can be passed over."""
    column = next(c for c in map(group.column, range(group.num_columns)) if c.path_in_schema == name)
    statistics = column.statistics
    if statistics is None or not statistics.has_min_max or None in values:
        return True
    low, high = statistics.min, statistics.max
    return any(type(value) is not type(low) or low <= value <= high for value in values)


def _absent(found: pa.Schema, table: Table) -> Row:
    """Nulls for the columns that an older schema has not. ValueError where a column is of another type, or missing."""
    for column in table.columns:
        if column.name in found.names:
            # Parquet keeps whole seconds as milliseconds.
            kind = found.field(column.name).type
            if kind.id != column.arrow.id or (pa.types.is_timestamp(kind) and kind.unit not in _TICKS):
                raise ValueError(f"column {column.name} is {kind}, not {column.arrow}.")
        elif column.required and column.name not in _NEWER.get(table.name, ()):
            raise ValueError(f"it has no column {column.name}.")
    return {column.name: None for column in table.columns if column.name not in found.names}


def _sound(row: Row, table: Table) -> Row:
    for column in table.columns:
        if column.required and column.name in row and row[column.name] is None:
            raise ValueError(f"a row has no {column.name}.")
    return row


def _unreadable(path: Path, error: Exception) -> UsageError:
    return UsageError(f"{path} cannot be read: {error}", "Give --snapshot the folder of a whole snapshot.")
