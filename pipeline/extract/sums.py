"""Breakdowns that add up: the parts of a sum are of its time, and the sum of theirs, wherever in the text they stand."""

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Timed

_WHY = "the parts add up to the whole: they are of one time"


def share_sums(drafts: Sequence[Draft], timed: Sequence[Timed]) -> list[Timed]:
    """The periods, with those of the undated members of each sum taken from the dated ones."""
    results = list(timed)
    for whole in range(len(drafts)):
        members = [whole, *parts] if (parts := _parts(whole, drafts)) else []
        known = [period for index in members if (period := results[index][0])]
        if len({(period.first, period.last) for period in known}) != 1 or not (results[whole][0] or len(parts) > 2):
            continue
        for index in members:
            if results[index][0] is None:
                results[index] = (known[0], "inferred")
                drafts[index].why["time"] = _WHY
    return results


def _parts(whole: int, drafts: Sequence[Draft]) -> list[int]:
    """The figures behind the whole, neighbours among those of its unit, that add up to it; none where fewer than two do."""
    total, unit = drafts[whole].mention.value, drafts[whole].unit
    if unit == "percent" or total < _TELLING or drafts[whole].in_title:
        return []
    behind = [
        index
        for index in range(whole + 1, min(len(drafts), whole + 1 + _REACH))
        if drafts[index].unit in (unit, "count") and 0 < drafts[index].mention.value < total
    ]
    for start in range(len(behind)):
        left = total
        for end in range(start, len(behind)):
            left -= drafts[behind[end]].mention.value
            if end > start and not left:
                return behind[start : end + 1]
            if left < 0:
                break
    return []


_REACH = 12
"""Figures behind a whole among which its parts stand."""
_TELLING = 50
"""From here on a sum is no accident of small numbers."""
