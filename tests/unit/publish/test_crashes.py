"""Killed at any step whatever: the last good snapshot stays served, byte for byte, and the next run is clean.

A killed process leaves the disk as it is at that moment. So one run is enough to see every disk that a kill can leave: before and after
each call that changes a file, the public folder is copied. What the next run makes of a disk is tried once for each that differs
after its first act, which is to clear what was half-made.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish import Publication, check, check_database, latest, load_publisher, publish, stage
from pipeline.publish.databases import database_path
from tests.unit.publish.conftest import SERVED, Publish
from tests.unit.publish.test_publication import contents
from tests.unit.publish.warehouses import SEEN, Rows, build, small

STEPS = ("mkdir", "rename", "replace", "unlink", "remove", "rmdir", "fsync")
"""Functions of `os` that change what is on the disk, or promise that it is there. Opening for writing is watched too."""


def changed() -> Rows:
    rows = small()
    rows["statements"][0]["status"] = "planned"
    return rows


@contextmanager
def watched(patch: pytest.MonkeyPatch, look: Callable[[str], None]) -> Iterator[None]:
    """Call `look` before and after each call that changes files, with the call's name; not for what `look` itself does."""
    looking = False

    def around(name: str, real: Callable[..., Any], counts: Callable[..., bool]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal looking
            if looking or not counts(*args, **kwargs):
                return real(*args, **kwargs)
            try:
                looking = True
                look(f"before {name}")
                looking = False
                return real(*args, **kwargs)
            finally:
                looking = True
                look(f"after {name}")
                looking = False

        return call

    def writes(_: Any, mode: str = "r", *__: Any, **___: Any) -> bool:
        return not mode.startswith("r") or "+" in mode

    with patch.context() as inner:
        for name in STEPS:
            inner.setattr(os, name, around(name, getattr(os, name), lambda *_, **__: True))
        for module in ("io", "builtins"):
            inner.setattr(f"{module}.open", around("open", open, writes))
        yield


def copied(source: str, target: str) -> None:
    """A copy; of a database, which is large and is never written where it stands, another name."""
    (os.link if source.endswith(".duckdb") and "/databases/" in source else shutil.copyfile)(source, target)


def disks(public: Path, to: Path, patch: pytest.MonkeyPatch, run: Callable[[], Publication]) -> list[tuple[str, Path]]:
    """Every disk that a kill during the run can leave, with the step."""
    found: list[tuple[str, Path]] = []

    def look(step: str) -> None:
        disk = to / str(len(found))
        shutil.copytree(public, disk, copy_function=copied)
        found.append((step, disk))

    to.mkdir()
    with watched(patch, look):
        run()
    return found


def test_a_kill_at_any_step_leaves_what_was_served_and_the_next_run_is_clean(
    first: Publication, public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = {name: data for name, data in contents(public).items() if name.startswith(("snapshots/", "databases/"))}
    warehouse = build(tmp_path / "changed.duckdb", changed())

    def run(to: Path = public) -> Publication:
        return publish(warehouse, to, as_of=SEEN, synthetic=True, code_version="0.1.0", publisher=load_publisher())

    found = disks(public, tmp_path / "disks", monkeypatch, run)
    clean = contents(public)
    assert len(found) > 150
    assert {step.partition(" ")[2] for step, _ in found} >= {"open", "mkdir", "fsync", "rename", "replace"}

    outcomes: dict[tuple[str, ...], tuple[str, Path]] = {}
    for step, disk in found:
        left = contents(disk)
        assert {name: left[name] for name in served} == served, f"killed {step}: what was served changed"
        assert latest(disk).name in (first.version, "2026-11-24.2"), step
        assert all(result.is_dir() for result in (disk / "snapshots").iterdir())
        stage.clear(disk)
        # The database's bytes are DuckDB's own; that it is there is what counts.
        outcomes.setdefault(
            tuple(sorted(f"{name} {hash(data)}" for name, data in contents(disk).items())), (step, disk)
        )
    assert 8 <= len(outcomes) <= 12, "before the move, after it, each pointer, the database, its hash"
    for step, disk in outcomes.values():
        after = run(disk)
        assert (after.version, after.problems) == ("2026-11-24.2", ()), step
        assert latest(disk) == after.folder, step
        assert sorted(path.name for path in disk.iterdir()) == SERVED, step
        same = {name for name, data in contents(disk).items() if clean.get(name) == data}
        assert {name for name in clean if "2026-11-24.2.duckdb" not in name} <= same, step
        assert check_database(database_path(disk, after.version), after.folder).passed, step
    assert all(result.passed for result in check(latest(public)))


def killed(public: Path, warehouse: Path, before: str) -> int:
    """The exit code of a process that publishes, after it has done `before`."""
    code = f"""
import os, resource, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from pipeline.publish import load_publisher, publish
{before}
publish(Path({str(warehouse)!r}), Path({str(public)!r}), as_of=datetime(2026, 11, 23, 18, 30, tzinfo=UTC), synthetic=True,
        code_version="0.1.0", publisher=load_publisher())
"""
    return subprocess.run([sys.executable, "-B", "-c", code], check=False, stderr=subprocess.DEVNULL).returncode


AT_THE_RENAME = "os.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
AT_THE_SECOND_POINTER = """
count, real = [], os.replace
os.replace = lambda *a: os.kill(os.getpid(), signal.SIGKILL) if count.append(1) or len(count) == 2 else real(*a)
"""
WHEN_A_FILE_GROWS = """
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the kernel kills in the middle of a write, whichever library writes
resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))
"""


@pytest.mark.parametrize(
    ("before", "signal_number", "version"),
    [
        (AT_THE_RENAME, signal.SIGKILL, "2026-11-24.1"),
        (AT_THE_SECOND_POINTER, signal.SIGKILL, "2026-11-24.1"),
        (WHEN_A_FILE_GROWS.format(2_048), signal.SIGXFSZ, "2026-11-24.1"),
        (WHEN_A_FILE_GROWS.format(1_000_000), signal.SIGXFSZ, "2026-11-24.2"),  # only the database is larger
    ],
    ids=["rename", "second pointer", "in a table", "in the database"],
)
def test_killed_by_a_real_signal(
    first: Publication,
    publish_rows: Publish,
    public: Path,
    tmp_path: Path,
    before: str,
    signal_number: int,
    version: str,
) -> None:
    served = contents(public)
    warehouse = build(tmp_path / "changed.duckdb", changed())
    assert killed(public, warehouse, before) == -signal_number
    left = contents(public)
    assert {name: left[name] for name in served if name.startswith("snapshots/")}.items() <= served.items()
    assert latest(public).name == version
    after = publish_rows(changed())
    assert (after.version, after.problems) == ("2026-11-24.2", ())
    assert sorted(path.name for path in public.iterdir()) == SERVED
    assert check_database(database_path(public, after.version), after.folder).passed


def test_a_disk_that_is_full_for_the_database_alone_leaves_the_snapshot(
    publish_rows: Publish, public: Path, tmp_path: Path
) -> None:
    """The kernel's own refusal: no file may grow beyond a megabyte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    build(tmp_path / "warehouse.duckdb", small())
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
        first = publish(
            tmp_path / "warehouse.duckdb",
            public,
            as_of=SEEN,
            synthetic=True,
            code_version="0.1.0",
            publisher=load_publisher(),
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert first.is_new
    assert "There is no database" in first.problems[0]
    assert sorted(path.name for path in public.iterdir()) == SERVED
    assert publish_rows(small()).problems == ()
