"""Checks of areas.csv and places.toml: rows are whole, codes are unique and of known kinds, parents and aliases exist."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.extract.codebook.problem import Problem
from pipeline.schema.values import AREA_KINDS

_PARENTS = {"country": "world", "province": "country", "regency": "province", "city": "province"}
_REQUIRED = ("area_id", "kind", "label_en", "label_id", "code_system")


def incomplete(documents: Mapping[str, Any]) -> Iterator[Problem]:
    """Rows that lack a cell, or have one too many: the gazetteer reads every label."""
    for position, row in enumerate(documents["areas.csv"], start=1):
        at = ("areas.csv", f"{row['area_id'] or 'an area without area_id'} (row {position} below the head)")
        if short := [name for name, cell in row.items() if cell is None]:
            yield Problem(
                *at, f"ends before its column {short[0]}: give it {len(row)} cells, with commas for empty ones"
            )
        elif None in row:
            yield Problem(*at, "has more cells than the head has columns: put a cell with a comma in quotes")
        yield from (Problem(*at, f"has no {name}") for name in _REQUIRED if not row[name] and name not in short)


def problems(documents: Mapping[str, Any]) -> Iterator[Problem]:
    rows = documents["areas.csv"]
    kinds = {row["area_id"]: row["kind"] for row in rows}
    for column in ("area_id", "bps_code"):
        codes = Counter(row[column] for row in rows if row[column])
        yield from (Problem("areas.csv", code, f"stands twice as {column}") for code, n in codes.items() if n > 1)
    for row in rows:
        if row["kind"] not in AREA_KINDS:
            yield Problem("areas.csv", row["area_id"], f"has the unknown kind '{row['kind']}'")
        elif kinds.get(row["parent_id"]) != _PARENTS.get(row["kind"]):
            yield Problem("areas.csv", row["area_id"], f"has the parent '{row['parent_id']}'")
    places = documents["places.toml"]
    known = {*kinds, *places["regions"]["names"], *places["abroad"]["regions"]}
    for city, country in places["abroad"]["cities"].items():
        if kinds.get(country) != "country":
            yield Problem("places.toml", city, f"lies in '{country}', which is no country")
    for alias, code in places["aliases"].items():
        if code not in known:
            yield Problem("places.toml", alias, f"stands for '{code}', which is no area and no region")
