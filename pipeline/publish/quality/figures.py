"""The figures of a snapshot's quality: declared in figures.toml, counted by DuckDB on its Parquet files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipeline.publish.edition import time_text
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import CHANGES, PUBLISHED, table
from pipeline.schema.types import Codes, Meaning

Kind = Literal["count", "share", "codes", "rows"]
Figures = Mapping[str, Any]
"""Key of a figure -> an integer, a share or null, code -> integer, or a list of objects: plain values, as in JSON."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One declared figure. `key` is its place in quality.json, `group.name`; `codes` the closed list that its codes are of, if any."""

    key: str
    kind: Kind
    label: Meaning
    sql: str
    codes: Codes


def _declared() -> tuple[Figure, ...]:
    document = tomllib.loads(files("pipeline.publish.quality").joinpath("figures.toml").read_text("utf-8"))
    return tuple(
        Figure(
            entry["key"],
            entry["kind"],
            Meaning(entry["en"], entry["id"]),
            " ".join(entry["sql"].split()),
            _codes(entry.get("codes", "")),
        )
        for entry in document["figure"]
    )


def _codes(column: str) -> Codes:
    name, _, of = column.partition(".")
    return table(name).column(of).codes if column else {}


FIGURES = _declared()
"""In the order in which they are shown."""


def count_figures(connection: duckdb.DuckDBPyConnection, folder: Path) -> Figures:
    """Every figure of the snapshot in the folder."""
    for published in PUBLISHED:
        if published is not CHANGES:
            rows = read_parquet(parquet_path(folder, published))
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {published.name} AS FROM {rows}")
    return {figure.key: _counted(connection, figure) for figure in FIGURES}


def _counted(connection: duckdb.DuckDBPyConnection, figure: Figure) -> Any:
    found = connection.execute(figure.sql)
    names = [column[0] for column in found.description or ()]
    rows = found.fetchall()
    match figure.kind:
        case "codes":
            return {**dict.fromkeys(figure.codes, 0), **{code: int(number) for code, number in rows}}
        case "rows":
            return [{name: _plain(cell) for name, cell in zip(names, row, strict=True)} for row in rows]
        case "count":
            return int(rows[0][0])
    return rows[0][0]


def _plain(cell: Any) -> Any:
    return time_text(cell) if isinstance(cell, datetime) else cell
