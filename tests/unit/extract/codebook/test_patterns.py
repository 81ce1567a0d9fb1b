"""Repetitions without a bound are seen in patterns, and only they."""

import pytest

from pipeline.extract.codebook.patterns import problems, unbounded, whole


@pytest.mark.parametrize("pattern", [r"a+", r"(?:ab)*", r"a{2,}", r"[a-z]+?", r"\\+", r"[]a]*", r"a*+", r"\d{,}"])
def test_a_repetition_without_an_end_is_seen(pattern: str) -> None:
    assert len(unbounded(pattern)) == 1


@pytest.mark.parametrize(
    "pattern", [r"a{0,40}", r"a?", r"\+", r"[+*]", r"a{3}", r"[^\]*]{1,3}", r"\\\*", r"(?P<x>a){1,2}", r"[]*]"]
)
def test_a_bounded_one_is_not(pattern: str) -> None:
    assert unbounded(pattern) == []


def test_fragments_are_put_in_and_named_groups_kept() -> None:
    assert whole("(?P<x><year>)-<year>", {"year": "20[0-9]{2}"}) == "(?P<x>(?:20[0-9]{2}))-(?:20[0-9]{2})"


def test_a_pattern_that_matches_nothing_at_all_is_seen() -> None:
    document = {"fragments": {}, "refusal": [{"reason": "date", "pattern": "a?"}]}
    (problem,) = problems({"refusals.toml": document})
    assert str(problem) == "refusals.toml: date (pattern 1) matches nothing at all, everywhere"
