"""The command as a person meets it: its messages and its exit codes, in another process. No mistake ends in a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.capture import Archive
from pipeline.cli import main
from pipeline.workspace import Workspace

COMMAND = Path(sys.executable).parent / "kotacerdas"
STATEMENT_LINE = 3


def _kotacerdas(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, cwd=cwd, check=False, timeout=120)


MISTAKES: list[tuple[list[str], int, str]] = [
    (["run", "--agency", "kemenkeu"], 2, "There is no agency 'kemenkeu'"),
    (["run", "--agency", "esdm"], 2, "kotacerdas import"),
    (["run", "--agency", "komdigi"], 2, "--contact"),
    (["run", "--since", "2024-02-01", "--until", "2024-01-01"], 2, "--since"),
    (["run", "--since", "2020-13-01"], 2, "Give a day as 2020-12-31."),
    (["archive", "show", "c-none"], 2, "c-none"),
    (["archive", "verify"], 3, "--output"),
    (["trace", "s-aaaaaaaaaaaaaaaaaaaa"], 2, "next:"),
    (["import", "tidak-ada.jsonl"], 2, "tidak-ada.jsonl"),
    (["extract", "tidak-ada.txt"], 2, "tidak-ada.txt"),
    (["publish"], 2, "kotacerdas run"),
    (["publish", "--check", "tidak-ada"], 2, "tidak-ada"),
    (["terbang"], 2, "No such command"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), MISTAKES)
def test_a_mistake_on_the_command_line_is_told_with_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    """In this process, by the function that the command calls: to start it takes a second."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["kotacerdas", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == code
    assert message in capfd.readouterr().err


@pytest.mark.parametrize(("arguments", "code", "message"), [MISTAKES[0], MISTAKES[-1]])
def test_a_mistake_ends_the_process_with_its_code_and_no_traceback(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    """One that we find, and one that the library of the command line finds."""
    result = _kotacerdas(*arguments, cwd=tmp_path)
    assert result.returncode == code, result
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_trace_shows_the_number_in_its_paragraph_and_verifies_it(workspace: Workspace) -> None:
    version = json.loads((workspace.public / "latest.json").read_text("utf-8"))["version"]
    rows = (workspace.public / "snapshots" / version / "data/statements.csv").read_text("utf-8").splitlines()
    identifier = rows[STATEMENT_LINE].split(",")[0]
    result = _kotacerdas("trace", identifier, "--output", workspace.root)
    assert result.returncode == 0, result
    assert "»" in result.stdout
    assert "holds" in result.stdout
    assert result.stdout.rstrip().endswith("verified")
    assert "DIFFERS" not in result.stdout


def test_trace_says_what_does_not_match(workspace: Workspace) -> None:
    snapshot = next((workspace.public / "snapshots").iterdir())
    row = pq.read_table(snapshot / "data/statements.parquet").to_pylist()[0]
    capture = Archive(workspace.archive).find(row["capture_id"])
    warc = workspace.archive / capture.warc_file
    data = bytearray(warc.read_bytes())
    data[capture.warc_offset + 2_000] ^= 0xFF
    warc.write_bytes(data)
    identifier = row["statement_id"]
    result = _kotacerdas("trace", identifier, "--output", workspace.root)
    assert result.returncode == 1, result
    assert "NOT VERIFIED" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_snapshot_that_was_altered_fails_its_check(workspace: Workspace) -> None:
    snapshot = next((workspace.public / "snapshots").iterdir())
    assert _kotacerdas("publish", "--check", snapshot).returncode == 0
    table = snapshot / "data/observations.csv"
    table.write_text(table.read_text("utf-8").replace(",realised,", ",planned,", 1), "utf-8")
    result = _kotacerdas("publish", "--check", snapshot)
    assert result.returncode == 1
    assert "observations.csv" in result.stdout


def test_imported_releases_are_published_and_the_sample_is_left_out(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        "Siaran Pers No. 7/HM/KOMINFO/02/2023\nSenin, 6 Februari 2023\ntentang\nPendampingan daerah berlanjut\n"
        "Sepanjang 2022 kementerian telah mendampingi 50 kabupaten dan kota dalam pengembangan smart city.\n"
    )
    (tmp_path / "rilis.txt").write_text(text, "utf-8")
    imported = _kotacerdas("import", tmp_path / "rilis.txt", "--output", workspace.root)
    assert imported.returncode == 0, imported
    assert "kominfo" in imported.stdout
    published = _kotacerdas("publish", "--output", workspace.root)
    assert published.returncode == 0, published
    assert "Left out of the snapshot: sample-komdigi, sample-kominfo" in published.stdout
    version = json.loads((workspace.public / "latest.json").read_text("utf-8"))["version"]
    data = workspace.public / "snapshots" / version / "data"
    assert "sample" not in (data / "agencies.csv").read_text("utf-8")
    lines = (data / "statements.csv").read_text("utf-8").splitlines()
    assert len(lines) == 2
    traced = _kotacerdas("trace", lines[1].split(",")[0], "--output", workspace.root)
    assert traced.returncode == 0, traced
    assert "imported from a file" in traced.stdout
    again = _kotacerdas("import", tmp_path / "rilis.txt", "--output", workspace.root)
    assert again.returncode == 0
    assert "No news" in _kotacerdas("publish", "--output", workspace.root).stdout
