"""Gatherings named with their year ('Forum Kota 2025'): where the text says on which days they were held, they are of those days."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.expressions import Period

_NAME = re.compile(
    r"(?P<words>(?:[(\"']?[A-Z][\w.'&-]*[)\"']?[ ]|(?:and|of|on|for|the|dan|ke-\d{1,3})[ ]){0,9})"
    r"[(\"']?(?P<last>[A-Z][\w.'&-]*?)[)\"']?[ ]?(?:Tahun[ ])?$"
)
_HELD = frozenset(
    "summit conference konferensi forum temu festival kongres congress rakernas rakornas musyawarah munas seminar "
    "simposium symposium convention".split()
)
_ACRONYM = re.compile(r"[A-Z]+[a-z]?[A-Z]\w*$")


def on_their_days(found: Sequence[Period], plain: str) -> list[Period]:
    """The periods in reading order, the years of such names replaced by the days of the gathering."""
    named = {index: told for index, period in enumerate(found) if (told := _name(period, plain))}
    held: dict[tuple[str, int], Period] = {}
    for index, (name, gathers) in named.items():
        day = next(_days(found, index, plain), None) if gathers else None
        if day:
            held.setdefault((name, found[index].last.year), day)
    dated = list(found)
    for index, (name, gathers) in named.items():
        day = held.get((name, found[index].last.year))
        if day and (gathers or _ACRONYM.match(name)):
            dated[index] = replace(found[index], first=day.first, last=day.last, grain="day", spoken=True)
    return dated


def _name(period: Period, plain: str) -> tuple[str, bool] | None:
    """The last word of the name before a year, and whether one of its words says that people gather."""
    if period.grain != "year" or period.way or period.end - period.start != 4:
        return None
    match = _NAME.search(plain, max(0, period.start - 120), period.start)
    if not match:
        return None
    words = {*re.findall(r"\w+", match["words"].lower()), match["last"].lower()}
    return match["last"], not _HELD.isdisjoint(words) or match["last"].lower().endswith("fest")


def _days(found: Sequence[Period], index: int, plain: str) -> Iterator[Period]:
    """The days of the same year that the sentence names shortly behind, or before."""
    year = found[index]
    for period in (*found[index + 1 : index + 3], *reversed(found[max(0, index - 2) : index])):
        between = plain[year.end : period.start] if period.start > year.start else plain[period.end : year.start]
        near = len(between) <= _REACH and ". " not in between
        if near and period.grain == "day" and period.way in _PLAIN and period.last.year == year.last.year:
            yield period


_PLAIN = frozenset(("", "span", "from"))
_REACH = 120
"""Characters from the name of a gathering to its days."""
