"""Time across sentences: running totals cover the years of their parts; a score belongs to the edition of its index."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period, Timed
from pipeline.extract.wholes import of_total, of_whole

_TOTALS = frozenset("total totalnya seluruhnya keseluruhan genap berjumlah kumulatif akumulasi".split())
_GOVERNED = frozenset(("local_government", "province", "village"))
_REACH = 3
"""Sentences back from a total in which its parts may stand."""
_MOST_PARTS = 16
_SCORES = frozenset(("index", "rank"))
_ROUND = 6
"""Figures back from a score or rank within which its round is told."""
_EDITION = re.compile(
    r"\b(?:Indeks|Index|Survei|IMDI|IPM)\b(?:[ \t]\(?[A-Z][\w]*\)?){0,8}[ \t](?P<year>(?:19|20)\d\d)\b"
)

_CONTEST = re.compile(
    r"\b(?i:anugerah|penghargaan|awards?|lomba|kompetisi|olimpiade|kejuaraan|best|top)\b(?:[ \t]\(?[A-Z][\w']*\)?){0,8}[ \t](?i:tahun[ \t]|of[ \t])?"
    r"(?P<year>(?:19|20)\d\d)\b"
)
_NAMED = re.compile(r"\b[A-Z][\w-]*[ \t](?:Tahun[ \t])?(?P<year>20\d\d)(?![\d/-])")


def across_sentences(
    drafts: Sequence[Draft],
    timed: Sequence[Timed],
    words: Sequence[str],
    edition: Period | None,
    today: date | None = None,
    contest: Period | None = None,
) -> list[Timed]:
    """The periods of all figures of a text, corrected by what other sentences say."""
    results = list(timed)
    for position, draft in enumerate(drafts):
        period, basis = results[position]
        before = drafts[position - 1] if position else None
        if not draft.dated and (parts := _parts(position, drafts, results, words)):
            results[position] = (_hull(parts), "inferred")
            draft.why["time"] = "the sum of the figures beside it, over all of their times"
            continue
        if period is None and (whole := of_whole(position, drafts, results, words)):
            results[position] = (whole, "inferred")
            draft.why["time"] = "a part of what was counted before"
            continue
        if period is None and (total := of_total(position, drafts, results)):
            results[position] = (total, "inferred")
            draft.why["time"] = "an item of a total that is told again by its number"
            continue
        if draft.unit in _SCORES and period is None:
            if draft.unit == "index" and edition:
                results[position] = (edition, "inferred")
                draft.why["time"] = "the edition of the index that the text names"
            elif told := _round(position, drafts, results, today):
                results[position] = (told, "inferred")
                draft.why["time"] = "the round of scores and ranks told of before"
            elif contest and not draft.in_title:
                results[position] = (contest, "inferred")
                draft.why["time"] = "the edition of the award that the text names"
        elif closes_a_year(period) and (draft.unit == "IDR" or (before and results[position - 1][0] == _year(period))):
            results[position] = (_year(period), basis)
            draft.why["time"] = "money up to 31 December is the account of that year"
        elif draft.unit not in _GOVERNED:
            if period and today and period.way == "since" and period.grain == "year" and period.last.year == today.year:
                results[position] = (replace(period, last=today), basis)
            continue
        elif (
            draft.opened_by == "dari"
            and before
            and before.sentence == draft.sentence
            and before.unit in (draft.unit, "percent")
        ):
            results[position] = (None, "none")
            draft.why["time"] = "how many there are in all has no date"  # '98 dari 514 kabupaten'
        elif is_until(period) or (not is_now(period) and _TOTALS.intersection(words[slice(*draft.clause)])):
            running = _running(position, drafts, results)
            results[position] = (running, basis if period else "inferred") if running else (None, "none")
            draft.why["time"] = "a running total covers the years of its parts"
        elif is_ceremony(period):
            results[position] = (_year(period), basis)
            draft.why["time"] = "a cohort is of its year; the day is that of the ceremony"
    return results


def closes_a_year(period: Period | None) -> bool:
    """Money up to 31 December is the account of that fiscal year, and so are the shares of it."""
    return is_until(period) and period is not None and period.grain == "day" and period.last == _year_end(period)


def is_ceremony(period: Period | None) -> bool:
    """A cohort of governments is of its year; a stated day is that of the ceremony, unless somebody said the figure then."""
    if period is None or period.relative or period.spoken or period.way == "as_of":
        return False
    return period.grain == "day" and period.first == period.last


def of_cohort(units: frozenset[str], period: Period) -> Period:
    """What goes on from a cohort of governments is of its year too: 'Lima puluh kota meneken nota pada 8 Mei. Mereka terpilih dari
    120 kandidat.'"""
    year = _year(period) if is_ceremony(period) and not units.isdisjoint(_GOVERNED) else None
    return replace(year, weak=False) if year else period


