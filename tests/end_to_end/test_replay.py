"""Real nights on the sample ministry's site done again, as a stranger does it: by the command, with the public folder and the archive."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
from typer.testing import CliRunner

from pipeline import publish
from pipeline.cli.commands import app
from pipeline.flow import RunReport
from pipeline.workspace import Workspace
from sample_ministry import Answer
from tests.end_to_end.conftest import run_night


def _edit(workspace: Workspace) -> RunReport:
    """A second night on which one page says another number."""
    rows = pq.read_table(publish.latest(workspace.public) / "data/statements.parquet").to_pylist()
    row = next(r for r in rows if r["value_text"][:2].isdigit() and "kominfo" in (r["text_fragment_url"] or ""))
    host, path = row["text_fragment_url"].split("#")[0].removeprefix("http://").split("/", 1)

    def edited(healthy: Answer) -> Answer:
        headers = {name: value for name, value in healthy.headers.items() if name != "Last-Modified"}
        old = row["quote"].encode()
        assert old in healthy.body
        return Answer(healthy.status, headers, healthy.body.replace(old, b"Ralat: sebanyak 9 kota. " + old))

    return run_night(workspace, 1, {(host, f"/{path}"): edited})


def test_nights_with_visits_an_edit_and_no_news_are_done_again(
    workspace: Workspace, published: dict[str, bytes], tmp_path: Path
) -> None:
    assert _edit(workspace).exit_code == 0
    stranger = Workspace(tmp_path / "stranger")
    shutil.copytree(workspace.archive, tmp_path / "archive", ignore=shutil.ignore_patterns("*.cdxj"))
    shutil.copytree(workspace.public, stranger.public, ignore=shutil.ignore_patterns("databases"))
    options = ["--output", str(stranger.root), "--archive", str(tmp_path / "archive")]
    done = CliRunner().invoke(app, ["replay", "--all", "--json", *options])
    assert done.exit_code == 0, done.output
    replays = json.loads(done.stdout)["replays"]
    assert [(each["version"], each["verdict"]) for each in replays] == [
        ("2026-11-23.1", "identical"),
        ("2026-11-24.1", "identical"),
    ]
    # The first visit's run, told by its files alone.
    done = CliRunner().invoke(app, ["replay", "20261122T183000Z", *options])
    assert done.exit_code == 0, done.output
    assert "snapshot 2026-11-23.1 is the same" in done.stdout
    assert not (stranger.root / "partitions").exists()


def test_a_night_without_news_publishes_nothing_again(workspace: Workspace, published: dict[str, bytes]) -> None:
    quiet = run_night(workspace, 1)
    done = CliRunner().invoke(app, ["replay", quiet.run_id, "--output", str(workspace.root)])
    assert done.exit_code == 0, done.output
    assert f"run {quiet.run_id} is the same: nothing new, as then." in done.stdout
