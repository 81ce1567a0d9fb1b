import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.capture import Archive, ArchiveWriter
from pipeline.clock import FixedClock
from pipeline.errors import MachineError
from pipeline.model import Capture
from tests.unit.capture.records import exchange

OPENED = "ministry/ministry-run1.warc.gz.open"


@pytest.fixture
def killed(archive: Archive, clock: FixedClock) -> list[Capture]:
    """Two captures in a file that a killed run left open."""
    with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        captures = [writer.record(exchange(clock.now(), body), "release", "live") for body in (b"one", b"two")]
        left = (archive.root / OPENED).read_bytes()
    for path in archive.root.glob("*/*"):
        path.unlink()
    (archive.root / OPENED).write_bytes(left)
    return captures


def test_open_files_are_not_read(archive: Archive, killed: list[Capture]) -> None:
    assert archive.captures() == []


def test_a_whole_file_is_closed_as_it_is(archive: Archive, killed: list[Capture]) -> None:
    (report,) = archive.recover()
    assert (report.warc_file, report.captures, report.torn_bytes) == ("ministry/ministry-run1.warc.gz", 2, 0)
    assert str(report) == f"{OPENED}: 2 captures kept."
    assert archive.captures() == sorted(killed, key=lambda c: c.warc_offset)
    assert archive.recover() == []


def test_wherever_the_last_record_is_torn_the_whole_ones_are_kept(archive: Archive, killed: list[Capture]) -> None:
    whole = (archive.root / OPENED).read_bytes()
    second = killed[1].warc_offset
    for end in range(second + 1, second + 200, 7):
        (archive.root / OPENED).write_bytes(whole[:end])
        (report,) = archive.recover()
        assert (report.captures, report.torn_bytes) == (1, end - second)
        assert "a torn record of" in str(report)
        assert archive.captures() == killed[:1]
        assert archive.read(killed[0]).body == b"one"
        assert (archive.root / "ministry/ministry-run1.warc.gz.torn").read_bytes() == whole[second:end]
        for path in archive.root.glob("*/*"):
            path.unlink()


@pytest.mark.parametrize("left", [b"", b"\x1f\x8b", bytes(4096)])
def test_a_file_without_a_capture_is_removed(archive: Archive, left: bytes) -> None:
    (archive.root / "ministry").mkdir(parents=True)
    (archive.root / OPENED).write_bytes(left)
    (report,) = archive.recover()
    assert (report.warc_file, report.captures, report.torn_bytes) == (None, 0, len(left))
    assert not (archive.root / OPENED).exists()


def test_a_file_that_a_living_run_writes_is_left_alone(archive: Archive, clock: FixedClock) -> None:
    with ArchiveWriter(archive, "ministry", "run1", clock) as writer:
        capture = writer.record(exchange(clock.now()), "release", "live")
        assert archive.recover() == []
    assert archive.captures() == [capture]


def test_a_run_that_is_killed_loses_nothing_that_it_had_recorded(archive: Archive) -> None:
    code = f"""
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from pipeline.capture import Archive, ArchiveWriter
from pipeline.clock import SystemClock
from tests.unit.capture.records import exchange
with ArchiveWriter(Archive(Path({str(archive.root)!r})), "ministry", "run1", SystemClock()) as writer:
    for number in range(3):
        writer.record(exchange(datetime(2026, 1, 1, tzinfo=UTC), b"%d" % number), "release", "live")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    (report,) = archive.recover()
    assert (report.captures, report.torn_bytes) == (3, 0)
    assert sorted(archive.read(c).body for c in archive.captures()) == [b"0", b"1", b"2"]


def test_a_disk_in_the_way_is_a_machine_error_and_loses_nothing(
    archive: Archive, killed: list[Capture], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, os.strerror(13))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        with pytest.raises(MachineError, match="Permission denied"):
            archive.recover()
    assert archive.recover()[0].captures == 2
