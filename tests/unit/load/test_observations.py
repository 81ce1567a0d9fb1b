"""Which value an observation takes: each rule decides where it is the first to tell two values apart, and only then is it named."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from pipeline.model import Figure, ReleaseText, Span
from tests.unit.load.bench import Bench, figure, text_of

Said = tuple[ReleaseText, list[Figure]]


def said(number: int, *, day: date = date(2024, 1, 18), headline: bool = False, **changes: Any) -> Said:
    """A release of its own that says so; in the headline, if it is to be there."""
    words = f"{number} kota"
    text = f"Ada {words} didampingi."
    release = text_of(
        f"c-{number}-{day}", text, url=f"http://a/{number}-{day}", release=f"r-{number}-{day}", published=day
    )
    if headline:
        release = replace(release, body_start=len(text))
    return release, [figure(text, words, number, **changes)]


LATER = date(2024, 3, 1)
BETTER_AND_WORSE = {
    "body_before_headline": (said(50), said(52, day=LATER, headline=True)),
    "stated_before_inferred": (said(50), said(52, day=LATER, time_basis="inferred")),
    "exact_before_rounded": (said(198), said(200, day=LATER, qualifier="approximate")),
    "official_before_quoted": (said(50), said(52, day=LATER, speaker="Juru bicara")),
    "later_release": (said(52, day=LATER, confidence=0.7), said(50, confidence=0.9)),
    "more_certain": (said(50, confidence=0.9), said(52, confidence=0.7)),
    "first_in_order": (said(50), said(52)),
}
"""In the order of the rules. Where nothing is said of a later rule, it would decide the other way or not at all."""
RULES = list(BETTER_AND_WORSE)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_decides(bench: Bench, rule: str) -> None:
    better, worse = BETTER_AND_WORSE[rule]
    bench.load(worse, better)
    value = better[1][0].value
    assert bench.rows("SELECT value, preference_rule, agreement FROM observations") == [(value, rule, "conflict")]


WORSE = {
    "body_before_headline": {"headline": True},
    "stated_before_inferred": {"time_basis": "inferred"},
    "exact_before_rounded": {"qualifier": "at_least"},
    "official_before_quoted": {"speaker": "Menteri"},
    "later_release": {"day": date(2023, 6, 1)},
    "more_certain": {"confidence": 0.7},
}


@pytest.mark.parametrize(("first", "second"), list(pairwise(RULES[:6])))
def test_a_rule_goes_before_the_next(bench: Bench, first: str, second: str) -> None:
    """One statement is worse by the one rule, the other by the next."""
    bench.load(said(50, **WORSE[second]), said(52, **WORSE[first]))
    assert bench.rows("SELECT value, preference_rule FROM observations") == [(50, first)]


def test_a_headline_that_the_page_repeats_in_its_body_is_one(bench: Bench) -> None:
    title, body = "Sudah 251 Kota Didampingi", "Kementerian mendampingi 215 kota."
    text = f"{title}\n\n{title.upper()}\n{body}"
    release = replace(text_of("c-0", text), title=title, body_start=len(title) + 2)
    again = text.index("251 KOTA")
    bench.load(
        (
            release,
            [
                figure(
                    text,
                    "251 KOTA",
                    251,
                    value_span=Span(again, again + 8),
                    quote_span=Span(len(title) + 2, len(title) * 2 + 2),
                ),
                figure(text, "215 kota", 215, quote_span=Span(text.index(body), len(text))),
            ],
        )
    )
    assert bench.rows("SELECT value, preference_rule FROM observations") == [(215, "body_before_headline")]


def test_a_rule_that_only_orders_equal_values_decided_nothing(bench: Bench) -> None:
    """The headline's 50 is worse than the body's, but what the value was chosen against is the 52 of an older release."""
    bench.load(said(50, day=LATER), said(52), _again(said(50, day=LATER, headline=True)))
    assert bench.rows("SELECT value, preference_rule, agreement FROM observations") == [
        (50, "later_release", "conflict")
    ]


def test_statements_that_agree_chose_nothing(bench: Bench) -> None:
    bench.load(said(50), _again(said(50, day=LATER, qualifier="approximate", confidence=0.5)))
    found = bench.rows(
        "SELECT value, qualifier, preference_rule, agreement, statement_count, release_count FROM observations"
    )
    assert found == [(50, "exact", "all_agree", "agree", 2, 2)]


def test_one_statement_has_nothing_to_choose_from(bench: Bench) -> None:
    bench.load(said(50))
    assert bench.rows("SELECT preference_rule, agreement, obs_status FROM observations") == [
        ("only_statement", "single", "A")
    ]


def test_where_only_order_decides_the_observation_waits_for_review(bench: Bench) -> None:
    bench.load(said(50), said(52))
    assert bench.rows("SELECT value, preference_rule, obs_status FROM observations") == [(50, "first_in_order", "U")]


def test_ranges_that_end_elsewhere_are_a_conflict(bench: Bench) -> None:
    bench.load(
        said(50, qualifier="range", value_max=Decimal(60)),
        _again(said(50, day=LATER, qualifier="range", value_max=Decimal(70))),
    )
    found = bench.rows("SELECT agreement, preference_rule, value_lowest, value_highest FROM observations")
    assert found == [("conflict", "later_release", 50, 70)]


def test_every_statement_names_its_observation_and_the_observation_counts_them(bench: Bench) -> None:
    text = "Ada 50 kota, ya 50 kota, dan 7 desa."
    release = text_of("c-0", text)
    again = Span(17, 24)
    bench.load(
        (release, [figure(text, "50 kota", 50, repeats=(again,)), figure(text, "7 desa", 7, indicator_id=None)]),
        said(52, day=LATER, headline=True),
    )
    joined = bench.rows(
        "SELECT s.value, o.value FROM statements s LEFT JOIN observations o USING (observation_id) ORDER BY 1"
    )
    assert joined == [(7, None), (50, 50), (52, 50)]
    assert bench.rows("SELECT repeat_count, statement_count, value_lowest, value_highest FROM observations") == [
        (1, 2, 50, 52)
    ]
    assert json.loads(bench.rows("SELECT repeats FROM statements WHERE value = 50")[0][0]) == [[17, 24]]


def test_a_superseded_statement_enters_no_observation(bench: Bench) -> None:
    old, new = "Ada 50 kota didampingi.", "Ada 52 kota didampingi."
    bench.load(
        (text_of("c-0", old), [figure(old, "50 kota", 50)]), (text_of("c-1", new, 1), [figure(new, "52 kota", 52)])
    )
    assert bench.rows("SELECT value, observation_id IS NULL FROM statements ORDER BY value") == [
        (50, True),
        (52, False),
    ]
    assert bench.rows("SELECT day(first_seen), day(last_seen), value FROM observations") == [(2, 2, 52)]


def test_an_observation_is_first_seen_with_its_first_statement_and_last_with_its_newest(bench: Bench) -> None:
    old = "Ada 50 kota didampingi."
    other = text_of("c-1", old, 3, url="http://a/2", release="r-2")
    bench.load((text_of("c-0", old), [figure(old, "50 kota", 50)]), (other, [figure(old, "50 kota", 50)]))
    assert bench.rows("SELECT day(first_seen), day(last_seen) FROM observations") == [(1, 4)]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "planned"},
        {"status": "target", "time_kind": "target_by"},
        {"time_kind": "cumulative"},
        {"time_kind": "cumulative", "time_start": None},
        {"time_start": date(2017, 1, 1), "time_kind": "cumulative"},
        {"time_end": date(2023, 6, 30)},
        {"unit": "person"},
        {"ref_area": "11"},
        {"program_id": None},
    ],
    ids=str,
)
def test_what_differs_in_a_dimension_is_never_mixed(bench: Bench, other: dict[str, Any]) -> None:
    """Planned with realised, a year with a running total: two observations, neither in conflict with the other."""
    bench.load(said(50, program_id="gerakan_smart_city"), said(75, **{"program_id": "gerakan_smart_city", **other}))
    assert bench.rows("SELECT value, agreement FROM observations ORDER BY value") == [(50, "single"), (75, "single")]


def _again(one: Said) -> Said:
    """The same said in another release."""
    release, figures = one
    return replace(release, capture_id="c-again", release_id="r-again", url="http://a/again"), figures
