"""What becomes of a check: its verdict, what explains a difference, and the words that say so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.load.explanations import Outcome, Part, judge
from pipeline.load.series import Comparison, Observed, OtherValue, comparisons
from tests.unit.load.series import total, year

YEARS = (year(2017, 25), year(2018, 50), year(2019, 25), year(2021, 48))
REPEATERS = Part(
    "s-7", None, frozenset(), "gerakan_smart_city", "ID", "local_government", date(2021, 1, 1), date(2021, 12, 31), Decimal(7),
    "Ada 48 kota, 7 di antaranya peserta ulangan.",
)  # fmt: skip


def check(kind: str, *figures: Observed) -> Comparison:
    (found,) = [c for c in comparisons(figures) if c.kind == kind]
    return found


def sums(*figures: Observed, parts: tuple[Part, ...] = ()) -> Outcome:
    return judge(check("annual_sum_vs_cumulative", *figures), parts)


def test_a_sum_that_holds_is_said_in_both_languages() -> None:
    found = sums(*YEARS, total(2017, 2019, 100))
    assert (found.verdict, found.statement_ids) == ("holds", ())
    assert found.explanation == {
        "en": "25 (2017) + 50 (2018) + 25 (2019) = 100; the total (2017 to 2019) is stated as 100.",
        "id": "25 (2017) + 50 (2018) + 25 (2019) = 100; jumlah seluruhnya (2017 sampai 2019) disebut 100.",
    }


def test_a_sentence_that_says_who_was_counted_twice_explains_the_gap() -> None:
    found = sums(*YEARS, total(2017, 2021, 141), parts=(REPEATERS,))
    assert (found.verdict, found.statement_ids) == ("explained", ("s-7",))
    assert found.explanation["en"] == (
        "25 (2017) + 50 (2018) + 25 (2019) + 48 (2021) = 148; the total (2017 to 2021) is stated as 141, 7 less. "
        "The releases say that 7 were there before. No annual figure for 2020."
    )
    assert "7 pernah ikut sebelumnya" in found.explanation["id"]


@pytest.mark.parametrize(
    "other",
    [
        {"value": Decimal(8)},
        {"unit": "province"},
        {"ref_area": "11"},
        {"program_id": "spbe"},
        {"quote": "Ada 48 kota, 7 di antaranya di Jawa."},
        {"quote": "Pada ulang tahun kota hadir 7 wali kota."},
        {"time_start": date(2022, 1, 1), "time_end": date(2022, 12, 31)},
        {"observation_id": "o-2021"},
        {"time_start": None, "time_end": None},
    ],
    ids=str,
)
def test_an_equal_number_alone_explains_nothing(other: dict[str, Any]) -> None:
    """'141 kota di seluruh dunia' is equal by chance to the national total."""
    assert sums(*YEARS, total(2017, 2021, 141), parts=(replace(REPEATERS, **other),)).verdict == "differs"


def test_an_undated_part_counts_where_its_release_speaks_of_the_indicator() -> None:
    undated = replace(REPEATERS, time_start=None, time_end=None, indicators=frozenset({"local_governments_assisted"}))
    assert sums(*YEARS, total(2017, 2021, 141), parts=(undated,)).verdict == "explained"


def test_more_than_the_years_give_is_never_explained_by_repeats() -> None:
    more = sums(year(2018, 50), year(2019, 25), total(2018, 2019, 82), parts=(REPEATERS,))
    assert (more.verdict, more.statement_ids) == ("differs", ())
    assert "is stated as 82, 7 more." in more.explanation["en"]


def test_years_that_are_missing_may_hold_what_is_more_but_not_what_is_less() -> None:
    assert sums(year(2017, 25), year(2019, 25), total(2017, 2019, 100)).verdict == "not_comparable"
    assert sums(year(2017, 25), year(2019, 25), total(2017, 2019, 40)).verdict == "differs"


def test_an_unknown_beginning_may_hold_what_is_more_but_not_what_is_less() -> None:
    more = sums(year(2018, 50), total(None, 2018, 75))
    assert more.verdict == "not_comparable"
    assert more.explanation["en"] == (
        "50 (2018) = 50; the total (up to 2018) is stated as 75, 25 more. When the count began is not stated."
    )
    assert sums(year(2018, 50), total(None, 2018, 40)).verdict == "differs"
    assert (
        judge(check("cumulative_never_falls", total(None, 2019, 100), total(2020, 2021, 40)), ()).verdict
        == "not_comparable"
    )


def test_another_value_that_a_statement_gives_explains_the_gap() -> None:
    disputed = total(None, 2020, 98, others=(OtherValue(Decimal(100), "s-100"), OtherValue(Decimal(97), "s-97")))
    found = judge(check("cumulative_never_falls", total(2017, 2019, 100), disputed), ())
    assert (found.verdict, found.statement_ids) == ("explained", ("s-100",))
    assert found.explanation["en"] == (
        "100 (2017 to 2019), then 98 (up to 2020), 2 less. It fits with 100 instead of 98, which another statement gives."
    )


def test_another_value_of_an_addend_explains_it_too() -> None:
    disputed = year(2018, 50, others=(OtherValue(Decimal(52), "s-52"),))
    assert sums(year(2017, 25), disputed, total(2017, 2018, 77)).statement_ids == ("s-52",)
    assert sums(year(2017, 25), disputed, total(2017, 2018, 78)).verdict == "differs"


def test_rounding_explains_what_its_words_allow() -> None:
    found = sums(*YEARS, year(2020, 50), total(2017, 2021, 200, qualifier="approximate"))
    assert (found.verdict, found.statement_ids) == ("explained", ("s-o-to-2021",))
    assert sums(*YEARS, year(2020, 50), total(2017, 2021, 190, qualifier="approximate")).verdict == "differs"
    assert sums(year(2017, 25), year(2018, 50), total(2017, 2018, 70, qualifier="more_than")).verdict == "explained"
    assert sums(year(2017, 25), year(2018, 50), total(2017, 2018, 80, qualifier="more_than")).verdict == "differs"


def test_a_plan_that_was_not_met_says_by_how_much() -> None:
    plan = year(2018, 75, name="o-plan", status="planned")
    found = judge(check("plan_vs_outcome", plan, year(2018, 50)), ())
    assert (found.verdict, found.explanation["en"]) == ("differs", "75 planned (2018), 50 done, 25 less.")
    assert judge(check("plan_vs_outcome", plan, year(2018, 80)), ()).verdict == "holds"


def test_one_who_had_not_finished_explains_the_24_of_25() -> None:
    selected = year(2017, 25, indicator_id="local_governments_selected")
    finished = year(2017, 24, name="o-finished", indicator_id="smart_city_masterplans_completed")
    one = replace(
        REPEATERS, statement_id="s-1", value=Decimal(1), quote="Satu daerah: 1 kota belum rampung.",
        time_start=date(2017, 5, 1), time_end=date(2017, 5, 31),
    )  # fmt: skip
    assert judge(check("selected_vs_finished", selected, finished), (one,)).statement_ids == ("s-1",)
    assert judge(check("selected_vs_finished", selected, finished), (REPEATERS,)).verdict == "differs"
