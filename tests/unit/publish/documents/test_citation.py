"""CITATION.cff by the rules of its guide, whether or not its JSON schema is at hand; BibTeX that names cannot break."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from pipeline.publish.contents import Contents, read_contents
from pipeline.publish.documents import citation
from pipeline.publish.documents.datapackage import read_edition

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def contents(snapshot: Path) -> Contents:
    return read_contents(snapshot, read_edition(json.loads((snapshot / "datapackage.json").read_text())))


def by(contents: Contents, **changes: str) -> Contents:
    edition = contents.edition
    return replace(contents, edition=replace(edition, publisher=replace(edition.publisher, **changes)))


def test_a_snapshot_is_cited_as_a_dataset(contents: Contents) -> None:
    document = yaml.safe_load(citation.documents(contents)["CITATION.cff"])
    assert {"cff-version", "message", "title", "authors"} <= document.keys(), "what the guide requires"
    assert document["cff-version"] == "1.2.0"
    assert document["type"] == "dataset"
    assert document["version"] == contents.edition.version
    assert document["date-released"] == "2026-11-24", "a text: the day in Jakarta, as in the version"
    assert document["license"] == "CC-BY-4.0"
    assert document["url"] == contents.edition.url
    assert document["authors"] == [{"name": "The Kota Cerdas contributors", "website": "http://127.0.0.1:8000/"}]
    assert "not official statistics" in document["abstract"]


def test_the_software_is_cited_apart() -> None:
    document = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "authors"} <= document.keys()
    assert document["type"] == "software"
    assert document["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert document["license"] == "Apache-2.0"


@pytest.mark.parametrize("name", ['Badan "Contoh"', "Badan: - #x {y} \\", "インドネシア: 'a'", "null", "[a, b]"])
def test_a_publishers_name_stays_what_it_is(contents: Contents, name: str) -> None:
    named = by(contents, name_en=name, contact_email="tanya@example.org")
    (author,) = yaml.safe_load(citation.documents(named)["CITATION.cff"])["authors"]
    assert author == {"name": name, "website": "http://127.0.0.1:8000/", "email": "tanya@example.org"}
    bibtex = citation.bibtex(named.edition)
    assert bibtex.count("{") == bibtex.count("}")
    assert "\\" not in bibtex


def test_in_words(contents: Contents) -> None:
    assert citation.sentence(contents.edition) == (
        "The Kota Cerdas contributors (2026). Kota Cerdas: program figures from the press releases of Indonesian ministries. "
        f"Version 2026-11-24.1. {contents.edition.url} (CC-BY-4.0)"
    )
