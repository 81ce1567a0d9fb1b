"""schema.org metadata: everything that a search engine asks of a dataset, and nothing that could end its script element."""

import json
from pathlib import Path

from pipeline.publish import wording
from pipeline.publish.checksums import read_checksums
from pipeline.publish.page.schema_org import block
from tests.unit.publish.html import parse


def test_a_version_is_described(snapshot: Path) -> None:
    document = json.loads(parse((snapshot / "index.html").read_text("utf-8")).findtext(".//script") or "")
    expected = {
        "@type": "Dataset",
        "name": wording.TITLE.en,
        "version": "2026-11-24.1",
        "license": wording.LICENCE_URL,
        "url": "http://127.0.0.1:8000/snapshots/2026-11-24.1/",
        "datePublished": "2026-11-24",
        "dateModified": "2026-11-23T18:30:00Z",
        "temporalCoverage": "2023-01-01/2023-12-31",
        "isAccessibleForFree": True,
    }
    assert {name: document[name] for name in expected} == expected
    assert 50 <= len(document["description"]) <= 5000
    assert document["creator"]["name"] == document["publisher"]["name"]
    for name in (
        "identifier",
        "keywords",
        "measurementTechnique",
        "creditText",
        "spatialCoverage",
        "includedInDataCatalog",
    ):
        assert document[name], name
    assert [variable["propertyID"] for variable in document["variableMeasured"]] == ["cities_assisted"]


def test_every_file_is_a_download_with_its_hash(snapshot: Path) -> None:
    document = json.loads(parse((snapshot / "index.html").read_text("utf-8")).findtext(".//script") or "")
    hashes = {
        f"{document['url']}{path}": value
        for path, value in read_checksums(snapshot).items()
        if path.endswith((".csv", ".parquet", ".xlsx"))
    }
    assert {download["contentUrl"]: download["sha256"] for download in document["distribution"]} == hashes
    assert all(download["encodingFormat"] and download["contentSize"] for download in document["distribution"])


def test_nothing_in_the_data_can_end_the_element() -> None:
    document = {"text": "</script><!--<script>& \u2028 ]]>"}
    text = block(document)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == document
