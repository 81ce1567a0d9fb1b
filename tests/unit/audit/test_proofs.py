"""Each column of the tables that come from the archive has a proof of its own, or is told by making all tables again."""

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.audit.proofs import BY_HISTORY, Prover
from pipeline.audit.reread import Unreadable
from pipeline.audit.steps import Step
from pipeline.schema import CAPTURES, OBSERVATIONS, PRESS_RELEASES, QUARANTINE, REFUSALS, STATEMENTS, Table
from tests.unit.audit.nights import PROGRESS, Nights
from tests.unit.audit.verify.forger import another

Row = dict[str, Any]

BY_OTHER_ROWS = {
    STATEMENTS: {*BY_HISTORY} - {"observation_id", "superseded_by"},
    REFUSALS: {"release_id", "first_seen", "last_seen"},
    PRESS_RELEASES: {"other_urls", "source_state", "first_seen", "last_seen", "statement_count", "refusal_count"},
    CAPTURES: set[str](),
    OBSERVATIONS: set[str](),
    QUARANTINE: {"agency_id", "url", "detail"},
}
"""Columns that no row proves by itself: visits, other texts and other rows decide them, so `tables` does (test_forgeries.py)."""


@pytest.fixture(scope="module")
def prover(nights: Nights) -> Prover:
    return Prover(nights.published, nights.rereader, read_again=True)


def _steps(prover: Prover, table: Table, row: Row) -> Iterator[Step]:
    if table is CAPTURES:
        yield from prover.capture(row)
    elif table is PRESS_RELEASES:
        yield from prover.release(row, row["capture_id"])
    elif table is OBSERVATIONS:
        yield from prover.observation(row)
    elif table is QUARANTINE:
        yield from prover.quarantined(row)
    else:
        try:
            text = prover.rereader.text(row["capture_id"])
        except Unreadable as error:
            yield Step("its text", False, str(error))
            return
        yield from prover.statement(row, text) if table is STATEMENTS else prover.refusal(row, text)


def _row(nights: Nights, table: Table) -> Row:
    if table is STATEMENTS:
        return nights.statement(PROGRESS)
    if table is REFUSALS:
        return next(row for row in nights.rows("refusals") if not row["correction_id"])
    return nights.rows(table.name)[0]


@pytest.mark.parametrize("table", BY_OTHER_ROWS, ids=lambda table: table.name)
def test_every_published_row_is_proven(nights: Nights, prover: Prover, table: Table) -> None:
    for row in nights.rows(table.name):
        assert [step for step in _steps(prover, table, row) if step.holds is not True] == []


@pytest.mark.parametrize(
    ("table", "name"),
    [(table, column.name) for table in BY_OTHER_ROWS for column in table.columns],
    ids=lambda each: each if isinstance(each, str) else each.name,
)
def test_a_cell_that_was_altered_fails_a_proof(nights: Nights, prover: Prover, table: Table, name: str) -> None:
    row = _row(nights, table)
    altered = {**row, name: another(row[name], table.column(name).type)}
    failed = [step for step in _steps(prover, table, altered) if not step.holds]
    assert bool(failed) != (name in BY_OTHER_ROWS[table]), (name, failed)


def test_an_added_statement_stands_by_its_place_and_its_words(nights: Nights, prover: Prover) -> None:
    """A figure that a person added is read by no rule; its correction has to be there."""
    row = nights.statement(PROGRESS)
    text = prover.rereader.text(row["capture_id"])
    steps = list(prover.statement({**row, "rule_id": "correction", "correction_id": "nowhere"}, text))
    assert any(step.what.startswith("statement's id") and not step.holds for step in steps)
    assert not steps[-1].holds


def test_without_the_installed_code_the_reading_is_not_compared(nights: Nights) -> None:
    prover = Prover(nights.published, nights.rereader, read_again=False)
    row = {**nights.statement(PROGRESS), "counted": "desa"}
    steps = list(prover.statement(row, prover.rereader.text(row["capture_id"])))
    assert all(step.holds for step in steps)
    assert len(steps) < len(
        list(
            Prover(nights.published, nights.rereader, read_again=True).statement(
                row, prover.rereader.text(row["capture_id"])
            )
        )
    )
