"""Dates as written: full and short dates, months, quarters, years and spans of years, each read as a period of days."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.dates import MONTHS
from pipeline.model import TimeBasis

_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4}
YEAR = r"(?:19|20)\d\d"
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_LONG = "|".join(sorted((name for name in MONTHS if len(name) > 3 and name != "sept"), key=len, reverse=True)) + "|mei"
_TO = r"(?:-|s\.d\.?|s/d|sampai dengan|sampai|hingga)"
EXPRESSION = re.compile(
    rf"(?P<across>(?<![\d.,/-])(?P<a1>\d{{1,2}})\s?(?P<am1>{MONTH})(?:\s(?P<ay1>{YEAR}))?\s?{_TO}\s?(?P<a2>\d{{1,2}})\s?(?P<am2>{MONTH})\s(?P<ay2>{YEAR}))"
    rf"|(?P<days>(?<![\d.,/-])(?P<d1>\d{{1,2}})(?:\s?{_TO}\s?|(?:,\s\d{{1,2}}){{0,9}},?\sdan\s)(?P<d2>\d{{1,2}})\s?(?P<dm>{MONTH})(?![a-z])(?:\s?(?:tahun\s)?(?P<dy>{YEAR}))?)"
    rf"|(?P<day>(?<![\d.,/])(?P<d>\d{{1,2}})\s?(?P<m>{MONTH})(?![a-z])(?:\s?(?:tahun\s)?(?P<y>{YEAR}))?)"
    rf"|(?P<numeric>(?<![\d./-])(?P<nd>\d{{1,2}})[/.-](?P<nm>\d{{1,2}})[/.-](?P<ny>{YEAR}|\d\d)(?![\d/]))"
    r"|(?P<short>\((?P<sd>\d{1,2})(?:\s?-\s?\d{1,2})?/(?P<sm>\d{1,2})\))"
    rf"|(?P<quarter>(?P<qk>triwulan|kuartal|semester|paruh)[\s-]?(?:ke-?\s?)?(?P<qn>iv|iii|ii|i|pertama|kedua|ketiga|keempat|[1-4])(?![a-z\d])(?:\s?\([a-z -]{{3,30}}\))?(?:[\s/-]{{0,3}}(?:tahun\s)?(?P<qy>{YEAR}))?)"
    rf"|(?P<short_quarter>(?<![a-z\d])(?:q|tw\s?)(?P<sq>[1-4])[\s/-]{{0,3}}(?P<sqy>{YEAR})(?!\d))"
    rf"|(?P<months>(?<![a-z])(?P<m1>{MONTH})\s?(?:{_TO}|dan)\s?(?:(?:awal|akhir|pertengahan)\s)?(?P<m2>{_LONG})(?![a-z]),?(?:\s?(?:tahun\s)?(?P<m2y>{YEAR})(?!\d))?)"
    rf"|(?P<month>(?<![a-z])(?P<mm>{MONTH}),?\s?(?:tahun\s)?(?P<my>{YEAR})(?!\d))"
    rf"|(?P<bare>(?<![a-z])(?:pada|di|akhir|awal|pertengahan|bulan|sejak|mulai|hingga|sampai|selama|sepanjang|sebelum)\s(?P<bm>{_LONG})(?![a-z])(?!\s?(?:{_TO}|dan)\s?(?:{_LONG}))(?!\s?(?:tahun\s)?{YEAR}(?!\d|\.\d))|(?<![a-z])(?P<bn>{_LONG})(?=\s(?:tahun\s)?(?:lalu|silam|mendatang|nanti|kemarin)(?![a-z])|\stahun\s(?:ini|depan)(?![a-z])|[,.;]\s(?!{YEAR})))"
    rf"|(?P<years>(?<![\d.,/])(?P<y1>{YEAR})(?:\s?(?:dan|{_TO}|/)\s?(?:tahun\s)?(?P<y2>{YEAR})|[-/](?P<y3>\d\d))(?!\d|[.,]\d))"
    rf"|(?P<year>(?<![\d.,/])(?P<yy>{YEAR})(?![\d/]|[.,]\d))"
)


@dataclass(frozen=True, slots=True)
class Period:
    """What text[start:end] names: first to last day, `opened` (no first day stated) or `since` (no last day stated).

    `weak`: it may date an event or a name rather than a figure. `grain`: day, month or year. `relative`: needs the
    release date. `spoken`: the day on which somebody said the figure. `compared`: what a figure is held against
    ('dibanding tahun 2020'), the time of none but one that is given for it at once. `begun`: where the relative clause opens that
    says since when the thing itself exists ('program yang dirintis 2017'). `way` is as_of for the day that an account is made up to
    ('per 5 Mei').
    """

    start: int
    end: int
    first: date | None
    last: date
    grain: str
    way: str = ""
    weak: bool = False
    spoken: bool = False
    relative: bool = False
    name: bool = False
    compared: bool = False
    begun: int | None = None


Timed = tuple[Period | None, TimeBasis]
"""The period of a figure, and how it was found."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a text is dated by: its day where known, else the year and month that its header shows."""

    day: date | None
    year: int | None
    month: int | None = None

    @property
    def latest(self) -> date | None:
        """The last day on which it can have been published; None where neither its day nor its header tells."""
        if self.day or not (self.year and self.month):
            return self.day
        return month_end(self.year, self.month)


