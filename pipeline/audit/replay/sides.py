"""Two extractor versions side by side: of each number that is read differently, the published reading and today's."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.audit.published import Published
from pipeline.publish.differences import Difference
from pipeline.schema import REFUSALS, STATEMENTS

Row = dict[str, Any]
_FOLLOW = frozenset({"statement_id", "observation_id", "superseded_by"})
"""Columns that are made from others, or from other rows; named only where nothing else of a row differs."""


@dataclass(frozen=True, slots=True)
class Side:
    """One number. `published` and `today` are rows of statements or of refusals; null where it is neither.

    kind: reading (a statement, read otherwise), stated (was refused), refused (was a statement), reason (refused for another
    reason), new, gone. `differs`: the columns, of two rows of one table.
    """

    kind: str
    capture_id: str
    number: str
    start: int
    end: int
    published: Row | None
    today: Row | None
    differs: tuple[str, ...]

    def rule(self, side: Row | None) -> str:
        """Who read it so: the rule and its version, or the reason that it was refused for."""
        if side is None:
            return "not seen"
        return f"{side['rule_id']} v{side['rule_version']}" if "rule_id" in side else f"refused: {side['reason']}"

    @property
    def rules(self) -> str:
        then, today = self.rule(self.published), self.rule(self.today)
        return then if then == today else f"{then} -> {today}"


def side_by_side(published: Published, again: Path, differences: Iterable[Difference]) -> list[Side]:
    """Of every number whose statement or refusal differs, in order of capture and place."""
    touched: dict[str, set[str]] = {STATEMENTS.name: set(), REFUSALS.name: set()}
    for difference in differences:
        if difference.table in touched:
            touched[difference.table].add(difference.row_id)
    if not any(touched.values()):
        return []
    then, today = (_numbers(side, touched) for side in (published, Published(again)))
    both = [key for key in then if key in today]
    found = [_side(then.pop(key), today.pop(key)) for key in both]
    left: dict[str, list[Row]] = {}
    for row in today.values():
        left.setdefault(row["capture_id"], []).append(row)
    for row in then.values():
        others = left.get(row["capture_id"], [])
        other = next(
            (each for each in others if _place(each)[0] < _place(row)[1] and _place(row)[0] < _place(each)[1]), None
        )
        if other is not None:
            others.remove(other)
        found.append(_side(row, other))
    found += [_side(None, row) for rows in left.values() for row in rows]
    return sorted(found, key=lambda side: (side.capture_id, side.start, side.end))


def summary(sides: Iterable[Side]) -> Mapping[str, Mapping[str, int]]:
    """How many numbers differ: by kind, by column, by rule; the most frequent first."""
    listed = list(sides)
    counts = {
        "kind": Counter(side.kind for side in listed),
        "column": Counter(name for side in listed for name in side.differs),
        "rule": Counter(side.rules for side in listed),
    }
    return {what: dict(sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))) for what, count in counts.items()}


def _numbers(snapshot: Published, touched: Mapping[str, set[str]]) -> dict[tuple[str, str], Row]:
    """Touched rows of both tables by (table, id), the id as in `changes`."""
    found = {}
    for table in (STATEMENTS, REFUSALS):
        rows = snapshot.table(table.name)
        key = ["statement_id"] if table is STATEMENTS else list(table.key)
        ids = ["/".join(map(str, row.values())) for row in rows.select(key).to_pylist()]
        places = [place for place, name in enumerate(ids) if name in touched[table.name]]
        for place, row in zip(places, rows.take(pa.array(places, pa.int64())).to_pylist(), strict=True):
            found[table.name, ids[place]] = row
    return found


def _side(published: Row | None, today: Row | None) -> Side:
    row = published or today
    assert row is not None, "one of both is there"
    start, end = _place(row)
    return Side(
        _kind(published, today),
        row.get("capture_id") or "",
        row["value_text"] if "rule_id" in row else row["mention_text"],
        start,
        end,
        published,
        today,
        _differing(published, today),
    )


def _kind(published: Row | None, today: Row | None) -> str:
    if published is None or today is None:
        return "new" if published is None else "gone"
    stated = ("rule_id" in published, "rule_id" in today)
    return {(True, True): "reading", (False, True): "stated", (True, False): "refused", (False, False): "reason"}[
        stated
    ]


def _differing(published: Row | None, today: Row | None) -> tuple[str, ...]:
    if published is None or today is None or ("rule_id" in published) != ("rule_id" in today):
        return ()
    names = [name for name in published if name in today and published[name] != today[name]]
    return tuple([name for name in names if name not in _FOLLOW] or names)


def _place(row: Row) -> tuple[int, int]:
    start, end = ("value_start", "value_end") if "rule_id" in row else ("mention_start", "mention_end")
    return int(row[start]), int(row[end])
