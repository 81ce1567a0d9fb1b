"""The README of a snapshot: what a stranger needs, and commands that are true."""

from pathlib import Path

from pipeline.publish import example_ids
from pipeline.schema import PUBLISHED
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import small


def test_it_says_what_is_there_and_how_to_trace_it(snapshot: Path) -> None:
    text = (snapshot / "README.md").read_text()
    row_counts = {name: len(rows) for name, rows in small().items()} | {"changes": 0}
    for table in PUBLISHED:
        assert f"| {table.name} | {row_counts[table.name]} |" in text
    assert "kotacerdas trace s-1\n" in text
    assert "2026-11-23T18:30:00Z" in text


def test_without_statements_it_shows_no_example(publish_rows: Publish) -> None:
    rows = small() | {"statements": [], "observations": [], "series_checks": []}
    folder = publish_rows(rows).folder
    assert example_ids(folder) == []
    assert "kotacerdas trace STATEMENT_ID\n" in (folder / "README.md").read_text()


def test_examples_are_current_statements_with_an_indicator_first(publish_rows: Publish) -> None:
    rows = small()
    rows["statements"][0]["superseded_by"] = "r-1"
    assert example_ids(publish_rows(rows).folder) == ["s-2", "s-1"]
