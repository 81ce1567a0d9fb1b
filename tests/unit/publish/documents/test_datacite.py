"""datacite.json: what a repository asks for, without an invented DOI. The datacite package validates it in tests/test_validators.py."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datacite import schema45

from pipeline.publish.contents import Contents, read_contents
from pipeline.publish.documents import datacite
from pipeline.publish.documents.datapackage import read_edition


@pytest.fixture(scope="module")
def contents(snapshot: Path) -> Contents:
    return read_contents(snapshot, read_edition(json.loads((snapshot / "datapackage.json").read_text())))


def related(document: dict[str, Any]) -> dict[str, str]:
    return {entry["relationType"]: entry["relatedIdentifier"] for entry in document["relatedIdentifiers"]}


def test_it_is_identified_by_its_address_until_it_is_deposited(contents: Contents) -> None:
    document = datacite.describe(contents)
    assert "doi" not in document
    assert document["url"] == document["alternateIdentifiers"][0]["alternateIdentifier"] == contents.edition.url
    assert {entry["date"] for entry in document["dates"]} == {"2026-11-24", "2023-01-01/2023-12-31"}
    assert document["publicationYear"] == "2026"
    assert "IsNewVersionOf" not in related(document)


def test_it_names_the_version_before(contents: Contents) -> None:
    later = replace(contents, edition=replace(contents.edition, previous="2026-11-23.1"), period=(None, None))
    document = datacite.describe(later)
    assert related(document)["IsNewVersionOf"] == "http://127.0.0.1:8000/snapshots/2026-11-23.1/"
    assert [entry["dateType"] for entry in document["dates"]] == ["Issued"]
    assert schema45.validate(document)


def test_what_a_deposit_adds_is_enough(contents: Contents) -> None:
    deposited = datacite.describe(contents) | {"doi": "10.1234/example"}
    assert b"10.1234/example" in schema45.tostring(deposited).encode()
