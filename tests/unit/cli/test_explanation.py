"""`kotacerdas extract --explain`: every number with what it was read as and why; what cannot be read ends in an error that says so."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.commands import app
from pipeline.errors import UsageError

TEXT = "Hingga 2022 kementerian telah mendampingi sekitar 50 kota menuju smart city. Keterangan: telepon (021) 3452841."
ATTRIBUTES = (
    "value", "unit", "qualifier", "counted", "time", "status", "area", "speaker", "indicator", "programme", "repeats", "confidence",
)  # fmt: skip


def _explained(text: str, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["extract", "--explain", *arguments, "-"], input=text, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def _rows(out: str) -> dict[str, tuple[str, str]]:
    """Of the only figure: each attribute with its value and the reason."""
    rows = [re.split(r"\s{2,}", line.strip(), maxsplit=2) for line in out.splitlines() if line.startswith("    ")]
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}


def test_a_figure_has_its_words_its_rule_and_a_reason_for_each_attribute() -> None:
    out = _explained(TEXT)
    assert "»sekitar 50 kota«" in out
    rows = _rows(out)
    assert tuple(rows) == ATTRIBUTES
    assert rows["value"] == ("50", "read as count/unit_noun, version 5")
    assert rows["qualifier"] == ("approximate", "words beside the number")
    assert rows["time"][0] == "../2022-12-31 (stated)"
    assert rows["time"][1].endswith("('Hingga 2022')")
    assert rows["status"] == ("realised", "'telah' in the clause")
    assert rows["indicator"][0] == "local_governments_assisted"


def test_what_is_not_known_says_why_not() -> None:
    rows = _rows(_explained("Terpasang 20 unit pompa."))
    assert rows["time"] == ("- (none)", "the text gives none")
    assert rows["indicator"] == ("-", "no entry of the codebook reaches its points")
    assert rows["speaker"] == ("-", "nobody named")


def test_a_refusal_has_its_words_and_its_reason() -> None:
    out = _explained(TEXT)
    assert "refused, date: a year: four digits" in out
    shown = out[out.index("»021) 3452841«") :]
    assert "refused, phone: Digits after the name of a telephone" in shown


def test_numbers_stand_in_reading_order_each_at_its_place() -> None:
    places = [(int(start), int(end)) for start, end in re.findall(r"^(\d+):(\d+)  ", _explained(TEXT), re.MULTILINE)]
    assert [TEXT[start:end] for start, end in places] == ["2022", "sekitar 50 kota", "021) 3452841"]


def test_jsonl_gives_the_same_reasons() -> None:
    result = CliRunner().invoke(app, ["extract", "--format", "jsonl", "-"], input=TEXT, catch_exceptions=False)
    statement = next(row for line in result.stdout.splitlines() if (row := json.loads(line))["kind"] == "statement")
    assert statement["because"]["status"] == _rows(_explained(TEXT))["status"][1]


def test_a_text_cannot_steer_the_terminal() -> None:
    out = _explained("Judul [bold]\x1b[2J\nAda 20\x1b[31m kota [red]ikut[/red].")
    assert "\x1b" not in out
    assert "[red]ikut[/red]" in out


def test_no_line_is_filled_up_with_spaces() -> None:
    for out in (_explained(TEXT), CliRunner().invoke(app, ["extract", "-"], input=TEXT).stdout):
        assert "50 kota" in out
        assert [line for line in out.splitlines() if line.endswith(" ")] == []


def test_what_steers_a_terminal_is_no_figure() -> None:
    out = _explained("Ada \x1b[31m20\x1b[0m kota.")
    assert "»20\ufffd[0m kota«" in out
    assert "refused, structural: part of a terminal's control sequence" in out


def test_a_text_without_numbers_has_nothing_to_explain() -> None:
    assert _explained("Menteri membuka lokakarya kota cerdas.").strip() == "Menteri membuka lokakarya kota cerdas."


def test_explanations_are_for_people() -> None:
    result = CliRunner().invoke(app, ["extract", "--explain", "--format", "csv", "-"], input=TEXT)
    assert isinstance(result.exception, UsageError)
    assert "jsonl gives the reasons" in (result.exception.hint or "")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cannot be read: No such file"),
        (b"", "rilis.txt is empty."),
        (b" \n\t\n", "rilis.txt is empty."),
        ("Ada 20 kota ikut “smart city”.".encode("cp1252"), "no utf-8 text"),
        (b"\x00\x01\xff", "cannot be read as a press release"),
    ],
)
def test_what_cannot_be_read_is_a_clear_error(tmp_path: Path, data: bytes | None, message: str) -> None:
    file = tmp_path / "rilis.txt"
    if data is not None:
        file.write_bytes(data)
    result = CliRunner().invoke(app, ["extract", "--explain", str(file)])
    assert isinstance(result.exception, UsageError)
    assert message in str(result.exception)
    assert result.exception.hint
    assert result.stdout == ""
