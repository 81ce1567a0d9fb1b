"""A disk that refuses, a person who stops the run: the last good snapshot stays served, and nothing half-made stays behind.

What a kill leaves, which lets no cleaning up run, is in test_crashes.py.
"""

import resource
import subprocess
import sys
import textwrap
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.errors import MachineError, PublicationBlocked
from pipeline.publish import Publication, latest, load_publisher, publish, stage
from tests.unit.publish.conftest import Publish
from tests.unit.publish.test_publication import contents
from tests.unit.publish.warehouses import SEEN, Rows, build, small


def changed() -> Rows:
    rows = small()
    rows["statements"][0]["status"] = "planned"
    return rows


def fail_at(monkeypatch: pytest.MonkeyPatch, target: str, nth: int, error: BaseException) -> None:
    """Raise instead of the nth call of a function."""
    module, _, name = target.rpartition(".")
    real = getattr(import_module(module), name)
    calls = 0

    def failing(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(target, failing)


PLACES = [
    ("os.mkdir", 3),
    ("pipeline.publish.tables.write_csv", 4),
    ("pipeline.publish.publication.write_workbook", 1),
    ("xlsxwriter.workbook.ZipFile", 1),
    ("os.fsync", 3),
    ("os.rename", 1),
]


@pytest.mark.parametrize(
    ("error", "raised"),
    [(OSError(28, "No space left on device"), MachineError), (KeyboardInterrupt(), KeyboardInterrupt)],
    ids=["a full disk", "a person"],
)
def test_a_run_that_ends_early_leaves_everything_as_it_was(
    first: Publication,
    publish_rows: Publish,
    public: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    raised: type[BaseException],
) -> None:
    served = contents(public)
    for place in PLACES:
        with monkeypatch.context() as patch:
            fail_at(patch, *place, error)
            with pytest.raises(raised) as caught:
                publish_rows(changed())
        if isinstance(caught.value, MachineError):
            assert "No space left on device" in str(caught.value)
            assert "Free some disk space" in caught.value.hint
        assert contents(public) == served, f"failed at {place}"


def test_a_disk_that_is_really_full_leaves_no_stage(first: Publication, public: Path, tmp_path: Path) -> None:
    """The kernel's own refusal, from whichever library writes: files may not grow beyond 2 KB in this process."""
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


def test_a_commit_that_finds_no_room_is_the_disk_s_doing(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="No space left"), stage.disk_errors(tmp_path):
        raise duckdb.TransactionException("Failed to commit: No space left on device")


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
