"""Periods taken up again: 'tahun itu', 'periode yang sama', a weekday without its date."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.extract.expressions import Period, Release, month_end
from pipeline.extract.worded import COMPARED

_WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "minggu": 6}
_DAY = re.compile(
    r"(?<![a-z])(?:(?P<way>hingga|sampai)\s)?(?P<day>senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)"
    r"\s(?:pagi|siang|sore|petang|malam|itu|tersebut)(?![a-z])(?!,?\s?\(?\d)"
)
_AGAIN = re.compile(
    r"(?<![a-z])(?P<noun>tahun|bulan|triwulan|kuartal|semester|periode|kurun|rentang)(?:\swaktu)?\s(?:itu|tersebut|yang\ssama)(?![a-z])"
    r"(?!\s(?:pada\s|di\s|dari\s)?(?:tahun|bulan|\d))"
)
_NEIGHBOUR = re.compile(
    r"(?<![a-z])(?P<noun>bulan|triwulan|kuartal|semester)\s(?P<way>sebelumnya|berikutnya|selanjutnya)(?![a-z])"
)
_LENGTHS = {"bulan": 1, "triwulan": 3, "kuartal": 3, "semester": 6}
_MONTHS = frozenset(("bulan", "triwulan", "kuartal", "semester"))

_STRETCHES = frozenset(("periode", "kurun", "rentang"))


def resumed(found: Sequence[Period], low: str, release: Release) -> Iterator[Period]:
    """What such words stand for, given the periods named outright in reading order."""
    starts = [period.start for period in found]
    for match in _DAY.finditer(low):
        if day := _last(_WEEKDAYS[match["day"]], _before(match, found, starts), release):
            first, way = (None, "until") if match["way"] else (day, "")
            yield Period(*match.span(), first, day, "day", way, relative=True, spoken=True)
    for match in _NEIGHBOUR.finditer(low):
        if period := _beside(_before(match, found, starts), match):
            lead = low[max(0, match.start() - 110) : match.start()]
            yield replace(period, compared=lead.endswith("dari ") or COMPARED.search(lead) is not None)
    for match in _AGAIN.finditer(low):
        if period := _same(match["noun"], _before(match, found, starts)):
            way = "span" if period.way == "span" else ""
            yield Period(*match.span(), period.first, period.last, period.grain, way, relative=True)


def _beside(before: Sequence[Period], match: re.Match[str]) -> Period | None:
    """'Bulan sebelumnya', 'triwulan berikutnya': as long as the one named last, right before or behind it."""
    months = _LENGTHS[match["noun"]]
    for period in reversed(before):
        if period.grain == "month" and period.first and not period.compared:
            begin = period.first if match["way"] == "sebelumnya" else period.last + timedelta(days=1)
            first = _months_on(begin, -months if match["way"] == "sebelumnya" else 0)
            end = _months_on(first, months - 1)
            return Period(*match.span(), first, month_end(end.year, end.month), "month", relative=True)
    return None


def _months_on(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _before(match: re.Match[str], found: Sequence[Period], starts: Sequence[int]) -> Sequence[Period]:
    last = bisect_left(starts, match.start())
    return found[max(0, last - _BACK) : last]


def _last(weekday: int, before: Sequence[Period], release: Release) -> date | None:
    """The last such day that the text names; else the last one up to the release."""
    for period in reversed(before):
        if period.grain == "day" and period.last.weekday() == weekday:
            return period.last
    return release.day - timedelta(days=(release.day.weekday() - weekday) % 7) if release.day else None


def _same(noun: str, before: Sequence[Period]) -> Period | None:
    """The period named last that the noun fits. 'Tahun itu' is the year of whatever was named."""
    named = [period for period in before if not period.compared]
    if noun == "tahun":
        year = named[-1].last.year if named else None
        return (
            replace(named[-1], first=date(year, 1, 1), last=date(year, 12, 31), grain="year", way="") if year else None
        )
    grains = ("month",) if noun in _MONTHS else ("month", "year")
    return next(
        (
            p
            for p in reversed(named)
            if p.first and not p.relative and (p.grain in grains or (noun in _STRETCHES and p.way == "span"))
        ),
        None,
    )


_BACK = 8
"""Periods back from such words to what they stand for."""
