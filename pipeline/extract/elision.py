"""Elided units: a number without a noun of its own takes the unit that the text has just set."""

from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.units import names_a_person

_NOUN_UNITS = frozenset(("local_government", "province", "village", "household", "person", "count"))
_FAMILIES = {
    "money/mark": "the mark of a currency before it",
    "money/word": "the word for a currency behind it",
    "rank/noun": "a word for a place in an order before it",
    "share/word": "a word for a share of a whole",
    "share/percent": "the word or sign for percent",
    "score/points": "the word for points",
    "measure/unit": "a unit of measure behind it",
    "count/unit_noun": "the noun behind it names a unit",
    "count/noun": "things or people by the form of the noun behind it",
    "count/classifier": "a counting word behind it",
    "count/times": "'kali' behind it: how often",
    "count/elided": "no noun behind it",
}
_ANNOUNCED = 14
"""Tokens before a number in which 'jumlah' may announce what it counts."""
_ROLES = frozenset("peserta penerima pemenang anggota undangan pendaftar kandidat calon pelamar finalis".split())
_AMOUNTS = frozenset(("berjumlah", "sebanyak", "sejumlah"))
_PLACES = (["posisi"], ["nomor"])
_WHOLES = frozenset(("tersebut", "itu", "antaranya"))
_GOVERNMENTS = 514
"""Regencies and cities of Indonesia; more participants than that are people."""
_FLOW = 10
"""Tokens before a measure in which a word for a flow stands."""
_MONEY = 12
"""Tokens before a number in which a word for money stands."""
_TRILLION = 10**12
_REACH = 40
"""Tokens before a number in which the word for a score may stand."""


def inherit_units(drafts: Sequence[Draft], words: Sequence[str], codebook: Codebook) -> None:
    """Set every draft's unit: its own, that of a score, or of the last figure in this sentence or the one before."""
    for position, draft in enumerate(drafts):
        unit = draft.measure.unit
        why = _FAMILIES[draft.measure.family]
        if unit is None:
            found = (
                (_times(draft, words), "'kali' behind it: how often something happened"),
                (_change(draft, words, codebook), "a change by the year or quarter behind it"),
                (_score(draft, words, codebook), "near a word for a score"),
                (
                    _money(drafts, position, words, codebook),
                    "a scaled number that names nothing, where money is told of",
                ),
                (_whole(drafts, position, words), "no noun of its own: that of the whole it is a part of"),
                (_announced(draft, words, codebook), "no noun behind it: the one that 'jumlah' announces"),
                (_amounting(draft, words, codebook), "no noun behind it: the subject that amounts to it"),
                (_inherited(drafts, position, words), "no noun of its own: that of the figure before"),
                (_following(drafts, position), "no noun of its own: that of the figure behind"),
                (_subject(draft, words, codebook), "no noun behind it: the one shortly before"),
            )
            unit, why = next(((unit, reason) for unit, reason in found if unit), (None, "nothing names a unit"))
        elif draft.measure.family == "measure/unit" and (rate := _rate(drafts, position, words, codebook)):
            unit, why = rate, "a unit of measure behind it, which beside it is told by the day"
        elif draft.measure.family == "count/noun" and draft.mention.value >= _TRILLION and draft.mention.scaled:
            unit, why = "IDR", "trillions of what is no unit of measure are money"
        elif unit == "index" and draft.measure.family == "score/points" and _follows_percent(drafts, position):
            unit, why = "percentage_point", "points after a percentage"
        elif unit in ("person", "count") and _is_role(draft, words) and (holders := _holders(drafts, position)):
            unit, why = holders, "a role, and governments were counted just before"
        draft.unit = unit or "count"
        draft.why["unit"] = why
        if draft.measure.unit is None and draft.unit in _NOUN_UNITS and not _times(draft, words):
            whole = drafts[position + 1] if _whole(drafts, position, words) else None
            draft.noun = (
                (whole.measure.noun, whole.last)
                if whole and whole.measure.noun < whole.last
                else _noun_before(drafts, position)
            )


