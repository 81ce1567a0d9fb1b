"""datapackage.json, by the tools of others: frictionless reads every CSV with it, and the standard's own schema accepts it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from pipeline.publish.documents.datapackage import table_schema
from pipeline.schema import PUBLISHED, STATEMENTS
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import small


def csv_package(folder: Path) -> Package:
    """The CSV half: frictionless stumbles over null integers in Parquet, which DuckDB checks instead."""
    descriptor = json.loads((folder / "datapackage.json").read_text())
    descriptor["resources"] = [r for r in descriptor["resources"] if r["format"] == "csv"]
    return Package.from_descriptor(descriptor, basepath=str(folder))


def test_frictionless_finds_no_fault(publish_rows: Publish) -> None:
    rows = small()
    rows["press_releases"][0]["title"] = '=1, "kutip"\nbaris'
    report = csv_package(publish_rows(rows).folder).validate()
    assert report.flatten(["type", "message"]) == []
    assert len(report.tasks) == len(PUBLISHED)


def test_frictionless_finds_a_fault(snapshot: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(snapshot, tmp_path / "download"))
    path = folder / "data" / "statements.csv"
    path.write_bytes(path.read_bytes().replace(b",realised,", b",finished,", 1))
    assert {"constraint-error", "hash-count"} <= {kind for (kind,) in csv_package(folder).validate().flatten(["type"])}


def test_the_standards_own_schema_accepts_it(snapshot: Path) -> None:
    path = Path(__file__).parents[5] / "shared/standards/datapackage/datapackage-2.0.json"
    if not path.is_file():
        pytest.skip("the standards' files are not beside the repository")
    jsonschema = pytest.importorskip("jsonschema")
    descriptor = json.loads((snapshot / "datapackage.json").read_text())
    errors = jsonschema.Draft7Validator(json.loads(path.read_text())).iter_errors(descriptor)
    assert [error.message for error in errors] == []


def test_every_resource_names_an_existing_file_with_its_media_type(snapshot: Path) -> None:
    descriptor: dict[str, Any] = json.loads((snapshot / "datapackage.json").read_text())
    assert descriptor["version"] == snapshot.name
    assert descriptor["created"] == "2026-11-23T18:30:00Z"
    found = {resource["path"]: resource["mediatype"] for resource in descriptor["resources"]}
    assert found == {
        f"data/{table.name}.{kind}": media
        for table in PUBLISHED
        for kind, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
    }


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
