"""What has been published: versions.json (all snapshots, oldest first) and latest.json (a pointer to the newest good one)."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import MachineError, UsageError
from pipeline.publish.checksums import FILE_NAME, read_checksums, sha256_of
from pipeline.publish.page import landing
from pipeline.publish.stage import replace_text

SNAPSHOTS = "snapshots"
CATALOGUES = ("catalog.jsonld", "catalog.ttl")
"""What portals harvest: documents of each snapshot; those of the newest stand beside latest.json too, at addresses that stay."""
VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})\.([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One published snapshot. `csv_sha256` is the fingerprint of each table, `sha256sums_sha256` that of all.

    `made_from` and `publisher` are those of its edition; empty for a snapshot of schema 1.0.0, which says neither.
    """

    version: str
    path: str
    as_of: str
    schema_version: str
    code_version: str
    synthetic: bool
    row_counts: Mapping[str, int]
    sha256sums_sha256: str
    csv_sha256: Mapping[str, str]
    made_from: Mapping[str, str] = field(default_factory=dict)
    publisher: Mapping[str, str] = field(default_factory=dict)


def read_entry(folder: Path) -> Entry:
    """The entry of a snapshot, from its own files. OSError, KeyError or ValueError where they are not a snapshot's."""
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    hashes = read_checksums(folder)
    tables = [resource for resource in package["resources"] if resource["format"] == "csv"]
    return Entry(
        version=package["version"],
        path=f"{SNAPSHOTS}/{package['version']}",
        as_of=package["created"],
        schema_version=package["schema_version"],
        code_version=package["code_version"],
        synthetic=package["synthetic"],
        row_counts={resource["name"]: resource["row_count"] for resource in tables},
        sha256sums_sha256=sha256_of(folder / FILE_NAME),
        csv_sha256={resource["name"]: hashes[resource["path"]] for resource in tables},
        made_from=package.get("made_from", {}),
        publisher=package.get("publisher", {}),
    )


def read_versions(public: Path) -> tuple[Entry, ...]:
    """All entries, oldest first; none where nothing was published. MachineError where the file is damaged."""
    path = public / "versions.json"
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["versions"]
        return tuple(Entry(**entry) for entry in listed)
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise MachineError(
            f"{path} is damaged: {error}", "Delete it: it is written again from the snapshots' own files."
        ) from error


def unlisted(public: Path, entries: tuple[Entry, ...]) -> list[Path]:
    """Snapshot folders that no entry names: a run was killed between moving the folder and writing the list."""
    known = {entry.version for entry in entries}
    folders = [path for path in (public / SNAPSHOTS).glob("*") if VERSION.fullmatch(path.name)]
    return sorted((path for path in folders if path.name not in known), key=lambda path: version_order(path.name))


def next_version(public: Path, entries: tuple[Entry, ...], day: date) -> str:
    """The first free number of that day."""
    names = {entry.version for entry in entries} | {path.name for path in unlisted(public, entries)}
    numbers = [version_order(name)[1] for name in names if version_order(name)[0] == day.isoformat()]
    return f"{day.isoformat()}.{max(numbers, default=0) + 1}"


def write_versions(public: Path, entries: tuple[Entry, ...]) -> None:
    """Replace versions.json, the catalogues, the page, then latest.json; a crash in between is mended by the next run."""
    newest = entries[-1]
    pointer = {name: getattr(newest, name) for name in ("version", "path", "as_of", "sha256sums_sha256")}
    listed = [asdict(entry) for entry in entries]
    replace_text(public / "versions.json", to_json({"versions": listed}))
    for name in CATALOGUES:
        if (catalogue := public / newest.path / name).is_file():  # snapshots of earlier code have none
            replace_text(public / name, catalogue.read_bytes().decode())
    if newest.publisher:  # which a snapshot of schema 1.0.0 does not name
        replace_text(public / landing.FILE_NAME, landing.landing_page(listed))
    replace_text(public / "latest.json", to_json(pointer))


def latest(public: Path) -> Path:
    """Folder of the newest good snapshot. UsageError where nothing has been published."""
    path = public / "latest.json"
    try:
        version = str(json.loads(path.read_text(encoding="utf-8"))["version"])
    except FileNotFoundError as error:
        raise UsageError(
            f"Nothing has been published in {public} yet.", "Publish first with: kotacerdas run"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise MachineError(f"{path} is damaged: {error}", "Run again: latest.json is then written anew.") from error
    folder = public / SNAPSHOTS / version
    if not VERSION.fullmatch(version) or not folder.is_dir():
        raise MachineError(
            f"{path} names the snapshot {version!r}, which is not there.", "Put the folder back from a copy."
        )
    return folder


def to_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def version_order(version: str) -> tuple[str, int]:
    """Versions in the order in which they were published."""
    match = VERSION.fullmatch(version)
    assert match, version
    return match[1], int(match[2])
