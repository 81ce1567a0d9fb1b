"""Nothing lost between a text and its rows: every number of the text is stated (there or as a repeat) or refused, never both.

Counted here by a scan of its own, which knows nothing of how the extractor finds numbers.
"""

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.model import CheckResult, Span

NAME = "every_number_accounted_for"
_DIGITS = re.compile(r"[0-9]+")
_MOST_FINDINGS = 20


def every_number_accounted_for(
    texts: Iterable[Mapping[str, Any]], statements: Iterable[Mapping[str, Any]], refusals: Iterable[Mapping[str, Any]]
) -> CheckResult:
    """Statements and refusals are matched to their text by the capture that they were read from."""
    stated: defaultdict[str, set[Span]] = defaultdict(set)
    for row in statements:
        # A distributive ("masing-masing tiga") is one numeral that states a figure for each receiver: one span, several rows.
        stated[row["capture_id"]] |= {
            Span(row["value_start"], row["value_end"]),
            *(Span(*s) for s in json.loads(row["repeats"])),
        }
    refused: defaultdict[str, list[Span]] = defaultdict(list)
    for row in refusals:
        refused[row["capture_id"]].append(Span(row["mention_start"], row["mention_end"]))
    findings: list[str] = []
    count = 0
    for row in texts:
        spans = sorted([*stated[row["capture_id"]], *refused[row["capture_id"]]])
        numbers = [Span(*match.span()) for match in _DIGITS.finditer(row["text"])]
        count += len(numbers)
        where = f"of {row['url']} (capture {row['capture_id']})"
        findings += [
            f"'{row['text'][n.start : n.end]}' at {n.start} {where} is neither stated nor refused."
            for n in _outside(numbers, spans)
        ]
        findings += [
            f"'{row['text'][b.start : b.end]}' at {b.start} {where} is accounted for twice."
            for a, b in itertools.pairwise(spans)
            if a.overlaps(b)
        ]
    return CheckResult(
        NAME,
        passed=not findings,
        blocking=True,
        summary=f"{count} numbers in digits, {len(findings)} unaccounted or counted twice.",
        findings=tuple(findings[:_MOST_FINDINGS]),
    )


def _outside(numbers: list[Span], spans: list[Span]) -> list[Span]:
    """Numbers that no span touches; both lists are sorted, so one pass is enough."""
    lost, index = [], 0
    for number in numbers:
        while index < len(spans) and spans[index].end <= number.start:
            index += 1
        if index == len(spans) or not spans[index].overlaps(number):
            lost.append(number)
    return lost
