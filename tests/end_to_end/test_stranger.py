"""The stranger's audit of the sample ministry, with one column forged: that one is found, and all else is proven."""

import csv

from pipeline.publish import latest
from pipeline.workspace import Workspace
from tests.stranger import audit


def test_one_forged_column_is_found_and_all_else_is_proven(workspace: Workspace) -> None:
    path = latest(workspace.public) / "data/series_checks.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "verdict": "forged"} for row in rows)
    found = audit(workspace.root, cells=200, sentences=5, seed=1)
    wrong = [cell for cell in found.cells if cell.wrong]
    assert {(cell.table, cell.column) for cell in wrong} == {("series_checks", "verdict")}
    assert found.proven == found.total - len(wrong) == 205 - len(wrong)
    assert len(found.wrong) == len(wrong)
