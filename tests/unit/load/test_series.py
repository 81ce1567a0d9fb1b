"""Which observations are held against each other, and which never are."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.extract import load_codebook
from pipeline.load.series import Comparison, Observed, comparisons, rules
from pipeline.schema.observed import SERIES_CHECK_KINDS
from tests.unit.load.series import observed, total, year

FINISHED = "smart_city_masterplans_completed"


def compared(*figures: Observed) -> list[tuple[str, str, list[str], str]]:
    return sorted(
        (c.kind, c.subject.observation_id, [t.observation_id for t in c.terms], c.found.observation_id)
        for c in comparisons(figures)
    )


def only(kind: str, *figures: Observed) -> Comparison:
    (found,) = [c for c in comparisons(figures) if c.kind == kind]
    return found


def test_years_are_held_against_the_total_over_them() -> None:
    found = only(
        "annual_sum_vs_cumulative",
        year(2017, 25),
        year(2018, 50),
        year(2019, 25),
        year(2021, 48),
        year(2022, 50),
        total(2017, 2021, 141),
    )
    assert (found.expected, found.found.value, found.difference) == (148, 141, -7)
    assert (found.missing, found.unknown_beginning) == ((2020,), False)


def test_a_total_without_beginning_is_over_the_years_that_are_known() -> None:
    found = only("annual_sum_vs_cumulative", year(2018, 50), year(2019, 25), total(None, 2019, 100))
    assert ([t.observation_id for t in found.terms], found.missing, found.unknown_beginning) == (
        ["o-2018", "o-2019"],
        (),
        True,
    )


@pytest.mark.parametrize(
    "other",
    [
        year(2018, 75, status="planned"),
        year(2018, 75, status="target"),
        year(2018, 75, time_kind="point"),
        year(2018, 75, indicator_id="local_governments_selected"),
        observed("o-half", 75, date(2018, 1, 1), date(2018, 6, 30)),
        observed("o-day", 75, date(2018, 5, 8), date(2018, 5, 8)),
    ],
    ids=lambda each: f"{each.indicator_id} {each.status} {each.time_kind} {each.time_end}",
)
def test_only_realised_figures_of_whole_years_of_the_indicator_enter_a_sum(other: Observed) -> None:
    found = only("annual_sum_vs_cumulative", year(2017, 25), other, total(2017, 2018, 75))
    assert [term.observation_id for term in found.terms] == ["o-2017"]


def test_neither_a_planned_total_nor_one_within_a_year_is_checked() -> None:
    assert compared(year(2017, 25), total(2017, 2018, 75, status="planned")) == []
    assert (
        compared(year(2017, 25), observed("o-x", 75, date(2017, 1, 1), date(2017, 9, 30), time_kind="cumulative")) == []
    )


def test_a_total_that_begins_within_a_year_is_not_held_against_years() -> None:
    """What was done before May is in the year's figure and not in the total: less is no contradiction."""
    since_may = total(2017, 2018, 60, time_start=date(2017, 5, 1))
    assert compared(year(2017, 25), year(2018, 50), since_may) == []


def test_what_is_a_state_does_not_add_up() -> None:
    index = {"indicator_id": "spbe_index_score", "unit": "index"}
    assert (
        compared(year(2019, "2.18", **index), total(2019, 2020, "2.26", **index), total(2019, 2021, "2.24", **index))
        == []
    )


def test_a_running_total_is_held_against_the_newest_before_it() -> None:
    figures = (total(2017, 2019, 100), total(2017, 2020, 98), total(2017, 2022, 191))
    assert compared(*figures) == [
        ("cumulative_never_falls", "o-to-2020", ["o-to-2019"], "o-to-2020"),
        ("cumulative_never_falls", "o-to-2022", ["o-to-2020"], "o-to-2022"),
    ]


