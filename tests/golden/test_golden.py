"""Our own annotated releases (synthetic, releases.jsonl) and the floors that extraction may not sink below.

A floor is raised by hand in floors.json when the extraction gets better; lowering one, or changing the releases, shows in the
diff of that file, for it holds the hash of the releases too.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import extract, load_codebook
from pipeline.identity import sha256_hex
from pipeline.model import Extraction, Figure, Span

HERE = Path(__file__).parent
RELEASES = [json.loads(line) for line in (HERE / "releases.jsonl").read_text(encoding="utf-8").splitlines()]
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
PARTS = ("unit", "qualifier", "time", "status", "ref_area", "indicator")


@dataclass(frozen=True)
class Case:
    release: dict[str, Any]
    body_start: int
    found: Extraction

    def span(self, entry: dict[str, Any]) -> Span:
        return Span(entry["start"] + self.body_start, entry["end"] + self.body_start)


def read(release: dict[str, Any]) -> Case:
    text, start = f"{release['title']}\n\n{release['text']}", len(release["title"]) + 2
    published_on = date.fromisoformat(release["date"])
    return Case(release, start, extract(text, body_start=start, published_on=published_on, codebook=load_codebook()))


CASES = [read(release) for release in RELEASES]


def parts_of(expected: dict[str, Any], figure: Figure) -> dict[str, bool]:
    days = [day.isoformat() if day else None for day in (figure.time_start, figure.time_end)]
    return {
        "unit": figure.unit == expected["unit"],
        "qualifier": figure.qualifier == expected["qualifier"],
        "time": days == [expected["time_start"], expected["time_end"]],
        "status": figure.status == expected["status"],
        "ref_area": figure.ref_area == expected["ref_area"],
        "indicator": figure.indicator_id == expected["indicator"],
    }


def pairs(case: Case) -> tuple[list[tuple[dict[str, Any], Figure]], list[Figure]]:
    """Annotated figures with the one found at their place and value, and what was found besides."""
    left = [figure for figure in case.found.figures if figure.value_span.start >= case.body_start]
    paired = []
    for expected in case.release["figures"]:
        high = Decimal(expected["value_max"]) if expected["value_max"] else None
        for figure in left:
            same = (figure.value, figure.value_max) == (Decimal(expected["value"]), high)
            if same and figure.value_span.overlaps(case.span(expected)):
                paired.append((expected, figure))
                left.remove(figure)
                break
    return paired, left


def scores() -> dict[str, float]:
    """Share of annotated figures found, of found ones annotated, and of pairs with each attribute right."""
    paired = [pair for case in CASES for pair in pairs(case)[0]]
    extra = sum(len(pairs(case)[1]) for case in CASES)
    right: Counter[str] = Counter()
    for expected, figure in paired:
        right.update(part for part, holds in parts_of(expected, figure).items() if holds)
    annotated = sum(len(release["figures"]) for release in RELEASES)
    refused = sum(len(release["refusals"]) for release in RELEASES)
    kept = sum(is_refused(case, entry) for case in CASES for entry in case.release["refusals"])
    return {
        "recall": len(paired) / annotated,
        "precision": len(paired) / (len(paired) + extra),
        "refusals": kept / refused,
        **{part: right[part] / len(paired) for part in PARTS},
    }


def is_refused(case: Case, entry: dict[str, Any]) -> bool:
    return any(
        refusal.span.overlaps(case.span(entry)) and refusal.reason == entry["reason"] for refusal in case.found.refusals
    )


def test_the_releases_are_ours_and_their_spans_right() -> None:
    for release in RELEASES:
        assert release["origin"] == "synthetic"
        for entry in (*release["figures"], *release["refusals"]):
            assert release["text"][entry["start"] : entry["end"]] == entry["surface"]


def test_floors_belong_to_these_releases() -> None:
    assert FLOORS["releases_sha256"] == sha256_hex((HERE / "releases.jsonl").read_bytes())


@pytest.mark.parametrize("measure", sorted(FLOORS["floors"]))
def test_no_measure_sinks(measure: str) -> None:
    assert scores()[measure] >= FLOORS["floors"][measure]


@pytest.mark.parametrize("case", CASES, ids=[case.release["doc"] for case in CASES])
def test_each_annotated_number_is_found_where_it_stands(case: Case) -> None:
    paired, extra = pairs(case)
    assert len(paired) == len(case.release["figures"])
    assert extra == []
