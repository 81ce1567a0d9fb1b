"""What a period near by does not date: the base that a change is reckoned from, and what a thing has at all times."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period
from pipeline.extract.tokens import Token


def is_base(tokens: Sequence[Token], starts: Sequence[int], draft: Draft, period: Period) -> bool:
    """Whether the figure is a change or multiple that is reckoned from the period behind it: 'naik 2 persen dari 2020', 'dua kali
    lipat angkatan 2018'. What stands behind a multiple is its base, unless a preposition of time sets it apart."""
    first = bisect_left(starts, period.start)
    if not draft.last <= first <= draft.last + _NEAR:
        return False
    between = [token.text for token in tokens[draft.last : first]]
    if draft.unit == "multiple":
        return _TEMPORAL.isdisjoint(between)
    changed = {token.text for token in tokens[max(0, draft.first - 3) : draft.first]}
    return (period.way == "from" or "dari" in between[-2:]) and not _CHANGES.isdisjoint(changed)


def dates_another(tokens: Sequence[Token], starts: Sequence[int], draft: Draft, period: Period) -> bool:
    """Whether the period behind the figure is that of the next predicate ('40 kota dan ditargetkan selesai pada 2020'), or
    of the target that the figure is held against ('80 persen dari target 2020')."""
    first = bisect_left(starts, period.start)
    if first < draft.last:
        return False
    between = [token.text for token in tokens[draft.last : first]]
    if between[:2] == [",", "serta"]:  # 'Rp14 miliar, serta kerja dari rumah pada 16 Maret': the next item
        return True
    for index, word in enumerate(between):
        if word in _ADDING and not _TO_COME.isdisjoint(between[index + 1 : index + 4]):
            return True
        if word in _AGAINST and not _TARGETS.isdisjoint(between[max(index + 1, len(between) - _TARGET) :]):
            return True
    return False


def is_hoped(tokens: Sequence[Token], earlier: Draft, later: Draft) -> bool:
    """'Lima sudah siap, dan dua ditargetkan siap pada 2024': what is said to come is dated apart from what is."""
    return not HOPES.isdisjoint(token.text for token in tokens[earlier.last : later.first])


def is_property(tokens: Sequence[Token], draft: Draft) -> bool:
    """A capacity or extent belongs to the thing: no other sentence says when it holds."""
    return not _PROPERTIES.isdisjoint(token.text for token in tokens[max(0, draft.first - 4) : draft.first])


def is_rate(tokens: Sequence[Token], draft: Draft) -> bool:
    """'1,2 juta ton per tahun': what is so year after year."""
    words = [token.text for token in tokens[draft.first : draft.last + _RATE]]
    return any(word in _OFTEN or (word in _EACH and unit in _TIMES) for word, unit in pairwise(words))


_NEAR = 8
"""Words behind a change or multiple within which its base stands."""
_TEMPORAL = frozenset("pada di sejak hingga sampai selama sepanjang per mulai dalam".split())
_CHANGES = frozenset(
    "naik turun meningkat menurun tumbuh bertambah berkurang melonjak merosot menyusut anjlok kenaikan penurunan peningkatan "
    "pertumbuhan".split()
)
HOPES = frozenset(
    "akan bakal berharap diharapkan target ditargetkan menargetkan direncanakan rencananya diproyeksikan dijadwalkan".split()
)
_TO_COME = HOPES | {"agar", "supaya"}
_PROPERTIES = frozenset("berkapasitas kapasitas luas seluas panjang sepanjang".split())
_ADDING = frozenset(("dan", "serta"))
_AGAINST = frozenset(("dari", "atas", "terhadap", "melampaui", "melebihi"))
_TARGETS = frozenset("target targetnya sasaran kuota pagu asumsi".split())
_TARGET = 3
"""Words before a period within which the target that it belongs to stands."""
_RATE = 4
"""Words behind a figure within which what it is a rate of stands."""
_EACH = frozenset(("per", "setiap", "tiap"))
_OFTEN = frozenset("sehari sebulan setahun seminggu".split())
_TIMES = frozenset("tahun tahunnya hari harinya bulan bulannya minggu jam".split())