def _rate(drafts: Sequence[Draft], position: int, words: Sequence[str], codebook: Codebook) -> str | None:
    """'829 ribu barel per hari. Setelahnya lifting turun sampai 580 ribu barel': what flows is told by the day all along, where a
    figure beside it is."""
    draft = drafts[position]
    flows = codebook.words["rates"]["flows"]
    if not any(word in flows for word in words[max(0, draft.first - _FLOW) : draft.first]):
        return None
    if words[draft.last : draft.last + 1] == ["per"] or draft.mention.scaled is False:
        return None
    for other in drafts[max(0, position - 4) : position + 4]:
        measure = other.measure.unit or ""
        if abs(other.sentence - draft.sentence) <= 1 and measure.startswith(f"{draft.measure.unit}/"):
            return measure
    return None


def _follows_percent(drafts: Sequence[Draft], position: int) -> bool:
    """'73,7 persen, naik 8,9 poin': points of a percentage."""
    earlier = drafts[position - 1] if position else None
    return earlier is not None and earlier.sentence == drafts[position].sentence and earlier.unit == "percent"


def _is_role(draft: Draft, words: Sequence[str]) -> bool:
    """'75 peserta': a role in a programme, which bodies take as well as people."""
    return draft.measure.noun < len(words) and words[draft.measure.noun] in _ROLES


def _holders(drafts: Sequence[Draft], position: int) -> str | None:
    """Governments that were counted just before, if the role counts no more than there are of them."""
    draft = drafts[position]
    for earlier in reversed(drafts[max(0, position - 3) : position]):
        if draft.sentence - earlier.sentence > 2 or draft.mention.value > _GOVERNMENTS:
            return None
        if earlier.unit == "local_government":
            return earlier.unit
    return None


def _times(draft: Draft, words: Sequence[str]) -> str | None:
    """'sebelas kali penerbangan', 'gempa sebanyak 63 kali': times are counted, whatever the figure before was of."""
    return "count" if words[draft.last : draft.last + 1] == ["kali"] else None


def _change(draft: Draft, words: Sequence[str], codebook: Codebook) -> str | None:
    """'tumbuh sebesar 5,11 (yoy)': such a change is told in percent."""
    behind = words[draft.last : draft.last + 2]
    return "percent" if behind[:1] == ["("] and behind[-1] in codebook.words["scores"]["changes"] else None


def _score(draft: Draft, words: Sequence[str], codebook: Codebook) -> str | None:
    """A decimal near the word for a score is a score, and so is a whole number shortly behind one."""
    scores = codebook.words["scores"]
    if draft.mention.scaled:
        return None
    if draft.mention.fractional:
        near = {word.removesuffix("nya") for word in words[max(0, draft.first - _REACH) : draft.last + 12]}
        return "index" if not near.isdisjoint(scores["words"]) else None
    return "index" if any(word in scores["direct"] for word in words[max(0, draft.first - 5) : draft.first]) else None


def _money(drafts: Sequence[Draft], position: int, words: Sequence[str], codebook: Codebook) -> str | None:
    """'putarannya 10 triliun', 'upah mengupas hanya 100 ribu': speech leaves out the currency, which is rupiah unless the sentence
    goes on with another. A trillion of things that are not named is money."""
    draft = drafts[position]
    if not draft.mention.scaled:
        return None
    earlier = drafts[position - 1] if position else None
    if earlier and earlier.sentence == draft.sentence and earlier.measure.family.startswith("money/"):
        return None
    if draft.mention.value >= _TRILLION:
        return "IDR"
    for index in range(draft.first - 1, max(draft.first - _MONEY, earlier.last if earlier else 0, 0) - 1, -1):
        if words[index] in (",", ";", ".", "(", "\n"):
            return None
        if words[index].removesuffix("nya") in codebook.words["money"]["words"]:
            return "IDR"
    return None


def _whole(drafts: Sequence[Draft], position: int, words: Sequence[str]) -> str | None:
    """'6.844 dari 9.669 gardu': a part is of what its whole is of."""
    draft = drafts[position]
    later = drafts[position + 1] if position + 1 < len(drafts) else None
    if later is None or words[draft.last : later.mention.first] != ["dari"]:
        return None
    return later.measure.unit


