"""Closing a WARC file that a killed run left open: whole records are kept, nothing is thrown away."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.capture.sidecar import scan, write_sidecar
from pipeline.capture.warc import DamagedRecordError, members
from pipeline.errors import MachineError

OPEN = ".open"
"""Suffix of a WARC file that is still being written."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A closed file: its name (None: it held no capture and was removed), captures kept, bytes of a torn record set aside."""

    opened_as: str
    warc_file: str | None
    captures: int
    torn_bytes: int

    def __str__(self) -> str:
        torn = f", a torn record of {self.torn_bytes:,} bytes set aside" if self.torn_bytes else ""
        return f"{self.opened_as}: {self.captures} captures kept{torn}."


def recover(root: Path, opened: Path) -> Recovered | None:
    """Close one `.open` file under its final name; None while another process writes it. MachineError when the disk is in the way."""
    name = opened.relative_to(root).as_posix()
    try:
        with opened.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return None
            torn_bytes = _set_torn_end_aside(opened)
            file.flush()
            os.fsync(file.fileno())
            captures = len(scan(opened, name))
            if not captures:
                opened.unlink()
                return Recovered(name, None, 0, torn_bytes)
            final = close_under_final_name(root, opened)
    except OSError as error:
        raise disk_error(opened.parent, error) from error
    return Recovered(name, final.relative_to(root).as_posix(), captures, torn_bytes)


def final_name(opened: Path) -> Path:
    return opened.with_name(opened.name.removesuffix(OPEN))


def close_under_final_name(root: Path, opened: Path) -> Path:
    """Rename, then index. The index may fail: it is made again when it is missing. May raise OSError before the rename is done."""
    final = final_name(opened)
    opened.rename(final)
    sync_folder(final.parent)
    write_sidecar(final, scan(final, final.relative_to(root).as_posix()))
    return final


def sync_folder(folder: Path) -> None:
    """Make a rename outlast a power cut (fsync of the directory)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_error(folder: Path, error: OSError) -> MachineError:
    return MachineError(
        f"Cannot write to the archive folder {folder}: {error.strerror or error}.",
        "Free some disk space or mend the folder's rights, then run again: what was captured so far is kept.",
    )


def _set_torn_end_aside(opened: Path) -> int:
    """Cut the file after its last whole record; what follows goes to a `.torn` file. Bytes set aside."""
    end = 0
    with opened.open("rb") as file:
        try:
            for offset, length, _ in members(file):
                end = offset + length
        except DamagedRecordError:
            file.seek(end)
            torn = file.read()
            opened.with_name(final_name(opened).name + ".torn").write_bytes(torn)
            os.truncate(opened, end)
            return len(torn)
    return 0
