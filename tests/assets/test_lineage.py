"""Lineage in the web UI: columns, code references, and the events that the nightly job leaves."""

import json
from pathlib import Path
from typing import Any

import pytest
from dagster import AssetKey, DagsterInstance

from assets.definitions import defs
from assets.lineage import ARCHIVE, column_lineage, of_snapshot
from pipeline.lineage.graph import Dataset
from pipeline.lineage.run_events import SUFFIX
from pipeline.schema import CAPTURES, OBSERVATIONS, PUBLISHED, REFUSALS, STATEMENTS, TEXTS
from tests.openlineage_schema import facets, findings, needs_schema

TABLES = {"captures": CAPTURES, "press_releases": TEXTS, "statements": STATEMENTS, "refusals": REFUSALS, "observations": OBSERVATIONS}  # fmt: skip


def metadata(name: str) -> Any:
    return defs.resolve_asset_graph().get(AssetKey(name)).metadata


def dependencies(name: str, column: str) -> set[str]:
    lineage = metadata(name)["dagster/column_lineage"]
    return {f"{each.asset_key.to_user_string()}.{each.column_name}" for each in lineage.deps_by_column[column]}


def test_a_number_is_followed_from_the_snapshot_to_the_captures() -> None:
    assert dependencies("snapshot", "observations.value") == {"observations.value"}
    assert dependencies("observations", "value") == {"statements.value"}
    assert dependencies("statements", "value") == {"press_releases.text"}
    assert "captures.payload_sha256" in dependencies("press_releases", "text")


def test_what_is_no_asset_is_followed_back_to_one() -> None:
    # The table press_releases is made in the warehouse, of the texts, which are the asset of that name.
    assert dependencies("snapshot", "press_releases.title") == {"press_releases.title"}
    assert dependencies("snapshot", "captures.url") == {"captures.url"}
    assert dependencies("snapshot", "units.unit_id") == set(), "the codebook is no asset"


def test_every_column_named_is_one_of_an_asset_before_it() -> None:
    for name in ("press_releases", "statements", "refusals", "observations", "snapshot"):
        own = {column.name for column in metadata(name)["dagster/column_schema"].columns}
        for column, found in metadata(name)["dagster/column_lineage"].deps_by_column.items():
            assert column in own
            for each in found:
                table = TABLES[each.asset_key.to_user_string()]
                assert each.column_name in [known.name for known in table.columns]


def test_the_snapshot_shows_every_published_column() -> None:
    shown = of_snapshot()["dagster/column_schema"].columns
    assert [column.name for column in shown] == [f"{t.name}.{c.name}" for t in PUBLISHED for c in t.columns]
    assert column_lineage(CAPTURES, ARCHIVE)["dagster/column_lineage"].deps_by_column == {}
    texts = column_lineage(TEXTS, Dataset("partitions", "texts"))["dagster/column_lineage"].deps_by_column
    assert texts["language"] == [], "a constant is made of nothing"


def test_code_references_lead_to_the_asset_and_to_the_step_that_it_wires() -> None:
    for name, step in (("captures", "capture_step"), ("statements", "extract_step"), ("snapshot", "publish_step")):
        wired, own = metadata(name)["dagster/code_references"].code_references
        assert wired.label == step
        lines = Path(wired.file_path).read_text("utf-8").splitlines()
        assert lines[wired.line_number - 1].startswith(f"def {step}(")
        assert Path(own.file_path).parent.name == "assets"


def test_the_nightly_job_leaves_the_same_events(tmp_path: Path) -> None:
    with DagsterInstance.ephemeral() as instance:
        result = defs.resolve_job_def("nightly").execute_in_process(
            instance=instance,
            run_config={"resources": {"pipeline": {"config": {"output": str(tmp_path / "output")}}}},
            tags={".dagster/scheduled_execution_time": "2026-11-23T18:30:00+00:00"},
        )
    assert result.success
    (path,) = (tmp_path / "output/runs").glob(f"*{SUFFIX}")
    assert path.name == f"{result.run_id}{SUFFIX}"
    events = [json.loads(text) for text in path.read_text("utf-8").splitlines()]
    ended = [event["job"]["name"] for event in events if event["eventType"] == "COMPLETE"]
    assert [name for name in ended if name != "gate"] == ["capture", "decode", "extract", "load", "publish"]
    assert ended.count("gate") == len(result.get_asset_check_evaluations())
    for event in events:
        assert event["run"]["facets"]["parent"]["run"]["runId"] == result.run_id
        assert event["run"]["facets"]["nominalTime"]["nominalStartTime"] == "2026-11-23T18:30:00+00:00"
        assert event["run"]["facets"]["processing_engine"]["name"] == "Dagster"
    said = {
        (dataset["name"], each["assertion"])
        for event in events
        for dataset in event["inputs"]
        for each in dataset["inputFacets"].get("dataQualityAssertions", {"assertions": []})["assertions"]
    }
    assert ("warehouse/series_checks", "series_hold") in said
    assert ("partitions/statements", "every_quote_stands_where_it_says") in said
    lineage = {
        event.asset_key.to_user_string(): event.materialization.metadata.get("dagster/column_lineage")
        for event in result.get_asset_materialization_events()
        if event.asset_key and event.partition is None
    }
    assert all(lineage[name] for name in ("observations", "snapshot"))


@needs_schema
def test_a_blocked_night_fails_the_gate_with_its_assertion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sample_ministry

    healthy = sample_ministry.serve
    empty = (200, {"Content-Type": "text/html"}, b"<html><body></body></html>")
    indexes = (
        ("komdigi.sample.example", "/berita/siaran-pers?page=1"),
        ("kominfo.sample.example", "/content/all/siaran_pers?page=1"),
    )
    monkeypatch.setattr(sample_ministry, "serve", lambda: healthy(changes=dict.fromkeys(indexes, empty)))
    with DagsterInstance.ephemeral() as instance:
        result = defs.resolve_job_def("nightly").execute_in_process(
            instance=instance,
            run_config={"resources": {"pipeline": {"config": {"output": str(tmp_path / "output")}}}},
            raise_on_error=False,
        )
    assert not result.success
    text = (tmp_path / f"output/runs/{result.run_id}{SUFFIX}").read_text("utf-8")
    assert findings(text) == []
    failed = [json.loads(line) for line in text.splitlines() if json.loads(line)["eventType"] == "FAIL"]
    assert [event["job"]["name"] for event in failed] == ["gate"]
    named = dict(facets(failed[0]))
    assert "no_agency_came_back_empty failed" in named["errorMessage"]["message"]
    assert [each["success"] for each in named["dataQualityAssertions"]["assertions"]] == [False]
