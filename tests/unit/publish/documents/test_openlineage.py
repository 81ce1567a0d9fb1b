"""lineage.openlineage.jsonl: the lineage of a snapshot. The published schemas judge it in tests/test_validators.py."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.contents import Contents, read_contents
from pipeline.publish.documents import openlineage
from pipeline.publish.documents.datapackage import read_edition
from pipeline.schema import PUBLISHED, STATEMENTS


@pytest.fixture(scope="module")
def contents(snapshot: Path) -> Contents:
    return read_contents(snapshot, read_edition(json.loads((snapshot / "datapackage.json").read_text())))


@pytest.fixture(scope="module")
def events(contents: Contents) -> dict[str, Any]:
    lines = openlineage.documents(contents)[openlineage.FILE_NAME].splitlines()
    return {event["job"]["name"]: event for event in map(json.loads, lines)}


def test_one_event_for_each_step_in_flow_order(events: dict[str, Any], contents: Contents) -> None:
    assert list(events) == ["capture", "decode", "extract", "gate", "load", "publish"]
    for event in events.values():
        assert event["eventTime"] == contents.edition.as_of_text
        assert event["job"]["namespace"] == contents.edition.publisher.base_url
        assert "run" not in event, "what is so whenever it is run"


def test_published_tables_have_version_rows_bytes_schema_and_lineage(
    events: dict[str, Any], contents: Contents
) -> None:
    outputs = {dataset["name"]: dataset for dataset in events["publish"]["outputs"]}
    assert set(outputs) == {f"snapshot/{table.name}" for table in PUBLISHED}
    statements = outputs["snapshot/statements"]
    assert statements["facets"]["version"]["datasetVersion"] == contents.edition.version
    said = statements["outputFacets"]["outputStatistics"]
    assert said["rowCount"] == contents.row_counts["statements"]
    assert said["fileCount"] == 2
    assert said["size"] == sum(file.byte_count for file in contents.files if file.table is STATEMENTS)
    fields = [field["name"] for field in statements["facets"]["schema"]["fields"]]
    assert fields == [column.name for column in STATEMENTS.columns]
    assert set(statements["facets"]["columnLineage"]["fields"]) == set(fields)


def test_a_value_is_followed_to_the_bytes_from_event_to_event(events: dict[str, Any]) -> None:
    lineage = {
        dataset["name"]: dataset["facets"].get("columnLineage", {}).get("fields", {})
        for event in events.values()
        for dataset in event["outputs"]
    }
    seen, waiting = set(), [("snapshot/observations", "value")]
    while waiting:
        name, field = waiting.pop()
        if (name, field) not in seen:
            seen.add((name, field))
            inputs = lineage.get(name, {}).get(field, {"inputFields": []})["inputFields"]
            waiting += [(each["name"], each["field"]) for each in inputs]
    assert {("partitions/texts", "text"), ("archive", "payload"), ("codebook", "numerals")} <= seen


def test_every_field_that_lineage_names_is_in_a_schema_or_of_a_source(events: dict[str, Any]) -> None:
    datasets = [dataset for event in events.values() for dataset in event["outputs"]]
    schemas = {
        dataset["name"]: {field["name"] for field in dataset["facets"]["schema"]["fields"]}
        for dataset in datasets
        if "schema" in dataset["facets"]
    }
    for dataset in datasets:
        for column in dataset["facets"].get("columnLineage", {"fields": {}})["fields"].values():
            for each in column["inputFields"]:
                assert "/" not in each["name"] or each["field"] in schemas[each["name"]]


def test_inputs_say_which_edition_was_read(events: dict[str, Any], contents: Contents) -> None:
    versions = {
        dataset["name"]: dataset["facets"]["version"]["datasetVersion"]
        for event in events.values()
        for dataset in event["inputs"]
        if "version" in dataset["facets"]
    }
    made_from = contents.edition.made_from
    assert versions["codebook"] == made_from.parts()["extract lists"]
    assert versions["code"] == made_from.extractor
    code = {name: event["job"]["facets"]["sourceCodeLocation"]["version"] for name, event in events.items()}
    assert code["extract"] == f"{contents.edition.code_version}+{made_from.parts()['extract']}"
    assert code["gate"] == f"{contents.edition.code_version}+{made_from.parts()['gate']}"
    assert code["publish"] == contents.edition.code_version, "of which no fingerprint is kept"
    assert "previous_snapshot" not in versions, "there is none"


def test_it_is_written_the_same_again(contents: Contents) -> None:
    assert openlineage.documents(contents) == openlineage.documents(contents)
    assert (
        openlineage.documents(contents)[openlineage.FILE_NAME] == (contents.folder / openlineage.FILE_NAME).read_text()
    )
