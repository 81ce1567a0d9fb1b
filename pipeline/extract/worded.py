"""Periods in words that count from the release: 'tahun ini', 'saat ini', 'dua tahun lalu', 'akhir dasawarsa'."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pipeline.extract.codebook import Codebook
from pipeline.extract.expressions import MONTH, YEAR, Period, Release, month_end

COMPARED = re.compile(
    r"(?<![a-z])(?:dibanding|dibandingkan|daripada|ketimbang)\s(?:[^\s,.;:()\d]{1,20}\s){0,6}(?:pada\s)?(?:tahun\s|periode\s|posisi\s)?(?:yang\ssama\s)?(?:pada\s|di\s)?(?:(?:hari\s)?(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu),?\s\(?)?$"
)


def worded(low: str, release: Release, codebook: Codebook) -> Iterator[Period]:
    """'tahun ini', 'saat ini', 'tahun lalu' by the release's date; nothing where that is not known."""
    year, day = release.year, release.day
    for name, phrases in codebook.words["time"].items():
        for phrase in phrases if name in _RELATIVE else ():
            at = low.find(phrase)
            while at >= 0:
                end = at + len(phrase)
                counted = name == "release_year" and _COUNTED.search(low, max(0, at - 12), at)
                if (
                    not counted
                    and not (at and (low[at - 1].isalpha() or low[at - 1] == "-"))
                    and not _CONTINUED.match(low, end)
                ):
                    if name == "to_release_day" and day:
                        yield Period(at, end, day, day, "day", relative=True)
                    elif name == "day_before" and day:
                        yield Period(at, end, None, day - timedelta(days=1), "day", "until", relative=True)
                    elif year and name in _YEAR_NAMED:
                        there = _YEAR_NAMED[name](year, day)
                        yield Period(at, end, date(there, 1, 1), date(there, 12, 31), "year", relative=True)
                    elif year and name in _YEAR_SHIFT:
                        there, named = year + _YEAR_SHIFT[name], name.endswith("_named")
                        # until anchored, a named period keeps the release's year as its first, so that the shift shows
                        yield Period(
                            at,
                            end,
                            date(year if named else there, 1, 1),
                            date(there, 12, 31),
                            "year",
                            "named" if named else "",
                            relative=True,
                        )
                    elif day and name in _MONTH_SHIFT:
                        shown = day.replace(day=15) + timedelta(days=30 * _MONTH_SHIFT[name])
                        yield Period(
                            at, end, shown.replace(day=1), month_end(shown.year, shown.month), "month", relative=True
                        )
                at = low.find(phrase, end)


def days_of_the_month(low: str, release: Release) -> Iterator[Period]:
    """'Tanggal 15 nanti', 'di tanggal 27,': a day without its month is the one nearest to the release, on the side that is said."""
    if not release.day:
        return
    for match in _DAY_OF_MONTH.finditer(low):
        ahead, past = match["way"] in ("nanti", "mendatang", "besok"), match["way"] in ("lalu", "kemarin", "silam")
        for day in _in_months_near(int(match["day"]), release.day):
            if not (ahead and day < release.day) and not (past and day > release.day):
                yield Period(*match.span(), day, day, "day", relative=True, spoken=True)
                break


def _in_months_near(number: int, day: date) -> Iterator[date]:
    """The day of that number in the month of `day`, in the next and in the one before, where these have one."""
    first = day.replace(day=1)
    for month in (first, first + timedelta(days=31), first - timedelta(days=1)):
        if 1 <= number <= month_end(month.year, month.month).day:
            yield month.replace(day=number)


def years_ago(low: str, release: Release, codebook: Codebook) -> Iterator[Period]:
    """'dua tahun lalu', '3 tahun mendatang' by the release's year."""
    if not release.year:
        return
    for match in _YEARS_PAST.finditer(low):
        count = _count(match["n"], codebook)
        if count:
            first, last = date(release.year - count, 1, 1), date(release.year, 12, 31)
            yield Period(*match.span(), first, last, "year", way="span", relative=True)
    for match in _YEARS_AGO.finditer(low):
        count = _count(match["n"], codebook)
        year = release.year + (count if match["way"] in ("mendatang", "lagi", "ke depan") else -count)
        if count and match["way"] in ("mendatang", "ke depan"):
            yield Period(*match.span(), date(release.year, 1, 1), date(year, 12, 31), "year", way="span", relative=True)
        elif count:
            compared = match["way"] == "sebelumnya" or COMPARED.search(low, max(0, match.start() - 40), match.start())
            first, last = date(year, 1, 1), date(year, 12, 31)
            yield Period(*match.span(), first, last, "year", relative=True, compared=bool(compared))


def _count(word: str, codebook: Codebook) -> int:
    if word == "sepuluh":
        return 10
    return int(codebook.numerals.digits.get(word) or (word if word.isdigit() else 0))


def _year_closed(year: int, day: date | None) -> int:
    """The year whose end is nearest to the release: told in its first quarter, the one before."""
    return year - 1 if day and day.month <= 3 else year


def _decade_end(year: int, _day: date | None) -> int:
    return year + -year % 10


_YEAR_NAMED: dict[str, Callable[[int, date | None], int]] = {
    "year_closed": _year_closed,
    "decade_end": _decade_end,
}
_COUNTED = re.compile(r"(?:\d|(?<![a-z])(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh))\s$")
"""'Selama satu tahun berjalan': so long, not the current year."""
_YEARS_AGO = re.compile(
    r"(?<![a-z\d])(?P<n>\d\d?|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\stahun\s(?:yang\s)?(?P<way>lalu|silam|sebelumnya|mendatang|ke depan|lagi)(?![a-z])"
)
_DAY_OF_MONTH = re.compile(
    r"(?<![a-z])tanggal\s(?P<day>\d{1,2})(?:\s(?P<way>nanti|mendatang|besok|lalu|silam|kemarin)(?![a-z])|(?=[,.;]\s?[a-z]))"
)
_YEARS_PAST = re.compile(
    r"(?<![a-z])(?:selama|dalam|sepanjang)\s?(?:kurun\s(?:waktu\s)?)?(?:hampir\s)?(?P<n>\d\d?|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)"
    r"\s?tahun\s(?:terakhir|belakangan)(?![a-z])"
)
"""'Selama lima tahun terakhir': from so many years back to the release's."""
_YEAR_SHIFT = {"release_year": 0, "year_before": -1, "year_after": 1, "year_before_named": -1, "year_after_named": 1}
_MONTH_SHIFT = {"month_before": -1, "month_now": 0, "month_after": 1}
_CONTINUED = re.compile(
    rf"[^\W\d_]|\s?\(?(?:{YEAR}(?!\d)|\d{{1,2}}(?:/\d|\s?(?:{MONTH})(?![a-z])))|\s(?:anggaran|ajaran)"
)
_RELATIVE = frozenset((*_YEAR_SHIFT, *_MONTH_SHIFT, *_YEAR_NAMED, "to_release_day", "day_before"))
