"""The promise to readers: the schema is held against the last released one, and each way to break a reader is noticed."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pipeline.schema import SCHEMA_VERSION, TABLES
from pipeline.schema.promise import broken_promises, crosswalk, declaration, differences, released

CHANGELOG = (Path(__file__).parents[2] / "CHANGELOG.md").read_text("utf-8")
OLD: dict[str, Any] = {
    "units": {
        "description": ["Units.", "Satuan."],
        "key": ["unit_id"],
        "columns": {
            name: {
                "type": "string",
                "required": name == "unit_id",
                "unit": None,
                "codes": ["a", "b"] if name == "kind" else [],
                "references": None,
                "description": [f"The {name}.", f"Si {name}."],
            }
            for name in ("unit_id", "kind", "label")
        },
    }
}


def test_the_schema_keeps_the_promise_of_the_last_released_one() -> None:
    version, old = released()
    found = differences(old, declaration(TABLES))
    assert broken_promises(version, found, SCHEMA_VERSION, CHANGELOG, crosswalk(SCHEMA_VERSION)) == []


def rename(columns: dict[str, Any]) -> None:
    columns["name"] = columns.pop("label")


def insert_first(columns: dict[str, Any]) -> None:
    old = dict(columns)
    columns.clear()
    columns.update({"new": old["label"], **old})


def swap(columns: dict[str, Any]) -> None:
    columns["kind"] = columns.pop("kind")


BREAKING: dict[str, Callable[[dict[str, Any]], Any]] = {
    "units.label is gone": lambda columns: columns.pop("label"),
    "units.label was string and is integer": lambda columns: columns["label"].update(type="integer"),
    "units.unit_id can be missing now": lambda columns: columns["unit_id"].update(required=False),
    "units.label has another unit": lambda columns: columns["label"].update(unit="bytes"),
    "units.kind no longer takes all codes that it took": lambda columns: columns["kind"].update(codes=["a"]),
    "units.label no longer takes all codes that it took": lambda columns: columns["label"].update(codes=["a"]),
}


@pytest.mark.parametrize("said", BREAKING)
def test_what_breaks_a_reader_is_a_major_version_with_changelog_and_crosswalk(said: str) -> None:
    new = deepcopy(OLD)
    BREAKING[said](new["units"]["columns"])
    found = differences(OLD, new)
    assert [str(difference) for difference in found] == [said]
    subject = said.split()[0]

    minor = broken_promises("1.0.0", found, "1.1.0", "schema 1.1.0", {})
    assert any("raise SCHEMA_VERSION to 2.0.0" in sentence for sentence in minor)
    assert any("crosswalks/2.0.0.toml" in s for s in broken_promises("1.0.0", found, "2.0.0", "schema 2.0.0", {}))
    assert any("CHANGELOG" in s for s in broken_promises("1.0.0", found, "2.0.0", "", {subject: "It moved."}))
    assert broken_promises("1.0.0", found, "2.0.0", "schema 2.0.0", {subject: "It moved."}) == []


@pytest.mark.parametrize("edit", [rename, insert_first, swap])
def test_renaming_and_moving_a_column_break_readers_too(edit: Callable[[dict[str, Any]], None]) -> None:
    new = deepcopy(OLD)
    edit(new["units"]["columns"])
    assert "major" in {difference.level for difference in differences(OLD, new)}


def test_a_table_that_is_gone_or_has_another_key() -> None:
    assert [str(d) for d in differences(OLD, {})] == ["units is gone"]
    new = deepcopy(OLD)
    new["units"]["key"] = ["kind"]
    assert [(d.level, str(d)) for d in differences(OLD, new)] == [("major", "units has another key")]


@pytest.mark.parametrize(
    ("edit", "level"),
    [
        (lambda columns: columns.update(last={**columns["label"]}), "minor"),
        (lambda columns: columns["kind"].update(codes=["a", "b", "c"]), "minor"),
        (lambda columns: columns["label"].update(required=True), "minor"),
        (lambda columns: columns["label"].update(references="units.unit_id"), "minor"),
        (lambda columns: columns["label"].update(description=["Other words.", "Kata lain."]), "patch"),
    ],
)
def test_what_only_adds_needs_no_crosswalk(edit: Callable[[dict[str, Any]], Any], level: str) -> None:
    new = deepcopy(OLD)
    edit(new["units"]["columns"])
    found = differences(OLD, new)
    assert [difference.level for difference in found] == [level]
    enough = {"minor": "1.1.0", "patch": "1.0.1"}[level]
    assert broken_promises("1.0.0", found, "1.0.0", "schema 1.0.0", {}) != []
    assert broken_promises("1.0.0", found, enough, f"schema {enough}", {}) == []
    assert any("CHANGELOG" in sentence for sentence in broken_promises("1.0.0", found, enough, "", {}))


def test_a_version_never_goes_back() -> None:
    assert broken_promises("1.2.0", [], "1.1.0", "", {}) == ["SCHEMA_VERSION 1.1.0 is older than the released 1.2.0."]
    assert differences(OLD, OLD) == []
