"""Rows picked from a snapshot: to show to people, to compare with."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.publish.engine import reader
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.publish.versions import latest, read_versions
from pipeline.schema import STATEMENTS, Table


def example_ids(folder: Path) -> list[str]:
    """Up to three statements to show tracing with: current ones that have an indicator come first, then by id."""
    with reader() as connection:
        found = connection.execute(
            f"SELECT statement_id FROM {read_parquet(parquet_path(folder, STATEMENTS))} "  # noqa: S608 - a quoted path
            "ORDER BY superseded_by IS NOT NULL, indicator_id IS NULL, statement_id LIMIT 3"
        ).fetchall()
    return [statement_id for (statement_id,) in found]


def published_rows(public: Path, table: Table) -> list[dict[str, Any]] | None:
    """The rows of a table of the newest snapshot; None where nothing was published, or by a schema without that table."""
    path = parquet_path(latest(public), table) if read_versions(public) else None
    if path is None or not path.is_file():
        return None
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows
