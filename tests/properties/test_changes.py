"""What `changes` is: the edits that make the old table into the new one, no more and no fewer."""

import tempfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.publish.cells import identifier, plain_text
from pipeline.publish.changes import DIFFERENCES, compute_changes, row_key
from pipeline.publish.engine import engine
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.schema import CHANGES, CORRECTIONS, OBSERVATIONS, PRESS_RELEASES, REFUSALS, STATEMENTS, Table
from tests.unit.publish.warehouses import Rows, correction, observation, release, small, statement, write_tables

TABLES = (STATEMENTS, REFUSALS, OBSERVATIONS, PRESS_RELEASES, CORRECTIONS)
Cells = Mapping[str, str | None]
"""A row as CSV would say it, before quoting."""

texts = st.sampled_from(["a", "=1", "dua\nbaris", '"', "a/b", "'", "é"])
numbers = st.decimals(min_value=0, max_value=10**9, places=3)
names = st.sets(st.sampled_from(["1", "2", "3", "4"]))


@st.composite
def snapshots(draw: st.DrawFn) -> Rows:
    """Some rows of some tables with some of their columns drawn; keys are drawn from few, so that two snapshots share most."""
    rows: Rows = {table.name: [] for table in TABLES}
    for name in sorted(draw(names)):
        start = draw(st.sampled_from([106, 206]))
        value = draw(numbers)
        rows["statements"].append(
            statement(
                f"s-{name}",
                f"r-{name}",
                str(value),
                speaker=draw(st.none() | texts),
                time_start=None,
                value_start=start,
            )
        )
        rows["refusals"].append(
            {**small()["refusals"][0], "release_id": f"r-{name}", "mention_start": start, "reason": draw(texts)}
        )
        rows["observations"].append(
            observation(
                f"o-{name}",
                f"s-{name}",
                str(value),
                repeat_count=draw(st.integers(0, 3)),
                program_id=draw(st.none() | texts),
            )
        )
        rows["corrections"].append(correction(f"k-{name}", f"s-{name}", f"r-{name}", why=draw(texts)))
        rows["press_releases"].append(
            release(
                f"r-{name}",
                title=draw(texts),
                place=draw(st.none() | texts),
                text_sha256=draw(st.sampled_from(["a" * 64, "b" * 64])),
            )
        )
    return rows


def read(connection: Any, folder: Path, table: Table) -> dict[str, Cells]:
    """Every row of a table, by its id in `changes`."""
    cells = ", ".join(f"{plain_text(identifier(c.name), c.type)} AS {identifier(c.name)}" for c in table.columns)
    rows = (
        connection.sql(f"SELECT {cells} FROM {read_parquet(parquet_path(folder, table))}").to_arrow_table().to_pylist()
    )
    return {"/".join(row[name] for name in row_key(table)): row for row in rows}


def applied(
    old: Mapping[str, Cells], new: Mapping[str, Cells], changes: Iterable[Mapping[str, str]]
) -> dict[str, Cells]:
    """The old table edited by its changes; of the new one only the rows that are said to be added are looked at."""
    rows = {row_id: dict(row) for row_id, row in old.items()}
    for change in changes:
        row_id, column = change["row_id"], change["column"]
        match change["change"]:
            case "added":
                assert row_id not in rows
                rows[row_id] = dict(new[row_id])
            case "removed":
                del rows[row_id]
            case "revised":
                assert rows[row_id][column] == change["old"] != change["new"]
                rows[row_id][column] = change["new"]
    return rows


@settings(max_examples=25, deadline=None)
@given(snapshots(), snapshots())
def test_applied_to_the_old_tables_the_changes_give_the_new_ones(before: Rows, now: Rows) -> None:
    with tempfile.TemporaryDirectory() as root, engine() as connection:
        old, new = write_tables(Path(root) / "old", before), write_tables(Path(root) / "new", now)
        compute_changes(connection, "v", old, new, "extractor")
        found = connection.sql(f"SELECT * FROM {DIFFERENCES}").to_arrow_table().to_pylist()
        keys = [tuple(row[name] for name in CHANGES.key) for row in found]
        assert len(set(keys)) == len(keys)
        for table in TABLES:
            changes = [row for row in found if row["table_name"] == table.name]
            rows_before, rows_now = read(connection, old, table), read(connection, new, table)
            assert applied(rows_before, rows_now, changes) == rows_now
            if before[table.name] == now[table.name]:
                assert changes == []


def test_numbers_that_are_equal_are_no_change() -> None:
    before, now = small(), small()
    before["observations"][0]["value"], now["observations"][0]["value"] = Decimal("50.0"), Decimal("5E+1")
    with tempfile.TemporaryDirectory() as root, engine() as connection:
        compute_changes(
            connection, "v", write_tables(Path(root) / "old", before), write_tables(Path(root) / "new", now), "source"
        )
        assert connection.sql(f"SELECT * FROM {DIFFERENCES}").fetchall() == []