def test_totals_that_begin_elsewhere_are_not_compared_and_an_unknown_beginning_is_said() -> None:
    assert compared(total(2017, 2019, 100), total(2020, 2021, 40)) == []
    assert only("cumulative_never_falls", total(None, 2019, 100), total(2020, 2021, 40)).unknown_beginning
    assert not only("cumulative_never_falls", total(2017, 2019, 100), total(None, 2021, 148)).unknown_beginning


def test_of_two_totals_to_the_same_day_the_one_that_begins_with_it_is_taken() -> None:
    figures = (total(2017, 2020, 100), total(None, 2020, 98, name="o-open"), total(None, 2021, 146))
    assert ("cumulative_never_falls", "o-to-2021", ["o-open"], "o-to-2021") in compared(*figures)


def test_a_plan_is_held_against_what_was_done_in_its_year() -> None:
    plan = year(2018, 75, name="o-plan", status="planned")
    assert compared(plan, year(2018, 50), year(2017, 25)) == [("plan_vs_outcome", "o-plan", ["o-plan"], "o-2018")]
    assert compared(plan, total(2018, 2018, 50), year(2019, 50)) == []


def test_a_target_to_be_reached_by_an_end_is_held_against_a_total_not_a_year() -> None:
    target = year(2019, 100, name="o-target", status="target", time_kind="target_by")
    assert compared(target, year(2019, 25)) == []
    reached = total(2019, 2019, 99)
    assert ("plan_vs_outcome", "o-target", ["o-target"], "o-to-2019") in compared(target, year(2019, 25), reached)


def test_a_target_of_an_index_is_held_against_the_index_of_its_year() -> None:
    index: dict[str, Any] = {"indicator_id": "spbe_index_score", "unit": "index"}
    target = year(2024, "2.6", name="o-target", status="target", time_kind="target_by", **index)
    assert compared(target, year(2024, "3.12", **index)) == [("plan_vs_outcome", "o-target", ["o-target"], "o-2024")]


def test_those_selected_are_held_against_those_who_finished() -> None:
    figures = (
        year(2017, 25, indicator_id="local_governments_selected"),
        year(2017, 24, name="o-finished", indicator_id=FINISHED),
    )
    assert compared(*figures) == [("selected_vs_finished", "o-finished", ["o-2017"], "o-finished")]
    assert compared(figures[0], year(2018, 24, indicator_id=FINISHED)) == []


@pytest.mark.parametrize(
    ("value", "qualifier", "bounds"),
    [
        ("198", "exact", (198, 198)),
        ("200", "approximate", (150, 250)),
        ("48", "approximate", ("47.5", "48.5")),
        ("7.7", "approximate", ("7.65", "7.75")),
        ("200", "almost", (100, 200)),
        ("250", "more_than", (250, "Infinity")),
        ("250", "at_least", (250, "Infinity")),
        ("250", "at_most", (0, 250)),
        ("250", "less_than", (0, 250)),
        ("0", "approximate", ("-0.5", "0.5")),
    ],
)
def test_words_of_rounding_leave_room(value: str, qualifier: str, bounds: tuple[object, object]) -> None:
    assert year(2021, value, qualifier=qualifier).bounds == tuple(Decimal(str(bound)) for bound in bounds)
    assert year(2021, 5, qualifier="range", value_max=Decimal(10)).bounds == (5, 10)


def test_the_rules_name_what_the_codebook_and_the_schema_have() -> None:
    indicators = {row["indicator_id"]: row["unit"] for row in load_codebook().indicators}
    named = {*rules()["adds_up"], *(name for stages in rules()["stages"] for name in stages)}
    assert named <= indicators.keys()
    assert {indicators[name] for name in named} & {"percent", "index", "Mbps", "Gbps"} == set()
    assert {kind for reason in rules()["reason"] for kind in reason["kinds"]} <= set(SERIES_CHECK_KINDS)
    for language in ("en", "id"):
        assert set(SERIES_CHECK_KINDS) <= rules()["text"][language].keys() == rules()["text"]["en"].keys()
