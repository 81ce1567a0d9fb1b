"""The table series_checks: observations and statements read from the warehouse in the making, checks judged and stored."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.load.explanations import Part, judge, pattern
from pipeline.load.series import Comparison, Observed, OtherValue, comparisons, rules
from pipeline.schema import SERIES_CHECKS

_SERIES = attrgetter("program_id", "ref_area", "unit")
_AT_ONCE = 10_000

_OBSERVED = """
SELECT o.observation_id, o.indicator_id, o.program_id, o.ref_area, o.unit, o.time_start, o.time_end, o.time_kind, o.status, o.value,
  s.value_max, o.qualifier, o.chosen_statement_id, o.first_seen, o.last_seen, others
FROM observations o JOIN statements s ON s.statement_id = o.chosen_statement_id
LEFT JOIN (
  SELECT o.observation_id, list({value: s.value, statement_id: s.statement_id} ORDER BY s.value, s.statement_id) AS others
  FROM statements s JOIN observations o USING (observation_id)
  WHERE o.agreement = 'conflict' AND s.value <> o.value
  GROUP BY o.observation_id
) c ON c.observation_id = o.observation_id
WHERE o.status IN ('realised', 'planned', 'target')
ORDER BY o.program_id, o.ref_area, o.unit, o.observation_id
"""

_PARTS = """
SELECT p.statement_id, p.observation_id, coalesce(indicators, []), p.program_id, p.ref_area, p.unit, p.time_start, p.time_end, p.value, p.quote
FROM statements p LEFT JOIN (
  SELECT release_id, list(DISTINCT indicator_id) AS indicators FROM statements WHERE observation_id IS NOT NULL GROUP BY release_id
) USING (release_id)
WHERE p.superseded_by IS NULL AND p.qualifier = 'exact' AND p.status = 'realised' AND regexp_matches(lower(p.quote), ?)
ORDER BY p.statement_id
"""


def insert_series_checks(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table from the observations and statements that stand in the same database."""
    parts: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in _parts(connection):
        parts[part.ref_area, part.unit].append(part)
    batches: list[pa.Table] = []
    rows: list[dict[str, Any]] = []
    # Reading goes on while rows are made, and a connection has one result at a time: rows wait, packed, until it is read.
    for _, series in groupby(_observed(connection), key=_SERIES):
        rows += [_row(each, parts[each.subject.ref_area, each.subject.unit]) for each in comparisons(list(series))]
        if len(rows) >= _AT_ONCE:
            batches.append(SERIES_CHECKS.rows(rows))
            rows = []
    for batch in (*batches, SERIES_CHECKS.rows(rows)):
        connection.register("batch", batch)
        connection.execute("INSERT INTO series_checks BY NAME SELECT * FROM batch")
        connection.unregister("batch")


def read_series_checks(warehouse: Path) -> list[dict[str, Any]]:
    """The checks of a warehouse, as rows by column name."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.sql("SELECT * FROM series_checks ORDER BY kind, observation_id").to_arrow_table()
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def _row(comparison: Comparison, parts: list[Part]) -> dict[str, Any]:
    subject, outcome = comparison.subject, judge(comparison, parts)
    return {
        "kind": comparison.kind,
        "observation_id": subject.observation_id,
        "indicator_id": subject.indicator_id,
        "program_id": subject.program_id,
        "ref_area": subject.ref_area,
        "time_start": subject.time_start,
        "time_end": subject.time_end,
        "unit": subject.unit,
        "observation_ids": json.dumps([each.observation_id for each in comparison.entering], separators=(",", ":")),
        "expected": comparison.expected,
        "found": comparison.found.value,
        "difference": comparison.difference,
        "verdict": outcome.verdict,
        "explanation_en": outcome.explanation["en"],
        "explanation_id": outcome.explanation["id"],
        "statement_ids": json.dumps(outcome.statement_ids, separators=(",", ":")),
        "first_seen": max(each.first_seen for each in comparison.entering),
        "last_seen": max(each.last_seen for each in comparison.entering),
    }


def _observed(connection: duckdb.DuckDBPyConnection) -> Iterator[Observed]:
    result = connection.execute(_OBSERVED)
    while chunk := result.fetchmany(_AT_ONCE):
        for *columns, others in chunk:
            yield replace(Observed(*columns), others=tuple(OtherValue(**other) for other in others or ()))


def _parts(connection: duckdb.DuckDBPyConnection) -> Iterator[Part]:
    words = [word for reason in rules()["reason"] for word in reason["words"]]
    for statement_id, observation_id, indicators, *others in connection.execute(_PARTS, [pattern(words)]).fetchall():
        yield Part(statement_id, observation_id, frozenset(indicators), *others)
