"""The ZIP file around a bundle: written so that equal contents give equal bytes, read so that no stranger's file does harm.

Members are stored and not compressed, as WACZ wants it of what is compressed already: readers get at one record without the rest,
other versions of zlib write the same bytes, and nothing unpacks to more than the file has.
"""

import hashlib
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from pipeline.errors import BundleError, UsageError

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""ZIP cannot say less than a date; this is the earliest that it knows."""
_UNIX = 3
_ENCRYPTED = 0x1
_READ_BYTES = 1 << 20
_PLACE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)?[A-Za-z0-9][A-Za-z0-9._-]*")
"""At most one folder; no name that leads elsewhere, that a shell reads as an option, or that a file system may take for another."""
_NOT_OURS = "Fetch the bundle again from where it is kept."


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle: where it stands, where its bytes are, and what they must be."""

    place: str
    source: Path | bytes
    byte_count: int
    sha256: str

    @staticmethod
    def of(place: str, content: bytes) -> "Member":
        return Member(place, content, len(content), hashlib.sha256(content).hexdigest())


def write_container(target: Path, members: Iterable[Member]) -> None:
    """Write them in order of their places. BundleError where a file is not what it was when it was read before. May raise OSError."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as container:
        for member in sorted(members, key=lambda member: member.place):
            info = zipfile.ZipInfo(member.place, _LONG_AGO)
            info.create_system, info.external_attr = _UNIX, (stat.S_IFREG | 0o644) << 16
            info.file_size = member.byte_count  # by which it is decided whether the entry needs ZIP64
            with _source(member.source) as source, container.open(info, "w") as entry:
                if copied(source, entry) != (member.byte_count, member.sha256):
                    raise BundleError(f"{member.place} was changed while it was packed.", "Pack it again.")


def copied(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    """Copy all of it, piece by piece. How many bytes, and their SHA-256."""
    digest, count = hashlib.sha256(), 0
    while piece := source.read(_READ_BYTES):
        digest.update(piece)
        count += len(piece)
        target.write(piece)
    return count, digest.hexdigest()


class Container:
    """An opened bundle, all of whose members were found harmless: `places` names them, in the order in which they stand there."""

    def __init__(self, bundle: Path, opened: zipfile.ZipFile) -> None:
        self._bundle, self._opened = bundle, opened
        self.places = [info.filename for info in opened.infolist()]

    def read(self, place: str) -> bytes:
        """All of a member. BundleError where it is not there or its bytes are damaged."""
        with _reading_errors(self._bundle):
            return self._opened.read(place)

    def extract(self, place: str, target: Path) -> tuple[int, str]:
        """Write a member to a new file. How many bytes, and their SHA-256. May raise OSError for the target."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file, _reading_errors(self._bundle), self._opened.open(place) as entry:
            return copied(entry, file)


@contextmanager
def reading(bundle: Path) -> Iterator[Container]:
    """Open a bundle that a stranger may have made. BundleError says which member is not harmless, or that this is no ZIP file."""
    if not bundle.is_file():
        raise UsageError(f"There is no file {bundle}.", "Name the .wacz file of a bundle.")
    with _reading_errors(bundle):
        opened = zipfile.ZipFile(bundle)
    with opened:
        names: set[str] = set()
        for info in opened.infolist():
            if fault := "is there twice" if info.filename.casefold() in names else _fault(info):
                raise BundleError(f"{bundle.name} was not opened: its member {info.filename!r} {fault}.", _NOT_OURS)
            names.add(info.filename.casefold())
        if sum(info.compress_size for info in opened.infolist()) > bundle.stat().st_size:
            raise BundleError(f"{bundle.name} was not opened: its members lie one over the other.", _NOT_OURS)
        yield Container(bundle, opened)


def _fault(info: zipfile.ZipInfo) -> str:
    """Why a member must not be taken out; '' where it may."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if not _PLACE.fullmatch(info.filename) or info.orig_filename != info.filename:
        return "has a name that a file of a bundle does not have"
    if kind not in (0, stat.S_IFREG):
        return "is a link, a folder or a device"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
        return "is compressed, which in a bundle none is"
    return ""


@contextmanager
def _reading_errors(bundle: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise BundleError(f"{bundle.name} cannot be read as a ZIP file: {error}.", _NOT_OURS) from error
    except (EOFError, KeyError, ValueError, OverflowError, struct.error, zlib.error) as error:
        raise BundleError(f"{bundle.name} is damaged: {error}.", _NOT_OURS) from error


@contextmanager
def _source(source: Path | bytes) -> Iterator[IO[bytes]]:
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        yield file
