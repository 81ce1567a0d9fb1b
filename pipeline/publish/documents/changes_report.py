"""CHANGES.md: what differs from the snapshot before, for people. `changes` is the same for programs, and whole."""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from pipeline.publish import wording
from pipeline.publish.cells import literal, plain_text
from pipeline.publish.contents import Contents
from pipeline.publish.documents.markdown import code, escaped, shortened
from pipeline.publish.documents.templates import TEMPLATES
from pipeline.publish.engine import reader
from pipeline.publish.tables import csv_path, parquet_path, read_parquet
from pipeline.schema import AREAS, CHANGES, INDICATORS, OBSERVATIONS, PRESS_RELEASES, PUBLISHED, SERIES_CHECKS

FILE_NAME = "CHANGES.md"
MOST = 50
"""Lines under one heading. The rest is counted, and stands in the table."""

CAUSES: Mapping[str, str] = {
    "source": "the source changed: a press release came, went, or says something else",
    "extractor": "the code that reads changed",
    "codebook": "the lists and words it reads by changed",
    "correction": "a person corrected what was read",
    "extractor_and_codebook": "code and lists both changed since then",
}

_CODES = ("table_name", "column_name", "row_id", "cause", "status", "unit")
"""Columns of the queries below that hold ids and codes of ours."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one heading shows: the first lines in Markdown, and how many are left out."""

    heading: str
    lines: tuple[str, ...]
    left_out: int


def documents(contents: Contents) -> Mapping[str, str]:
    """CHANGES.md."""
    with reader() as connection:
        for table in (CHANGES, OBSERVATIONS, INDICATORS, AREAS, PRESS_RELEASES, SERIES_CHECKS):
            path = parquet_path(contents.folder, table)
            connection.execute(f"CREATE TEMP VIEW {table.name} AS FROM {read_parquet(path)}")
        text = TEMPLATES.get_template("changes.md.j2").render(
            edition=contents.edition,
            licence=wording.LICENCE_NAME,
            counts=_counts(connection),
            causes=CAUSES,
            sections=[section for section in (*_notable(connection), *_others(connection)) if section.lines],
            csv=csv_path(contents.folder, CHANGES).relative_to(contents.folder).as_posix(),
        )
    return {FILE_NAME: text}


def _counts(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int, int, int]]:
    """Rows (not cells) per table and cause: added, removed, revised; tables in the order of the schema."""
    order = "".join(f" WHEN {literal(table.name)} THEN {place}" for place, table in enumerate(PUBLISHED))
    return connection.execute(
        "SELECT table_name, cause, count(DISTINCT row_id) FILTER (change = 'added'), "
        "count(DISTINCT row_id) FILTER (change = 'removed'), count(DISTINCT row_id) FILTER (change = 'revised') "
        f"FROM changes GROUP BY table_name, cause ORDER BY CASE table_name{order} END, cause"
    ).fetchall()


def _notable(connection: duckdb.DuckDBPyConnection) -> Iterator[Section]:
    """What a reader of the figures asks first: which values are other, which are new, which no longer fit, which releases."""
    figures = (
        "SELECT coalesce(i.label_en, o.indicator_id) AS indicator, coalesce(a.label_en, o.ref_area) AS area, "
        "concat_ws(' to ', o.time_start, o.time_end) AS period, o.status, "
        f"{plain_text('o.value', 'decimal')} AS value, o.unit, c.old, c.cause, c.row_id FROM changes c "
        "JOIN observations o ON o.observation_id = c.row_id "
        "LEFT JOIN indicators i USING (indicator_id) LEFT JOIN areas a ON a.area_id = o.ref_area "
        "WHERE c.table_name = 'observations' AND {} ORDER BY indicator, area, period, row_id"
    )
    yield _section(
        connection,
        "Observations with another value",
        "{indicator}, {area} ({period}, {status}): {old} → **{value}** {unit} ({cause}), {row_id}",
        figures.format("c.\"column\" = 'value'"),
    )
    yield _section(
        connection,
        "New observations",
        "{indicator}, {area} ({period}, {status}): **{value}** {unit} ({cause}), {row_id}",
        figures.format("c.change = 'added'"),
    )
    yield _section(
        connection,
        "Checks on series with another verdict",
        "{indicator}: {old} → **{new}** ({cause}): {explanation}",
        "SELECT c.old, c.new, coalesce(i.label_en, s.indicator_id) AS indicator, s.explanation_en AS explanation, cause FROM changes c "
        "JOIN series_checks s ON concat_ws('/', s.kind, s.observation_id) = c.row_id LEFT JOIN indicators i USING (indicator_id) "
        "WHERE c.table_name = 'series_checks' AND c.\"column\" = 'verdict' ORDER BY c.row_id",
    )
    for heading, condition in (
        ("New press releases", "c.change = 'added'"),
        ("Press releases that say something else", "c.\"column\" = 'text_sha256'"),
        ("Press releases that are gone", "c.\"column\" = 'source_state' AND c.new = 'gone'"),
    ):
        yield _section(
            connection,
            heading,
            "{title} ({day}), {row_id}",
            "SELECT r.title, coalesce(r.published_on::VARCHAR, 'no date') AS day, c.row_id FROM changes c "
            "JOIN press_releases r ON r.release_id = c.row_id "
            f"WHERE c.table_name = 'press_releases' AND {condition} ORDER BY r.published_on DESC NULLS LAST, c.row_id",
        )


def _others(connection: duckdb.DuckDBPyConnection) -> Iterator[Section]:
    """The rest, by table, change and column: how many rows, and one of them."""
    yield _section(
        connection,
        "Everything, by table and column",
        "{table_name}: {count} {change} {column_name} ({cause}), for example {row_id}",
        "SELECT table_name, change, CASE WHEN \"column\" <> '*' THEN \"column\" ELSE 'rows' END AS column_name, "
        "count(DISTINCT row_id)::VARCHAR AS count, cause, min(row_id) AS row_id "
        'FROM changes GROUP BY table_name, change, "column", cause ORDER BY ALL',
    )


def _section(connection: duckdb.DuckDBPyConnection, heading: str, line: str, query: str) -> Section:
    """A line for each row of the query, whose columns fill the braces by name: our own codes as code, all others escaped."""
    result = connection.execute(f"SELECT *, count(*) OVER () FROM ({query}) LIMIT {MOST}")
    names = [column[0] for column in result.description or ()][:-1]
    rows = result.fetchall()
    texts = [
        {name: "nothing" if cell is None else shortened(cell) for name, cell in zip(names, row, strict=False)}
        for row in rows
    ]
    lines = tuple(
        line.format(**{name: (code if name in _CODES else escaped)(text) for name, text in cells.items()})
        for cells in texts
    )
    return Section(heading, lines, (rows[0][-1] if rows else 0) - len(lines))
