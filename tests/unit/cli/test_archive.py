"""`kotacerdas archive`: what a person sees of a capture, and that no page can steer the terminal it is shown on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.capture import Archive, ArchiveWriter
from pipeline.cli.commands import app
from pipeline.clock import FixedClock
from pipeline.model import Capture
from tests.unit.capture.records import exchange, flip_byte

NIGHT = datetime(2026, 1, 31, 18, 30, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"), ("X-Odd", "[red]\x1b[2J"))


def _capture(output: Path, payload: bytes, headers: tuple[tuple[str, str], ...] = HTML) -> Capture:
    archive = Archive(output / "archive")
    with ArchiveWriter(archive, "ministry", "run1", FixedClock(NIGHT)) as writer:
        return writer.record(exchange(NIGHT, payload, headers=headers), "release", "live")


def _run(output: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["archive", *arguments, "--output", str(output)])
    return result.exit_code, result.output


def test_show_prints_request_response_and_body_and_no_control_characters(tmp_path: Path) -> None:
    capture = _capture(tmp_path, "<p>Angka\x1b]0;judul\x07 [bold]lima[/bold] é</p>\n".encode())
    code, shown = _run(tmp_path, "show", capture.capture_id)
    assert code == 0
    assert "> GET /r/1 HTTP/1.1\n> Host: ministry.example" in shown
    assert "< HTTP/1.1 200" in shown
    assert "[bold]lima[/bold] é</p>" in shown
    assert "[red]\ufffd[2J" in shown
    assert not {c for c in shown if ord(c) < 32} - {"\n"}
    assert f"ministry/ministry-run1.warc.gz at byte {capture.warc_offset}" in shown


def test_raw_is_the_body_as_it_is(tmp_path: Path) -> None:
    capture = _capture(tmp_path, b"\x00\x1b\xff")
    result = CliRunner().invoke(app, ["archive", "show", "--raw", capture.capture_id, "--output", str(tmp_path)])
    assert result.stdout_bytes == b"\x00\x1b\xff"


def test_a_body_that_is_no_text_is_only_counted(tmp_path: Path) -> None:
    capture = _capture(tmp_path, b"%PDF-1.7 \x1b", (("Content-Type", "application/pdf"),))
    assert "10 bytes of application/pdf: --raw writes them." in _run(tmp_path, "show", capture.capture_id)[1]


def test_verify_says_what_was_hashed(tmp_path: Path) -> None:
    _capture(tmp_path, b"<p>isi</p>")
    code, shown = _run(tmp_path, "verify")
    assert (code, "1 WARC files, 3 records, 1 captures, 10 payload bytes" in shown) == (0, True)
    assert "verified" in shown


def test_verify_names_the_record_and_fails(tmp_path: Path) -> None:
    capture = _capture(tmp_path, b"<p>isi</p>")
    flip_byte(tmp_path / "archive" / capture.warc_file, capture.warc_offset + 60)
    code, shown = _run(tmp_path, "verify")
    assert code == 1
    assert f"MISMATCH {capture.warc_file}, record at {capture.warc_offset}:" in shown


@pytest.mark.parametrize("arguments", [("show", "c-none"), ("verify",)])
def test_what_is_not_there_is_an_error_with_a_hint(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, ["archive", *arguments, "--output", str(tmp_path / "none")])
    assert result.exception is not None
    assert getattr(result.exception, "hint", "")
