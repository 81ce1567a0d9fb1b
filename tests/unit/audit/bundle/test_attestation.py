"""The in-toto statement: the fields that the specifications require, subjects and materials that are the files, and no claim beyond."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.audit.bundle import layout
from pipeline.audit.bundle.attestation import PREDICATE, STATEMENT, attestation_text, differences, read_attestation
from pipeline.publish.checksums import read_checksums, sha256_of
from pipeline.workspace import Workspace
from tests.unit.audit.bundle.conftest import read

PACKAGE = {
    "version": "2026-01-01.1",
    "created": "2026-01-01T00:00:00Z",
    "schema_version": "1.0.0",
    "code_version": "0.1.0",
}


@pytest.fixture
def statement(bundle: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(bundle, layout.ATTESTATION))
    return found


def test_it_has_what_in_toto_and_slsa_require(statement: dict[str, Any]) -> None:
    assert statement.keys() == {"_type", "subject", "predicateType", "predicate"}
    assert (statement["_type"], statement["predicateType"]) == (STATEMENT, PREDICATE)
    definition, run = statement["predicate"]["buildDefinition"], statement["predicate"]["runDetails"]
    assert "://" in definition["buildType"]
    assert isinstance(definition["externalParameters"], dict)
    assert "://" in run["builder"]["id"]
    for descriptor in (*statement["subject"], *definition["resolvedDependencies"]):
        assert len(descriptor["digest"]["sha256"]) == 64
        assert descriptor["name"]
    names = [each["name"] for each in statement["subject"]]
    assert len(names) == len(set(names))


def test_subjects_are_the_files_of_the_snapshot(statement: dict[str, Any], snapshot: Path) -> None:
    subjects = {each["name"]: each["digest"]["sha256"] for each in statement["subject"]}
    assert subjects.pop("SHA256SUMS") == sha256_of(snapshot / "SHA256SUMS")
    assert subjects == read_checksums(snapshot)


def test_materials_are_the_warc_files(statement: dict[str, Any], workspace: Workspace) -> None:
    materials = statement["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert {each["name"]: each["digest"]["sha256"] for each in materials} == {
        path.relative_to(workspace.archive).as_posix(): sha256_of(path)
        for path in workspace.archive.glob("*/*.warc.gz")
    }


def test_it_says_of_the_code_and_the_builder_what_the_snapshot_says(statement: dict[str, Any], snapshot: Path) -> None:
    package = json.loads((snapshot / "datapackage.json").read_bytes())
    inside = statement["predicate"]["buildDefinition"]["internalParameters"]
    assert inside["extractorFingerprint"] == package["made_from"]["extractor"]
    assert inside["codebookAndAgenciesFingerprint"] == package["made_from"]["codebook"]
    assert inside["publisher"] == package["publisher"]["name_en"]
    assert inside["codeVersion"] == package["code_version"]
    assert statement["predicate"]["runDetails"]["builder"]["id"] == package["publisher"]["base_url"]
    assert "metadata" not in statement["predicate"]["runDetails"]


def test_a_snapshot_that_names_no_publisher_gets_none() -> None:
    made = json.loads(attestation_text(PACKAGE, {}, []))
    assert made["predicate"]["runDetails"]["builder"]["id"] == "urn:unknown"
    assert made["predicate"]["buildDefinition"]["internalParameters"]["extractorFingerprint"] is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'{"_type": "x"}',
        b"[" * 100_000,
        json.dumps({"_type": STATEMENT, "predicateType": "https://else.example"}).encode(),
        json.dumps({"_type": STATEMENT, "predicateType": PREDICATE, "predicate": {"buildDefinition": []}}).encode(),
        json.dumps(
            {
                "_type": STATEMENT,
                "predicateType": PREDICATE,
                "subject": [{"name": "a", "digest": {"sha256": "0"}}] * 2,
                "predicate": {"buildDefinition": {"resolvedDependencies": []}},
            }
        ).encode(),
    ],
)
def test_what_is_no_such_statement_is_told_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_attestation(data)


def test_differences_are_told_by_name() -> None:
    assert list(differences({"a": "1", "b": "2", "c": "3"}, {"b": "2", "c": "4", "d": "5"}, "subject")) == [
        "a is a subject of the attestation, and is not there.",
        "c has not the SHA-256 that the attestation gives.",
        "d is no subject of the attestation.",
    ]
