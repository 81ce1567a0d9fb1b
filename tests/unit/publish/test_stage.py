"""A run killed at any step, and a disk that refuses: the last good snapshot stays served, and the next run is clean."""

import resource
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import MachineError, PublicationBlocked
from pipeline.publish import latest, load_publisher, publish, stage
from tests.unit.publish.conftest import Publish
from tests.unit.publish.test_publication import contents
from tests.unit.publish.warehouses import SEEN, Rows, build, small


class Killed(BaseException):
    """Not an Exception: as with SIGKILL, no cleaning up in the code under test runs."""


def changed() -> Rows:
    rows = small()
    rows["statements"][0]["status"] = "planned"
    return rows


def kill_at(
    monkeypatch: pytest.MonkeyPatch, target: str, nth: int, after: bool, error: Callable[[], BaseException]
) -> None:
    """Raise at the nth call of a function, before it acts or after."""
    module, _, name = target.rpartition(".")
    real = getattr(sys.modules.get(module) or __import__(module), name)
    calls = 0

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and not after:
            raise error()
        result = real(*args, **kwargs)
        if calls == nth:
            raise error()
        return result

    monkeypatch.setattr(target, interrupted)


PUBLICATION = "pipeline.publish.publication"
BEFORE_THE_MOVE = [
    ("os.mkdir", 2, False),
    ("os.mkdir", 2, True),
    ("os.mkdir", 3, True),
    (f"{PUBLICATION}.write_parquet", 1, True),
    (f"{PUBLICATION}.write_csv", 1, False),
    (f"{PUBLICATION}.write_csv", 5, True),
    (f"{PUBLICATION}.compute_changes", 1, True),
    (f"{PUBLICATION}.write_parquet", 11, True),
    (f"{PUBLICATION}.read_contents", 1, True),
    (f"{PUBLICATION}.documents", 1, True),
    (f"{PUBLICATION}.write_checksums", 1, False),
    (f"{PUBLICATION}.write_checksums", 1, True),
    (f"{PUBLICATION}.check", 1, True),
    ("os.fsync", 1, False),
    ("os.fsync", 20, True),
    ("os.rename", 1, False),
]
AFTER_THE_MOVE = [
    ("os.rename", 1, True),
    ("os.fsync", 28, False),
    ("os.replace", 1, False),
    ("os.replace", 1, True),
    ("os.replace", 2, False),
]


def test_killed_before_the_snapshot_is_in_place(
    publish_rows: Publish, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_rows(small())
    served = contents(public)
    for step in BEFORE_THE_MOVE:
        with monkeypatch.context() as patch:
            kill_at(patch, *step, Killed)
            with pytest.raises(Killed):
                publish_rows(changed())
        left = contents(public)
        assert {name: left[name] for name in served} == served, f"killed at {step}: what was served changed"
        assert all(name.startswith(".staging-") for name in left.keys() - served.keys()), step
        assert latest(public) == first.folder, step

    second = publish_rows(changed())
    assert (second.is_new, second.version) == (True, "2026-11-24.2")
    assert sorted(path.name for path in public.iterdir()) == ["databases", "latest.json", "snapshots", "versions.json"]


def test_killed_between_the_move_and_the_pointers(
    publish_rows: Publish, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = publish_rows(small())
    for number, step in enumerate(AFTER_THE_MOVE, start=2):
        rows = small()
        rows["refusals"][0]["reason"] = f"reason_{number}"
        with monkeypatch.context() as patch:
            kill_at(patch, *step, Killed)
            with pytest.raises(Killed):
                publish_rows(rows)
        assert latest(public) == before.folder, step

        after = publish_rows(rows)
        assert (after.is_new, after.version) == (False, f"2026-11-24.{number}"), "taken up, not made again"
        assert latest(public) == after.folder == public / "snapshots" / after.version
        assert sorted(path.name for path in public.iterdir()) == [
            "databases",
            "latest.json",
            "snapshots",
            "versions.json",
        ]
        before = after


def test_killed_by_a_real_signal(publish_rows: Publish, public: Path, tmp_path: Path) -> None:
    first = publish_rows(small())
    build(tmp_path / "warehouse.duckdb", changed())
    code = f"""
        import os, signal
        from datetime import datetime, UTC
        from pathlib import Path
        from pipeline.publish import load_publisher, publish
        os.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        publish(Path({str(tmp_path / "warehouse.duckdb")!r}), Path({str(public)!r}),
                as_of=datetime(2026, 11, 23, 18, 30, tzinfo=UTC), synthetic=True, code_version="0.1.0", publisher=load_publisher())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert done.returncode == -9
    assert latest(public) == first.folder
    assert publish_rows(changed()).version == "2026-11-24.2"
    assert sorted(path.name for path in public.iterdir()) == ["databases", "latest.json", "snapshots", "versions.json"]


REFUSALS = [("os.mkdir", 3), (f"{PUBLICATION}.write_csv", 4), ("os.fsync", 3), ("os.rename", 1)]


def test_a_disk_that_refuses(publish_rows: Publish, public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_rows(small())
    served = contents(public)
    for target, nth in REFUSALS:
        with monkeypatch.context() as patch:
            kill_at(patch, target, nth, False, lambda: OSError(28, "No space left on device"))
            with pytest.raises(MachineError, match="No space left on device") as caught:
                publish_rows(changed())
        assert "Free some disk space" in caught.value.hint
        assert contents(public) == served, f"refused at {target}"


def test_a_disk_that_is_really_full_leaves_no_stage(publish_rows: Publish, public: Path, tmp_path: Path) -> None:
    """The kernel's own refusal, from whichever library writes: files may not grow beyond 2 KB in this process."""
    first = publish_rows(small())
    served = contents(public)
    build(tmp_path / "warehouse.duckdb", changed())
    code = f"""
        from datetime import datetime, UTC
        from pathlib import Path
        from pipeline.errors import MachineError
        from pipeline.publish import load_publisher, publish
        try:
            publish(Path({str(tmp_path / "warehouse.duckdb")!r}), Path({str(public)!r}),
                    as_of=datetime(2026, 11, 23, 18, 30, tzinfo=UTC), synthetic=True, code_version="0.1.0", publisher=load_publisher())
        except MachineError as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-B", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)),
    )
    assert "Cannot publish to" in done.stdout, done.stderr
    assert "File too large" in done.stdout
    assert contents(public) == served
    assert latest(public) == first.folder
    assert [path.name for path in public.glob(".*")] == []


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    warehouse = build(tmp_path / "warehouse.duckdb", small())
    with pytest.raises(MachineError, match="Cannot publish to"):
        publish(
            warehouse,
            tmp_path / "file" / "public",
            as_of=SEEN,
            synthetic=True,
            code_version="0",
            publisher=load_publisher(),
        )


def test_a_published_folder_is_never_replaced(tmp_path: Path) -> None:
    staged, target = tmp_path / ".staging-v", tmp_path / "v"
    staged.mkdir()
    target.mkdir()  # empty: the system's rename would replace it without a word
    with pytest.raises(PublicationBlocked, match="exists already"):
        stage.move_into_place(staged, target)
    assert staged.is_dir()


def test_clearing_removes_only_what_runs_left(tmp_path: Path) -> None:
    (tmp_path / ".staging-2026-01-01.1" / "data").mkdir(parents=True)
    (tmp_path / ".staging-latest.json").write_text("{}")
    (tmp_path / "snapshots").mkdir()
    (tmp_path / ".staging-link").symlink_to(tmp_path / "snapshots")
    stage.clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["snapshots"]
