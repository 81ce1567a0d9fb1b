"""`kotacerdas trace` and `kotacerdas find` as a person and a program meet them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.commands import app
from pipeline.errors import UsageError
from tests.unit.audit.nights import EDITED, PROGRESS, Nights


def _run(nights: Nights, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--output", str(nights.workspace.root)], env={"TERM": "dumb"})


def test_a_statement_is_shown_short_and_whole(nights: Nights) -> None:
    name = nights.statement(EDITED)["statement_id"]
    short = _run(nights, "trace", name)
    assert short.exit_code == 0, short.output
    for words in ("»3 kota", "override by Rini", "status realised -> target (correction)", "verified", "Withdrawn"):
        assert (words in short.stdout) == (words != "Withdrawn"), words
    whole = _run(nights, "trace", name, "--full")
    assert "terlaksana" not in short.stdout
    assert "aimed at / ditargetkan" in whole.stdout
    assert len(whole.stdout) > len(short.stdout)


@pytest.mark.parametrize("full", [[], ["--full"]])
def test_each_kind_of_id_is_shown(nights: Nights, full: list[str]) -> None:
    refused = nights.rows("refusals")[0]
    observation = nights.rows("observations", agreement="conflict")[0]["observation_id"]
    gone = nights.rows("press_releases", source_state="gone")[0]["release_id"]
    expected = {
        observation: "not chosen: an exact number goes before a rounded one",
        gone: "the page is gone",
        nights.rows("captures", http_status=404)[0]["capture_id"]: "the server answered 404",
        f"refusals:{refused['release_id']}/{refused['mention_start']}/{refused['mention_end']}": "refused",
        "corrections:2026-01-05-drop": "the number is no figure",
        "indicators:local_governments_assisted": "rows of statements",
    }
    for identifier, words in expected.items():
        result = _run(nights, "trace", identifier, *full)
        assert result.exit_code == 0, result.output
        assert words in " ".join(result.stdout.split()), identifier
        assert result.stdout.rstrip().endswith("verified")


def test_the_terminal_is_not_steered_by_a_page(nights: Nights) -> None:
    shown = _run(nights, "trace", nights.statement(PROGRESS)["statement_id"], "--full")
    assert "\x1b" not in shown.stdout


def test_json_is_one_object(nights: Nights) -> None:
    result = _run(nights, "trace", nights.statement(PROGRESS)["statement_id"], "--json")
    assert json.loads(result.stdout)["verified"] is True


def test_the_page_is_written_where_it_is_asked_for(nights: Nights, tmp_path: Path) -> None:
    name = nights.statement(PROGRESS)["statement_id"]
    assert _run(nights, "trace", name, "--html", str(tmp_path / "bukti.html")).exit_code == 0
    assert "50 kota" in (tmp_path / "bukti.html").read_text("utf-8")
    with pytest.raises(UsageError, match="Cannot write"):
        CliRunner().invoke(
            app,
            ["trace", name, "--output", str(nights.workspace.root), "--html", str(tmp_path / "tidak/ada.html")],
            catch_exceptions=False,
        )


def test_what_could_not_be_checked_is_exit_code_one(nights: Nights, tmp_path: Path) -> None:
    result = _run(nights, "trace", nights.statement(PROGRESS)["statement_id"], "--archive", str(tmp_path))
    assert result.exit_code == 1
    assert "unchecked" in result.stdout
    assert "not everything could be checked" in result.stdout


def test_find_says_where_the_numbers_went(nights: Nights) -> None:
    result = _run(nights, "find", "mendampingi 50 kota", "--limit", "1")
    assert result.exit_code == 0
    assert f"50 kota: {nights.statement(PROGRESS)['statement_id']} = 50" in result.stdout
    assert "1 of 2 places" in result.stdout
    lines = _run(nights, "find", "mendampingi 50 kota", "--json").stdout.splitlines()
    assert [json.loads(line)["standing"] for line in lines] == ["current", "older"]
    assert list(json.loads(lines[0])) == [
        "capture_id", "agency_id", "url", "fetched_at", "release_id", "title", "sentence", "span", "words", "standing", "why",
        "numbers",
    ]  # fmt: skip


def test_find_says_when_nothing_has_the_words(nights: Nights, tmp_path: Path) -> None:
    assert _run(nights, "find", "tidak pernah ditulis").exit_code == 1
    with pytest.raises(UsageError, match="no archive"):
        CliRunner().invoke(app, ["find", "x", "--archive", str(tmp_path / "none")], catch_exceptions=False)
