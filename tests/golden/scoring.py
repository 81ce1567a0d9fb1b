"""Our own annotated releases (synthetic, releases.jsonl) read and held against their annotation."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.extract import extract, load_codebook
from pipeline.model import Extraction, Figure, Refusal, Span

HERE = Path(__file__).parent
RELEASES = HERE / "releases.jsonl"
FLOORS = HERE / "floors.json"
PARTS = ("unit", "qualifier", "time", "status", "ref_area", "indicator")


@dataclass(frozen=True)
class Case:
    """One release, what was found in it, and which figures belong to which annotation."""

    release: dict[str, Any]
    paired: tuple[tuple[dict[str, Any], Figure], ...]
    extra: tuple[str, ...]
    missed: tuple[str, ...]
    refused_otherwise: tuple[str, ...]


@cache
def cases() -> tuple[Case, ...]:
    return tuple(_case(json.loads(line)) for line in RELEASES.read_text(encoding="utf-8").splitlines())


def _case(release: dict[str, Any]) -> Case:
    text, start = f"{release['title']}\n\n{release['text']}", len(release["title"]) + 2
    day = date.fromisoformat(release["date"])
    found = extract(text, body_start=start, published_on=day, codebook=load_codebook())
    left = [figure for figure in found.figures if figure.value_span.start >= start]
    paired, missed = [], []
    for expected in release["figures"]:
        figure = next((figure for figure in left if _is_said_by(expected, figure, start)), None)
        if figure is None:
            missed.append(expected["surface"])
        else:
            paired.append((expected, figure))
            left.remove(figure)
    otherwise = [entry["surface"] for entry in release["refusals"] if not _is_refused(entry, found, start)]
    extra = tuple(figure.value_span.of(text) for figure in left)
    return Case(release, tuple(paired), extra, tuple(missed), tuple(otherwise))


def _span(entry: dict[str, Any], body_start: int) -> Span:
    return Span(entry["start"] + body_start, entry["end"] + body_start)


def _is_said_by(expected: dict[str, Any], figure: Figure, body_start: int) -> bool:
    high = Decimal(expected["value_max"]) if expected["value_max"] else None
    same = (figure.value, figure.value_max) == (Decimal(expected["value"]), high)
    return same and figure.value_span.overlaps(_span(expected, body_start))


def _is_refused(entry: dict[str, Any], found: Extraction, body_start: int) -> bool:
    def fits(refusal: Refusal) -> bool:
        return refusal.span.overlaps(_span(entry, body_start)) and refusal.reason == entry["reason"]

    return any(fits(refusal) for refusal in found.refusals)


def wrong_parts(expected: dict[str, Any], figure: Figure) -> Iterator[tuple[str, object]]:
    """The attributes in which a figure differs from its annotation, with what was read."""
    days = [day.isoformat() if day else None for day in (figure.time_start, figure.time_end)]
    read: dict[str, object] = {
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "time": days,
        "status": figure.status,
        "ref_area": figure.ref_area,
        "indicator": figure.indicator_id,
    }
    annotated = {**expected, "time": [expected["time_start"], expected["time_end"]]}
    return ((part, read[part]) for part in PARTS if read[part] != annotated[part])


def scores() -> dict[str, float]:
    """Share of annotated figures found, of found ones annotated, of refusals with their reason, of pairs with each attribute right."""
    pairs = [pair for case in cases() for pair in case.paired]
    missed = sum(len(case.missed) for case in cases())
    extra = sum(len(case.extra) for case in cases())
    refusals = sum(len(case.release["refusals"]) for case in cases())
    otherwise = sum(len(case.refused_otherwise) for case in cases())
    wrong = Counter(part for pair in pairs for part, _ in wrong_parts(*pair))
    return {
        "recall": len(pairs) / (len(pairs) + missed),
        "precision": len(pairs) / (len(pairs) + extra),
        "refusals": 1 - otherwise / refusals,
        **{part: 1 - wrong[part] / len(pairs) for part in PARTS},
    }


def misses() -> list[str]:
    """Everything that is not read as annotated, one line each, with what was read instead."""
    lines = []
    for case in cases():
        doc = case.release["doc"]
        lines += [f"{doc} '{surface}' is not found" for surface in case.missed]
        lines += [f"{doc} '{surface}' is no figure of the annotation" for surface in case.extra]
        lines += [f"{doc} '{surface}' is not refused for its reason" for surface in case.refused_otherwise]
        for expected, figure in case.paired:
            lines += [f"{doc} '{expected['surface']}' {part} {read}" for part, read in wrong_parts(expected, figure)]
    return sorted(lines)
