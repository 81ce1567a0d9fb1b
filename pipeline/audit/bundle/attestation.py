"""The in-toto statement of a bundle: which files were made (subjects), from which WARC files (materials), by which code.

Statement v1 with SLSA's provenance v1 as predicate. It claims what the snapshot and the archive say and no more: no level of SLSA, no
time of the run, and as builder nobody but the publisher, by the address that datapackage.json gives. docs/evidence.md describes
the fields.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.audit.bundle.records import WarcFile
from pipeline.publish.versions import to_json

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILD = "#snapshot-from-archive/v1"
"""Which procedure, below the publisher's address: everything after capture, as `kotacerdas publish` does it."""

Said = Mapping[str, Any]


def attestation_text(package: Said, hashes: Mapping[str, str], warcs: Iterable[WarcFile]) -> str:
    """The statement as JSON. `package`: the snapshot's datapackage.json; `hashes`: SHA-256 of each of its files, itself included."""
    publisher = package.get("publisher", {})
    address = publisher.get("base_url") or package.get("homepage") or "urn:unknown"
    made_from = package.get("made_from", {})
    return to_json(
        {
            "_type": STATEMENT,
            "subject": [{"name": name, "digest": {"sha256": hashes[name]}} for name in sorted(hashes)],
            "predicateType": PREDICATE,
            "predicate": {
                "buildDefinition": {
                    "buildType": address + BUILD,
                    "externalParameters": {
                        "version": package["version"],
                        "asOf": package["created"],
                        "previousVersion": package.get("previous_version"),
                    },
                    "internalParameters": {
                        "publisher": publisher.get("name_en"),
                        "schemaVersion": package["schema_version"],
                        "codeVersion": package["code_version"],
                        "extractorFingerprint": made_from.get("extractor"),
                        "codebookAndAgenciesFingerprint": made_from.get("codebook"),
                    },
                    "resolvedDependencies": [
                        {
                            "name": warc.name,
                            "digest": {"sha256": warc.sha256},
                            "mediaType": "application/warc",
                            "annotations": {"bytes": warc.byte_count, "capturesPublished": warc.captures},
                        }
                        for warc in sorted(warcs, key=lambda warc: warc.name)
                    ],
                },
                "runDetails": {
                    "builder": {"id": address, "version": {"kotacerdas": package["code_version"]}},
                },
            },
        }
    )


def read_attestation(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Subjects and materials, name -> SHA-256. ValueError says in a sentence why the bytes are no such statement."""
    try:
        statement = json.loads(data)
        if (said := statement["_type"]) != STATEMENT or (said := statement["predicateType"]) != PREDICATE:
            raise ValueError(f"its type is {said!r}")
        definition = statement["predicate"]["buildDefinition"]
        return _digests(statement["subject"]), _digests(definition["resolvedDependencies"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is not as in-toto and SLSA have it ({type(error).__name__}: {error})") from error


def differences(stated: Mapping[str, str], found: Mapping[str, str], kind: str) -> Iterator[str]:
    """Where the statement and the files differ; `kind` is what the files are for it: a subject, a material."""
    for name in sorted({*stated, *found}):
        if name not in found:
            yield f"{name} is a {kind} of the attestation, and is not there."
        elif name not in stated:
            yield f"{name} is no {kind} of the attestation."
        elif stated[name] != found[name]:
            yield f"{name} has not the SHA-256 that the attestation gives."


def _digests(descriptors: Any) -> dict[str, str]:
    found = {str(each["name"]): str(each["digest"]["sha256"]) for each in descriptors}
    if len(found) != len(descriptors):
        raise ValueError("it names something twice")
    return found
