"""Documents that cannot drift: what the docs name exists, and what exists is named."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.commands import app, generated_documents
from pipeline.extract import extract, installed_files, load_codebook
from pipeline.extract.confidence import Count
from pipeline.schema import CHANGES, QUARANTINE, SERIES_CHECKS
from tests import document
from tests.confidence import group_table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
EXTRACTION = document.PATH.read_text("utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_what_is_generated_is_as_the_schema_and_the_codebook_make_it() -> None:
    for name, text in generated_documents().items():
        assert (ROOT / name).read_text("utf-8") == text, f"{name}: run `make docs`"


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
    reasons = set(re.findall(r'_UnreadableError\(\s*"(\w+)"', source)) | {"not_text"}
    assert len(reasons) >= 8
    assert {reason for reason in reasons if f"`{reason}`" not in OPERATIONS} == set()
    codes = QUARANTINE.column("reason").codes.keys()
    assert {reason for reason in codes if f"`{reason}`" not in OPERATIONS} == set()
    # A reason that the table does not take would block publication.
    marks = tomllib.loads((ROOT / "pipeline/capture/not_content.toml").read_text("utf-8"))
    assert reasons | marks.keys() | {"not_content", "identical_pages", "decoder_failed"} == codes


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
    assert len(rules) == 9
    assert {rule for rule in rules if f"`{rule}`" not in OPERATIONS} == set()


def test_every_kind_and_verdict_of_a_series_check_is_explained() -> None:
    for name in ("kind", "verdict"):
        assert {code for code in SERIES_CHECKS.column(name).codes if f"| `{code}` |" not in OPERATIONS} == set()


def test_every_cause_of_a_change_is_explained() -> None:
    publication = (ROOT / "docs/publication.md").read_text("utf-8")
    assert {code for code in CHANGES.column("cause").codes if f"| `{code}` |" not in publication} == set()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("page", document.PAGES, ids=lambda page: page.path.stem)
def test_every_command_of_a_page_prints_what_the_page_shows(page: document.Page) -> None:
    assert document.shown(page) == page.path.read_text("utf-8"), "run `make docs`, and read the diff"


def test_a_page_is_read_as_commands_and_what_they_print(tmp_path: Path) -> None:
    text = (
        "# A\n\n    indented, and no command\n\n    $ echo one; \\\n        echo two\n    old\n\n    older\n\nText.\n\n"
        "    $ seq 99 | tail -n 91\n    $ printf %0130d 7; exit 1\n    $ minisign -v\n    kept\n"
    )
    read = list(document.parts(text))
    assert "".join(part for pair in read for part in pair) == text
    assert [command.split()[1] for command, _ in read if command.startswith("    $ ")] == [
        "echo",
        "seq",
        "printf",
        "minisign",
    ]
    path = tmp_path / "page.md"
    path.write_text(text, "utf-8")
    now = document.shown(document.Page(path, lambda _: None)).splitlines()
    assert now[:11] == [*text.splitlines()[:6], "    one", "    two", "", "Text.", ""]
    assert now[12] == "    9"
    assert now[12 + document.MOST] == "    …"
    assert now[-3] == "    " + "0" * (document.LONGEST - 1) + "…" or now[-2].endswith("0…")


def test_a_fault_of_our_own_is_no_output(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("    $ python3 -c 'raise SystemError'\n", "utf-8")
    with pytest.raises(AssertionError, match="Traceback"):
        document.shown(document.Page(path, lambda _: None))


def test_the_table_of_groups_is_that_of_the_codebook() -> None:
    entries = tomllib.loads(installed_files()["confidence.toml"].decode("utf-8"))["group"]
    table = group_table({entry["group_id"]: Count(entry["figures"], entry["right"]) for entry in entries})
    assert document.replaced(EXTRACTION, "groups", table) == EXTRACTION, "run `make confidence`"


def test_each_example_is_read_as_the_document_says() -> None:
    examples = re.findall(r"^> (.+?) → (.+)$", EXTRACTION, re.MULTILINE)
    assert len(examples) >= 9
    for sentence, said in examples:
        figure = extract(sentence, published_on=date(2024, 1, 18), codebook=load_codebook()).figures[0]
        for name, expected in re.findall(r"`(\w+)=([^`]+)`", said):
            read = getattr(figure, name)
            shown = f"{read.normalize():f}" if isinstance(read, Decimal) else str(read)
            assert shown == expected, f"{name} of '{sentence}'"


def test_every_module_of_extraction_is_in_its_page() -> None:
    modules = {path.stem for path in (ROOT / "pipeline/extract").glob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in EXTRACTION} == set()


def test_a_part_that_the_page_has_no_marks_for_is_not_lost_in_silence() -> None:
    assert (
        document.replaced("a\n<!-- t -->\n\nold\n\n<!-- /t -->\nb", "t", "\\1")
        == "a\n<!-- t -->\n\n\\1\n\n<!-- /t -->\nb"
    )
    with pytest.raises(AssertionError, match="no place"):
        document.replaced("a", "t", "new")


def test_links_between_documents_lead_somewhere() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
