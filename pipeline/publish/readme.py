"""The README.md of a snapshot, for the person who downloads it and knows nothing else."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.publish import descriptor
from pipeline.publish.engine import engine
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import PUBLISHED, SCHEMA_VERSION, STATEMENTS

TEMPLATES = Environment(
    loader=PackageLoader("pipeline.publish", "templates"),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # noqa: S701 - Markdown, filled with texts of the schema and with ids, never with a page's text
)


def example_ids(folder: Path) -> list[str]:
    """Up to three statements to show tracing with: current ones that have an indicator come first, then by id."""
    with engine() as connection:
        found = connection.execute(
            f"SELECT statement_id FROM {read_parquet(parquet_path(folder, STATEMENTS))} "  # noqa: S608 - a quoted path
            "ORDER BY superseded_by IS NOT NULL, indicator_id IS NULL, statement_id LIMIT 3"
        ).fetchall()
    return [statement_id for (statement_id,) in found]


def write_readme(folder: Path, edition: descriptor.Edition, row_counts: Mapping[str, int], example: str | None) -> None:
    """`example` is the id of one statement, to show how it is traced."""
    text = TEMPLATES.get_template("snapshot_readme.md.j2").render(
        edition=edition,
        schema_version=SCHEMA_VERSION,
        text=descriptor,
        tables=[(table, row_counts[table.name]) for table in PUBLISHED],
        example=example,
    )
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
