"""A contradiction calls a person on the night it comes, and not again."""

from typing import Any

from pipeline.gate import series_hold


def row(name: str, verdict: str, kind: str = "annual_sum_vs_cumulative") -> dict[str, Any]:
    return {
        "kind": kind,
        "observation_id": name,
        "verdict": verdict,
        "indicator_id": "cities",
        "ref_area": "ID",
        "explanation_en": "25 (2017) = 25; the total (2017) is stated as 24, 1 less.",
    }


def test_a_difference_that_was_not_there_before_is_named() -> None:
    result = series_hold([row("o-1", "differs"), row("o-2", "holds")], [row("o-1", "holds")])
    assert (result.passed, result.blocking) == (False, False)
    assert result.findings == (
        "cities of ID (annual_sum_vs_cumulative, o-1): 25 (2017) = 25; the total (2017) is stated as 24, 1 less.",
    )
    assert result.summary == "2 checks on series: 1 differs, 1 holds; 1 new differences without explanation."


def test_a_difference_that_is_published_is_known() -> None:
    assert series_hold([row("o-1", "differs")], [row("o-1", "differs")]).passed


def test_what_is_explained_or_a_plan_not_met_calls_nobody() -> None:
    assert series_hold(
        [row("o-1", "explained"), row("o-2", "not_comparable"), row("o-3", "differs", "plan_vs_outcome")], []
    ).passed


def test_before_anything_was_published_all_of_it_is_taken_as_known() -> None:
    result = series_hold([row("o-1", "differs")], None)
    assert result.passed
    assert "1 differs" in result.summary


def test_another_check_of_the_same_observation_is_another_matter() -> None:
    assert not series_hold([row("o-1", "differs")], [row("o-1", "differs", "cumulative_never_falls")]).passed


def test_many_findings_are_cut() -> None:
    assert len(series_hold([row(f"o-{n}", "differs") for n in range(30)], []).findings) == 20
