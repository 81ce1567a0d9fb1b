"""Time across sentences: running totals cover the years of their parts; a score belongs to the edition of its index."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.extract.draft import Draft
from pipeline.extract.periods import Period, Release
from pipeline.model import TimeBasis

Timed = tuple[Period | None, TimeBasis]

_TOTALS = frozenset("total totalnya seluruhnya keseluruhan genap berjumlah kumulatif akumulasi".split())
_GOVERNED = frozenset(("local_government", "province", "village"))
_REACH = 3
"""Sentences back from a total in which its parts may stand."""
_EDITION = re.compile(
    r"\b(?:Indeks|Index|Survei|IMDI|IPM)\b(?:[ \t]\(?[A-Z][\w]*\)?){0,8}[ \t](?P<year>(?:19|20)\d\d)\b"
)


def across_sentences(
    drafts: Sequence[Draft], timed: Sequence[Timed], words: Sequence[str], plain: str, release: Release
) -> list[Timed]:
    """The periods of all figures of a text, corrected by what other sentences say."""
    edition = _edition(plain)
    results = list(timed)
    for position, draft in enumerate(drafts):
        period, basis = results[position]
        if (
            draft.unit in _GOVERNED
            and draft.opened_by == "dari"
            and position
            and drafts[position - 1].sentence == draft.sentence
        ):
            results[position] = (None, "none")  # '98 dari 514 kabupaten': how many there are has no date
        elif period is None and draft.unit == "index" and edition:
            results[position] = (edition, "inferred")
        elif draft.unit in _GOVERNED and (is_until(period) or _TOTALS.intersection(words[slice(*draft.clause)])):
            results[position] = (_running(position, drafts, results, release), basis if period else "inferred")
        elif (
            draft.unit in _GOVERNED
            and period
            and period.grain == "day"
            and period.first == period.last
            and not period.relative
            and not period.spoken
        ):
            # a cohort is of its year; the day is that of the ceremony
            results[position] = (
                replace(period, first=date(period.last.year, 1, 1), last=date(period.last.year, 12, 31), grain="year"),
                basis,
            )
        elif (
            draft.unit == "IDR"
            and period
            and is_until(period)
            and period.grain == "day"
            and period.last.timetuple()[1:3] == (12, 31)
        ):
            # money up to 31 December is the account of that fiscal year
            results[position] = (replace(period, first=date(period.last.year, 1, 1)), basis)
    return results


def is_until(period: Period | None) -> bool:
    return period is not None and period.first is None and period.way == "until"


def _edition(plain: str) -> Period | None:
    """The year of the last index named with its year."""
    match = None
    for match in _EDITION.finditer(plain):
        pass
    if match is None:
        return None
    year = int(match["year"])
    return Period(*match.span("year"), date(year, 1, 1), date(year, 12, 31), "year")


def _running(position: int, drafts: Sequence[Draft], timed: Sequence[Timed], release: Release) -> Period | None:
    """From the first year of the parts to the total's own end, or the last year of the parts."""
    own = timed[position][0]
    draft = drafts[position]
    parts = [
        period
        for earlier, (period, _) in zip(drafts[:position], timed[:position], strict=True)
        if period
        and period.grain == "year"
        and earlier.unit == draft.unit
        and draft.sentence - earlier.sentence <= _REACH
    ]
    if not parts or (own and own.way == "span"):
        return own
    last = max(period.last for period in parts) if own is None or not is_until(own) else own.last
    if own and own.last > last:
        last = date(own.last.year, 12, 31)
    starts = [period.first for period in parts]
    first = None if None in starts else min(start for start in starts if start)
    if first and first.year >= last.year:
        return own
    text = own or parts[-1]
    return replace(text, first=first, last=last, way="until", grain="year")