def _announced(draft: Draft, words: Sequence[str], codebook: Codebook) -> str | None:
    """'jumlah lulusan pada tahun itu sebanyak 3 juta': the noun behind 'jumlah', in the same sentence."""
    for index in range(draft.first - 1, max(0, draft.first - _ANNOUNCED) - 1, -1):
        if words[index] in (".", ";", "\n"):
            return None
        if words[index] in ("jumlah", "banyaknya", "total", "kapasitas"):
            if match := codebook.unit_words.at(words, index + 1):
                return match[1]
            if index + 1 < draft.first and names_a_person(words[index + 1].removesuffix("nya"), codebook):
                return "person"
            is_named = words[index + 1] not in codebook.words["noun_phrase"]["stop"] and index + 1 < draft.first
            return "count" if is_named and words[draft.first - 1] in _AMOUNTS else None
    return None


def _amounting(draft: Draft, words: Sequence[str], codebook: Codebook) -> str | None:
    """'daerahnya berjumlah 38', 'pesertanya sebanyak 50': the noun right before the word for an amount."""
    if draft.first < 2 or words[draft.first - 1] not in _AMOUNTS:
        return None
    subject = draft.first - 3 if words[draft.first - 2] == "yang" and draft.first > 2 else draft.first - 2
    match = codebook.unit_words.at([words[subject].removesuffix("nya")], 0)
    return match[1] if match else None


def _inherited(drafts: Sequence[Draft], position: int, words: Sequence[str]) -> str | None:
    """'25 kabupaten pada 2017, 50 pada 2018': the noun is said once. A part is no greater than its whole, and rather of what was
    counted than of where that lies ('di 23 provinsi')."""
    draft = drafts[position]
    part = _is_part(draft, words)
    place = None
    for earlier in reversed(drafts[max(0, position - 6) : position]):
        if draft.sentence - earlier.sentence > 1:
            break
        if part and earlier.mention.value < draft.mention.value:
            continue
        if part and earlier.unit in _NOUN_UNITS and words[earlier.first - 1 : earlier.first] == ["di"]:
            place = place or earlier.unit
        elif earlier.unit in _NOUN_UNITS and not draft.mention.fractional:
            return earlier.unit
        elif earlier.unit == "index" and draft.mention.fractional:
            return "index"
        elif _measures_on(earlier, draft, words):
            return earlier.unit
    return place


def _is_part(draft: Draft, words: Sequence[str]) -> bool:
    """'11 di antaranya', 'dari jumlah tersebut baru enam'."""
    before = words[max(0, draft.first - 4) : draft.first]
    return words[draft.last : draft.last + 2] == ["di", "antaranya"] or not _WHOLES.isdisjoint(before)


def _measures_on(earlier: Draft, draft: Draft, words: Sequence[str]) -> bool:
    """A measure goes on within its sentence, or in the next on the same scale ('15 ribu barel per hari. Kini 20 ribu'). Money has
    its mark again there; a rank goes on with a word for a place only, and how many times never does."""
    if earlier.unit in (*_NOUN_UNITS, "index", "multiple") or draft.mention.scaled != earlier.mention.scaled:
        return False
    if (earlier.unit == "rank") != (words[draft.first - 1 : draft.first] in _PLACES):
        return False
    money = earlier.measure.family.startswith("money/")
    return earlier.sentence == draft.sentence or (draft.mention.scaled and not money)


def _noun_before(drafts: Sequence[Draft], position: int) -> tuple[int, int] | None:
    """The noun of the last figure of the unit that has one, in this sentence or the one before."""
    draft = drafts[position]
    for earlier in reversed(drafts[max(0, position - 6) : position]):
        if draft.sentence - earlier.sentence > 1:
            return None
        if earlier.unit == draft.unit and earlier.measure.unit is not None and earlier.measure.noun < earlier.last:
            return earlier.measure.noun, earlier.last
    return None


def _following(drafts: Sequence[Draft], position: int) -> str | None:
    """'25 di 2017, genap 100 daerah': the noun comes with a later number of the same or the next sentence."""
    draft = drafts[position]
    for later in drafts[position + 1 : position + 4]:
        if later.sentence - draft.sentence > 1:
            return None
        if later.measure.unit in _NOUN_UNITS and not draft.mention.fractional:
            return later.measure.unit
    return None


def _subject(draft: Draft, words: Sequence[str], codebook: Codebook) -> str | None:
    """'pesertanya berjumlah 75', 'BTS sebanyak 3444': the noun shortly before."""
    before = words[max(0, draft.first - 6) : draft.first]
    found = codebook.unit_words.found_in(before)
    if found:
        return found[-1][2]
    return "person" if any(names_a_person(word.removesuffix("nya"), codebook) for word in before) else None
