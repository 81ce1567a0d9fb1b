"""Every run leaves its events, whatever becomes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.clock import FixedClock
from pipeline.flow import Listener, RunReport
from pipeline.lineage.run_events import SUFFIX
from pipeline.model import CheckResult
from pipeline.publish import load_publisher
from pipeline.schema import PUBLISHED
from pipeline.schema.lineage import checked
from pipeline.workspace import Workspace
from tests.end_to_end.conftest import FIRST_NIGHT
from tests.openlineage_schema import facets, findings, needs_schema


def path_of(workspace: Workspace, run_id: str) -> Path:
    return workspace.runs / f"{run_id}{SUFFIX}"


def events_of(workspace: Workspace, run_id: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in path_of(workspace, run_id).read_text("utf-8").splitlines()]


def publish_again(workspace: Workspace) -> RunReport:
    return flow.publish_archive(workspace, load_registry(), FixedClock(FIRST_NIGHT), Listener(), load_publisher())


def test_the_first_night_is_told_step_by_step(workspace: Workspace, first: RunReport) -> None:
    events = events_of(workspace, first.run_id)
    steps = ["capture", "decode", "extract", "gate", "load", "publish"]
    told = [(event["job"]["name"], event["eventType"]) for event in events]
    pairs = [(step, state) for step in steps for state in ("START", "COMPLETE")]
    assert told == [("nightly", "START"), *pairs, ("nightly", "COMPLETE")]
    published = {dataset["name"]: dataset for dataset in events[-2]["outputs"]}
    assert set(published) == {f"snapshot/{table.name}" for table in PUBLISHED}
    assert first.publication is not None
    for table in PUBLISHED:
        dataset = published[f"snapshot/{table.name}"]
        assert dataset["facets"]["version"]["datasetVersion"] == first.publication.version
        assert dataset["outputFacets"]["outputStatistics"]["rowCount"] == first.publication.row_counts[table.name]
        assert set(dataset["facets"]["columnLineage"]["fields"]) == {column.name for column in table.columns}


def test_every_check_is_an_assertion_of_what_it_is_about(workspace: Workspace, first: RunReport) -> None:
    said = {
        each["assertion"]: each["success"]
        for event in events_of(workspace, first.run_id)
        for name, facet in facets(event)
        if name == "dataQualityAssertions"
        for each in facet["assertions"]
    }
    assert said == {check.name: check.passed for check in first.checks}
    assert said.keys() <= checked().keys(), "lineage.toml says what each check is about"


@needs_schema
def test_the_first_nights_events_are_valid(workspace: Workspace, first: RunReport) -> None:
    assert findings(path_of(workspace, first.run_id).read_text("utf-8")) == []


@pytest.mark.usefixtures("published")
def test_a_run_that_publishes_nothing_new_wrote_no_snapshot(workspace: Workspace) -> None:
    report = publish_again(workspace)
    events = events_of(workspace, report.run_id)
    assert (events[-1]["eventType"], events[-2]["job"]["name"], events[-2]["outputs"]) == ("COMPLETE", "publish", [])
    read = {dataset["name"]: dataset["facets"] for dataset in events[-2]["inputs"]}
    assert read["previous_snapshot"]["version"]["datasetVersion"] == "2026-11-23.1"
    assert "capture" not in [event["job"]["name"] for event in events]


@pytest.mark.usefixtures("published")
def test_a_failed_gate_fails_the_run_with_its_message(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = CheckResult("every_quote_stands_where_it_says", False, True, "0 of 1", ("s-1 is not there.",))
    monkeypatch.setattr(flow, "check_texts", lambda *_: [failed])
    report = publish_again(workspace)
    *_, gate, run = events_of(workspace, report.run_id)
    assert [(gate["job"]["name"], gate["eventType"]), run["eventType"]] == [("gate", "FAIL"), "FAIL"]
    assertions = [
        each for name, facet in facets(gate) if name == "dataQualityAssertions" for each in facet["assertions"]
    ]
    assert [(each["success"], each["actual"]) for each in assertions] == [(False, "s-1 is not there.")]
    (message,) = [facet["message"] for name, facet in facets(run) if name == "errorMessage"]
    assert message == str(report.error)


@pytest.mark.usefixtures("published")
def test_the_next_run_ends_what_a_killed_one_left_open(workspace: Workspace, first: RunReport) -> None:
    killed = path_of(workspace, "20261122T120000Z")
    lines = path_of(workspace, first.run_id).read_bytes().splitlines(keepends=True)
    killed.write_bytes(b"".join(lines[:2]) + lines[2][:40])
    publish_again(workspace)
    states = [event["eventType"] for event in events_of(workspace, "20261122T120000Z")]
    assert states == ["START", "START", "ABORT", "ABORT"]
    assert path_of(workspace, first.run_id).read_bytes() == b"".join(lines)
