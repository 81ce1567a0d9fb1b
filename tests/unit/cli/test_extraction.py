"""`kotacerdas extract`: what goes in, what comes out, and what is said of files that are no release."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.commands import app
from pipeline.errors import UsageError

TEXT = (
    "Siaran Pers No. 7/HM/KOMINFO/02/2023\nSenin, 6 Februari 2023\ntentang\nPendampingan daerah berlanjut\n"
    "Sepanjang 2022 kementerian telah mendampingi 50 kabupaten dan kota dalam pengembangan smart city. Telepon (021) 3452841.\n"
)


def _run(*arguments: str, stdin: str | None = None) -> str:
    result = CliRunner().invoke(app, ["extract", *arguments], input=stdin, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def _objects(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_text_file_s_offsets_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "rilis.txt").write_text(TEXT, "utf-8")
    rows = _objects(_run("--format", "jsonl", str(tmp_path / "rilis.txt")))
    statement = next(row for row in rows if row["kind"] == "statement")
    assert (statement["doc"], statement["field"], statement["value"]) == ("rilis", "body", 50)
    assert TEXT[statement["start"] : statement["end"]] == statement["value_text"]  # type: ignore[misc]
    reasons = {row["reason"] for row in rows if row["kind"] == "refusal"}
    assert {"release_number", "date", "phone"} <= reasons


def test_a_release_line_keeps_title_and_text_apart(tmp_path: Path) -> None:
    line = {
        "doc": "x1",
        "agency": "KOMINFO",
        "title": "Kominfo dampingi 50 kota",
        "url": "",
        "date": "2023-02-06",
        "text": "Tahun lalu 25 kota ikut.",
    }
    (tmp_path / "rilis.jsonl").write_text(json.dumps(line) + "\n\n", "utf-8")
    rows = _objects(_run("-f", "jsonl", str(tmp_path / "rilis.jsonl")))
    assert {row["doc"] for row in rows} == {"x1"}
    for row in rows:
        source = line["title"] if row["field"] == "title" else line["text"]
        assert source[row["start"] : row["end"]] == row["value_text"]  # type: ignore[misc]
    assert {row["field"] for row in rows if row["kind"] == "statement"} == {"title", "body"}


def test_a_saved_page_is_read_by_the_site_s_selectors(tmp_path: Path) -> None:
    page = f"<h1 class=title>Judul</h1><p>Dibaca 11966 kali</p><div class=typography-block><p>{TEXT}</p>{'<p>Penutup.</p>' * 20}</div>"
    (tmp_path / "rilis.html").write_text(page, "utf-8")
    rows = _objects(_run("-f", "jsonl", str(tmp_path / "rilis.html")))
    assert "11966" not in {row["value_text"] for row in rows}
    assert 50 in {row.get("value") for row in rows}


def test_standard_input_tells_its_kind_by_its_first_character() -> None:
    assert _objects(_run("-f", "jsonl", "-", stdin=TEXT))
    line = json.dumps({"doc": "x", "title": "50 kota didampingi", "text": "", "agency": "KOMDIGI", "date": None})
    assert _objects(_run("-f", "jsonl", "-", stdin=line))[0]["field"] == "title"


def test_csv_has_one_row_a_number_and_a_header() -> None:
    rows = list(csv.DictReader(io.StringIO(_run("-f", "csv", "-", stdin=TEXT))))
    assert {row["kind"] for row in rows} == {"statement", "refusal"}
    assert all(row["value"] if row["kind"] == "statement" else row["reason"] for row in rows)


def test_the_table_shows_statements_and_reasons() -> None:
    out = _run("-", stdin=TEXT)
    assert "50 kabupaten dan kota" in out
    assert "release_number" in out


def test_a_date_given_by_hand_is_the_release_s() -> None:
    out = _run("-f", "jsonl", "--date", "2020-05-01", "-", stdin="Tahun ini kementerian telah mendampingi 50 kota.")
    statement = next(row for row in _objects(out) if row["kind"] == "statement")
    assert statement["time_start"] == "2020-01-01"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("rilis.pdf", b"%PDF", "rilis.pdf is a '.pdf' file, which is not read."),
        ("rilis", b"Ada 20 kota.", "rilis is a file whose name has no ending, which is not read."),
        ("rilis.txt", b"\xff\xfe\x00", "cannot be read as a press release"),
        ("rilis.txt", b"", "rilis.txt is empty."),
        ("rilis.html", b"<p>kosong</p>", "cannot be read as a press release"),
        (
            "rilis.jsonl",
            b'{"title": "a", "text": "b"}\n{broken\n',
            "rilis.jsonl, line 2, cannot be read as a press release: The line is not JSON at character 2",
        ),
        (
            "rilis.jsonl",
            b'\n{"title": "a"}\n',
            'rilis.jsonl, line 2, cannot be read as a press release: The line has no "text".',
        ),
        ("rilis.jsonl", b"[1]", "line 1, cannot be read as a press release: The line is a list, not an object."),
    ],
)
def test_what_is_no_release_is_a_clear_error(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    result = CliRunner().invoke(app, ["extract", str(tmp_path / name)])
    assert isinstance(result.exception, UsageError)
    assert message in str(result.exception)
    assert result.exception.hint


def test_a_folder_and_empty_input_are_named_as_such(tmp_path: Path) -> None:
    for argument, message in ((str(tmp_path), f"{tmp_path} is a folder."), ("-", "Standard input is empty.")):
        result = CliRunner().invoke(app, ["extract", argument], input="")
        assert isinstance(result.exception, UsageError)
        assert str(result.exception) == message
        assert result.exception.hint


def test_a_missing_file_is_a_clear_error() -> None:
    result = CliRunner().invoke(app, ["extract", "tidak-ada.txt"])
    assert isinstance(result.exception, UsageError)
