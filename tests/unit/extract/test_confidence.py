"""Confidence is a share made of counts: few figures say little, and every way of reading has its group."""

import pytest

from pipeline.extract import Codebook
from pipeline.extract.confidence import GROUPS, Count, group_of, shares
from pipeline.extract.rows import REVIEW_BELOW
from pipeline.model import TimeBasis

RULES = (
    "count/unit_noun", "count/noun", "count/classifier", "count/elided", "money/mark", "money/word", "share/word", "share/percent",
    "score/points", "measure/unit", "rank/noun",
)  # fmt: skip
NONE = Count(0, 0)


@pytest.mark.parametrize("rule_id", RULES)
@pytest.mark.parametrize("basis", ["stated", "inferred", "none"])
@pytest.mark.parametrize("in_title", [True, False])
def test_every_rule_has_a_share(codebook: Codebook, rule_id: str, basis: TimeBasis, in_title: bool) -> None:
    assert 0.0 < codebook.confidence[group_of(rule_id, basis, in_title)] < 1.0


def test_a_headline_is_told_apart_only_where_the_text_gives_no_time() -> None:
    assert group_of("count/noun", "stated", True) == group_of("count/noun", "stated", False) == "counted/stated"
    assert group_of("count/noun", "none", True) == "counted/undated_headline"
    assert group_of("money/mark", "none", False) == "measured/undated"


def test_without_figures_nothing_is_known() -> None:
    assert set(shares(dict.fromkeys(GROUPS, NONE)).values()) == {0.5}


def test_many_figures_speak_for_themselves_and_few_are_drawn_towards_their_neighbours() -> None:
    counts = dict.fromkeys(GROUPS, NONE) | {
        "counted/stated": Count(2000, 1000),
        "counted/inferred": Count(2, 2),
        "measured/stated": Count(2000, 1800),
    }
    found = shares(counts)
    assert found["counted/stated"] == 0.5
    assert found["measured/stated"] == 0.9
    assert found["counted/inferred"] == 0.58  # (2 right + 10 x 0.50) / (2 + 10)
    assert found["counted/undated"] == 0.5
    assert found["measured/undated"] == 0.9


def test_the_least_sure_ways_of_reading_wait_for_a_person_and_most_do_not(codebook: Codebook) -> None:
    marked = [group for group, share in codebook.confidence.items() if share < REVIEW_BELOW]
    assert 0 < len(marked) < len(GROUPS) / 2
