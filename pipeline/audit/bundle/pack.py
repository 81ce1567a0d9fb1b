"""Packing: a snapshot that is whole, the WARC files whose records its captures name, and the documents that tie them together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from minisign import SecretKey

from pipeline.audit.bundle import layout
from pipeline.audit.bundle.attestation import attestation_text
from pipeline.audit.bundle.container import Member, write_container
from pipeline.audit.bundle.index import index_text, pages_text
from pipeline.audit.bundle.records import WarcFile, read_warc
from pipeline.audit.published import Published
from pipeline.audit.signatures import check_signature, signature_path
from pipeline.errors import BundleError, MachineError
from pipeline.identity import sha256_hex
from pipeline.publish import check, stage, wording
from pipeline.publish.checksums import FILE_NAME, read_checksums, sha256_of
from pipeline.publish.versions import to_json

Row = Mapping[str, Any]
WACZ_VERSION = "1.1.1"
_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What will stand in the bundle of a snapshot. All of it was read and found to hold together."""

    version: str
    members: tuple[Member, ...]
    warc_files: int
    captures: int
    attestation: bytes

    @property
    def byte_count(self) -> int:
        """Size of the contents; the file is some hundred bytes larger for each member."""
        return sum(member.byte_count for member in self.members)


def plan_bundle(
    snapshot: Path, archive: Path, key: SecretKey | None = None, progress: Callable[[str], None] = lambda _: None
) -> Plan:
    """Read the snapshot and the records behind it. BundleError names what does not hold; nothing is written.

    `key` signs the attestation. A signature of the snapshot that stands in its place is taken along.
    """
    progress(f"Checking snapshot {snapshot.name}.")
    if failed := [result for result in check(snapshot) if result.blocking and not result.passed]:
        findings = " ".join(finding for result in failed for finding in result.findings[:3])
        raise BundleError(
            f"Snapshot {snapshot.name} is not whole, and was not packed: {findings}",
            f"See all of it with: kotacerdas publish --check {snapshot}",
        )
    published = Published(snapshot)
    captures = {row["capture_id"]: row for row in published.rows("captures")}
    warcs = read_warcs(archive, captures, progress)
    if wrong := [fault for warc in warcs for fault in warc.faults]:
        more = f" And {len(wrong) - _MOST_FAULTS} more." if len(wrong) > _MOST_FAULTS else ""
        raise BundleError(
            f"The archive does not prove snapshot {snapshot.name}: {' '.join(wrong[:_MOST_FAULTS])}{more}",
            "Name the archive that it was made from with --archive, or put the files back from a backup.",
        )
    hashes = snapshot_hashes(snapshot)
    attestation = attestation_text(published.package, hashes, warcs).encode()
    members = [
        *_snapshot_members(snapshot, hashes),
        *_archive_members(warcs),
        *reader_members(published, captures, warcs),
        Member.of(layout.ATTESTATION, attestation),
    ]
    if key is not None:
        said = f"Kota Cerdas evidence of snapshot {published.package['version']}, as of {published.package['created']}"
        members.append(
            Member.of(layout.ATTESTATION_SIGNATURE, bytes(key.sign(attestation, trusted_comment=said)) + b"\n")
        )
    if (signature := signature_path(snapshot)).is_file():
        if key is not None and not (signed := check_signature(snapshot, signature, key.get_public_key())).passed:
            raise BundleError(
                f"The evidence would carry two signatures that no one key checks: {' '.join(signed.findings)}",
                f"Sign the snapshot again with this key: kotacerdas keys sign {snapshot} --key ...",
            )
        members.append(Member.of(layout.SNAPSHOT_SIGNATURE, signature.read_bytes()))
    members += _descriptors(published.package, members)
    return Plan(snapshot.name, tuple(members), len(warcs), len(captures), attestation)


def write_bundle(plan: Plan, target: Path) -> None:
    """Write the bundle, whole or not at all: beside, then synced and renamed. MachineError where the disk refuses."""
    _put(target, lambda staged: write_container(staged, plan.members))


def write_attestation(plan: Plan, target: Path) -> None:
    """Only the in-toto statement, as whole."""
    _put(target, lambda staged: staged.write_bytes(plan.attestation))


