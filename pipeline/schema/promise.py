"""The promise to those who read the tables by program: what a new version of the schema may change, and what it must bring along.

A released declaration is a JSON file in `released/`, named by its version. Against the newest of them:

- renaming, removing, moving or retyping a column, and whatever else can break a reader (BREAKING), is a major version, with an
  entry in the changelog and a crosswalk, `crosswalks/<version>.toml`, that says for each old column what has become of it;
- a new table, a new column (last in its table) or a new code is a minor version;
- other words for the same meaning are a patch.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from pipeline.schema.types import Column, Table

Level = Literal["major", "minor", "patch"]
Declaration = Mapping[str, Any]
"""Tables as plain values, by name; what `declaration` makes and `released` reads."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference from what was released. `subject` is `table` or `table.column`."""

    level: Level
    subject: str
    what: str

    def __str__(self) -> str:
        return f"{self.subject} {self.what}"


def declaration(tables: Iterable[Table]) -> dict[str, Any]:
    """What of the published tables a reader can rely on."""
    return {
        table.name: {
            "description": [table.en, table.id],
            "key": list(table.key),
            "columns": {column.name: _column(column) for column in table.columns},
        }
        for table in tables
        if table.published
    }


def released() -> tuple[str, Declaration]:
    """Version and declaration of the newest released schema."""
    folder = files("pipeline.schema").joinpath("released")
    newest = max(
        (name.name.removesuffix(".json") for name in folder.iterdir() if name.name.endswith(".json")), key=numbers
    )
    return newest, json.loads(folder.joinpath(f"{newest}.json").read_text("utf-8"))


def crosswalk(version: str) -> Mapping[str, str]:
    """For each column of the version before (`table.column`, or `table` for a whole one): what has become of it, in a sentence.

    Empty where that version has no crosswalk.
    """
    path = files("pipeline.schema").joinpath("crosswalks", f"{version}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def numbers(version: str) -> tuple[int, int, int]:
    """The parts of `major.minor.patch`. ValueError where it is something else."""
    major, minor, patch = version.split(".")
    return int(major), int(minor), int(patch)


def differences(old: Declaration, new: Declaration) -> list[Difference]:
    """What a reader of `old` meets in `new`."""
    return list(_differences(old, new))


def broken_promises(
    old_version: str, found: Iterable[Difference], new_version: str, changelog: str, walk: Mapping[str, str]
) -> list[str]:
    """What is still missing before `new_version` may be released with these differences; each in a sentence that says what to do."""
    listed = list(found)
    missing: list[str] = []
    old, new = numbers(old_version), numbers(new_version)
    wanted: dict[Level, tuple[int, int, int]] = {
        "major": (old[0] + 1, 0, 0),
        "minor": (old[0], old[1] + 1, 0),
        "patch": (old[0], old[1], old[2] + 1),
    }
    for difference in listed:
        if new < wanted[difference.level]:
            least = ".".join(map(str, wanted[difference.level]))
            missing.append(
                f"{difference}: raise SCHEMA_VERSION to {least} (a {difference.level} change), or take it back."
            )
        if difference.level == "major" and difference.subject not in walk:
            missing.append(f"{difference}: say in crosswalks/{new_version}.toml what has become of it.")
    if new < old:
        missing.append(f"SCHEMA_VERSION {new_version} is older than the released {old_version}.")
    if listed and f"schema {new_version}" not in changelog:
        missing.append(f"CHANGELOG.md has no heading that names 'schema {new_version}'.")
    return missing


def _column(column: Column) -> dict[str, Any]:
    return {
        "type": column.type,
        "required": column.required,
        "unit": column.unit,
        "codes": list(column.codes),
        "references": column.references,
        "description": [column.en, column.id],
    }


def _differences(old: Declaration, new: Declaration) -> Iterator[Difference]:
    for name in new.keys() - old.keys():
        yield Difference("minor", name, "is new")
    for name, before in old.items():
        if name not in new:
            yield Difference("major", name, "is gone")
            continue
        now = new[name]
        if now["key"] != before["key"]:
            yield Difference("major", name, "has another key")
        if now["description"] != before["description"]:
            yield Difference("patch", name, "is described in other words")
        yield from _column_differences(name, before["columns"], now["columns"])


def _column_differences(table: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for name in old.keys() - new.keys():
        yield Difference("major", f"{table}.{name}", "is gone")
    for name in new.keys() - old.keys():
        yield Difference("minor", f"{table}.{name}", "is new")
    kept = [name for name in new if name in old]
    if kept != [name for name in old if name in new] or list(new)[: len(kept)] != kept:
        yield Difference("major", table, "has columns in another order; a new one goes last")
    for name in kept:
        subject, before, now = f"{table}.{name}", old[name], new[name]
        if now["type"] != before["type"]:
            yield Difference("major", subject, f"was {before['type']} and is {now['type']}")
        if before["required"] and not now["required"]:
            yield Difference("major", subject, "can be missing now")
        if now["required"] and not before["required"]:
            yield Difference("minor", subject, "is never missing now")
        if now["unit"] != before["unit"]:
            yield Difference("major", subject, "has another unit")
        if set(before["codes"]) - set(now["codes"]) or (now["codes"] and not before["codes"]):
            yield Difference("major", subject, "no longer takes all codes that it took")
        elif set(now["codes"]) != set(before["codes"]):
            yield Difference("minor", subject, "takes more codes")
        if now["references"] != before["references"]:
            yield Difference("minor", subject, "refers to something else")
        if now["description"] != before["description"]:
            yield Difference("patch", subject, "is described in other words")