def read_expression(match: re.Match[str], release: Release, named: int | None) -> Period | None:
    """A match of EXPRESSION as a period, None for no date of the calendar or one whose year is not known.

    A day without a year is of the year `named` shortly before, else of the release's.
    """
    try:
        if match["days"] or match["day"]:
            return _days(match, release, named)
        if match["across"]:
            last = date(int(match["ay2"]), MONTHS[match["am2"]], int(match["a2"]))
            first = date(int(match["ay1"] or last.year), MONTHS[match["am1"]], int(match["a1"]))
            return Period(*match.span(), first, last, "day", way="span") if first < last else None
        if match["numeric"]:
            year = int(match["ny"]) + (2000 if len(match["ny"]) == 2 else 0)
            day = date(year, int(match["nm"]), int(match["nd"]))
            return Period(*match.span(), day, day, "day")
        if match["short"] and release.year:
            day = date(release.year, int(match["sm"]), int(match["sd"]))
            return Period(*match.span(), day, day, "day", weak=True)
        if match["quarter"]:
            return _quarter(match, release)
        if match["month"]:
            year, month = int(match["my"]), MONTHS[match["mm"]]
            return Period(*match.span(), date(year, month, 1), month_end(year, month), "month")
        if match["short_quarter"]:
            year, begin = int(match["sqy"]), int(match["sq"]) * 3 - 2
            return Period(*match.span(), date(year, begin, 1), month_end(year, begin + 2), "month")
        if match["months"]:
            return _months(match, release, named)
        if match["bare"]:
            return _bare_month(match, release, named)
        return _years(match) if match["years"] or match["year"] else None
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _days(match: re.Match[str], release: Release, named: int | None) -> Period | None:
    written = match["dy"] or match["y"]
    year = int(written) if written else named or release.year
    if year is None:
        return None
    last = date(year, MONTHS[match["dm"] or match["m"]], int(match["d2"] or match["d"]))
    first = last.replace(day=int(match["d1"])) if match["d1"] else last
    far = release.day and last > release.day + timedelta(days=_FARTHEST_AHEAD_DAYS)
    if not written and not named and far:
        first, last = first.replace(year=year - 1), last.replace(year=year - 1)
    return Period(*match.span(), first, last, "day")


def _months(match: re.Match[str], release: Release, named: int | None) -> Period | None:
    """'April hingga September': of the year behind it, else the one named shortly before, else the release's."""
    year = int(match["m2y"]) if match["m2y"] else named or release.year
    begin, end = MONTHS[match["m1"]], MONTHS[match["m2"]]
    if year is None:
        return None
    return Period(*match.span(), date(year - (begin > end), begin, 1), month_end(year, end), "month", way="span")


def _bare_month(match: re.Match[str], release: Release, named: int | None) -> Period | None:
    """'hingga akhir Oktober': the month of the year named shortly before, else the one nearest to the release."""
    year = named or release.year
    if year is None:
        return None
    group = "bm" if match["bm"] else "bn"
    month = MONTHS[match[group]]
    if not named and release.day:
        past = _PAST.match(match.string, match.end()) is not None
        ahead = timedelta(days=0 if past else _FARTHEST_AHEAD_DAYS)
        year -= date(year, month, 1) > release.day + ahead
    return Period(match.start(group), match.end(), date(year, month, 1), month_end(year, month), "month")


def _quarter(match: re.Match[str], release: Release) -> Period | None:
    year = int(match["qy"]) if match["qy"] else release.year
    if year is None:
        return None
    number = match["qn"]
    size = 6 if match["qk"] in ("semester", "paruh") else 3
    begin = ((int(number) if number.isdigit() else _ORDINALS[number]) - 1) * size + 1
    if not match["qy"] and release.day and date(year, begin, 1) > release.day + timedelta(days=_FARTHEST_AHEAD_DAYS):
        year -= 1
    return Period(*match.span(), date(year, begin, 1), month_end(year, begin + size - 1), "month")


def _years(match: re.Match[str]) -> Period | None:
    if match["year"]:
        year = int(match["yy"])
        return Period(*match.span(), date(year, 1, 1), date(year, 12, 31), "year")
    begin = int(match["y1"])
    end = int(match["y2"]) if match["y2"] else begin - begin % 100 + int(match["y3"])
    return Period(*match.span(), date(begin, 1, 1), date(end, 12, 31), "year", way="span") if begin < end else None


_PAST = re.compile(r"\s(?:lalu|silam|kemarin)(?![a-z])")
_FARTHEST_AHEAD_DAYS = 200
"""A day without a year that would lie farther ahead of the release was in the year before it."""
