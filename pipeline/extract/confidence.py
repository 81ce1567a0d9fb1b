"""Confidence: how often figures read in the same way were right in every attribute, counted on annotated releases (confidence.toml)."""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.model import TimeBasis


class Count(NamedTuple):
    """Figures of one group, and those of them with every attribute right."""

    figures: int
    right: int


GROUPS = tuple(
    f"{read}/{dated}" for read in ("counted", "measured") for dated in ("stated", "inferred", "undated_headline", "undated")
)  # fmt: skip
_LENT = 10
"""Figures that a group borrows from its neighbours: few of its own say little."""


def group_of(rule_id: str, basis: TimeBasis, in_title: bool) -> str:
    """Which of GROUPS a figure is of: things counted, or a measure, money, share, score or rank; and how its time was found.

    A headline seldom gives a time, so that reading none is mostly right; things counted in running text have one more often than
    is found.
    """
    read = "counted" if rule_id.startswith("count/") else "measured"
    dated = basis if basis != "none" else "undated_headline" if in_title else "undated"
    return f"{read}/{dated}"


def shares(counts: Mapping[str, Count]) -> dict[str, float]:
    """The confidence of each group, from 0 to 1: its share of right figures, drawn towards that of all counted or all measured
    figures, which is drawn towards that of all, each time as if ten figures of the larger group were its own. Without any
    figure: 0.5."""
    overall = _drawn([counts[group] for group in GROUPS], 0.5)
    found = {}
    for group in GROUPS:
        kind = group.split("/")[0]
        neighbours = _drawn([counts[other] for other in GROUPS if other.startswith(kind)], overall)
        found[group] = round(_drawn([counts[group]], neighbours), 2)
    return found


def _drawn(counts: list[Count], towards: float) -> float:
    figures, right = sum(count.figures for count in counts), sum(count.right for count in counts)
    return (right + _LENT * towards) / (figures + _LENT)