def _year(period: Period | None) -> Period | None:
    return replace(period, first=date(period.last.year, 1, 1), last=_year_end(period), grain="year") if period else None


def _year_end(period: Period) -> date:
    return date(period.last.year, 12, 31)


def is_now(period: Period | None) -> bool:
    """'Sekarang totalnya 75': what stands today, however it came about."""
    return period is not None and period.relative and period.grain == "day"


def is_until(period: Period | None) -> bool:
    return period is not None and period.first is None and period.way == "until"


def contest_of(plain: str) -> Period | None:
    """The year of the last award or contest named with its year: its ranks and marks are of that edition."""
    return edition_of(plain, _CONTEST)


def edition_of(plain: str, names: re.Pattern[str] = _EDITION) -> Period | None:
    """The year of the last index named with its year."""
    return _last_year(list(names.finditer(plain)))


def occasion_of(title: str, released: int | None) -> Period | None:
    """The edition that the headline names: 'Mudik Bersama 2026'. What such a release plans, it plans for that year."""
    return _last_year(
        [match for match in _NAMED.finditer(title) if released and released <= int(match["year"]) <= released + 1]
    )


def _last_year(named: Sequence[re.Match[str]]) -> Period | None:
    if not named:
        return None
    year = int(named[-1]["year"])
    return Period(*named[-1].span("year"), date(year, 1, 1), date(year, 12, 31), "year")


def _round(position: int, drafts: Sequence[Draft], timed: Sequence[Timed], today: date | None) -> Period | None:
    """Scores and ranks come in rounds: one without a date is of the newest round that those before it are of."""
    before = range(max(0, position - _ROUND), position)
    rounds = [
        period
        for index in before
        if drafts[index].unit in _SCORES and drafts[index].in_title == drafts[position].in_title
        if (period := timed[index][0]) and period.grain == "year" and not period.way
    ]
    past = [period for period in rounds if today is None or period.last.year <= today.year]
    return max(past, key=lambda period: period.last, default=None)


def _parts(position: int, drafts: Sequence[Draft], timed: Sequence[Timed], words: Sequence[str]) -> list[Period]:
    """The periods of the figures that the whole is the sum of: those right behind it, or right before a total; none where
    they are all of one."""
    whole = drafts[position]
    behind = range(position + 1, min(len(drafts), position + 1 + _MOST_PARTS))
    before = range(position - 1, max(-1, position - 1 - _MOST_PARTS), -1)
    total = not _TOTALS.isdisjoint(words[slice(*whole.clause)])
    for run, near in ((behind, 0), (before, _REACH if total else -1)):
        left, periods = whole.mention.value, []
        for index in run:
            part, period = drafts[index], timed[index][0]
            if (
                part.unit != whole.unit
                or abs(part.sentence - whole.sentence) > near
                or period is None
                or period.grain != "year"
            ):
                break
            left -= part.mention.value
            periods.append(period)
            if left <= 0:
                break
        if left == 0 and len({period.last.year for period in periods}) > 1:
            return periods
    return []


def _hull(parts: Sequence[Period]) -> Period:
    starts = [period.first for period in parts if period.first]
    first = min(starts) if len(starts) == len(parts) else None
    return replace(parts[0], first=first, last=max(period.last for period in parts), way="span", relative=False)


def _running(position: int, drafts: Sequence[Draft], timed: Sequence[Timed]) -> Period | None:
    """From the first year of the parts to the total's own end, or the last year of the parts."""
    own = timed[position][0]
    draft, start = drafts[position], max(0, position - _MOST_PARTS)
    parts = [
        period
        for earlier, (period, _) in zip(drafts[start:position], timed[start:position], strict=True)
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
