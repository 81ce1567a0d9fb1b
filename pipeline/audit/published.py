"""A published snapshot as anyone can download it: rows by their keys, and what the snapshot says of itself. Read only."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.publish.edition import MadeFrom

Row = dict[str, Any]


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
        return MadeFrom.of(self.package.get("made_from", {}))

    @property
    def is_of_installed_code(self) -> bool:
        """Whether the installed extractor and codebook are those that its rows were made with: then every row can be made again."""
        return self.made_from == MadeFrom.installed()

    def has(self, table: str) -> bool:
        return self._path(table).is_file()

    def table(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """All rows of a table, in its published order."""
        try:
            return pq.read_table(self._path(table), columns=columns, partitioning=None)
        except (OSError, ValueError) as error:
            raise _unreadable(self._path(table), error) from error

    def rows(self, table: str, **cells: object) -> list[Row]:
        """The rows in which these columns have these values, in published order; [] where the table or a column is not there."""
        if not self.has(table):
            return []
        try:
            if not cells.keys() <= set(pq.read_schema(self._path(table)).names):
                return []
            chosen: Any = [(name, "==", value) for name, value in cells.items()] or None
            found: list[Row] = pq.read_table(self._path(table), filters=chosen, partitioning=None).to_pylist()
        except (OSError, ValueError) as error:
            raise _unreadable(self._path(table), error) from error
        return found

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


def _unreadable(path: Path, error: Exception) -> UsageError:
    return UsageError(f"{path} cannot be read: {error}", "Give --snapshot the folder of a whole snapshot.")
