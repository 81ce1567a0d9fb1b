"""A text's extraction as rows of the statements and refusals tables: ids, quotes and fragment addresses are added here."""

import json
from collections import Counter
from typing import Any
from urllib.parse import quote, urldefrag

from pipeline.identity import statement_id
from pipeline.model import Extraction, Figure, Refusal, ReleaseText

REVIEW_BELOW = 0.75
"""Confidence under which a statement is marked as of low reliability (obs_status U) and waits for a person: where more than
one of four such figures was wrong in something. docs/extraction.md has the shares."""


def statement_rows(release: ReleaseText, extraction: Extraction) -> list[dict[str, Any]]:
    """One row a figure, in reading order. History columns say what this one text knows; load/ widens them."""
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for figure in sorted(extraction.figures, key=lambda f: f.value_span):
        family, value_text = figure.rule_id.split("/")[0], figure.value_span.of(release.text)
        ordinal = seen[family, value_text]
        seen[family, value_text] += 1
        rows.append(_row(release, figure, statement_id(release.release_id, family, value_text, ordinal)))
    return rows


def refusal_rows(release: ReleaseText, extraction: Extraction) -> list[dict[str, Any]]:
    return [_refusal(release, refusal) for refusal in sorted(extraction.refusals, key=lambda r: r.span)]


def _refusal(release: ReleaseText, refusal: Refusal) -> dict[str, Any]:
    return {
        "release_id": release.release_id,
        "mention_text": refusal.span.of(release.text),
        "mention_start": refusal.span.start,
        "mention_end": refusal.span.end,
        "reason": refusal.reason,
        "capture_id": release.capture_id,
        "first_seen": release.fetched_at,
        "last_seen": release.fetched_at,
    }


def _row(release: ReleaseText, figure: Figure, identifier: str) -> dict[str, Any]:
    sentence = figure.quote_span.of(release.text)
    return {
        "statement_id": identifier,
        "release_id": release.release_id,
        "indicator_id": figure.indicator_id,
        "program_id": figure.program_id,
        "ref_area": figure.ref_area,
        "area_kind": figure.area_kind,
        "time_start": figure.time_start,
        "time_end": figure.time_end,
        "time_text": figure.time_text or None,
        "time_kind": figure.time_kind,
        "status": figure.status,
        "value": figure.value,
        "value_max": figure.value_max,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "counted": figure.counted or None,
        "scope_total": figure.scope_total,
        "speaker": figure.speaker or None,
        "value_text": figure.value_span.of(release.text),
        "value_start": figure.value_span.start,
        "value_end": figure.value_span.end,
        "quote": sentence,
        "quote_start": figure.quote_span.start,
        "quote_end": figure.quote_span.end,
        "repeats": json.dumps([list(span) for span in sorted(figure.repeats)], separators=(",", ":")),
        "rule_id": figure.rule_id,
        "rule_version": figure.rule_version,
        "confidence": figure.confidence,
        "obs_status": _obs_status(figure),
        "first_seen": release.fetched_at,
        "last_seen": release.fetched_at,
        "superseded_by": None,
        "text_fragment_url": text_fragment_url(release.url, sentence),
        "time_basis": figure.time_basis,
        "capture_id": release.capture_id,
        "ref_area_name": figure.ref_area_name,
        "observation_id": None,
    }


def _obs_status(figure: Figure) -> str:
    if figure.confidence < REVIEW_BELOW:
        return "U"
    return "F" if figure.status in ("planned", "target") else "A"


def text_fragment_url(url: str, sentence: str) -> str | None:
    """The address with a WICG text fragment: the whole sentence when short, else its first and last five words."""
    if not url.startswith(("http://", "https://")):
        return None
    words = sentence.split()
    parts = [" ".join(words)] if len(words) <= 12 else [" ".join(words[:5]), " ".join(words[-5:])]
    # A hyphen is syntax inside a text directive, so it is encoded although it is safe in an address.
    return urldefrag(url).url + "#:~:text=" + ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
