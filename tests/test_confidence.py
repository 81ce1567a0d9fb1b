"""Counting how often figures are read rightly, tried on statements whose outcome is known."""

import random
from pathlib import Path

import pytest

from pipeline.extract.confidence import Count
from tests import confidence, document
from tests.confidence import (
    Forecast,
    Judged,
    calibration_error,
    count,
    forecasts,
    squared_error,
    standard_error,
)


def _statements(share: float, per_release: int = 1) -> list[Judged]:
    """400 statements of one group; `share` of the releases have all of theirs right."""
    rng = random.Random(1)
    rights = [rng.random() < share for _ in range(400 // per_release)]
    return [
        Judged("a", f"r{number}", "counted/stated", right)
        for number, right in enumerate(rights)
        for _ in range(per_release)
    ]


def test_every_group_is_counted() -> None:
    counts = count([Judged("a", "r1", "counted/stated", True), Judged("a", "r1", "counted/stated", False)])
    assert counts["counted/stated"] == Count(2, 1)
    assert counts["measured/undated"] == Count(0, 0)


def test_no_statement_is_judged_by_its_own_part() -> None:
    wrong = [Judged("a", "r1", "counted/stated", False)] * 200
    right = [Judged("b", "r2", "counted/stated", True)] * 200
    found = forecasts(wrong + right, [s.set for s in wrong + right])
    assert {one.confidence > 0.9 for one in found if one.statement.set == "a"} == {True}
    assert {one.confidence < 0.1 for one in found if one.statement.set == "b"} == {True}


def test_a_sure_forecast_that_is_right_has_no_error_and_a_wrong_one_all() -> None:
    right, wrong = (Judged("a", "r", "counted/stated", value) for value in (True, False))
    assert squared_error([Forecast(right, 1.0)]) == calibration_error([[Forecast(right, 1.0)], []]) == 0
    assert squared_error([Forecast(wrong, 1.0)]) == calibration_error([[Forecast(wrong, 1.0)]]) == 1
    assert calibration_error([[Forecast(right, 0.5), Forecast(wrong, 0.5)]]) == 0


def test_figures_of_one_release_are_worth_less_than_as_many_of_different_ones() -> None:
    alone, together = standard_error(_statements(0.7)), standard_error(_statements(0.7, per_release=8))
    assert alone == pytest.approx((0.7 * 0.3 / 400) ** 0.5, rel=0.1)
    assert together > 2 * alone


def test_without_ground_truth_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(confidence, "COUNTS", tmp_path / "counts")
    monkeypatch.setattr(document, "PATH", tmp_path / "document")
    assert confidence.main(tmp_path / "nowhere") == 0
    assert "No ground truth" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
