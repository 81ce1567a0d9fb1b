"""Parts of a whole that was counted before: 'dari 19 naskah tadi, baru tujuh', 'dari seluruh menara itu, 30'."""

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period, Timed
from pipeline.extract.undated import HOPES


def of_whole(position: int, drafts: Sequence[Draft], timed: Sequence[Timed], words: Sequence[str]) -> Period | None:
    """The period of the whole that the sentence of the figure points back at before the figure: told again by its number, else
    the last of its unit."""
    draft = drafts[position]
    if draft.unit == "percent" and _shares(words[draft.mention.last : draft.mention.last + 4]):
        people = position > 0 and drafts[position - 1].unit in _PEOPLE and not drafts[position - 1].in_title
        return timed[position - 1][0] if people and draft.sentence - drafts[position - 1].sentence <= 1 else None
    opening = words[max(draft.chain, draft.first - 8) : draft.first]
    if not _points(opening):
        return None
    back = range(position - 1, max(-1, position - 1 - _REACH), -1)
    again = [index for index in back if drafts[index].sentence == draft.sentence and timed[index][0] is None]
    for index in back:
        earlier, (period, _) = drafts[index], timed[index]
        if earlier.sentence == draft.sentence or earlier.in_title or period is None:
            continue
        told = earlier.mention.value == drafts[again[0]].mention.value if again else earlier.unit == draft.unit
        if told and (again or draft.sentence - earlier.sentence <= _NEAR):
            hoped = not HOPES.isdisjoint(words[slice(*earlier.clause)])  # what is done of it is not of that date
            return None if hoped else period
    return None


def of_total(position: int, drafts: Sequence[Draft], timed: Sequence[Timed]) -> Period | None:
    """'Kita sudah melibatkan 61.857 pemasok, koperasi 7.098, perorangan 26.713': a total told again by its number brings its
    period with it for the items behind it."""
    draft = drafts[position]
    total = position
    while total and drafts[total - 1].sentence == draft.sentence and drafts[total - 1].in_title == draft.in_title:
        total -= 1
    first = drafts[total]
    if total == position or first.mention.value < _TELLING or first.unit == "percent":
        return None
    if draft.unit not in (first.unit, "count") or draft.mention.value > first.mention.value:
        return None
    for index in range(total - 1, max(-1, total - 1 - _REACH), -1):
        earlier, (period, _) = drafts[index], timed[index]
        if earlier.mention.value == first.mention.value and earlier.unit == first.unit and not earlier.in_title:
            return period
    return None


def _shares(behind: Sequence[str]) -> bool:
    """'60 persen peserta', '40 persen dari mereka'."""
    return not _ROLES.isdisjoint(behind[:2]) or "mereka" in behind


def _points(opening: Sequence[str]) -> bool:
    """Whether 'dari ... itu' stands in the words right before a number."""
    at = next((index for index, word in enumerate(opening) if word in _OF), None)
    return at is not None and not _POINTERS.isdisjoint(opening[at + 1 : at + 7])


_POINTERS = frozenset(("itu", "tersebut", "tadi", "mereka"))
_OF = frozenset(("dari", "antara"))
_PEOPLE = frozenset(("person", "local_government", "household", "village"))
_ROLES = frozenset("peserta pesertanya responden pelamar pendaftar penerima lulusan lulusannya".split())
_REACH = 12
"""Figures back from a part within which its whole is counted."""
_TELLING = 1000
"""From here on a number told twice is the same fact: smaller ones agree by chance."""
_NEAR = 4
"""Sentences back in which a whole stands that is not told again by its number."""
