"""Whether a bundle, which a stranger may have made, is what it says: its files, its snapshot, its records, its attestation, its signature."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from minisign import PublicKey

from pipeline.audit.bundle import layout
from pipeline.audit.bundle.attestation import differences, read_attestation
from pipeline.audit.bundle.container import reading
from pipeline.audit.bundle.pack import read_warcs, reader_members, snapshot_hashes
from pipeline.audit.bundle.records import WarcFile
from pipeline.audit.bundle.unpack import Unpacked, unpack
from pipeline.audit.published import Published
from pipeline.audit.signatures import check_detached, check_signature
from pipeline.errors import MachineError
from pipeline.identity import sha256_hex
from pipeline.model import CheckResult
from pipeline.publish import check
from pipeline.publish.check_files import result


def check_bundle(
    bundle: Path, folder: Path, public_key: PublicKey | None = None, progress: Callable[[str], None] = lambda _: None
) -> tuple[Unpacked, list[CheckResult]]:
    """Unpack it below `folder`, an empty one, and check all of it. A result that is not blocking could not be checked.

    BundleError where it is not safe to open or holds no snapshot; MachineError where the disk refuses.
    """
    progress(f"Unpacking {bundle.name}.")
    try:
        with reading(bundle) as container:
            found = unpack(container, folder)
    except OSError as error:
        raise MachineError(
            f"Cannot unpack {bundle} to {folder}: {error.strerror or error}.",
            "Free some disk space: as much as the bundle is large.",
        ) from error
    progress(f"Checking snapshot {found.version}.")
    of_snapshot = check(found.snapshot)
    results = [result("bundle", f"{len(found.found)} files are those that datapackage.json lists", _listed(found))]
    results += of_snapshot
    if all(each.passed or not each.blocking for each in of_snapshot):
        captures = {row["capture_id"]: row for row in Published(found.snapshot).rows("captures")}
        warcs = read_warcs(found.archive, captures, progress)
        faults = [fault for warc in warcs for fault in warc.faults]
        results.append(
            result("records", f"{len(captures)} captures stand in {len(warcs)} WARC files as published", faults)
        )
        made = reader_members(Published(found.snapshot), captures, warcs)
        wrong = [f"{m.place} is not as the records give it." for m in made if found.texts.get(m.place) != m.source]
        results.append(result("index", "The index and the list of pages lead to the records", wrong))
        results.append(_attested(found, warcs))
    return found, [*results, *_signed(found, public_key)]


def _listed(found: Unpacked) -> Iterator[str]:
    """Where the members are not those of datapackage.json, or that is not the one that datapackage-digest.json names."""
    yield from (f"{place} has no place in a bundle." for place in found.strange)
    package = found.texts.get(layout.PACKAGE, b"")
    try:
        if json.loads(found.texts.get(layout.DIGEST, b""))["hash"] != f"sha256:{sha256_hex(package)}":
            yield f"{layout.PACKAGE} has not the SHA-256 that {layout.DIGEST} gives."
        listed = {each["path"]: (each["bytes"], each["hash"]) for each in json.loads(package)["resources"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        yield f"{layout.PACKAGE} or {layout.DIGEST} cannot be read: {type(error).__name__}: {error}"
        return
    members = {place: each for place, each in found.found.items() if place not in (layout.PACKAGE, layout.DIGEST)}
    for place in sorted({*listed, *members}, key=str):
        if place not in members:
            yield f"{place} is listed and is not there."
        elif place not in listed:
            yield f"{place} is not listed."
        elif listed[place] != (members[place][0], f"sha256:{members[place][1]}"):
            yield f"{place} has not the size and the SHA-256 that are listed."


def _attested(found: Unpacked, warcs: list[WarcFile]) -> CheckResult:
    summary = "The attestation names the snapshot's files as subjects and the WARC files as materials"
    try:
        subjects, materials = read_attestation(found.texts.get(layout.ATTESTATION, b""))
    except ValueError as error:
        return result("attestation", summary, [f"{layout.ATTESTATION} cannot be read: {error}."])
    held: Mapping[str, str] = {warc.name: warc.sha256 for warc in warcs}
    findings = [
        *differences(subjects, snapshot_hashes(found.snapshot), "subject"),
        *differences(materials, held, "material"),
    ]
    return result("attestation", summary, findings)


def _signed(found: Unpacked, public_key: PublicKey | None) -> Iterator[CheckResult]:
    """The attestation's signature covers all; the snapshot's own is checked where it is there."""
    attestation = found.folder / layout.ATTESTATION
    yield check_detached(attestation, found.attestation_signature, public_key, "attestation")
    if layout.SNAPSHOT_SIGNATURE in found.found:
        yield check_signature(found.snapshot, None, public_key)
