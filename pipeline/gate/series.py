"""Do the figures of a series fit each other, and where not, is that known? Contradictions are data: none stops a publication."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.model import CheckResult

NAME = "series_hold"
_ARITHMETIC = ("annual_sum_vs_cumulative", "cumulative_never_falls")
"""A difference here is an error of a release or of the extractor. A plan that was not met is neither."""
_MOST_FINDINGS = 20


def series_hold(now: Iterable[Mapping[str, Any]], published: Iterable[Mapping[str, Any]] | None) -> CheckResult:
    """Fails for a sum that came not to hold since the newest snapshot, so that a contradiction calls a person once, not every night.

    `now`, `published`: rows of series_checks, those of the warehouse and of the newest snapshot (None: it has no such table).
    """
    rows = list(now)
    known = None if published is None else {_key(row) for row in published if row["verdict"] == "differs"}
    unexplained = [row for row in rows if row["verdict"] == "differs" and row["kind"] in _ARITHMETIC]
    fresh = [] if known is None else [row for row in unexplained if _key(row) not in known]
    verdicts = Counter(row["verdict"] for row in rows)
    counts = ", ".join(f"{verdicts[verdict]} {verdict.replace('_', ' ')}" for verdict in sorted(verdicts))
    findings = [
        f"{row['indicator_id']} of {row['ref_area']} ({row['kind']}, {row['observation_id']}): {row['explanation_en']}"
        for row in fresh
    ]
    return CheckResult(
        NAME,
        passed=not findings,
        blocking=False,
        summary=f"{len(rows)} checks on series: {counts or 'none'}; {len(findings)} new differences without explanation.",
        findings=tuple(findings[:_MOST_FINDINGS]),
    )


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["kind"], row["observation_id"]
