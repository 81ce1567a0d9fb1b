"""datapackage.json: what it says of each file and column. frictionless and the standard's schema judge it in tests/test_validators.py."""

import json
from pathlib import Path
from typing import Any

from pipeline.publish.contents import MEDIA_TYPES
from pipeline.publish.documents.datapackage import table_schema
from pipeline.schema import PUBLISHED, STATEMENTS
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import small


def test_the_bodies_that_were_read_are_the_sources(publish_rows: Publish) -> None:
    rows = small()
    rows["agencies"].append(rows["agencies"][0] | {"agency_id": "unread", "label_en": "Not read"})
    descriptor = json.loads((publish_rows(rows).folder / "datapackage.json").read_text())
    assert descriptor["sources"] == [{"title": "Sample", "path": "http://127.0.0.1/"}]


def test_every_resource_names_an_existing_file_with_its_media_type(snapshot: Path) -> None:
    descriptor: dict[str, Any] = json.loads((snapshot / "datapackage.json").read_text())
    assert descriptor["version"] == snapshot.name
    assert descriptor["created"] == "2026-11-23T18:30:00Z"
    found = {resource["path"]: resource["mediatype"] for resource in descriptor["resources"]}
    assert found == {
        f"data/{table.name}.{kind}": media
        for table in PUBLISHED
        for kind, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
    } | {"kota-cerdas.xlsx": MEDIA_TYPES["xlsx"]}


def test_a_schema_says_keys_references_and_codes() -> None:
    schema = table_schema(STATEMENTS, "-parquet")
    assert schema["primaryKey"] == ["release_id", "value_start", "statement_id"]
    assert schema["uniqueKeys"] == [["statement_id"]], "observations refer to it"
    references = {key["fields"][0]: key["reference"]["resource"] for key in schema["foreignKeys"]}
    assert references["release_id"] == "press_releases-parquet"
    status = next(field for field in schema["fields"] if field["name"] == "status")
    assert status["constraints"] == {"required": True, "enum": ["realised", "planned", "target", "unknown"]}
    start = next(field for field in schema["fields"] if field["name"] == "value_start")
    assert start["unit"].startswith("characters")


def test_every_field_is_described_in_both_languages() -> None:
    for table in PUBLISHED:
        for field in table_schema(table, "")["fields"]:
            assert field["description"], (table.name, field["name"])
            assert field["description_id"], (table.name, field["name"])
