"""What stood behind a version or a run, told by its captures, its report or the archive's files."""

import json
import shutil

import pytest

from pipeline.audit.replay.state import find_state, versions_in
from pipeline.errors import ArchiveError, UsageError
from pipeline.gate.corrections import Correction
from pipeline.workspace import Workspace
from tests.unit.audit.replay.nights import FIRST, QUIET, SECOND, THIRD, forge, replayer, warcs


def test_a_run_leads_to_its_snapshot_and_an_import_to_the_first_that_holds_it(
    workspace: Workspace, correction: Correction
) -> None:
    imported = replayer(workspace, correction).replay("20260102T143000Z")
    assert (imported.version, imported.verdict) == (SECOND, "identical")
    assert "left no report" in imported.notes[0]
    published = replayer(workspace, correction).replay("20260102T153000Z")
    assert (published.version, published.verdict) == (SECOND, "identical")
    (workspace.runs / "20260102T153000Z.json").write_text(
        '{"error": "Nothing was published, because", "published": null}'
    )
    with pytest.raises(UsageError, match="published nothing, because: Nothing was"):
        replayer(workspace).replay("20260102T153000Z")


@pytest.mark.parametrize("name", ["2026-01-09.1", "../../etc", "20990101T000000Z", ""])
def test_an_unknown_name_is_a_clear_error(workspace: Workspace, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        replayer(workspace).replay(name)
    assert caught.value.hint


def test_without_the_version_before_its_changes_cannot_be_told_again(workspace: Workspace) -> None:
    shutil.rmtree(workspace.public / "snapshots" / FIRST)
    with pytest.raises(UsageError, match=f"folder of snapshot {FIRST}"):
        replayer(workspace).replay(SECOND)


def test_a_missing_warc_file_is_named(workspace: Workspace) -> None:
    warcs(workspace)[0].unlink()
    with pytest.raises(ArchiveError, match=r"does not hold sample-kominfo/sample-kominfo-20260101T183000Z\.warc\.gz"):
        replayer(workspace).replay(FIRST)


def test_captures_that_name_a_file_elsewhere_are_refused(workspace: Workspace) -> None:
    forge(workspace, FIRST, "captures", lambda rows: rows[0].update(warc_file="../../etc/passwd"))
    with pytest.raises(UsageError, match="none of an archive"):
        replayer(workspace).replay(FIRST)


def test_the_order_is_that_of_publication_and_not_of_names(workspace: Workspace) -> None:
    path = workspace.public / "versions.json"
    listed = json.loads(path.read_text("utf-8"))["versions"]
    path.write_text(json.dumps({"versions": [listed[1], listed[0]]}), "utf-8")
    assert versions_in(workspace.public) == [SECOND, FIRST, THIRD]
    found = find_state(workspace, workspace.archive, FIRST)
    assert [entry.version for entry in found.before] == [SECOND]


def test_a_damaged_report_or_an_unwhole_snapshot_is_a_clear_error(workspace: Workspace) -> None:
    (workspace.runs / f"{QUIET}.json").write_text("{", "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        find_state(workspace, workspace.archive, QUIET)
    (workspace.runs / f"{QUIET}.json").write_text('{"published": "../../etc", "new_snapshot": true}', "utf-8")
    with pytest.raises(UsageError, match="not there"):
        find_state(workspace, workspace.archive, QUIET)
    (workspace.public / "snapshots/2026-01-09.1").mkdir()
    with pytest.raises(UsageError, match="not whole"):
        find_state(workspace, workspace.archive, None)
