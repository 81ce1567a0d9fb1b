"""What differs in a snapshot's files is named: the row, the column, the line, and whether anything explains it."""

import json
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.audit.replay import files
from pipeline.cli.replaying import exit_code
from pipeline.workspace import Workspace
from tests.unit.audit.replay.nights import FIRST, forge, replayer, shown


def test_a_forged_cell_is_named_with_both_values(workspace: Workspace) -> None:
    def another_value(rows: list[dict[str, Any]]) -> None:
        next(row for row in rows if row["value"] == 50)["value"] = Decimal(55)

    forge(workspace, FIRST, "statements", another_value)
    result = replayer(workspace).replay(FIRST)
    assert [(finding.name, finding.cause) for finding in result.findings] == [("data/statements.parquet", "")]
    (row,) = result.rows
    assert (row.change, row.column, row.published, row.today, row.cause) == ("revised", "value", "55", "50", "")
    (side,) = result.numbers
    assert (side.kind, side.differs) == ("reading", ("value",))
    assert exit_code([result], allow_other_code=True) == 1
    assert "unexplained" in shown(result)


def test_a_row_that_stands_twice_and_a_column_of_another_type_are_named(workspace: Workspace) -> None:
    forge(workspace, FIRST, "refusals", lambda rows: rows.append(dict(rows[0])))
    path = workspace.public / "snapshots" / FIRST / "data/units.parquet"
    read = pq.read_table(path)
    pq.write_table(read.set_column(1, "label_en", pa.array(range(read.num_rows))), path)
    found = {finding.name: finding for finding in replayer(workspace).replay(FIRST).findings}
    assert "some stand twice" in found["data/refusals.parquet"].what
    assert "column label_en was published as int64 and is made as string" in found["data/units.parquet"].what
    assert {finding.cause for finding in found.values()} == {""}


def test_a_parquet_file_that_is_none_is_a_finding(workspace: Workspace) -> None:
    (workspace.public / "snapshots" / FIRST / "data/statements.parquet").write_bytes(b"PAR1 no PAR1")
    result = replayer(workspace).replay(FIRST)
    assert "cannot be compared" in result.findings[0].what
    assert result.verdict == "differs"


def test_text_files_are_named_with_the_line_and_a_csv_with_the_column(workspace: Workspace) -> None:
    folder = workspace.public / "snapshots" / FIRST
    csv = folder / "data/statements.csv"
    csv.write_bytes(csv.read_bytes().replace(b"Kota Palu,", b"Kota Poso,", 1))
    (folder / "README.md").write_text("\x1b[2J" + (folder / "README.md").read_text("utf-8"), "utf-8")
    (folder / "extra.txt").write_text("?")
    (folder / "CITATION.cff").unlink()
    (folder / "CITATION.cff").symlink_to("/etc/passwd")
    result = replayer(workspace).replay(FIRST)
    found = {finding.name: finding.what for finding in result.findings}
    assert "ref_area_name" in found["data/statements.csv"]
    assert found["README.md"].startswith("differs first at line 1: published")
    assert found["extra.txt"] == "is not made again"
    assert "was not published as a file of its own" in found["CITATION.cff"]
    assert {finding.cause for finding in result.findings} == {""}
    assert "\x1b[2J" not in shown(result)


def test_documents_by_other_code_are_named_and_not_compared(workspace: Workspace) -> None:
    folder = workspace.public / "snapshots" / FIRST
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**package, "described_by": "0" * 64}), "utf-8")
    (folder / "CHANGES.md").unlink()
    result = replayer(workspace).replay(FIRST)
    assert {finding.name for finding in result.findings} == {"datapackage.json", "CHANGES.md"}
    assert {finding.cause for finding in result.findings} == {"documents"}
    assert result.verdict == "explained"


def test_a_snapshot_of_an_older_schema_is_compared_in_what_both_have(workspace: Workspace) -> None:
    folder = workspace.public / "snapshots" / FIRST
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    old = {name: value for name, value in package.items() if name not in ("described_by", "made_from", "publisher")}
    (folder / "datapackage.json").write_text(json.dumps({**old, "schema_version": "1.0.0"}), "utf-8")
    (folder / "data/corrections.parquet").unlink()
    path = folder / "data/statements.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["correction_id"]), path)
    result = replayer(workspace).replay(FIRST)
    found = {finding.name: finding for finding in result.findings}
    assert "column correction_id was not published" in found["data/statements.parquet"].what
    assert found["data/corrections.parquet"].what == "was not published"
    assert result.verdict == "explained"
    assert result.numbers == ()


def test_another_library_explains_other_bytes_of_the_same_rows(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(workspace, FIRST, "units", lambda rows: rows.reverse())
    forge(workspace, FIRST, "programs", lambda rows: None)
    monkeypatch.setattr(files, "_writer", lambda folder: str(folder))
    found = {finding.name: finding for finding in replayer(workspace).replay(FIRST).findings}
    assert {finding.cause for finding in found.values()} == {"library"}
    assert "another order" in found["data/units.parquet"].what
    assert "packed otherwise" in found["data/programs.parquet"].what
