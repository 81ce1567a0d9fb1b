"""The figures that the pages show, each with its names and the sentence, page and visit behind it."""

# ruff: noqa: S608 - SQL is made of schema names and quoted paths; no value of a page is part of it

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipeline.publish.engine import reader
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.publish.wording import Text
from pipeline.schema import (
    AGENCIES,
    AREAS,
    CAPTURES,
    INDICATORS,
    OBSERVATIONS,
    PRESS_RELEASES,
    PROGRAMS,
    STATEMENTS,
    UNITS,
    Table,
)

_READ: tuple[Table, ...] = (
    AGENCIES, AREAS, CAPTURES, INDICATORS, OBSERVATIONS, PRESS_RELEASES, PROGRAMS, STATEMENTS, UNITS,
)  # fmt: skip
_SERIES = ("indicator_id", "program_id", "ref_area", "unit")
_FEWEST_POINTS, _MOST_POINTS = 3, 12

_SHOWN = """
SELECT
  o.observation_id, o.chosen_statement_id AS statement_id, o.indicator_id, o.program_id, o.ref_area,
  o.time_start, o.time_end, o.time_kind, o.status, o.value, s.value_max, o.qualifier, o.unit AS unit_id,
  o.statement_count, o.release_count, o.agreement, o.obs_status,
  i.label_en AS indicator_label_en, i.label_id AS indicator_label_id,
  p.label_en AS program_label_en, p.label_id AS program_label_id,
  coalesce(a.label_en, s.ref_area_name) AS area_label_en, coalesce(a.label_id, s.ref_area_name) AS area_label_id,
  u.label_en AS unit_label_en, u.label_id AS unit_label_id, g.label_en AS agency_label_en, g.label_id AS agency_label_id,
  s.quote, s.value_start - s.quote_start AS number_start, s.value_end - s.quote_start AS number_end,
  r.title, r.published_on, r.url, s.text_fragment_url,
  c.fetched_at, c.payload_sha256
FROM observations o
JOIN statements s ON s.statement_id = o.chosen_statement_id
JOIN press_releases r USING (release_id)
JOIN captures c ON c.capture_id = s.capture_id
JOIN agencies g ON g.agency_id = r.agency_id
JOIN indicators i ON i.indicator_id = o.indicator_id
JOIN units u ON u.unit_id = o.unit
LEFT JOIN programs p ON p.program_id = o.program_id
LEFT JOIN areas a ON a.area_id = o.ref_area
"""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """An observation with the names of its codes, and the sentence, page and visit behind its value.

    `quote` is the sentence before, at and after the number. `address` leads to the sentence on the live page; null where the
    release has no address on the web.
    """

    observation_id: str
    statement_id: str
    indicator: Text
    program: Text | None
    area: Text
    time_start: date | None
    time_end: date
    time_kind: str | None
    status: str
    value: Decimal
    value_max: Decimal | None
    qualifier: str
    unit_id: str
    unit: Text
    statement_count: int
    release_count: int
    agreement: str
    obs_status: str
    quote: tuple[str, str, str]
    title: str
    published_on: date | None
    agency: Text
    address: str | None
    fetched_at: datetime
    payload_sha256: str


_AS_READ = tuple(
    field.name
    for field in fields(ShownFigure)
    if field.name not in ("indicator", "program", "area", "unit", "agency", "quote", "address")
)


def latest_figures(folder: Path, count: int) -> list[ShownFigure]:
    """The observations whose chosen sentence was published last, at most `count` of them."""
    with _tables(folder) as connection:
        rows = _rows(
            connection,
            f"{_SHOWN} ORDER BY r.published_on DESC NULLS LAST, o.indicator_id, o.time_end DESC, o.observation_id LIMIT {count}",
        )
    return [_shown(row) for row in rows]


def longest_series(folder: Path) -> list[ShownFigure]:
    """The done figures of whole years of one indicator, programme, area and unit that has most of them, oldest first.

    Its newest dozen; empty where no series has three. Of equally long ones the first in order of their codes.
    """
    keys = ", ".join(_SERIES)
    with _tables(folder) as connection:
        # The series is found before its sentences are read: there may be a million of them.
        connection.execute(
            "CREATE TEMP TABLE whole_years AS FROM observations WHERE status = 'realised' AND time_kind = 'annual' "
            "AND obs_status = 'A' AND time_start = date_trunc('year', time_end) "
            "AND time_end = last_day(time_start + INTERVAL 11 MONTH)"
        )
        connection.execute(
            f"CREATE TEMP TABLE longest AS SELECT {keys} FROM whole_years GROUP BY ALL HAVING count(*) >= {_FEWEST_POINTS} "
            f"ORDER BY count(*) DESC, {', '.join(f'{name} NULLS FIRST' for name in _SERIES)} LIMIT 1"
        )
        same = " AND ".join(f"y.{name} IS NOT DISTINCT FROM l.{name}" for name in _SERIES)
        rows = _rows(
            connection,
            f"{_SHOWN} WHERE o.observation_id IN (SELECT y.observation_id FROM whole_years y JOIN longest l ON {same}) "
            f"ORDER BY o.time_end DESC LIMIT {_MOST_POINTS}",
        )
    return [_shown(row) for row in reversed(rows)]


@contextmanager
def _tables(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reader() as connection:
        for table in _READ:
            connection.execute(f"CREATE TEMP VIEW {table.name} AS FROM {read_parquet(parquet_path(folder, table))}")
        yield connection


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = connection.sql(query).to_arrow_table().to_pylist()
    return rows


def _shown(row: Mapping[str, Any]) -> ShownFigure:
    quote, start, end = row["quote"], row["number_start"], row["number_end"]
    links = (row["text_fragment_url"], row["url"])
    return ShownFigure(
        **{name: row[name] for name in _AS_READ},
        indicator=_label(row, "indicator"),
        area=_label(row, "area"),
        unit=_label(row, "unit"),
        agency=_label(row, "agency"),
        program=_label(row, "program") if row["program_id"] else None,
        quote=(quote[:start], quote[start:end], quote[end:]),
        # A release that was imported has whatever address its holder gave it.
        address=next((link for link in links if link and link.startswith(("http://", "https://"))), None),
    )


def _label(row: Mapping[str, Any], name: str) -> Text:
    return Text(row[f"{name}_label_en"], row[f"{name}_label_id"])
