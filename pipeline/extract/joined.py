"""Expressions side by side that name one period: 'sejak A hingga B', 'pada 14 dan 28 Maret', 'Maret tahun lalu'."""

import re
from dataclasses import replace
from datetime import date

from pipeline.extract.expressions import YEAR, Period, month_end


def joined(found: list[Period], low: str) -> list[Period]:
    """'sejak A hingga B', 'dari A sampai B', '14 Maret dan 28-29 Maret 2023': one period."""
    told: list[Period] = []
    for period in found:
        before = told[-1] if told else None
        if (
            before
            and before.begun is None
            and before.way == "since"
            and period.relative
            and period.grain == "day"
            and period.start - before.end <= 2
        ):
            told[-1] = replace(before, end=period.end, last=period.last, way="span")
        elif (
            before
            and period.way == "until"
            and before.way != "until"
            and before.first
            and period.start - before.end <= 2
            and before.first <= period.last
        ):
            told[-1] = replace(before, end=period.end, last=period.last, way="span", grain=period.grain, begun=None)
        elif before and before.first and _are_days_of_one(before, period, low):
            first = before.first if _has_year(before, low) else _in(before.first, period.last.year)
            told[-1] = replace(before, end=period.end, first=first, last=period.last, way="span")
        else:
            told.append(period)
    return told


def in_the_year(found: list[Period], low: str, today: date | None) -> list[Period]:
    """'Maret tahun lalu', 'triwulan I tahun ini': the year is said behind. What is since then lasts until `today`."""
    told: list[Period] = []
    for period in found:
        before = told[-1] if told else None
        year = period.relative and period.grain == "year" and not period.way
        if before and year and _is_part(before, low) and low[before.end : period.start] in _BEHIND:
            there = period.last.year
            first = _in(before.first, there - before.last.year + before.first.year) if before.first else None
            last = today if today and before.way == "since" else _in(before.last, there)
            told[-1] = replace(before, end=period.end, first=first, last=last)
        else:
            told.append(period)
    return told


def _are_days_of_one(before: Period, period: Period, low: str) -> bool:
    """'Pada 14 Maret dan 28-29 Maret 2023': the days of one thing, from the first to the last."""
    days = before.grain == period.grain == "day" and not (before.weak or period.weak or before.relative)
    return days and before.way in _STRETCH and period.way in _STRETCH and low[before.end : period.start] in _AND


def _is_part(period: Period, low: str) -> bool:
    """Whether it is a part of a year that it does not name."""
    return period.grain != "year" and not period.relative and not _has_year(period, low)


def _has_year(period: Period, low: str) -> bool:
    return _YEAR.search(low, period.start, period.end) is not None


def _in(day: date, year: int) -> date:
    """The same day of that year; the end of February is its end in each."""
    return month_end(year, 2) if (day.month, day.day) in ((2, 28), (2, 29)) else day.replace(year=year)


_YEAR = re.compile(YEAR)
_STRETCH = frozenset(("", "span"))
_BEHIND = frozenset((" ", " di ", " pada "))
_AND = frozenset((" dan ", " serta ", " dan pada ", " dan tanggal "))
