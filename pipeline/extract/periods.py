"""Periods of a text: its dates with the words that open or close them, and words such as 'tahun ini', in reading order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.dates import MONTHS
from pipeline.extract.codebook import Codebook
from pipeline.extract.expressions import EXPRESSION, MONTH, YEAR, Period, Release, month_end, read_expression
from pipeline.extract.fold import Folded
from pipeline.extract.gatherings import on_their_days
from pipeline.extract.joined import in_the_year, joined
from pipeline.extract.ordinals import years_of_a_span
from pipeline.extract.resumed import resumed
from pipeline.extract.worded import COMPARED, days_of_the_month, worded, years_ago

_PREFIX = re.compile(
    r"(?<![a-z])(?P<way>sejak|semenjak|mulai|dihitung dari|dihitung sejak|terhitung dari|terhitung sejak|dari|terhitung|hingga|sampai dengan|sampai|s\.d\.?|s/d|sebelum|menjelang|per|antara)?\s?"
    r"(?:(?:pekan|minggu)\s(?:pertama|kedua|ketiga|keempat|terakhir)\s)?(?P<part>akhir|awal|pertengahan|penghujung)?\s?(?:pada\s)?(?:tahun|bulan|tanggal|hari|periode|program|angkatan)?\s?(?:anggaran|ajaran)?\s?"
    r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu)?,?\s?\(?$"
)
_BEGUN = re.compile(
    r"(?<![a-z])(?:sejak|semenjak)\s?(?:[^\s,.;:()\d]{1,20}\s){1,9}"
    r"(?:(?:pada\s|di\s)(?:tahun\s|bulan\s|tanggal\s)?|tahun\s|bulan\s|tanggal\s)$"
)
"""'sejak program itu dimulai pada 2019': the beginning, a clause before its date."""
_BEGINNING = re.compile(
    r"(?<![a-z])yang\s(?:(?:resmi|mulai|sudah|telah)\s)?(?:dimulai|dirintis|diluncurkan|berjalan|berdiri|dibentuk|beroperasi|dibuka|digagas|dicanangkan|diinisiasi|didirikan|digulirkan|bergulir|lahir|mengorbit|diresmikan|digelar|digulirkan|dijalankan|dilaksanakan)\s(?:(?:oleh\s)?(?:[^\s,.;:()\d]{1,20}\s){1,6}(?:pada|sejak|di)\s|)(?:(?:sejak|semenjak|mulai|pada|di)\s)?(?:(?:akhir|awal|pertengahan)\s)?(?:tahun\s|bulan\s|tanggal\s)?$"
)
_NAMED_YEAR = re.compile(rf"(?<![\d.,/-])({YEAR})(?![\d/-]|[.,]\d)")
_TERM = re.compile(
    r"(?:anggota|calon|ketua|pengurus|komisioner|dewan|pimpinan|direksi|kepala|gubernur|bupati|presiden)[^.\n]{0,60}\s(?:periode|masa jabatan|masa bakti)\s$"
)
"""A term of office: whose it is stands before it. It is part of the office's name."""
_LAW = re.compile(r"(?:nomor|no\.?)\s?\d{1,3}[a-z]?(?:\s?/\s?|\stahun\s)$")
_HEADER = re.compile(rf"(?:/(?P<month>\d{{1,2}}))?/\s?(?P<year>{YEAR})(?!\d)")
_DATELINE = re.compile(
    rf"[a-z][a-z .]{{2,30}},?\s?\(?(?P<day>\d{{1,2}})\s?(?P<month>{MONTH})\s?(?P<year>{YEAR})\)?\s?-"
)
_PLACE = re.compile(r"[A-Z][\w.]*(?:[ ][A-Z][\w.]*)?,?\s{1,3}\(?$")
_DATELINE_ENDS = re.compile(r"\)?(?:\s?-|[A-Z])")
"""Behind 'JAKARTA, 16 Mei 2024': a dash, or the first sentence itself where the portal lost the space."""
_LOADED_UP_WITHIN = timedelta(days=200)
"""A dateline farther back is a slip of the pen: last year's, in January."""
_FURNITURE = re.compile(r"\d{0,6}\s?print|\d{1,6}[a-z]|\s?-\s?dibaca|\s{0,2}te[mn]?tang(?![a-z])")
"""What follows the page's own date, which dates no figure: its counter and buttons, the subject of the release."""
_HEADING = ("tanggal:", "tanggal: ", "tanggal :", "tanggal : ")
"""Before the page's own date in a letterhead: 'Tanggal: 5 Mei 2020'."""
_ON = ("pada ", "pada tanggal ")
"""Before a date that is not the page's own: 'dibahas pada 5 Mei 2020 tentang ...'."""
_OWN_DAY = re.compile(r"(?:^|[^\w])pada\s(?:hari\s)?(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu),?\s$")
"""'tertinggi pada Sabtu, 26 April 2025': a date in full behind its preposition tells when, as one without a weekday does."""
_WEEKDAY = re.compile(
    r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu),?\s(?:malam|pagi|siang|sore|petang)?\s?\(?$|\($"
)


def release_of(published_on: date | None, low: str, body_start: int = 0) -> Release:
    """The day of publication, or of the dateline if that is shortly before: portals stamp a text when they load it up, but it says
    'saat ini' on its own day. Without either, the year of the release number, else the one that the text names most."""
    if published_on:
        day = _dateline(low, body_start)
        written = day if day and timedelta() <= published_on - day <= _LOADED_UP_WITHIN else published_on
        return Release(written, written.year)
    if match := _HEADER.search(low[:300]):
        month = int(match["month"] or 0)
        return Release(None, int(match["year"]), month if 1 <= month <= 12 else None)
    named = Counter(int(year) for year in _NAMED_YEAR.findall(low))
    return Release(None, max(named, key=lambda year: (named[year], year)) if named else None)


def _dateline(low: str, body_start: int) -> date | None:
    """The day of 'JAKARTA, 16 Mei 2024 -' at the head of the body."""
    match = _DATELINE.match(low, body_start)
    try:
        return date(int(match["year"]), MONTHS[match["month"]], int(match["day"])) if match else None
    except ValueError:
        return None


def periods(
    folded: Folded, release: Release, names: Sequence[tuple[int, int]], edition: Period | None, codebook: Codebook
) -> list[Period]:
    """All time expressions in reading order. `names` are stretches that are proper names: a year in one is weak.

    `edition` is the year that the text's index is of; 'the year before' counts from it where no year is named nearby.
    """
    inside = iter(sorted(names))
    stretch = next(inside, None)
    found: list[Period] = []
    for match in EXPRESSION.finditer(folded.low):
        while stretch and stretch[1] <= match.start():
            stretch = next(inside, None)
        named = next(
            (p.last.year for p in reversed(found[-2:]) if p.grain == "year" and match.start() - p.end < 60), None
        )
        period = read_expression(match, release, named)
        if _FURNITURE.match(folded.low, match.end()) and not folded.low.endswith(_ON, 0, match.start()):
            continue
        if folded.low.endswith(_HEADING, 0, match.start()):
            continue
        if (
            match["y"]
            and _DATELINE_ENDS.match(folded.plain, match.end())
            and _PLACE.search(folded.plain, max(0, match.start() - 40), match.start())
        ):
            continue
        if period is None or (match["years"] and _TERM.search(folded.low, max(0, match.start() - 80), match.start())):
            continue
        if match["year"] and _LAW.search(folded.low, max(0, match.start() - 30), match.start()):
            continue
        if COMPARED.search(folded.low, max(0, match.start() - 110), match.start()):
            period = replace(period, compared=True)
        if stretch and stretch[0] < match.start() < stretch[1] and (match["year"] or match["years"]):
            if release.year and (period.first or period.last).year > release.year + 5:
                continue  # the year of a vision, not a period
            period = replace(period, weak=True, name=True)
        found.append(_prefixed(period, folded.low, release))
    for period in worded(folded.low, release, codebook):
        lead = folded.low[max(0, period.start - 110) : period.start]
        if COMPARED.search(lead) or (period.way == "named" and lead.endswith("dari ")):
            period = replace(period, compared=True)
        found.append(period if period.grain != "year" or period.way else _prefixed(period, folded.low, release))
    found += days_of_the_month(folded.low, release)
    found += years_ago(folded.low, release, codebook)
    found = [_begun(period, folded.low) for period in found]
    found.sort(key=lambda period: (period.start, -period.end))
    found += years_of_a_span(joined(_without_overlap(found), folded.low), folded.low, codebook)
    found.sort(key=lambda period: (period.start, -period.end))
    outright = _same_months(
        _anchored(in_the_year(_without_overlap(found), folded.low, release.day), edition), folded.low
    )
    again = resumed(outright, folded.low, release)
    found = outright + [p if p.spoken else _prefixed(p, folded.low, release) for p in again]
    found.sort(key=lambda period: (period.start, -period.end))
    return on_their_days(joined(_without_overlap(found), folded.low), folded.plain)


def _begun(period: Period, low: str) -> Period:
    """'Program yang dirintis 2017': a relative clause tells how old the subject is, nothing of its figures."""
    match = _BEGINNING.search(low, max(0, period.start - 120), period.start) if period.way != "span" else None
    return replace(period, begun=match.start()) if match else period


def _without_overlap(found: list[Period]) -> list[Period]:
    kept: list[Period] = []
    for period in found:
        if not kept or period.start >= kept[-1].end:
            kept.append(period)
    return kept


def _prefixed(period: Period, low: str, release: Release) -> Period:
    """What the words before the expression make of it: since, until, the end of."""
    lead = low[max(0, period.start - 45) : period.start]
    event = _WEEKDAY.search(lead) is not None and _OWN_DAY.search(lead) is None
    weak = period.weak or (period.grain == "day" and event)
    match = _PREFIX.search(lead)
    if period.way != "span" and (begun := _BEGUN.search(low, max(0, period.start - 150), period.start)):
        return replace(period, start=begun.start(), last=_today(period, release), way="since", weak=False)
    if match is None or period.way == "span":
        return replace(period, weak=weak)
    way, part = match["way"] or "", match["part"] or ""
    start = period.start - (len(lead) - match.start("way")) if way else period.start
    first = period.first
    if (
        part in ("akhir", "penghujung")
        and period.grain == "year"
        and way not in ("hingga", "sampai", "sampai dengan", "sebelum")
    ):
        first = period.last.replace(month=12, day=1)
    if way in ("hingga", "sampai", "sampai dengan", "s.d", "s.d.", "s/d", "menjelang"):
        return replace(period, start=start, first=None, way="until", weak=weak and period.name)
    if way == "sebelum" and first:
        return replace(period, start=start, first=None, last=first - timedelta(days=1), way="until", weak=False)
    if way in ("sejak", "semenjak"):
        return replace(period, start=start, first=first, last=_today(period, release), way="since", weak=False)
    if way.startswith(("terhitung", "dihitung")):  # a reckoning takes whole years
        return replace(period, start=start, first=first, last=_today(period, release), way="span", weak=False)
    if way == "dari":
        return replace(period, start=start, way="from", weak=weak)
    if way == "per":
        return replace(period, start=start, way="as_of", weak=False)
    return replace(period, first=first, weak=weak)


def _today(period: Period, release: Release) -> date:
    """Where 'since' ends: the release's day, or its year's end when the beginning is known by the year only."""
    if period.grain == "year" and release.year and release.year >= period.last.year:
        return date(release.year, 12, 31)
    return release.day if release.day and release.day > period.last else period.last


def _anchored(found: list[Period], edition: Period | None) -> list[Period]:
    """'setahun sebelumnya', 'setahun kemudian' count from the year named shortly before, else from the release's."""
    anchored: list[Period] = []
    for period in found:
        if period.way == "named":
            shift = period.last.year - period.first.year if period.first else 0
            base = next(
                (
                    p
                    for p in reversed(anchored[-6:])
                    if p.grain == "year" and p.way != "span" and not p.compared and period.start - p.end < _REACH
                ),
                edition,
            )
            year = (base.last.year if base else period.last.year - shift) + shift
            period = replace(period, first=date(year, 1, 1), last=date(year, 12, 31), way="")
        anchored.append(period)
    return anchored


def _same_months(found: list[Period], low: str) -> list[Period]:
    """'pada periode yang sama tahun lalu': the months or days named before, a year earlier."""
    shifted: list[Period] = []
    for period in found:
        same = period.relative and period.grain == "year" and _SAME.search(low, max(0, period.start - 45), period.start)
        base = next((p for p in reversed(shifted[-4:]) if p.grain != "year" and p.first and not p.weak), None)
        if same and base and base.first and period.first:
            first, last = base.first, base.last
            year = period.first.year
            first, last = first.replace(year=year, day=1), month_end(year, last.month)
            period = (
                replace(period, start=same.start(), first=first, last=last, grain="month") if first <= last else period
            )
        shifted.append(period)
    return shifted


_SAME = re.compile(
    r"(?:periode|triwulan|kuartal|semester|bulan|kurun)\s(?:waktu\s)?yang\ssama\s(?:pada\s|di\s|dari\s)?$"
)
_REACH = 600
"""Characters between a named year and a word that counts from it."""
