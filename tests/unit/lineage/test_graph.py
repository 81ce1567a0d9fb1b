"""The flow as a graph: what a column is made of where, followed back to what its step had read."""

from pipeline.lineage.graph import Cell, Dataset, flow
from pipeline.schema import PUBLISHED, TABLES


def made_of(step: str, table: str, column: str) -> dict[str, set[str]]:
    """Label of each cell -> the kinds, of one column as a step writes it."""
    output = next(each for each in flow()[step].outputs if each.table.name == table)
    return {
        f"{cell.dataset.label}.{cell.field}": {part.kind.name for part in parts}
        for cell, parts in output.columns[column].items()
    }


def test_steps_are_those_of_the_flow() -> None:
    assert list(flow()) == ["capture", "decode", "extract", "gate", "load", "publish"]


def test_every_dataset_that_is_read_was_written_before_or_is_a_source() -> None:
    written: set[Dataset] = set()
    for work in flow().values():
        for dataset in work.reads:
            assert dataset in written or dataset.place == "source", f"{work.step} reads {dataset.label}"
        assert not written & set(work.writes)
        written |= set(work.writes)
    assert {dataset.name for dataset in written if dataset.place == "snapshot"} == {each.name for each in PUBLISHED}


def test_every_column_of_every_table_is_made_of_something_when_it_is_done() -> None:
    done = {each.name for work in flow().values() if work.step in ("load", "publish") for each in work.writes}
    assert done == {each.name for each in TABLES}
    for step in ("load", "publish"):
        for output in flow()[step].outputs:
            assert all(output.columns.values()), output.dataset.label


def test_a_column_is_copied_from_step_to_step() -> None:
    assert made_of("extract", "statements", "quote")["partitions/texts.text"] == {"read"}
    assert made_of("load", "statements", "quote") == {"partitions/statements.quote": {"copied"}}
    assert made_of("publish", "statements", "quote") == {"warehouse/statements.quote": {"copied"}}


def test_what_people_may_correct_is_also_made_of_corrections() -> None:
    assert made_of("load", "statements", "unit") == {
        "partitions/statements.unit": {"copied"},
        "correction_files.action": {"corrected"},
        "correction_files.set": {"corrected"},
    }


def test_a_column_that_a_later_step_fills_is_made_of_nothing_yet() -> None:
    assert made_of("extract", "statements", "observation_id") == {}
    assert "partitions/statements.indicator_id" in made_of("load", "statements", "observation_id")


def test_what_a_step_made_itself_is_followed_to_what_it_read() -> None:
    # A check's number is an observation's, and that a statement's: both are made by the load.
    found = made_of("load", "series_checks", "found")
    assert found["partitions/statements.value"] == {"computed"}
    assert found["partitions/texts.published_on"] == {"decided"}
    assert not [label for label in found if label.startswith("warehouse/")]
    # The copy of an id that was computed in the same step is computed.
    assert made_of("load", "observations", "observation_id")["partitions/statements.unit"] == {"computed"}


def test_rows_are_decided_on_in_one_step() -> None:
    rows = {
        (work.step, output.table.name): {cell.dataset.label for cell in output.rows}
        for work in flow().values()
        for output in work.outputs
        if output.rows
    }
    assert rows["decode", "texts"] == {"archive"}
    assert rows["load", "statements"] == {"correction_files", "partitions/texts", "archive"}
    assert not [step for step, _ in rows if step == "publish"]


def test_cells_are_in_order_so_that_documents_are_the_same_bytes() -> None:
    for work in flow().values():
        for output in work.outputs:
            for cells in (output.rows, *output.columns.values()):
                assert list(cells) == sorted(cells)
                assert all(isinstance(cell, Cell) for cell in cells)
