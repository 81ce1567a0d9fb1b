"""`kotacerdas agencies`: a table that says what is wrong, where, and what to do."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.commands import app
from pipeline.errors import UsageError
from tests.unit.agencies.test_registry import WHOLE


def _check(folder: Path, *names: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["agencies", "check", *names, "--folder", str(folder)])
    if isinstance(result.exception, UsageError):
        raise result.exception
    return result.exit_code, result.output


def test_every_problem_of_every_file_is_listed_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(WHOLE.replace('terms = "Synthetic."', "").replace('link = "a"', 'link = "a["'))
    (tmp_path / "b.toml").write_text(
        WHOLE.replace('link = "a"', 'link = "a["').replace("https://ministry.example/index", "http://x.example/i")
    )
    (tmp_path / "c.toml").write_text(WHOLE)
    code, shown = _check(tmp_path)
    assert code == 1
    rows = [line.split() for line in shown.splitlines()]
    assert {(row[0], row[1]) for row in rows if len(row) > 2 and row[0].endswith(".toml")} == {
        ("a.toml", "terms"),
        ("b.toml", "index.url"),
        ("b.toml", "index.link"),
    }
    assert "Add it to hosts." in shown
    assert "2 of 3 agency files need a person" in shown
    assert _check(tmp_path, "c") == (0, "All well: 1 agency file.\n")
    with pytest.raises(UsageError, match=r"no agency file 'd\.toml'"):
        _check(tmp_path, "d")


def test_the_files_that_come_with_the_code_are_well_and_listed() -> None:
    checked = CliRunner().invoke(app, ["agencies", "check"])
    assert (checked.exit_code, "All well" in checked.stdout) == (0, True)
    listed = CliRunner().invoke(app, ["agencies", "list"]).stdout
    assert all(
        word in listed for word in ("komdigi-api", "data interface", "Wayback Machine", "sitemap", "imports only")
    )


def test_a_live_check_of_the_sample_shows_what_matched() -> None:
    shown = CliRunner().invoke(app, ["agencies", "check", "sample-kominfo", "--live"])
    assert shown.exit_code == 0
    assert "3 requests." in shown.stdout
    assert "DIFFERS" not in shown.stdout


def test_a_live_check_needs_a_name_capture_rules_and_a_contact() -> None:
    assert isinstance(CliRunner().invoke(app, ["agencies", "check", "--live"]).exception, UsageError)
    assert isinstance(CliRunner().invoke(app, ["agencies", "check", "bgn", "--live"]).exception, UsageError)
    nameless = CliRunner(env={"KOTACERDAS_CONTACT": ""}).invoke(app, ["agencies", "check", "setkab", "--live"])
    assert isinstance(nameless.exception, UsageError)
    assert "must be able to reach you" in str(nameless.exception)
    assert nameless.stdout == ""
