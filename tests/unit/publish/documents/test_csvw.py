"""CSV on the Web: types as our CSV writes them, both languages, references in the group only. csvw reads it in tests/test_validators.py."""

import json
import re
from pathlib import Path
from typing import Any

from pipeline.publish.documents.csvw import DATATYPES, GROUP, SUFFIX
from pipeline.schema import PUBLISHED, STATEMENTS
from pipeline.schema.types import Type


def described(snapshot: Path, name: str) -> dict[str, Any]:
    return json.loads((snapshot / name).read_text())


def test_each_file_is_described_where_the_standard_looks_first(snapshot: Path) -> None:
    for table in PUBLISHED:
        alone = described(snapshot, f"data/{table.name}.csv{SUFFIX}")
        assert alone["url"] == f"{table.name}.csv", "an address beside it, so that it holds in a copy too"
        assert [column["name"] for column in alone["tableSchema"]["columns"]] == [c.name for c in table.columns]
        assert alone["tableSchema"]["primaryKey"] == list(table.key)
        assert "foreignKeys" not in alone["tableSchema"], "the standard resolves them within one description"
        assert alone["dc:license"]["@id"].endswith("CC-BY-4.0")


def test_the_group_holds_the_same_and_the_references(snapshot: Path) -> None:
    group = described(snapshot, GROUP)
    assert [table["url"] for table in group["tables"]] == [f"{table.name}.csv" for table in PUBLISHED]
    for table in group["tables"]:
        alone = described(snapshot, f"data/{table['url']}{SUFFIX}")
        references = table["tableSchema"].pop("foreignKeys", None)
        assert table["tableSchema"] == alone["tableSchema"]
        assert references is None or references
    keys = described(snapshot, GROUP)["tables"][0]["tableSchema"]["foreignKeys"]
    assert {
        "columnReference": "release_id",
        "reference": {"resource": "press_releases.csv", "columnReference": "release_id"},
    } in keys


def test_columns_say_type_unit_codes_and_meaning(snapshot: Path) -> None:
    schema = described(snapshot, f"data/statements.csv{SUFFIX}")["tableSchema"]
    columns = {column["name"]: column for column in schema["columns"]}
    assert columns["value"]["datatype"] == "decimal"
    assert columns["first_seen"]["datatype"] == "dateTimeStamp", "always with its zone"
    assert columns["time_start"]["required"] is False
    assert columns["value_start"]["schema:unitText"].startswith("characters")
    pattern = columns["status"]["datatype"]["format"]
    assert all(re.fullmatch(pattern, code) for code in STATEMENTS.column("status").codes)
    assert not re.fullmatch(pattern, "realised|planned")
    for column in columns.values():
        assert [text["@language"] for text in column["dc:description"]] == ["en", "id"]
        assert all(text["@value"] for text in column["dc:description"])


def test_every_type_has_a_name() -> None:
    assert set(DATATYPES) == set(Type.__args__)  # type: ignore[attr-defined]
