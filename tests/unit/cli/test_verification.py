"""`kotacerdas verify` as a person and a program meet it."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.commands import app
from pipeline.errors import UsageError
from tests.unit.audit.nights import PROGRESS, Nights
from tests.unit.audit.verify import forger


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["verify", *arguments, "--workers", "1"], env={"TERM": "dumb"})


def test_the_newest_snapshot_is_proven_and_what_nobody_can_say_is_said(nights: Nights) -> None:
    """The corrections of that ministry are in no folder: that a person made them is not checked."""
    result = _run("--output", str(nights.workspace.root))
    assert result.exit_code == 0, result.output
    last = " ".join(result.stdout.split())
    assert "holds statements: 5 statements, whose quote, number, value and id were read again" in last
    assert "Holds, as far as it could be checked; not, or not wholly, checked: signature, edition, corrections" in last


def test_a_downloaded_snapshot_that_was_forged_is_told_by_row_and_column(nights: Nights, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(nights.newest, tmp_path / "x" / nights.newest.name))
    said = nights.statement(PROGRESS)
    forger.set_cell(folder, "statements", said["statement_id"], counted="\x1b[2J desa")
    forger.seal(folder)
    result = _run(str(folder), "--archive", str(nights.workspace.archive))
    assert result.exit_code == 1
    assert f"statements {said['statement_id']}: counted: published" in " ".join(result.stdout.split())
    assert "DOES NOT HOLD" in result.stdout
    assert "\x1b" not in result.stdout


def test_without_an_archive_it_says_so_and_holds(nights: Nights, tmp_path: Path) -> None:
    result = _run(str(nights.newest), "--output", str(tmp_path))
    assert result.exit_code == 0
    assert "There is no archive at hand" in " ".join(result.stdout.split())


def test_json_is_one_object_of_a_sample_that_can_be_drawn_again(nights: Nights) -> None:
    result = _run("--output", str(nights.workspace.root), "--sample", "2", "--seed", "3", "--json")
    document = json.loads(result.stdout)
    assert document["holds"] is True
    assert document["sampled"] == [2, 3]
    assert {"name", "what", "proven", "wrong", "findings", "unchecked"} == document["checks"][0].keys()


@pytest.mark.parametrize(
    "arguments", [["--sample", "2", "--all"], ["nowhere"], ["--archive", "nowhere"], ["--public-key", "nowhere"]]
)
def test_what_cannot_be_meant_is_a_usage_error(nights: Nights, arguments: list[str]) -> None:
    result = _run("--output", str(nights.workspace.root), *arguments)
    assert isinstance(result.exception, UsageError)
    assert result.exception.hint
