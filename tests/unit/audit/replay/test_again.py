"""Nights done again: the same bytes, or what stands in the way."""

import gzip
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.capture.warc import members
from pipeline.cli.replaying import exit_code
from pipeline.errors import ArchiveError, KotaCerdasError, UsageError
from pipeline.gate.corrections import Correction
from pipeline.workspace import Workspace
from tests.unit.audit.replay.nights import FIRST, QUIET, SECOND, THIRD, bytes_of, forge, replayer, shown, warcs


def test_every_version_is_made_again_byte_for_byte_and_nothing_is_touched(
    workspace: Workspace, correction: Correction, tmp_path: Path
) -> None:
    before = bytes_of(workspace.root)
    results = list(replayer(workspace, correction, keep=tmp_path / "kept").replay_all())
    assert [(result.version, result.verdict) for result in results] == [
        (version, "identical") for version in (FIRST, SECOND, THIRD)
    ]
    assert bytes_of(workspace.root) == before
    for version in (FIRST, SECOND, THIRD):
        assert bytes_of(tmp_path / "kept" / version) == bytes_of(workspace.public / "snapshots" / version)
    assert exit_code(results, allow_other_code=False) == 0
    # The correction came after the first two, so these are made without it, and say so.
    assert ["menara-palu" in " ".join(result.notes) for result in results] == [True, True, False]
    assert "byte for byte" in shown(*results)
    with pytest.raises(UsageError, match="already"):
        replayer(workspace, correction, keep=tmp_path / "kept").replay(FIRST)


def test_a_run_that_published_nothing_new_publishes_nothing_again(workspace: Workspace) -> None:
    result = replayer(workspace).replay(QUIET)
    assert (result.name, result.version, result.verdict) == (f"run {QUIET}", SECOND, "identical")
    assert "nothing new" in shown(result)


def test_a_byte_of_the_archive_that_changed_is_named_and_older_versions_are_still_proven(
    workspace: Workspace, correction: Correction
) -> None:
    changed = warcs(workspace)[1]
    data = bytearray(changed.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    with pytest.raises(ArchiveError, match=changed.name):
        replayer(workspace, correction).replay(THIRD)
    results = list(replayer(workspace, correction).replay_all())
    assert [result.verdict for result in results] == ["identical", "failed", "failed"]
    assert exit_code(results, allow_other_code=True) == 3
    assert "cannot be done again" in shown(*results)


def test_a_payload_that_was_exchanged_in_a_sound_file_is_caught(workspace: Workspace) -> None:
    held = warcs(workspace)[0]
    with held.open("rb") as file:
        records = [data for _, _, data in members(file)]
    assert any(b"mendampingi 50 kota" in data for data in records)
    forged = (data.replace(b"mendampingi 50 kota", b"mendampingi 99 kota") for data in records)
    held.write_bytes(b"".join(gzip.compress(data) for data in forged))
    with pytest.raises(ArchiveError, match="SHA-256 should be"):
        replayer(workspace).replay(FIRST)


def test_a_warc_file_without_captures_is_an_error(workspace: Workspace) -> None:
    for held in warcs(workspace):
        held.write_bytes(b"")
    with pytest.raises(ArchiveError, match="hold no captures"):
        replayer(workspace).replay(FIRST)


def test_a_forged_version_does_not_spoil_the_verdict_on_the_next(workspace: Workspace, correction: Correction) -> None:
    forge(workspace, FIRST, "statements", lambda rows: rows[0].update(value=Decimal(77)))
    results = list(replayer(workspace, correction).replay_all())
    assert [result.verdict for result in results] == ["differs", "identical", "identical"]


def test_a_correction_that_is_gone_explains_its_rows(workspace: Workspace) -> None:
    result = replayer(workspace).replay(THIRD)
    assert "does not hold: menara-palu" in result.notes[0]
    assert result.verdict == "explained"
    assert {row.cause for row in result.rows} <= {"correction", "follows"}
    assert {finding.cause for finding in result.findings if finding.name.startswith("data/stat")} == {"correction"}


def test_no_room_is_a_clear_error(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Iterator[None]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.audit.replay.again.link_files", full)
    with pytest.raises(KotaCerdasError, match="No space left") as caught:
        replayer(workspace).replay(FIRST)
    assert "TMPDIR" in caught.value.hint
