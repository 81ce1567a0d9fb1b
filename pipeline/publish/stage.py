"""Effects on the public folder, in the order that keeps it whole: stage beside, sync to disk, rename, replace the pointers."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.errors import MachineError, PublicationBlocked

PREFIX = ".staging-"


@contextmanager
def disk_errors(public: Path) -> Iterator[None]:
    """Whatever the disk refuses, said in one sentence with what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
    except (
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.TransactionException,
        duckdb.OutOfMemoryException,
    ) as error:  # the last two when a commit or a spill finds no room
        reason = str(error).splitlines()[0]
    else:
        return
    raise MachineError(
        f"Cannot publish to {public}: {reason}. The last good snapshot is as it was.",
        "Free some disk space or memory, or mend the folder's rights, then publish again.",
    )


def clear(public: Path) -> None:
    """Remove what a killed run left half-made."""
    for left_over in sorted(public.glob(f"{PREFIX}*")):
        if left_over.is_dir() and not left_over.is_symlink():
            shutil.rmtree(left_over)
        else:
            left_over.unlink()


@contextmanager
def staging(public: Path, version: str) -> Iterator[Path]:
    """A folder to build the snapshot in; gone afterwards unless it was moved into place."""
    folder = public / f"{PREFIX}{version}"
    folder.mkdir()
    try:
        yield folder
    except (Exception, KeyboardInterrupt):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if folder.exists():
        shutil.rmtree(folder)


def move_into_place(folder: Path, target: Path) -> None:
    """Sync every file and folder to disk, then rename. PublicationBlocked where the target exists: old snapshots stay."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)
    # rename() would silently replace an empty folder.
    if target.exists():
        raise PublicationBlocked(
            f"The snapshot {target.name} exists already, and a published snapshot never changes.",
            "Publish again: the next number of the day is then free.",
        )
    os.rename(folder, target)  # noqa: PTH104 - one name for the step that tests interrupt
    sync(target.parent)


def replace_text(path: Path, text: str) -> None:
    """Replace a pointer file in one step; leaves it alone when it says so already."""
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return
    new = path.with_name(f"{PREFIX}{path.name}")
    new.write_bytes(data)
    put_file(new, path)


def put_file(staged: Path, target: Path) -> None:
    """Sync a file to disk, then put it in place of the target in one step."""
    sync(staged)
    os.replace(staged, target)  # noqa: PTH105 - one name for the step that tests interrupt
    sync(target.parent)


def sync(path: Path) -> None:
    """What was written there outlives a power cut from now on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
