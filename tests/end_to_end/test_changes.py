"""What changes over nights: nothing where nothing did, and only the rows of a release that was revised."""

from pathlib import Path

import pyarrow.parquet as pq

from pipeline import publish
from pipeline.load import read_series_checks
from pipeline.workspace import Workspace
from sample_ministry import Answer
from sample_ministry.server import Change
from tests.end_to_end.conftest import Changes, run_night

HOST = "kominfo.sample.example"


def _page(workspace: Workspace, words: str) -> tuple[str, str]:
    """Id and path of the release on the older site whose text says so."""
    snapshot = publish.latest(workspace.public) / "data"
    (row,) = [row for row in pq.read_table(snapshot / "statements.parquet").to_pylist() if words in row["quote"]][:1]
    releases = {
        each["release_id"]: each["url"] for each in pq.read_table(snapshot / "press_releases.parquet").to_pylist()
    }
    return row["release_id"], releases[row["release_id"]].removeprefix(f"http://{HOST}")


def _serve(old: str, new: str) -> Change:
    """The page with other words, sent whole because the server has forgotten when it changed."""

    def change(healthy: Answer) -> Answer:
        assert old.encode() in healthy.body
        headers = {name: value for name, value in healthy.headers.items() if name not in ("Last-Modified", "ETag")}
        return Answer(healthy.status, headers, healthy.body.replace(old.encode(), new.encode()))

    return change


def _changes(folder: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = pq.read_table(folder / "data/changes.parquet").to_pylist()
    return rows


def test_nights_without_news_of_the_text_change_no_row(workspace: Workspace) -> None:
    """Unchanged, fetched again with the same bytes, fetched again with other bytes around the same text."""
    _, path = _page(workspace, "peserta ulangan")
    first = publish.latest(workspace.public)
    nights: list[Changes | None] = [
        None,
        {(HOST, path): _serve("<html", "<html")},
        {(HOST, path): _serve("</body>", "<!-- 17 pembaca --></body>")},
        None,
    ]
    for night, changes in enumerate(nights, start=1):
        report = run_night(workspace, night, changes)
        assert report.exit_code == 0, report
        assert report.publication is not None
        assert (report.publication.is_new, report.publication.folder) == (False, first), night


def test_a_revised_page_changes_its_own_rows_for_the_source_s_sake(workspace: Workspace) -> None:
    release_id, path = _page(workspace, "peserta ulangan")
    before = publish.latest(workspace.public)
    report = run_night(
        workspace, 1, {(HOST, path): _serve("7 di antaranya peserta ulangan", "8 di antaranya peserta ulangan")}
    )
    publication = report.publication
    assert publication is not None
    assert publication.is_new
    changes = _changes(publication.folder)
    assert {row["cause"] for row in changes} == {"source"}
    of_release = {
        row["statement_id"]
        for folder in (before, publication.folder)
        for row in pq.read_table(folder / "data/statements.parquet").to_pylist()
        if row["release_id"] == release_id
    }
    for row in changes:
        table, row_id = row["table_name"], row["row_id"]
        assert table in ("statements", "refusals", "press_releases", "observations", "series_checks")
        if table == "statements":
            assert row_id in of_release
        elif table in ("refusals", "press_releases"):
            assert row_id.split("/")[0] == release_id
    # The text moved on for what it still says; what it no longer says keeps its last sight.
    assert {row["column"] for row in changes if row["table_name"] == "observations"} == {"last_seen"}
    again = run_night(
        workspace, 2, {(HOST, path): _serve("7 di antaranya peserta ulangan", "8 di antaranya peserta ulangan")}
    )
    assert again.publication is not None
    assert not again.publication.is_new


def test_the_sample_s_sum_is_explained_until_its_explanation_is_withdrawn(workspace: Workspace) -> None:
    """25 + 50 + 25 + 48 - 7 = 141; without the 7 the same difference is a contradiction, and a person is called, once."""
    (total,) = [
        row
        for row in read_series_checks(workspace.warehouse)
        if row["found"] == 141 and row["kind"] == "annual_sum_vs_cumulative"
    ]
    assert (total["expected"], total["difference"], total["verdict"]) == (148, -7, "explained")
    plans = {
        row["expected"]: row["found"]
        for row in read_series_checks(workspace.warehouse)
        if row["kind"] == "plan_vs_outcome"
    }
    assert plans[75] == 50
    withdrawn: Changes = {
        (HOST, _page(workspace, "peserta ulangan")[1]): _serve(
            "7 di antaranya peserta ulangan", "tersebar di seluruh negeri"
        ),
        (HOST, _page(workspace, "pendampingan ulang")[1]): _serve(
            "pernah ikut dan memerlukan pendampingan ulang", "datang ke rapat"
        ),
    }
    report = run_night(workspace, 1, withdrawn)
    failed = [check for check in report.checks if not check.passed]
    assert ([check.name for check in failed], report.exit_code) == (["series_hold"], 1)
    assert total["observation_id"] in failed[0].findings[0]
    assert report.publication is not None
    assert report.publication.is_new, "a contradiction is published, not hidden"
    assert run_night(workspace, 2, withdrawn).exit_code == 0
