"""Taking a bundle out of its file: into a folder where `trace`, `verify` and `publish --check` find things as at the publisher's."""

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.audit.bundle import layout
from pipeline.audit.bundle.container import Container
from pipeline.audit.published import Published
from pipeline.audit.signatures import FOLDER as SIGNATURES
from pipeline.audit.signatures import SUFFIX
from pipeline.errors import BundleError, UsageError
from pipeline.identity import sha256_hex
from pipeline.publish.versions import SNAPSHOTS, VERSION

ARCHIVE = "archive"
_IN_MEMORY = (layout.PACKAGE, layout.DIGEST, layout.INDEX, layout.PAGES, layout.ATTESTATION)
_FETCH = "Fetch the bundle again from where it is kept."


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A folder with `snapshots/<version>/`, `archive/<agency>/` and, where there are any, `signatures/` and `evidence/`.

    `found`: size and SHA-256 of every member by its place; `texts`: the bundle's own documents. `strange`: members that have no place.
    """

    folder: Path
    version: str
    found: dict[str, tuple[int, str]]
    texts: dict[str, bytes]
    strange: tuple[str, ...]

    @property
    def snapshot(self) -> Path:
        return self.folder / SNAPSHOTS / self.version

    @property
    def archive(self) -> Path:
        return self.folder / ARCHIVE

    @property
    def attestation_signature(self) -> Path:
        return self.folder / layout.ATTESTATION_SIGNATURE


def unpack(container: Container, folder: Path) -> Unpacked:
    """Write all members below `folder`. BundleError where the bundle holds no snapshot. May raise OSError."""
    version = _version(container)
    snapshot = folder / SNAPSHOTS / version
    found: dict[str, tuple[int, str]] = {}
    for place in container.places:
        if name := layout.snapshot_file_at(place):
            found[place] = container.extract(place, snapshot / name)
    targets = {place: folder / ARCHIVE / name for place, name in _warc_files(snapshot).items()}
    targets |= {place: folder / place for place in (layout.ATTESTATION, layout.ATTESTATION_SIGNATURE)}
    targets[layout.SNAPSHOT_SIGNATURE] = folder / SIGNATURES / f"{version}{SUFFIX}"
    for place in container.places:
        if place in targets:
            found[place] = container.extract(place, targets[place])
    texts = {place: container.read(place) for place in _IN_MEMORY if place in container.places}
    found |= {place: (len(text), sha256_hex(text)) for place, text in texts.items()}
    strange = tuple(sorted(set(container.places) - found.keys()))
    return Unpacked(folder, version, found, texts, strange)


def _version(container: Container) -> str:
    place = layout.place_of_snapshot_file(layout.PACKAGE)
    if place not in container.places:
        raise BundleError("It holds no snapshot, so it is no evidence bundle.", _FETCH)
    try:
        version = json.loads(container.read(place))["version"]
        if not VERSION.fullmatch(version):
            raise ValueError(f"{version!r} is no version")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BundleError(f"Its snapshot's datapackage.json cannot be read: {error}.", _FETCH) from error
    return str(version)


def _warc_files(snapshot: Path) -> dict[str, str]:
    """Where each WARC file that the captures name stands in the bundle -> its name in an archive."""
    try:
        names = {str(row["warc_file"]) for row in Published(snapshot).rows("captures")}
    except (UsageError, KeyError) as error:
        raise BundleError(f"Its snapshot's captures cannot be read: {error}.", _FETCH) from error
    return {layout.place_of_warc(name): name for name in sorted(names)}
