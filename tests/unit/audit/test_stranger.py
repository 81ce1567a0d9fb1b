"""The stranger's audit of a ministry whose tables all have rows; and that it would see what is wrong with any cell of them."""

import csv
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.agencies import load_registry
from pipeline.audit.replay import Replayer
from pipeline.schema import PUBLISHED, SERIES_CHECKS
from tests.stranger import _proven, audit, main
from tests.stranger_cells import Evidence
from tests.stranger_sentences import follow
from tests.unit.audit.nights import Nights

COLUMNS = [(t.name, column.name) for t in PUBLISHED if t is not SERIES_CHECKS for column in t.columns]
"""Of the tables that have rows here; the sample's series checks are in tests/end_to_end/test_stranger.py."""


@pytest.fixture(scope="module")
def evidence(nights: Nights, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    keep = tmp_path_factory.mktemp("again") / "made"
    archive = nights.workspace.archive
    Replayer(nights.workspace, archive, load_registry(), nights.corrections, keep).replay(None)
    return Evidence(nights.newest, archive, keep / nights.newest.name)


def test_every_drawn_cell_is_proven_and_every_sentence_is_followed(nights: Nights) -> None:
    found = audit(nights.workspace.root, len(COLUMNS), 12, seed=6, corrections=nights.corrections)
    assert found.wrong == []
    assert found.proven == found.total == len(COLUMNS) + 12
    assert {(cell.table, cell.column) for cell in found.cells} == set(COLUMNS)
    assert {fate for each in found.sentences for fate in each.fates} >= {"statement", "refusal", "quarantined"}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_has_a_proof_that_sees_an_altered_cell(evidence: Evidence, table: str, column: str) -> None:
    rows = evidence.rows(table)[:50]
    assert rows
    for row in rows:
        assert _proven(evidence, table, row, column).wrong == ()
        assert _proven(evidence, table, {**row, column: f"{row[column]}1"}, column).wrong


@pytest.mark.parametrize("table", ["statements", "refusals"])
@pytest.mark.parametrize("write", [lambda data: data.slice(1), lambda data: data.slice(0, 0)])
def test_a_number_that_was_left_out_is_missed(
    evidence: Evidence, nights: Nights, tmp_path: Path, table: str, write: Callable[..., object]
) -> None:
    snapshot = Path(shutil.copytree(nights.newest, tmp_path / nights.newest.name))
    path = snapshot / "data" / f"{table}.parquet"
    pq.write_table(write(pq.read_table(path)), path)
    forged = Evidence(snapshot, nights.workspace.archive, evidence.again)
    assert any(each.wrong for each in follow(forged, 60, random.Random(1)))


def test_a_number_that_the_csv_file_does_not_have_is_missed(evidence: Evidence, nights: Nights, tmp_path: Path) -> None:
    snapshot = Path(shutil.copytree(nights.newest, tmp_path / nights.newest.name))
    path = snapshot / "data/refusals.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *_ = csv.reader(file)
    path.write_text(",".join(head) + "\n", "utf-8")
    forged = Evidence(snapshot, nights.workspace.archive, evidence.again)
    assert any(
        "refusals.csv does not refuse it" in why for e in follow(forged, 20, random.Random(1)) for why in e.wrong
    )


def test_it_ends_with_how_many_of_how_many(nights: Nights, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(nights.workspace.root)
    # The corrections of that ministry are not in the folder that the command reads: their rows cannot be made again.
    assert main([root, "--cells", "200", "--sentences", "2", "--seed", "1"]) == 1
    assert "of 202 (seed 1)" in capsys.readouterr().out


def test_an_empty_folder_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) != 0
    assert "Traceback" not in capsys.readouterr().out
