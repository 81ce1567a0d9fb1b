"""What became of a check on a series, and why: its verdict, the statements that explain a difference, the sentences that say so. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.load.series import Comparison, Observed, OtherValue, rules

LANGUAGES = ("en", "id")


@dataclass(frozen=True, slots=True)
class Part:
    """A statement whose sentence has a word of a reason. `indicators`: those of which its release states a figure."""

    statement_id: str
    observation_id: str | None
    indicators: frozenset[str]
    program_id: str | None
    ref_area: str
    unit: str
    time_start: date | None
    time_end: date | None
    value: Decimal
    quote: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`explanation` by language."""

    verdict: str
    statement_ids: tuple[str, ...]
    explanation: Mapping[str, str]


def judge(comparison: Comparison, parts: Sequence[Part]) -> Outcome:
    """Of several things that explain a difference the first is taken: that a sentence says so, another value, rounding."""
    gap = comparison.difference
    if comparison.fits(gap):
        return _outcome("holds", comparison)
    if comparison.unknown_beginning and (comparison.may_exceed or gap > 0):
        return _outcome("not_comparable", comparison, ("beginning", {}))
    if comparison.missing and gap > 0:
        return _outcome("not_comparable", comparison)
    for reason in rules()["reason"]:
        if said := [part.statement_id for part in parts if _says(part, reason, comparison)]:
            sentences = {language: reason[language] for language in LANGUAGES}
            return _outcome("explained", comparison, (sentences, {"part": _number(-gap)}), said)
    for chosen, other in _closing(comparison):
        same = [each.statement_id for each in chosen.others if each.value == other.value]
        words = {"value": _number(other.value), "chosen": _number(chosen.value)}
        return _outcome("explained", comparison, ("other_value", words), same)
    if _rounding_allows(comparison):
        rounded = [each.chosen_statement_id for each in comparison.entering if each.qualifier != "exact"]
        return _outcome("explained", comparison, ("rounding", {}), rounded)
    return _outcome("differs", comparison)


def _says(part: Part, reason: Mapping[str, Any], comparison: Comparison) -> bool:
    subject, period = comparison.subject, _period(comparison)
    return (
        comparison.kind in reason["kinds"]
        and part.value == -comparison.difference
        and (part.ref_area, part.unit) == (subject.ref_area, subject.unit)
        and part.program_id in (None, subject.program_id)
        and part.observation_id not in [each.observation_id for each in comparison.entering]
        and _words(tuple(reason["words"])).search(part.quote.lower()) is not None
        # Dated, it belongs to the period; undated, to a release that speaks of the indicator.
        and (
            period[0] <= (part.time_start or part.time_end) and part.time_end <= period[1]
            if part.time_end
            else subject.indicator_id in part.indicators
        )
    )


def _closing(comparison: Comparison) -> Iterator[tuple[Observed, OtherValue]]:
    """An observation, and the value of another of its statements with which the check holds."""
    for each in comparison.entering:
        sign = 1 if each is comparison.found else -1
        for other in each.others:
            if comparison.fits(comparison.difference + sign * (other.value - each.value)):
                yield each, other


def _rounding_allows(comparison: Comparison) -> bool:
    """The numbers that the words allow on both sides overlap."""
    low, high = comparison.found.bounds
    sum_low = sum((term.bounds[0] for term in comparison.terms), Decimal(0))
    sum_high = sum((term.bounds[1] for term in comparison.terms), Decimal(0))
    return sum_low <= high and (comparison.may_exceed or low <= sum_high)


def _outcome(
    verdict: str,
    comparison: Comparison,
    because: tuple[str | Mapping[str, str], Mapping[str, str]] | None = None,
    statement_ids: Sequence[str] = (),
) -> Outcome:
    """`because`: the name of a sentence of series.toml or the sentence by language, and what fills it."""
    explanation = {}
    for language in LANGUAGES:
        text = rules()["text"][language]
        sentences = [text[comparison.kind].format(**_fields(comparison, text)) + _gap(comparison, text)]
        if because:
            sentence, words = because
            template = text[sentence] if isinstance(sentence, str) else sentence[language]
            sentences.append(template.format(**words))
        if comparison.missing:
            sentences.append(text["missing"].format(years=", ".join(map(str, comparison.missing))))
        explanation[language] = " ".join(sentences)
    return Outcome(verdict, tuple(sorted(statement_ids)), explanation)


def _gap(comparison: Comparison, text: Mapping[str, str]) -> str:
    gap = comparison.difference
    name = "holds" if gap == 0 else "less" if gap < 0 else "more"
    return text[name].format(gap=_number(abs(gap)))


def _fields(comparison: Comparison, text: Mapping[str, str]) -> dict[str, str]:
    terms = " + ".join(f"{_number(term.value)} ({term.time_end.year})" for term in comparison.terms)
    first, subject = comparison.terms[0], comparison.subject
    return {
        "sum": f"{terms} = {_number(comparison.expected)}",
        "expected": _number(comparison.expected),
        "found": _number(comparison.found.value),
        "before": _span(first.time_start, first.time_end, text),
        "period": _span(subject.time_start, subject.time_end, text),
    }


def _span(start: date | None, end: date, text: Mapping[str, str]) -> str:
    """Whole years by their number, else days; '2018', '2017 to 2021', 'up to 2020'."""
    whole = (end.month, end.day) == (12, 31) and (start is None or (start.month, start.day) == (1, 1))
    first, last = (start and str(start.year), str(end.year)) if whole else (start and str(start), str(end))
    if first is None:
        return text["upto"].format(end=last)
    return last if first == last else text["fromto"].format(start=first, end=last)


def _period(comparison: Comparison) -> tuple[date, date]:
    starts = [each.time_start or each.time_end for each in comparison.entering]
    return min(starts), max(each.time_end for each in comparison.entering)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(pattern(words))


def pattern(words: Sequence[str]) -> str:
    """A regular expression for any of the words, whole; understood by Python and by DuckDB alike."""
    return r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b"
