"""Confidence is a share, and every rule has one."""

import pytest

from pipeline.extract.confidence import confidence
from pipeline.model import TimeBasis

RULES = (
    "count/unit_noun", "count/noun", "count/classifier", "count/elided", "money/mark", "money/word", "share/word", "share/percent",
    "score/points", "measure/unit", "rank/noun",
)  # fmt: skip


@pytest.mark.parametrize("rule_id", RULES)
@pytest.mark.parametrize("basis", ["stated", "inferred", "none"])
def test_every_rule_has_a_share(rule_id: str, basis: TimeBasis) -> None:
    assert 0.0 < confidence(rule_id, basis) < 1.0


def test_a_number_without_noun_and_time_waits_for_review() -> None:
    assert confidence("count/elided", "none") < 0.5 < confidence("money/mark", "stated")
