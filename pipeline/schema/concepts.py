"""The concept behind a column, and what people call the column: concepts.toml, looked up."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.schema.types import Meaning


@dataclass(frozen=True, slots=True)
class Concept:
    """What a column is about. `sdmx`: the concept's id in the SDMX cross-domain list; null where it has none."""

    name: Meaning
    sdmx: str | None


def concept_of(table: str, column: str) -> tuple[Concept, Meaning]:
    """The concept of a published column, and its alias. KeyError where concepts.toml has no entry for it."""
    listed = _columns()
    return listed[f"{table}.{column}"] if f"{table}.{column}" in listed else listed[column]


def listed_columns() -> frozenset[str]:
    """The names that concepts.toml has entries for: `column`, or `table.column`."""
    return frozenset(_columns())


@cache
def _columns() -> dict[str, tuple[Concept, Meaning]]:
    return dict(_read())


def _read() -> Iterator[tuple[str, tuple[Concept, Meaning]]]:
    document = tomllib.loads(files("pipeline.schema").joinpath("concepts.toml").read_text("utf-8"))
    for entry in document["concept"]:
        concept = Concept(Meaning(entry["en"], entry["id"]), entry.get("sdmx"))
        for column, (english, indonesian) in entry["columns"].items():
            yield column, (concept, Meaning(english, indonesian))
