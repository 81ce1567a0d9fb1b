"""Figures picked from a snapshot to show to people."""

from pathlib import Path

from pipeline.publish.engine import engine
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import STATEMENTS


def example_ids(folder: Path) -> list[str]:
    """Up to three statements to show tracing with: current ones that have an indicator come first, then by id."""
    with engine() as connection:
        found = connection.execute(
            f"SELECT statement_id FROM {read_parquet(parquet_path(folder, STATEMENTS))} "  # noqa: S608 - a quoted path
            "ORDER BY superseded_by IS NOT NULL, indicator_id IS NULL, statement_id LIMIT 3"
        ).fetchall()
    return [statement_id for (statement_id,) in found]
