"""Evidence of two nights on the sample ministry: fetched pages, an edited one and revisits, in one file that tools of others accept."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import publish
from pipeline.audit.bundle import check_bundle, layout, plan_bundle, write_bundle
from pipeline.workspace import Workspace
from sample_ministry import Answer
from tests.end_to_end.conftest import run_night
from tests.unit.audit.bundle.conftest import read


def _run(code: str, *arguments: str) -> str:
    """Someone else's tool, in a process of its own: what it imports warns."""
    command = [sys.executable, "-W", "ignore", "-c", f"import sys; {code}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def snapshot(workspace: Workspace) -> Path:
    """The second night's: one page was edited, the others were not."""
    rows = pq.read_table(publish.latest(workspace.public) / "data/statements.parquet").to_pylist()
    row = next(row for row in rows if row["value_text"][:2].isdigit() and "kominfo" in (row["text_fragment_url"] or ""))
    host, path = row["text_fragment_url"].split("#")[0].removeprefix("http://").split("/", 1)

    def edit(healthy: Answer) -> Answer:
        headers = {name: value for name, value in healthy.headers.items() if name != "Last-Modified"}
        quote = row["quote"].replace(row["value_text"], "9" + row["value_text"])
        return Answer(healthy.status, headers, healthy.body.replace(row["quote"].encode(), quote.encode()))

    assert run_night(workspace, 1, {(host, f"/{path}"): edit}).exit_code == 0
    return publish.latest(workspace.public)


def test_two_nights_are_checked_and_valid_for_others(workspace: Workspace, snapshot: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "b.wacz"
    write_bundle(plan_bundle(snapshot, workspace.archive), bundle)
    found, results = check_bundle(bundle, tmp_path / "out")
    assert [result for result in results if result.blocking and not result.passed] == []
    warcs = sorted(str(path) for path in found.archive.glob("*/*.warc.gz"))
    assert len(warcs) == 4
    assert "is valid" in _run("from wacz.main import main; sys.exit(main())", "validate", "-f", str(bundle))

    theirs = _run("from cdxj_indexer.main import main; main()", "--sort", *warcs).splitlines()
    ours = read(bundle, layout.INDEX).decode().splitlines()
    assert any('"warc/revisit"' in line for line in ours)
    listings = [line for line in theirs if "{page}" in line]  # what a reading of the index came to: no page of the site
    assert ours == [line for line in theirs if line not in listings]
    pages = [json.loads(line) for line in read(bundle, layout.PAGES).splitlines()[1:]]
    addresses = {json.loads(line.split(" ", 2)[2])["url"] for line in ours}
    assert len(pages) == pq.read_metadata(snapshot / "data/press_releases.parquet").num_rows
    assert {page["url"] for page in pages} <= addresses

    # The night before is packed as it could have been packed then.
    first = plan_bundle(snapshot.parent / "2026-11-23.1", workspace.archive)
    assert first.warc_files == 2
    assert first.captures < len(ours)
