"""Elided units: a number without a noun of its own takes the unit that the text has just set."""

from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft

_SCORES = frozenset("indeks skor nilai poin ipm imdi rasio gini predikat".split())
_NOUN_UNITS = frozenset(("local_government", "province", "village", "household", "person", "count"))
_ROLES = frozenset(("peserta", "penerima", "pemenang", "anggota", "undangan", "pendaftar"))
_GOVERNMENTS = 514
"""Regencies and cities of Indonesia; more participants than that are people."""
_REACH = 40
"""Tokens before a number in which the word for a score may stand."""


def inherit_units(drafts: Sequence[Draft], words: Sequence[str], codebook: Codebook) -> None:
    """Set every draft's unit: its own, that of a score, or of the last figure in this sentence or the one before."""
    for position, draft in enumerate(drafts):
        unit = draft.measure.unit
        if unit is None:
            unit = (
                _score(draft, words)
                or _inherited(drafts, position)
                or _following(drafts, position)
                or _subject(draft, words, codebook)
            )
        elif unit == "index" and draft.measure.family == "score/points" and _follows_percent(drafts, position):
            unit = "percentage_point"
        elif unit == "person" and _is_role(draft, words):
            unit = _holders(drafts, position) or unit
        draft.unit = unit or "count"


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
        if draft.sentence - earlier.sentence > 1 or draft.mention.value > _GOVERNMENTS:
            return None
        if earlier.unit == "local_government":
            return earlier.unit
    return None


def _score(draft: Draft, words: Sequence[str]) -> str | None:
    """A decimal near the word for a score is a score."""
    near = {word.removesuffix("nya") for word in words[max(0, draft.first - _REACH) : draft.last + 12]}
    return "index" if draft.mention.fractional and not _SCORES.isdisjoint(near) else None


def _inherited(drafts: Sequence[Draft], position: int) -> str | None:
    """'25 kabupaten pada 2017, 50 pada 2018': the noun is said once. Money and measures repeat theirs."""
    draft = drafts[position]
    for earlier in reversed(drafts[max(0, position - 6) : position]):
        if draft.sentence - earlier.sentence > 1:
            return None
        if earlier.unit in _NOUN_UNITS and not draft.mention.fractional:
            return earlier.unit
        if earlier.unit == "index" and draft.mention.fractional:
            return "index"
        if (
            earlier.unit not in _NOUN_UNITS
            and earlier.unit != "index"
            and draft.mention.scaled == earlier.mention.scaled
        ):
            return earlier.unit
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
    found = codebook.unit_words.found_in(words, max(0, draft.first - 6), draft.first)
    return found[-1][2] if found else None
