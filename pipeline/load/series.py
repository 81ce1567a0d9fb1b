"""The checks that hold observations of one series against each other: which there are, and what they compare. Pure."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from pipeline.model import Qualifier

ANNUAL_SUM, NEVER_FALLS = "annual_sum_vs_cumulative", "cumulative_never_falls"
PLAN, STAGES = "plan_vs_outcome", "selected_vs_finished"


@cache
def rules() -> Mapping[str, Any]:
    """series.toml."""
    return tomllib.loads(files("pipeline.load").joinpath("series.toml").read_text("utf-8"))


class OtherValue(NamedTuple):
    """What a statement says that was not chosen."""

    value: Decimal
    statement_id: str


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation as the checks need it. `others`: its statements with another value."""

    observation_id: str
    indicator_id: str
    program_id: str | None
    ref_area: str
    unit: str
    time_start: date | None
    time_end: date
    time_kind: str | None
    status: str
    value: Decimal
    value_max: Decimal | None
    qualifier: Qualifier
    chosen_statement_id: str
    first_seen: datetime
    last_seen: datetime
    others: tuple[OtherValue, ...] = ()

    @property
    def year(self) -> int | None:
        """The calendar year that the period is, if it is one."""
        start, end = self.time_start, self.time_end
        whole = start and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
        return end.year if whole else None

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Lowest and highest number that its words allow; a rounded number may be off by its last digit that is not 0."""
        last_digit = Decimal(1).scaleb(int(self.value.normalize().as_tuple().exponent))
        match self.qualifier:
            case "exact":
                return self.value, self.value
            case "range":
                return self.value, self.value_max or self.value
            case "approximate":
                return self.value - last_digit / 2, self.value + last_digit / 2
            case "almost":
                return self.value - last_digit, self.value
            case "at_least" | "more_than":
                return self.value, Decimal("Infinity")
            case "at_most" | "less_than":
                return Decimal(0), self.value


@dataclass(frozen=True, slots=True)
class Comparison:
    """`found` should be the sum of `terms`, or for `may_exceed` at least that. `subject` is the one that the check is of.

    What speaks against comparing: `missing` are years without a figure; `unknown_beginning`, where totals may not begin together.
    """

    kind: str
    subject: Observed
    terms: tuple[Observed, ...]
    found: Observed
    may_exceed: bool = False
    missing: tuple[int, ...] = ()
    unknown_beginning: bool = False

    @property
    def expected(self) -> Decimal:
        return sum((term.value for term in self.terms), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.found.value - self.expected

    @property
    def entering(self) -> tuple[Observed, ...]:
        return (*self.terms, self.found)

    def fits(self, difference: Decimal) -> bool:
        return difference == 0 or (self.may_exceed and difference > 0)


def comparisons(observed: Sequence[Observed]) -> Iterator[Comparison]:
    """All checks among the observations of one programme, area and unit; in no particular order."""
    by_indicator: defaultdict[str, list[Observed]] = defaultdict(list)
    for each in observed:
        by_indicator[each.indicator_id].append(each)
    for indicator_id, series in by_indicator.items():
        realised = [each for each in series if each.status == "realised"]
        adds_up = indicator_id in rules()["adds_up"]
        if adds_up:
            totals = [each for each in realised if each.time_kind == "cumulative"]
            yield from _annual_sums(totals, realised)
            yield from _rising(totals)
        yield from _plans([each for each in series if each.status in ("planned", "target")], realised, adds_up)
    for earlier, later in rules()["stages"]:
        yield from _stages(by_indicator[earlier], by_indicator[later])


def _annual_sums(totals: Iterable[Observed], realised: Iterable[Observed]) -> Iterator[Comparison]:
    annual = {each.year: each for each in realised if each.time_kind == "annual" and each.year}
    for total in totals:
        first = total.time_start.year if total.time_start else min(annual, default=total.time_end.year)
        years = range(first, total.time_end.year + 1)
        terms = tuple(annual[year] for year in years if year in annual)
        # A total of part of a year cannot be held against years.
        begins = total.time_start is None or (total.time_start.month, total.time_start.day) == (1, 1)
        whole = begins and (total.time_end.month, total.time_end.day) == (12, 31)
        if terms and whole:
            missing = tuple(year for year in years if year not in annual)
            yield Comparison(
                ANNUAL_SUM, total, terms, total, missing=missing, unknown_beginning=total.time_start is None
            )


def _rising(totals: Iterable[Observed]) -> Iterator[Comparison]:
    """Each running total against the newest one before it that begins on the same day, or does not say when."""
    in_order = sorted(totals, key=lambda total: (total.time_end, total.observation_id))
    for later in in_order:
        before = [
            each
            for each in in_order
            if each.time_end < later.time_end
            and (None in (starts := {each.time_start, later.time_start}) or len(starts) == 1)
        ]
        if before:
            earlier = max(
                before, key=lambda each: (each.time_end, each.time_start == later.time_start, each.observation_id)
            )
            # One that counts from a stated day may rightly be less than one that counts from the beginning, whenever that was.
            unknown = later.time_start is not None and earlier.time_start is None
            yield Comparison(NEVER_FALLS, later, (earlier,), later, may_exceed=True, unknown_beginning=unknown)


def _plans(plans: Iterable[Observed], realised: Iterable[Observed], adds_up: bool) -> Iterator[Comparison]:
    """A plan or target against what was done in just its period. Of things that add up a year's plan is held against a year's
    figure, and what is to be reached by its end against a total."""
    done: defaultdict[tuple[date | None, date, bool], list[Observed]] = defaultdict(list)
    for each in realised:
        done[each.time_start, each.time_end, adds_up and each.time_kind == "annual"].append(each)
    for plan in plans:
        if outcomes := done[plan.time_start, plan.time_end, adds_up and plan.time_kind == "annual"]:
            outcome = min(
                outcomes, key=lambda each: (each.time_kind != plan.time_kind, each.time_kind or "", each.observation_id)
            )
            yield Comparison(PLAN, plan, (plan,), outcome, may_exceed=True)


def _stages(earlier: Iterable[Observed], later: Iterable[Observed]) -> Iterator[Comparison]:
    began = {each.year: each for each in earlier if _in_a_year(each)}
    for finished in later:
        if _in_a_year(finished) and finished.year in began:
            yield Comparison(STAGES, finished, (began[finished.year],), finished)


def _in_a_year(each: Observed) -> bool:
    return each.status == "realised" and each.time_kind == "annual" and each.year is not None
