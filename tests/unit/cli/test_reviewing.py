"""`kotacerdas review` as a person and a program meet it."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.audit.review import KINDS
from pipeline.cli.commands import app
from pipeline.cli.reviewing import Kind
from pipeline.errors import UsageError
from tests.unit.publish.warehouses import publish_in, quoted, small, statement

HOSTILE = "\x1b[31m[bold]=1+1 \u202e"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = small() | {"series_checks": []}
    rows["statements"] = [
        statement(f"s-{n}", "r-1", str(n), obs_status="U", confidence=0.5, **quoted(HOSTILE, str(n), " kota."))
        for n in range(5)
    ]
    rows["observations"][0] |= {"chosen_statement_id": "s-1"}
    root = tmp_path_factory.mktemp("review")
    publish_in(root, rows)
    return root


def _run(output: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        app, ["review", *arguments, "--output", str(output)], env={"TERM": "dumb"}, catch_exceptions=False
    )


def test_people_see_counts_and_the_first_few(output: Path) -> None:
    result = _run(output)
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    assert "low_confidence 5 statements read with little confidence" in words
    assert "low_confidence, 3 of 5; all: --kind low_confidence --limit 5" in words
    assert "next: kotacerdas trace s-2, kotacerdas correct s-2" in words
    assert "s-3" not in words
    assert "pipeline/gate/corrections/2026.toml" in words
    assert "\x1b" not in result.stdout
    assert "[bold]" in result.stdout


def test_more_or_fewer_are_shown_on_demand(output: Path) -> None:
    assert "s-4" in _run(output, "--limit", "9").stdout
    none = _run(output, "-n", "0").stdout
    assert "low_confidence" in none
    assert "s-1" not in none


def test_programs_get_all_of_it(output: Path) -> None:
    document = json.loads(_run(output, "--json").stdout)
    assert document["waiting"] == {"low_confidence": 5}
    assert [item["id"] for item in document["items"]] == [f"s-{n}" for n in range(5)]
    assert document["items"][0]["more"]["confidence"] == 0.5
    assert len(json.loads(_run(output, "--json", "--limit", "2").stdout)["items"]) == 2


def test_a_spreadsheet_calculates_nothing(output: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(_run(output, "--csv").stdout)))
    assert [row["id"] for row in rows] == [f"s-{n}" for n in range(5)]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_what_is_not_there_is_said(output: Path) -> None:
    result = _run(output, "--kind", "quarantine", "--kind", "conflict")
    assert (result.exit_code, "Nothing of what was asked for waits" in result.stdout) == (0, True)


def test_two_forms_at_once_are_refused(output: Path) -> None:
    with pytest.raises(UsageError, match="two forms"):
        _run(output, "--json", "--csv")


def test_the_command_line_knows_every_kind() -> None:
    assert [kind.value for kind in Kind] == list(KINDS)
