"""Where each column of each table comes from: lineage.toml, looked up. What is told of it to others is made in pipeline/lineage/."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from pipeline import schema


class Input(NamedTuple):
    """A column of a table, or a field of a source."""

    dataset: str
    field: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How a column is made of an input. `type` and `subtype` are OpenLineage's."""

    name: str
    type: str
    subtype: str
    en: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a column comes from. `by` decides among rows without being part of the value."""

    step: str
    kind: Kind
    inputs: tuple[Input, ...]
    by: tuple[Input, ...]
    en: str


@dataclass(frozen=True, slots=True)
class Kept:
    """In which step it is decided which rows a table has, and by what."""

    step: str
    by: tuple[Input, ...]
    en: str


@dataclass(frozen=True, slots=True)
class Source:
    """What is no table of ours. `fields`: name -> meaning; `columns`: the column of captures that stands for a field."""

    name: str
    en: str
    id: str
    fields: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the flow. `code`: the folder of its code, from the repository's root."""

    name: str
    code: str
    en: str
    id: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]


@cache
def steps() -> Mapping[str, Step]:
    """In flow order."""
    return {
        name: Step(
            name, said["code"], said["en"], said["id"], tuple(said.get("reads", ())), tuple(said.get("writes", ()))
        )
        for name, said in _document()["steps"].items()
    }


@cache
def kinds() -> Mapping[str, Kind]:
    return {name: Kind(name, **said) for name, said in _document()["kinds"].items()}


@cache
def sources() -> Mapping[str, Source]:
    return {name: _source(name, said) for name, said in _document()["sources"].items()}


@cache
def origins(table: str) -> Mapping[str, Origin]:
    """The origin of each column that lineage.toml has an entry for, by name. ValueError where a column has two."""
    found: dict[str, Origin] = {}
    for group in _document()["made"][table]:
        for column, origin in _group(group):
            if column in found:
                raise ValueError(f"lineage.toml: {table}.{column} has two entries")
            found[column] = origin
    return found


@cache
def kept(table: str) -> Kept | None:
    """None: every row that the inputs have."""
    said = _document()["kept"].get(table)
    return Kept(said["step"], tuple(_inputs(said["by"])), said["en"]) if said else None


@cache
def corrected(table: str, step: str) -> Mapping[str, tuple[Input, ...]]:
    """The columns that people's corrections may set in this step, and what of the corrections sets them."""
    said = _document()["corrected"].get(table)
    return dict.fromkeys(said["columns"], tuple(_inputs(said["from"]))) if said and said["step"] == step else {}


@cache
def checked() -> Mapping[str, Input]:
    """What each check of the gate is about; the field `*` where it is about whole rows."""
    return {name: Input(*said.split(".")) for name, said in _document()["checks"].items()}


def listed_tables() -> frozenset[str]:
    return frozenset({*_document()["made"], *_document()["kept"]})


def _group(group: Mapping[str, Any]) -> Iterator[tuple[str, Origin]]:
    kind, by = kinds()[group["kind"]], tuple(_inputs(group.get("by", ())))
    inputs = list(_inputs(group["from"]))
    shares = [[each] for each in inputs] if group.get("each") else [inputs] * len(group["columns"])
    for column, share in zip(group["columns"], shares, strict=True):
        yield column, Origin(group["step"], kind, tuple(share), by, group.get("en", kind.en))


def _inputs(names: list[str]) -> Iterator[Input]:
    """`table.*` stands for every column of the table."""
    for name in names:
        dataset, _, field = name.partition(".")
        if field == "*":
            yield from (Input(dataset, column.name) for column in schema.table(dataset).columns)
        else:
            yield Input(dataset, field)


def _source(name: str, said: Mapping[str, Any]) -> Source:
    fields = said.get("fields", {})
    meanings = {field: entry["en"] for field, entry in fields.items()}
    columns = {field: entry["column"] for field, entry in fields.items() if "column" in entry}
    for file in said.get("files", ()):
        meanings[file.rpartition(".")[0]] = f"{said['folder']}/{file}"
    return Source(name, said["en"], said["id"], meanings, columns)


@cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads(files("pipeline.schema").joinpath("lineage.toml").read_text("utf-8"))