def read_warcs(
    archive: Path, captures: Mapping[str, Row], progress: Callable[[str], None] = lambda _: None
) -> list[WarcFile]:
    """The WARC files that these captures stand in, read, in order of name. BundleError where one has a name that none has."""
    by_file: dict[str, dict[str, Row]] = {}
    for capture_id, row in captures.items():
        by_file.setdefault(row["warc_file"], {})[capture_id] = row
    places: dict[str, str] = {}
    for name in sorted(by_file):
        if (other := places.setdefault(layout.place_of_warc(name), name)) != name:
            raise BundleError(
                f"{other} and {name} would be one file in a bundle.", "Rename one of them in the archive."
            )
    found = []
    for number, name in enumerate(sorted(by_file), start=1):
        progress(f"Reading {name}, {number} of {len(by_file)} WARC files.")
        found.append(read_warc(archive / name, name, by_file[name]))
    return found


def snapshot_hashes(snapshot: Path) -> dict[str, str]:
    """Name -> SHA-256 of every file of a checked snapshot, SHA256SUMS included."""
    return {**read_checksums(snapshot), FILE_NAME: sha256_of(snapshot / FILE_NAME)}


def reader_members(published: Published, captures: Mapping[str, Row], warcs: list[WarcFile]) -> list[Member]:
    """The index and the list of pages."""
    names = {warc.name: layout.place_of_warc(warc.name).removeprefix(layout.ARCHIVE) for warc in warcs}
    entries = [entry for warc in warcs for entry in warc.entries]
    title = f"Press releases of snapshot {published.version}"
    return [
        Member.of(layout.INDEX, index_text(entries, names).encode()),
        Member.of(layout.PAGES, pages_text(published.rows("press_releases"), captures, title).encode()),
    ]


def _snapshot_members(snapshot: Path, hashes: Mapping[str, str]) -> list[Member]:
    return [
        Member(layout.place_of_snapshot_file(name), snapshot / name, (snapshot / name).stat().st_size, sha256)
        for name, sha256 in hashes.items()
    ]


def _archive_members(warcs: list[WarcFile]) -> list[Member]:
    return [Member(layout.place_of_warc(warc.name), warc.path, warc.byte_count, warc.sha256) for warc in warcs]


def _descriptors(package: Mapping[str, Any], members: list[Member]) -> list[Member]:
    """WACZ's own description of the bundle, and the hash of that. `created` is the snapshot's: a clock would change the bytes."""
    description = "\n\n".join([_ABOUT, package["description"]])
    described = {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        "title": f"{wording.TITLE.en}: evidence of snapshot {package['version']}",
        "description": description,
        "created": package["created"],
        "software": f"kotacerdas {version('kotacerdas')}",
        "resources": [
            {
                "name": member.place.lower().replace("/", "-"),
                "path": member.place,
                "type": "file",  # else validators of data packages take CSV and JSON files for tables, and guess
                "hash": f"sha256:{member.sha256}",
                "bytes": member.byte_count,
            }
            for member in sorted(members, key=lambda member: member.place)
        ],
    }
    content = to_json(described).encode()
    digest = {"path": layout.PACKAGE, "hash": f"sha256:{sha256_hex(content)}"}
    return [Member.of(layout.PACKAGE, content), Member.of(layout.DIGEST, to_json(digest).encode())]


_ABOUT = (
    "The pages as they were captured, and the published snapshot that was made from them, to be kept and checked together: "
    "archive/ holds the WARC files, snapshot/ and data/ the snapshot (put data/ into snapshot/ and run `sha256sum -c SHA256SUMS` there), "
    "evidence/ an in-toto statement of what was made from what. The pages keep their publishers' rights."
)


def _put(target: Path, write: Callable[[Path], object]) -> None:
    staged = target.with_name(f"{stage.PREFIX}{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(staged)
        stage.put_file(staged, target)
    except OSError as error:
        raise MachineError(
            f"Cannot write {target}: {error.strerror or error}.",
            "Free some disk space, or name another place: nothing was left half-written.",
        ) from error
    finally:
        staged.unlink(missing_ok=True)
