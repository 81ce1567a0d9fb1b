"""The WARC files behind a snapshot, read whole: what is damaged, missing or of another archive is named."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.audit.bundle.pack import read_warcs
from pipeline.audit.bundle.records import WarcFile
from pipeline.audit.published import Published
from pipeline.capture import warc as warc_module
from pipeline.errors import BundleError
from pipeline.workspace import Workspace
from tests.unit.capture.records import flip_byte

Captures = dict[str, dict[str, Any]]


@pytest.fixture
def captures(snapshot: Path) -> Captures:
    return {row["capture_id"]: row for row in Published(snapshot).rows("captures")}


def _faults(workspace: Workspace, captures: Captures) -> list[str]:
    return [fault for warc in read_warcs(workspace.archive, captures) for fault in warc.faults]


def test_a_whole_archive_has_no_faults_and_its_files_are_told_by_their_hashes(
    workspace: Workspace, captures: Captures
) -> None:
    found = read_warcs(workspace.archive, captures)
    assert [(warc.captures, len(warc.entries), warc.faults) for warc in found] == [(1, 1, ()), (1, 1, ())]
    assert [warc.byte_count for warc in found] == [(workspace.archive / warc.name).stat().st_size for warc in found]


@pytest.mark.parametrize("damage", ["missing", "byte", "torn", "exchanged", "link", "empty"])
def test_damage_is_told_with_the_files_name(
    workspace: Workspace, captures: Captures, damage: str, tmp_path: Path
) -> None:
    warc, other = sorted(workspace.archive.glob("*/*.warc.gz"))
    if damage == "missing":
        warc.unlink()
    elif damage == "byte":
        flip_byte(warc, warc.stat().st_size - 200)
    elif damage in ("torn", "empty"):
        warc.write_bytes(warc.read_bytes()[:-5] if damage == "torn" else b"")
    elif damage == "exchanged":
        shutil.copy(other, warc)
    else:
        shutil.move(warc, tmp_path / "elsewhere")
        warc.symlink_to(tmp_path / "elsewhere")
    faults = _faults(workspace, captures)
    assert faults
    assert all(fault.startswith(warc.relative_to(workspace.archive).as_posix()) for fault in faults)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("url", "https://www.kominfo.go.id/lain"),
        ("fetched_at", datetime(2026, 1, 2, tzinfo=UTC)),
        ("http_status", 200),
        ("payload_sha256", "0" * 64),
        ("warc_offset", 1),
        ("revisit_of", "c-lain"),
    ],
)
def test_a_capture_that_was_published_otherwise_is_told(
    workspace: Workspace, captures: Captures, column: str, said: object
) -> None:
    capture_id = next(iter(captures))
    captures[capture_id] = captures[capture_id] | {column: said}
    (fault,) = _faults(workspace, captures)
    assert f"capture {capture_id} was published with {column} {said}"[:60] in fault


def test_a_capture_that_the_file_does_not_hold_is_told(workspace: Workspace, captures: Captures) -> None:
    captures["c-lain"] = dict(next(iter(captures.values())))
    (fault,) = _faults(workspace, captures)
    assert "does not hold capture c-lain" in fault


def test_a_record_that_unpacks_without_end_is_not_followed(
    workspace: Workspace, captures: Captures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_module, "_MOST_BYTES", 100)
    assert all(
        "unpacks to more than 100 bytes" in fault or "does not hold" in fault for fault in _faults(workspace, captures)
    )
    assert any("unpacks" in fault for fault in _faults(workspace, captures))


def test_a_file_that_cannot_be_read_is_told(
    workspace: Workspace, captures: Captures, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: Callable[..., Any] = Path.open

    def refuse(path: Path, *arguments: Any) -> Any:
        if path.suffix == ".gz":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    found: list[WarcFile] = read_warcs(workspace.archive, captures)
    assert ["cannot be read: Permission denied" in warc.faults[0] for warc in found] == [True, True]


def test_two_files_that_would_be_one_are_refused(tmp_path: Path) -> None:
    captures = {"c-1": {"warc_file": "a/x.warc.gz"}, "c-2": {"warc_file": "b/x.warc.gz"}}
    with pytest.raises(BundleError, match="would be one file"):
        read_warcs(tmp_path, captures)


@pytest.mark.parametrize(
    "name", ["../x.warc.gz", "/etc/passwd", "a/b/c.warc.gz", "a/x.txt", "", "a\\x.warc.gz", "a/.warc.gz"]
)
def test_a_strange_name_of_a_warc_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleError, match="no name of a WARC file"):
        read_warcs(tmp_path, {"c-1": {"warc_file": name}})
