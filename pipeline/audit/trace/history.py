"""Downward: in which of the snapshots at hand a row stood, and how it changed from one to the next."""

from collections.abc import Mapping
from functools import cached_property
from itertools import groupby
from typing import Any

from pipeline.audit.published import Published
from pipeline.audit.trace.nodes import Edition, History
from pipeline.errors import UsageError
from pipeline.publish.changes import COMPARED
from pipeline.publish.versions import VERSION, version_order
from pipeline.schema import table as declared

Row = dict[str, Any]

_FOLLOWED = {table.name for table in COMPARED}
"""Tables whose rows `changes` follows; of the others, each snapshot is asked whether it has the row."""


class Shelf:
    """The snapshots that stand beside one, that one included, oldest first. A folder by another name stands alone."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self._changes: dict[str, list[Row]] = {}

    @cached_property
    def snapshots(self) -> list[Published]:
        folder = self.published.folder.resolve()
        if not VERSION.fullmatch(folder.name):
            return [self.published]
        beside = [path for path in folder.parent.iterdir() if VERSION.fullmatch(path.name) and path.is_dir()]
        return [Published(path) for path in sorted(beside, key=lambda path: version_order(path.name))]

    def before(self, version: str) -> Published | None:
        """The snapshot at hand that comes before this version."""
        earlier = [each for each in self.snapshots if version_order(each.version) < version_order(version)]
        return earlier[-1] if earlier else None

    def history(self, table: str, row: Row) -> History | None:
        """Of one row; None for a row of `changes` itself."""
        name, key = row_key(table, row)
        return self.histories(table, {name: key}).get(name)

    def histories(self, table: str, keys: Mapping[str, Mapping[str, object]]) -> dict[str, History]:
        """Of rows under the names that `changes` calls them; each key is what finds the row in its table."""
        if table == "changes" or not keys:
            return {}
        told = {name: _Story() for name in keys}
        for place, snapshot in enumerate(self.snapshots):
            try:
                self._read(snapshot, table, keys, told, oldest=place == 0)
            except UsageError as error:
                for story in told.values():
                    story.notes.append(f"Snapshot {snapshot.version} could not be asked: {error}")
        if len(self.snapshots) == 1:
            for story in told.values():
                story.notes.append("No other snapshot stands beside this one: what came before or after is not known.")
        return {name: story.history() for name, story in told.items()}

    def _read(
        self,
        snapshot: Published,
        table: str,
        keys: Mapping[str, Mapping[str, object]],
        told: Mapping[str, "_Story"],
        oldest: bool,
    ) -> None:
        version = snapshot.version
        rows: dict[str, list[Row]] = {name: [] for name in keys}
        for row in snapshot.rows("changes", row_id=set(keys), table_name=table, snapshot_version=version):
            rows[row["row_id"]].append(row)
        followed = table in _FOLLOWED
        there = _present(snapshot, table, keys if oldest or not followed else {})
        for name, story in told.items():
            found = list(_editions(version, rows[name]))
            if name in there and not story.present and "published" not in {each.change for each in found}:
                found.insert(0, Edition(version, "published", ""))
                if oldest and (before := snapshot.package.get("previous_version")):
                    story.notes.append(f"It was published in {version} or before; {before} is not at hand.")
            elif story.present and not followed and name not in there:
                found.append(Edition(version, "removed", ""))
            story.add(version, found)


def _present(snapshot: Published, table: str, keys: Mapping[str, Mapping[str, object]]) -> set[object]:
    """The names of those rows that the snapshot has."""
    if any(len(key) > 1 for key in keys.values()):
        return {name for name, key in keys.items() if snapshot.rows(table, **key)}
    values = {value: name for name, key in keys.items() for value in key.values()}
    column = next((column for key in keys.values() for column in key), "")
    return {values[value] for value in snapshot.present(table, column, list(values))} if values else set()


class _Story:
    """A history in the making."""

    def __init__(self) -> None:
        self.present = False
        self.versions: list[str] = []
        self.editions: list[Edition] = []
        self.notes: list[str] = []

    def add(self, version: str, editions: list[Edition]) -> None:
        self.editions += editions
        if editions:
            self.present = editions[-1].change != "removed"
        if self.present:
            self.versions.append(version)

    def history(self) -> History:
        first, last = (self.versions[0], self.versions[-1]) if self.versions else ("", "")
        return History(first, last, tuple(self.editions), tuple(self.notes))


def _editions(version: str, rows: list[Row]) -> list[Edition]:
    """A row is added, removed, or revised in some columns, for the cause that each has."""
    found = []
    for change, name in (("added", "published"), ("removed", "removed")):
        found += [Edition(version, name, row["cause"]) for row in rows if row["change"] == change]  # type: ignore[arg-type]
    revised = sorted((row for row in rows if row["change"] == "revised"), key=lambda row: (row["cause"], row["column"]))
    for cause, cells in groupby(revised, key=lambda row: row["cause"]):
        changed = tuple((row["column"], row["old"] or "", row["new"] or "") for row in cells)
        found.append(Edition(version, "revised", cause, changed))
    return found


def row_key(table: str, row: Row) -> tuple[str, dict[str, object]]:
    """How `changes` names a row, and the columns that find it."""
    names = ("statement_id",) if table == "statements" else declared(table).key
    return "/".join(str(row[name]) for name in names), {name: row[name] for name in names}
