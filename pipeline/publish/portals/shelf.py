"""What stands in the public folder and is to be served elsewhere, in the order in which it may appear there."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import MachineError, PublicationBlocked
from pipeline.publish.checksums import FILE_NAME, is_regular, read_checksums, sha256_of
from pipeline.publish.databases import FOLDER as DATABASES
from pipeline.publish.versions import SNAPSHOTS, Entry, latest, read_versions

_POINTERS = ("catalog.*", "index.html", "versions.json", "latest.json")
"""In this order: who follows latest.json finds everything that it leads to."""


@dataclass(frozen=True, slots=True)
class File:
    """One file by its name below the public folder. `sha256` is what it is published as, whatever its bytes are now."""

    name: str
    path: Path
    byte_count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """A listed snapshot: its files, SHA256SUMS last, so that where this one is, all of them are."""

    name: str
    files: tuple[File, ...]

    @property
    def sums(self) -> File:
        return self.files[-1]


@dataclass(frozen=True, slots=True)
class Shelf:
    """`pointers` are their bytes at one moment: a run that publishes meanwhile must not put half of its news among them."""

    versions: tuple[Version, ...]
    databases: tuple[tuple[File, File], ...]
    pointers: tuple[tuple[str, bytes], ...]


def read_shelf(public: Path) -> Shelf:
    """Only what versions.json lists. UsageError: nothing published. PublicationBlocked: a listed snapshot is not as it was."""
    latest(public)
    pointers = [
        (path.name, path.read_bytes())
        for pattern in _POINTERS
        for path in sorted(public.glob(pattern))
        if is_regular(path)
    ]
    entries = read_versions(public)
    if dict(pointers).get("versions.json") != (public / "versions.json").read_bytes():
        raise MachineError("A run is publishing at this moment.", "Push again when it has ended.")
    databases = [_database(public, entry.version) for entry in entries]
    return Shelf(
        versions=tuple(_version(public, entry) for entry in entries),
        databases=tuple(pair for pair in databases if pair),
        pointers=tuple(pointers),
    )


def check_bytes(file: File) -> None:
    """PublicationBlocked where the file is no longer what was published."""
    try:
        found = sha256_of(file.path)
    except OSError as error:
        found = error.strerror or str(error)
    if found != file.sha256:
        raise PublicationBlocked(
            f"{file.path} is not what was published: its SHA-256 is {file.sha256[:12]}..., found: {found[:40]}",
            "Put it back from a copy, and push again.",
        )


def _version(public: Path, entry: Entry) -> Version:
    folder = public / SNAPSHOTS / entry.version
    try:
        hashes = read_checksums(folder)
        files = [_file(public, folder / name, sha256) for name, sha256 in sorted(hashes.items())]
        sums = _file(public, folder / FILE_NAME, entry.sha256sums_sha256)
    except (OSError, ValueError) as error:
        raise PublicationBlocked(
            f"The snapshot {entry.version} is listed and is not whole: {error}",
            f"Put it back from a copy; kotacerdas publish --check {folder} says all that is wrong.",
        ) from error
    check_bytes(sums)
    return Version(entry.version, (*files, sums))


def _database(public: Path, version: str) -> tuple[File, File] | None:
    """The database made from a snapshot and the file with its hash, where both are there."""
    path = public / DATABASES / f"{version}.duckdb"
    note = path.with_name(f"{path.name}.sha256")
    if not (is_regular(path) and is_regular(note)):
        return None
    sha256 = note.read_text(encoding="utf-8").split(maxsplit=1)[0]
    return _file(public, path, sha256), _file(public, note, sha256_of(note))


def _file(public: Path, path: Path, sha256: str) -> File:
    if not is_regular(path):
        raise FileNotFoundError(f"{path.relative_to(public)} is not there, or is no file")
    return File(path.relative_to(public).as_posix(), path, path.stat().st_size, sha256)


def listed_versions(versions_json: bytes) -> list[str]:
    """Names of the versions that a versions.json lists. ValueError, KeyError or TypeError where it is none."""
    return [str(entry["version"]) for entry in json.loads(versions_json)["versions"]]
