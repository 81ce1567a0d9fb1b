"""Seasons of the year that a text makes ready for: 'Mudik Lebaran', 'Nataru'. What is prepared for one is of its year."""

import re
from datetime import date

from pipeline.extract.codebook import Codebook
from pipeline.extract.expressions import Period, Release


class Seasons:
    """Which season a stretch of text names, and whether words speak of getting ready."""

    def __init__(self, low: str, release: Release, codebook: Codebook) -> None:
        words = codebook.words["season"]
        self.low, self.release = low, release
        self.names = _any(words["names"])
        self.over_new_year = _any(words["over_new_year"])
        self.readied = frozenset(words["readied"])

    def named(self, start: int, end: int) -> Period | None:
        """The year of the season named in text[start:end], its own or the release's; two years where it lasts over New Year."""
        year = self.release.year
        if year is None:
            return None
        if match := self.over_new_year.search(self.low, start, end):
            opens = year - 1 if self.release.day and self.release.day.month < _JULY else year
            return Period(*match.span(), date(opens, 1, 1), date(opens + 1, 12, 31), "year", way="span")
        if match := self.names.search(self.low, start, end):
            named = int(match["year"] or year)
            whole = Period(*match.span(), date(named, 1, 1), date(named, 12, 31), "year")
            return whole if named >= year else None  # what is over is told of, not made ready for
        return None


def _any(names: list[str]) -> re.Pattern[str]:
    """A season that something is to be done before is a deadline, not what it is done for."""
    return re.compile(
        rf"(?<![a-z])(?<!sebelum )(?:{'|'.join(map(re.escape, names))})(?:(?:\s[a-z]{{1,20}}){{0,3}}\s(?P<year>20\d\d))?(?![a-z\d])"
    )


_JULY = 7
