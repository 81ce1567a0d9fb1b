"""Read by another extractor: both readings side by side."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.audit.replay.sides import summary
from pipeline.cli.replaying import as_document, exit_code
from pipeline.extract import extract
from pipeline.model import Extraction, Refusal
from pipeline.publish.edition import MadeFrom
from pipeline.steps import extracting
from pipeline.workspace import Workspace
from tests.unit.audit.replay.nights import FIRST, QUIET, replayer, shown


@pytest.fixture
def other_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads towers as planned, refuses the count of cities, and takes a year for a figure."""

    def read(text: str, **options: Any) -> Extraction:
        found = extract(text, **options)
        towers = next(figure for figure in found.figures if figure.value == 120)
        cities = next(figure for figure in found.figures if figure.value in (50, 51))
        date = next(refusal for refusal in found.refusals if refusal.span.overlaps(towers.quote_span))
        stated = replace(towers, value_span=date.span, value=Decimal(6), repeats=(), rule_id="other/rule")
        planned = replace(towers, status="planned", rule_version=towers.rule_version + 1)
        figures = [figure for figure in found.figures if figure not in (towers, cities)]
        refusals = [refusal for refusal in found.refusals if refusal != date]
        return Extraction((*figures, planned, stated), (*refusals, Refusal(cities.value_span, "vague", "")))

    installed = MadeFrom.installed()
    other = replace(installed, extractor=installed.extractor[:32] + "f" * 16 + installed.extractor[48:])
    monkeypatch.setattr(MadeFrom, "installed", staticmethod(lambda: other))
    monkeypatch.setattr(extracting, "extract", read)


@pytest.mark.usefixtures("other_extractor")
def test_what_another_extractor_reads_stands_beside_what_was_published(workspace: Workspace) -> None:
    result = replayer(workspace).replay(FIRST)
    assert result.verdict == "explained"
    other = {code.name: code.parts for code in result.code if not code.same}
    assert other == {"extractor": ("extract",)}
    assert {row.cause for row in result.rows} <= {"extractor", "follows"}
    assert {finding.cause for finding in result.findings} == {"extractor"}
    counts = summary(result.numbers)
    assert counts["kind"] == {"reading": 2, "refused": 2, "stated": 2}
    assert set(counts["column"]) == {"status", "rule_version", "obs_status"}
    side = next(side for side in result.numbers if side.kind == "reading")
    assert side.published is not None
    assert side.today is not None
    assert (side.published["status"], side.today["status"], side.number) == ("realised", "planned", "120 BTS")
    assert [part[-3:-1] for part in side.rules.split(" -> ")] == [" v", " v"]
    refused = next(side for side in result.numbers if side.kind == "refused")
    assert refused.rules.endswith("-> refused: vague")
    assert exit_code([result], allow_other_code=False) == 1
    assert exit_code([result], allow_other_code=True) == 0
    text = shown(result)
    assert "6 numbers are read differently" in text
    assert "other: extract" in text
    assert json.loads(json.dumps(as_document(result), default=str))["summary"]["kind"]["stated"] == 2


@pytest.mark.usefixtures("other_extractor")
def test_a_run_without_news_is_news_to_another_extractor(workspace: Workspace) -> None:
    result = replayer(workspace).replay(QUIET)
    assert result.verdict == "explained"
    assert "something else than" in " ".join(result.notes)


def test_other_code_that_reads_the_same_gives_the_same_bytes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MadeFrom, "installed", staticmethod(lambda: MadeFrom("a" * 64, "b" * 64)))
    assert replayer(workspace).replay(FIRST).verdict == "identical"
