"""Documents that cannot drift: what the docs name exists, and what exists is named."""

import re
import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline import publish
from pipeline.cli.commands import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_the_data_dictionary_is_the_schema_s() -> None:
    assert (ROOT / "DATA_DICTIONARY.md").read_text("utf-8") == publish.data_dictionary(), "run `make docs`"


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "docs"])
def test_every_command_is_in_the_readme_and_has_help_with_an_example(command: str) -> None:
    assert f"kotacerdas {command}" in README
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "120", "TERM": "dumb"})
    assert shown.exit_code == 0
    assert f"kotacerdas {command}" in shown.stdout.split("Examples:")[1]


def test_the_readme_names_no_command_that_does_not_exist() -> None:
    named = set(re.findall(r"kotacerdas ([a-z]+)\b", README))
    assert named - set(COMMANDS) == set()


def test_every_make_target_that_documents_name_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        named = set(re.findall(r"`make ([a-z]+)`|^ {4}make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE))
        assert {a or b for a, b in named} <= targets, path


def test_every_reason_of_quarantine_is_explained() -> None:
    source = (ROOT / "pipeline/decode/release.py").read_text("utf-8")
    reasons = set(re.findall(r'_UnreadableError\("(\w+)"', source)) | {"not_text"}
    assert len(reasons) >= 8
    assert {reason for reason in reasons if f"`{reason}`" not in OPERATIONS} == set()


def test_every_disguise_of_a_page_is_explained() -> None:
    marks = tomllib.loads((ROOT / "pipeline/capture/not_content.toml").read_text("utf-8"))
    assert {code for code in marks if f"`{code}`" not in OPERATIONS} == set()


def test_every_fault_of_the_table_has_the_test_that_it_names() -> None:
    table = OPERATIONS.split("### What sites do wrong")[1].split("###")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    named = [re.findall(r"`(test_\w+)`", row[-1]) for row in rows]
    assert len(rows) >= 30
    assert [row for row, names in zip(rows, named, strict=True) if not names] == []
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "tests/unit/capture").glob("test_*.py"))
    assert {name for names in named for name in names if f"\ndef {name}(" not in sources} == set()


def test_every_check_is_explained() -> None:
    from pipeline import gate

    assert {name for name in gate.__all__ if f"`{name}`" not in OPERATIONS} == set()


def test_every_preference_rule_is_explained() -> None:
    sql = (ROOT / "pipeline/load/sql/observations.sql").read_text("utf-8")
    rules = set(re.findall(r"(?:THEN|ELSE) '([a-z_]+)'", sql)) - {"single", "conflict", "agree"}
    assert len(rules) == 7
    assert {rule for rule in rules if f"`{rule}`" not in OPERATIONS} == set()


def test_links_between_documents_lead_somewhere() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
