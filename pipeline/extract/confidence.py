"""Confidence: how often a figure read in the same way was right in every attribute, on the annotated development releases.

Counted over 418 figures of 151 releases (unit, qualifier, time, status, area and indicator all right) and smoothed; groups of
fewer than ten figures are drawn towards their neighbours. Count again whenever a rule changes what it reads.
"""

from pipeline.model import TimeBasis

_SHARES: dict[str, dict[TimeBasis, float]] = {
    "count": {"stated": 0.78, "inferred": 0.76, "none": 0.56},
    "count/elided": {"stated": 0.80, "inferred": 0.70, "none": 0.35},
    "measure": {"stated": 0.65, "inferred": 0.65, "none": 0.76},
    "money": {"stated": 0.92, "inferred": 0.90, "none": 0.92},
    "rank": {"stated": 0.60, "inferred": 0.50, "none": 0.50},
    "score": {"stated": 0.80, "inferred": 0.75, "none": 0.60},
    "share": {"stated": 0.92, "inferred": 0.80, "none": 0.84},
}


def confidence(rule_id: str, basis: TimeBasis) -> float:
    """A share from 0 to 1, by the rule that read the unit (its family where the rule has no line) and how the time was found."""
    return _SHARES.get(rule_id, _SHARES[rule_id.split("/")[0]])[basis]
