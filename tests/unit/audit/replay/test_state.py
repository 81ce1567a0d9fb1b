"""What stood behind a version or a run, told by its captures, its report or the archive's files."""

import shutil

import pytest

from pipeline.errors import ArchiveError, UsageError
from pipeline.gate.corrections import Correction
from pipeline.workspace import Workspace
from tests.unit.audit.replay.nights import FIRST, SECOND, forge, replayer, warcs


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
