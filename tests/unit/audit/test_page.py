"""The page of evidence: strict HTML, nothing from elsewhere, hostile text as text; and the same evidence as JSON, by stable keys."""

import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline.audit.trace import Trace
from pipeline.audit.trace.blocks import shown
from pipeline.audit.trace.document import FORMAT, document
from pipeline.audit.trace.nodes import Statement
from pipeline.audit.trace.page import page
from pipeline.publish import wording
from tests.unit.audit.nights import EDITED, PROGRESS, Nights
from tests.unit.publish.html import findings, parse, said


def _traces(nights: Nights) -> list[Trace]:
    refused = nights.rows("refusals")[0]
    names = [
        nights.statement(PROGRESS)["statement_id"],
        nights.statement(EDITED)["statement_id"],
        nights.rows("observations", agreement="conflict")[0]["observation_id"],
        *(row["release_id"] for row in nights.rows("press_releases")),
        *(row["capture_id"] for row in nights.rows("captures")),
        f"refusals:{refused['release_id']}/{refused['mention_start']}/{refused['mention_end']}",
        "corrections:2026-01-05-override",
        "indicators:local_governments_assisted",
        "units:BBtu/d",
    ]
    return [nights.trace(name) for name in names]


def test_every_page_is_strict_html_that_loads_nothing(nights: Nights) -> None:
    for found in _traces(nights):
        text = page(found)
        tree = parse(text)
        assert findings(tree) == [], found.asked
        assert "<script" not in text
        assert "<i>" not in text
        assert "\u202e" not in text
        policy = next(meta for meta in tree.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy")
        assert "default-src 'none'" in (policy.get("content") or "")
        assert "@import" not in text
        assert "url(" not in text


def test_a_page_marks_the_number_in_its_sentence_and_paragraph(nights: Nights) -> None:
    tree = parse(page(nights.trace(nights.statement(PROGRESS)["statement_id"])))
    assert said(tree, ".//mark") == "50 kota"
    assert said(tree, ".//span[@class='sentence']") == PROGRESS
    text = " ".join("".join(tree.itertext()).split())
    for words in (
        wording.NOT_OFFICIAL.en,
        wording.NOT_OFFICIAL.id,
        "terlaksana",
        "Daerah yang didampingi",
        "read by rule count/",
        "<script>alert()</script>",
        "exact_before_rounded",
        "warcio extract --payload archive/kominfo/",
        "sha256sum -c SHA256SUMS",
    ):
        assert words in text, words
    links = [a.get("href") or "" for a in tree.iter("a")]
    assert any("#:~:text=Selama" in link for link in links)


def test_a_page_says_what_differs(nights: Nights, tmp_path: Any) -> None:
    found = nights.trace(nights.statement(PROGRESS)["statement_id"], archive=tmp_path)
    tree = parse(page(found))
    assert "not everything could be checked" in said(tree, ".//p[@role='status']")
    assert "There is no archive" in page(found)
    broken = replace(found, node=replace(found.node, steps=(replace(found.steps[0], holds=False),)))  # type: ignore[type-var]
    assert "something differs" in said(parse(page(broken)), ".//p[@role='status']")


def test_a_synthetic_snapshot_says_so_on_its_page(nights: Nights) -> None:
    found = nights.trace(nights.statement(PROGRESS)["statement_id"])
    assert wording.SYNTHETIC.id not in page(found)
    assert wording.SYNTHETIC.id in page(replace(found, synthetic=True))


def test_the_same_evidence_gives_the_same_bytes(nights: Nights) -> None:
    name = nights.statement(PROGRESS)["statement_id"]
    assert page(nights.trace(name)) == page(nights.trace(name))
    assert document(nights.trace(name)) == document(nights.trace(name))


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b", "a\u202eb", "a\ufffeb", "a\U0001ffffb", "a\x85b"])
def test_what_a_page_cannot_hold_is_shown_as_such(nights: Nights, text: str) -> None:
    assert shown(text) == "a\ufffdb"
    found = nights.trace(nights.statement(PROGRESS)["statement_id"])
    assert isinstance(found.node, Statement)
    said = {**found.node.row, "qualifier": text, "quote": text}
    node = replace(found.node, row=said, standing=text, place=replace(found.node.place, before=text))
    hostile = replace(
        found, node=replace(node, capture=replace(node.capture, row={**node.capture.row, "url": f"javascript:{text}"}))
    )
    assert findings(parse(page(hostile))) == []
    assert json.loads(document(hostile))["asked"] == found.asked


KEYS = {
    "": ["format", "asked", "verified", "snapshot", "notes", "node"],
    "snapshot": ["version", "as_of", "schema_version", "synthetic", "made_by_installed_code"],
    "node": [
        "kind", "row", "standing", "attributes", "place", "repeats", "correction", "capture", "release", "steps", "observation",
        "series_checks", "history",
    ],
    "node.attributes.0": ["name", "value", "meaning_en", "meaning_id", "because"],
    "node.place": ["text", "start", "quote", "number", "archived", "before", "after"],
    "node.capture": ["kind", "row", "published", "role", "about", "visits", "steps", "releases", "numbers", "figures", "quarantine", "history"],
    "node.capture.visits.0": [
        "capture_id", "fetched_at", "what", "http_status", "payload_sha256", "revisit_of", "warc_file", "warc_offset",
    ],
    "node.release": ["kind", "row", "versions", "capture", "steps", "numbers", "corrections", "figures", "history"],
    "node.release.versions.0": ["capture_id", "url", "fetched_at", "text_sha256", "is_read", "same", "says", "unreadable"],
    "node.steps.0": ["what", "outcome", "detail"],
    "node.observation": [
        "kind", "row", "attributes", "candidates", "rule_en", "rule_id", "series_checks", "steps", "statement", "history",
    ],
    "node.observation.candidates.0": ["row", "title", "published_on", "agrees", "chosen", "why"],
    "node.history": ["first", "last", "editions", "notes"],
    "node.history.editions.0": ["version", "change", "cause", "cells"],
}  # fmt: skip
"""Of a statement's trace. A key that goes, or changes its meaning, is another format."""


def _at(value: Any, path: str) -> Any:
    for part in filter(None, path.split(".")):
        value = value[int(part)] if part.isdigit() else value[part]
    return value


def test_the_keys_of_the_json_are_pinned(nights: Nights) -> None:
    told = json.loads(document(nights.trace(nights.statement(PROGRESS)["statement_id"])))
    assert {path: list(_at(told, path)) for path in KEYS} == KEYS
    assert told["format"] == FORMAT == "kotacerdas-trace/1"
    assert (told["verified"], told["node"]["kind"], told["node"]["row"]["value"]) == (True, "statement", "50")
    assert told["node"]["row"]["time_start"] == "2022-01-01"
    assert told["node"]["steps"][0]["outcome"] == "holds"


def test_the_json_of_the_other_nodes_is_pinned(nights: Nights) -> None:
    release = json.loads(document(nights.trace(nights.rows("press_releases")[0]["release_id"])))["node"]
    assert list(release["numbers"][0]) == ["span", "text", "what", "statement_id", "value", "reason", "detail"]
    refused = nights.rows("refusals")[0]
    name = f"refusals:{refused['release_id']}/{refused['mention_start']}/{refused['mention_end']}"
    refusal = json.loads(document(nights.trace(name)))["node"]
    assert list(refusal) == [
        "kind",
        "row",
        "attributes",
        "place",
        "correction",
        "capture",
        "release",
        "steps",
        "history",
    ]
    entry = json.loads(document(nights.trace("indicators:local_governments_assisted")))["node"]
    assert list(entry) == ["kind", "table", "row", "attributes", "steps", "about", "uses", "history"]
