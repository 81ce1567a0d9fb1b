"""The figures of quality as people read them, in English or Indonesian: for the README and the pages."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.publish.page import speech
from pipeline.publish.page.words import LANGUAGES, PageWords, page_words
from pipeline.publish.quality.figures import FIGURES, Figure, Figures
from pipeline.publish.quality.scores import MEANINGS, SCORES

_AGENCY_COLUMNS = {
    "releases": "releases",
    "changed": "releases_changed",
    "gone": "releases_gone",
    "statements": "statements",
    "quarantined": "quarantined",
    "first_visit": "first_visit",
    "last_visit": "last_successful_visit",
}
"""Heading on the page -> key of the figure `agencies`."""


class QualityRow(NamedTuple):
    """One figure in words."""

    key: str
    label: str
    value: str


class Bar(NamedTuple):
    """A part of the numbers seen: its label, or the code of the reason why they are no figures. `width`: percent of the longest."""

    label: str
    code: str
    number: str
    width: str


def quality_rows(figures: Figures, language: str) -> list[QualityRow]:
    """All figures but lists of objects, in their order. Codes that count nothing are left out."""
    words, place = page_words(language), LANGUAGES.index(language)
    return [
        QualityRow(figure.key, figure.label[place], _said(figure, figures[figure.key], words, place))
        for figure in FIGURES
        if figure.kind != "rows"
    ]


def number_bars(figures: Figures, language: str) -> list[Bar]:
    """What became of the numbers: stated, repeated, and the reasons of refusal, the most frequent first."""
    words = page_words(language)
    refused: Mapping[str, int] = figures["numbers.refused_by_reason"]
    parts = [
        (words["numbers_stated"], "", figures["numbers.stated"]),
        (words["numbers_repeated"], "", figures["numbers.repeated"]),
        *(("", code, n) for code, n in sorted(refused.items(), key=lambda r: (-r[1], r[0]))),
    ]
    longest = max(count for _, _, count in parts) or 1
    return [
        Bar(label, code, speech.number(count, words), f"{100 * count / longest:.1f}") for label, code, count in parts
    ]


def quality_section(figures: Figures, language: str) -> dict[str, Any]:
    """What the page shows of quality, in the names of its template."""
    words, place = page_words(language), LANGUAGES.index(language)
    return {
        "seen": speech.number(figures["numbers.seen"], words),
        "bars": number_bars(figures, language),
        "rows": quality_rows(figures, language),
        "agency_headings": [words[f"col_{name}"] for name in _AGENCY_COLUMNS],
        "agencies": [
            {"name": row["agency_id"], "cells": [_cell(row[name], words) for name in _AGENCY_COLUMNS.values()]}
            for row in figures["agencies"]
        ],
        "scores": [
            {"label": MEANINGS[name][place], "value": share(score, words)} for name, score in SCORES.scores.items()
        ],
    }


def share(value: float, words: PageWords) -> str:
    """0.5795 -> '57.95%' or '57,95%'."""
    return speech.number(Decimal(str(value)) * 100, words) + "%"


def _cell(value: int | str | None, words: PageWords) -> str:
    if isinstance(value, int):
        return speech.number(value, words)
    if value is None:
        return words["none_of_them"]
    moment = datetime.fromisoformat(value)
    return f"{speech.day(moment.date(), words)}, {moment:%H:%M} UTC"


def _said(figure: Figure, value: Any, words: PageWords, place: int) -> str:
    match figure.kind:
        case "count":
            return speech.number(value, words)
        case "share":
            return words["none_of_them"] if value is None else share(value, words)
    found = [f"{_name(figure, code, place)}: {speech.number(count, words)}" for code, count in value.items() if count]
    return "; ".join(found) or words["none_of_them"]


def _name(figure: Figure, code: str, place: int) -> str:
    """What the code means, where that is not too long to stand in a list."""
    return figure.codes[code][place] if code in figure.codes else code
