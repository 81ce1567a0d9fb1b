"""The Dagster side: what it defines, and the nightly job run whole in process."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from dagster import AssetKey, DagsterInstance, build_schedule_context
from dagster._core.instance.ref import InstanceRef

from assets.definitions import defs
from assets.partitions import nightly_tags
from pipeline.schema import STATEMENTS
from pipeline.workspace import Workspace
from tests.end_to_end.conftest import run_night

FLOW = ["captures", "press_releases", "statements", "refusals", "observations", "snapshot"]
PARTITIONED = ("press_releases", "statements", "refusals")


def test_every_asset_is_described_owned_and_versioned() -> None:
    graph = defs.resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == set(FLOW)
    for name in FLOW:
        node = graph.get(AssetKey(name))
        assert node.description
        assert node.owners
        assert node.kinds
        assert node.group_name != "default"
        assert node.code_version
        assert {"dagster/column_schema", "dagster/column_lineage", "dagster/code_references"} <= {*node.metadata}


def test_assets_depend_in_flow_order() -> None:
    graph = defs.resolve_asset_graph()
    parents = {name: {key.to_user_string() for key in graph.get(AssetKey(name)).parent_keys} for name in FLOW}
    assert parents == {
        "captures": set(),
        "press_releases": {"captures"},
        "statements": {"press_releases"},
        "refusals": {"press_releases"},
        "observations": {"statements", "refusals"},
        "snapshot": {"observations"},
    }


def test_the_schedule_is_half_past_one_in_jakarta() -> None:
    schedule = defs.resolve_schedule_def("nightly_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 1 * * *", "Asia/Jakarta")


def test_a_tick_asks_for_one_run_of_the_nightly_job() -> None:
    tick = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    schedule = defs.resolve_schedule_def("nightly_schedule")
    with DagsterInstance.ephemeral() as instance:
        context = build_schedule_context(instance=instance, scheduled_execution_time=tick)
        requests = schedule.evaluate_tick(context).run_requests or []
    assert len(requests) == 1
    assert requests[0].tags.items() >= nightly_tags(tick).items()


def test_a_nightly_run_covers_this_month_and_the_one_before_of_every_agency() -> None:
    # 18:30 UTC on New Year's Eve is already January in Jakarta.
    tags = nightly_tags(datetime(2026, 12, 31, 18, 30, tzinfo=UTC))
    assert tags["dagster/asset_partition_range_start"] == "aptika|2026-12"
    assert tags["dagster/asset_partition_range_end"] == "setkab|2027-01"


def test_the_nightly_job_publishes_and_records_old_months_in_their_own_partitions(tmp_path: Path) -> None:
    output = Workspace(tmp_path / "output")
    with DagsterInstance.ephemeral() as instance:
        job = defs.resolve_job_def("nightly")
        config = {"resources": {"pipeline": {"config": {"output": str(output.root)}}}}
        result = job.execute_in_process(instance=instance, run_config=config)
        assert result.success
        checks = {check.check_name: check.passed for check in result.get_asset_check_evaluations()}
        assert checks == {
            "no_agency_came_back_empty": True,
            "index_layouts_hold": True,
            "release_layouts_hold": True,
            "nothing_quarantined": True,
            "every_quote_stands_where_it_says": True,
            "every_number_accounted_for": True,
            "series_hold": True,
        }
        assert "sample-kominfo|2017-11" in instance.get_materialized_partitions(AssetKey("statements"))
        counted = {
            event.partition: event.materialization.metadata["dagster/row_count"].value
            for event in result.get_asset_materialization_events()
            if event.asset_key == AssetKey("press_releases")
        }
        assert counted["sample-kominfo|2017-11"] == 2
        assert counted["aptika|" + max(key.split("|")[1] for key in counted if key)] == 0
        metadata = {
            event.asset_key.to_user_string(): event.materialization.metadata
            for event in result.get_asset_materialization_events()
            if event.asset_key and "preview" in event.materialization.metadata
        }
        for name in FLOW:
            count = "rows_in_all_partitions" if name in PARTITIONED else "dagster/row_count"
            assert metadata[name][count].value, name
        assert metadata["statements"]["preview"].records[0].data["statement_id"].startswith("s-")
        assert {column.name for column in STATEMENTS.columns} <= set(metadata["statements"]["preview"].records[0].data)
    # The command line on the same folder finds no news: both run the same steps.
    report = run_night(output, 5)
    assert report.publication is not None
    assert not report.publication.is_new


def test_dagster_sends_nothing_when_it_is_started_from_the_repository() -> None:
    root = Path(__file__).parent.parent.parent
    assert not InstanceRef.from_dir(str(root / "output"), config_dir=str(root)).settings["telemetry"]["enabled"]


def test_a_failed_blocking_check_publishes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sample_ministry

    healthy = sample_ministry.serve
    empty = (200, {"Content-Type": "text/html"}, b"<html><body></body></html>")
    indexes = (
        ("komdigi.sample.example", "/berita/siaran-pers?page=1"),
        ("kominfo.sample.example", "/content/all/siaran_pers?page=1"),
    )
    monkeypatch.setattr(sample_ministry, "serve", lambda: healthy(changes=dict.fromkeys(indexes, empty)))
    output = Workspace(tmp_path / "output")
    with DagsterInstance.ephemeral() as instance:
        result = defs.resolve_job_def("nightly").execute_in_process(
            instance=instance,
            run_config={"resources": {"pipeline": {"config": {"output": str(output.root)}}}},
            raise_on_error=False,
        )
    assert not result.success
    assert not output.public.exists()
