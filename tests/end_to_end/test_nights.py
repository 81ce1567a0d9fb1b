"""Nights in a row on the sample ministry: the first, one without news, one with an edited page, and a rebuild elsewhere."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq

from pipeline import flow, publish
from pipeline.agencies import load_registry
from pipeline.audit.trace import trace
from pipeline.audit.trace.nodes import Statement
from pipeline.capture import Archive
from pipeline.clock import FixedClock
from pipeline.flow import Listener, RunReport
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace
from sample_ministry import Answer
from tests.end_to_end.conftest import FIRST_NIGHT, run_night


def test_the_first_night_publishes_what_the_sample_ministry_says(first: RunReport, workspace: Workspace) -> None:
    assert first.exit_code == 0, first
    assert first.publication is not None
    assert first.publication.version == "2026-11-23.1"
    counts = first.publication.row_counts
    assert counts["press_releases"] >= 40
    assert counts["statements"] > 100
    assert counts["refusals"] > counts["press_releases"]
    assert counts["observations"] > 20
    assert [check.name for check in first.checks if not check.passed] == []
    assert sum(visit.new for visit in first.visits) == counts["press_releases"]
    assert all(result.passed for result in publish.check(publish.latest(workspace.public)))


def test_a_night_without_news_fetches_nothing_again_and_makes_no_snapshot(
    first: RunReport, workspace: Workspace, published: dict[str, bytes]
) -> None:
    found = {visit.agency_id: visit.new for visit in first.visits}
    report = run_night(workspace, 1)
    assert report.exit_code == 0, report
    assert report.publication is not None
    assert not report.publication.is_new
    assert report.publication.version == "2026-11-23.1"
    for visit in report.visits:
        assert (visit.new, visit.changed, visit.failed) == (0, 0, 0)
        assert visit.not_modified == found[visit.agency_id]
    assert report.extracted is not None
    assert report.extracted.made == ()


def test_every_statement_can_be_traced_to_its_bytes(workspace: Workspace) -> None:
    snapshot, archive, registry = publish.latest(workspace.public), Archive(workspace.archive), load_registry()
    rows = pq.read_table(snapshot / "data/statements.parquet").to_pylist()
    for row in rows[:: max(1, len(rows) // 25)]:
        found = trace(snapshot, archive, registry, row["statement_id"])
        assert found.verified, found.steps
        assert len(found.steps) >= 6
        assert isinstance(found.node, Statement)
        assert found.node.place.number.of(found.node.place.text) == row["value_text"]


def test_an_edited_page_is_a_new_version_with_both_texts_kept(
    workspace: Workspace, published: dict[str, bytes]
) -> None:
    rows = pq.read_table(publish.latest(workspace.public) / "data/statements.parquet").to_pylist()
    row = next(
        r
        for r in rows
        if r["value_text"][:2].isdigit()
        and "page" not in r["value_text"]
        and "kominfo" in (r["text_fragment_url"] or "")
    )
    url = row["text_fragment_url"].split("#")[0].removeprefix("http://")
    host, path = url.split("/", 1)
    new_quote = row["quote"].replace(row["value_text"], "9" + row["value_text"])

    def edit(healthy: Answer) -> Answer:
        old, new = row["quote"].encode(), new_quote.encode()
        assert old in healthy.body
        return Answer(
            healthy.status,
            {k: v for k, v in healthy.headers.items() if k != "Last-Modified"},
            healthy.body.replace(old, new),
        )

    report = run_night(workspace, 1, {(host, f"/{path}"): edit})
    assert report.exit_code == 0, report
    assert report.publication is not None
    assert report.publication.version == "2026-11-24.1"
    assert sum(visit.changed for visit in report.visits) == 1
    after = pq.read_table(report.publication.folder / "data/statements.parquet").to_pylist()
    old = next(r for r in after if r["statement_id"] == row["statement_id"])
    assert old["superseded_by"] is not None
    assert any(r["release_id"] == row["release_id"] and r["value_text"] == "9" + row["value_text"] for r in after)
    release = next(
        r
        for r in pq.read_table(report.publication.folder / "data/press_releases.parquet").to_pylist()
        if r["release_id"] == row["release_id"]
    )
    assert release["source_state"] == "changed"
    # Both the old and the new statement lead to their own bytes.
    for identifier in (
        row["statement_id"],
        next(r["statement_id"] for r in after if r["value_text"] == "9" + row["value_text"]),
    ):
        assert trace(report.publication.folder, Archive(workspace.archive), load_registry(), identifier).verified
    others = {r["statement_id"]: r for r in rows if r["release_id"] != row["release_id"]}
    assert {r["statement_id"]: r for r in after if r["statement_id"] in others} == others


def test_a_rebuild_from_the_archive_alone_is_byte_identical(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = Workspace(tmp_path / "elsewhere")
    shutil.copytree(workspace.archive, elsewhere.archive)
    for sidecar in elsewhere.archive.rglob("*.cdxj"):
        sidecar.unlink()
    clock = FixedClock(FIRST_NIGHT.replace(year=2031))
    report = flow.publish_archive(elsewhere, load_registry(), clock, Listener(), load_publisher(), workers=2)
    assert report.exit_code == 0, report
    here, there = publish.latest(workspace.public), publish.latest(elsewhere.public)
    names = sorted(str(path.relative_to(here)) for path in here.rglob("*") if path.is_file())
    assert names == sorted(str(path.relative_to(there)) for path in there.rglob("*") if path.is_file())
    assert [name for name in names if (here / name).read_bytes() != (there / name).read_bytes()] == []


def test_every_run_leaves_its_report(workspace: Workspace) -> None:
    documents = [json.loads(path.read_text("utf-8")) for path in workspace.runs.glob("*.json")]
    assert [(d["exit_code"], d["published"], d["new_snapshot"]) for d in documents] == [(0, "2026-11-23.1", True)]
