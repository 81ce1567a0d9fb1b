"""What verification says where not everything can be checked: no archive, other code, an older schema, a sample."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from minisign import KeyPair

from pipeline.agencies import load_registry
from pipeline.audit.signatures import sign_snapshot
from pipeline.audit.verify import Checked, Sample, Telling, Verification, Verifier
from pipeline.audit.verify.rows import CHECKS
from pipeline.publish.checksums import sha256_of, write_checksums
from tests.unit.audit.nights import NO_DATABASES, PROGRESS, Nights
from tests.unit.audit.verify import forger
from tests.unit.capture.records import flip_byte

PAIR = KeyPair.generate()


@pytest.fixture
def folder(nights: Nights, tmp_path: Path) -> Path:
    public = Path(shutil.copytree(nights.workspace.public, tmp_path / "public", ignore=NO_DATABASES))
    return public / "snapshots" / nights.newest.name


def _verifier(nights: Nights, folder: Path, **said: object) -> Verifier:
    told = {"archive": nights.workspace.archive, "corrections": nights.corrections} | said
    return Verifier(folder, registry=load_registry(), **told)  # type: ignore[arg-type]


def _check(found: Verification, name: str) -> Checked:
    return next(check for check in found.checks if check.name == name)


def test_without_an_archive_what_needs_it_is_said_to_be_unchecked(nights: Nights, folder: Path) -> None:
    found = _verifier(nights, folder, archive=None).verify()
    assert found.holds
    assert _check(found, "observations").proven == len(nights.rows("observations"))
    for name in CHECKS:
        check = _check(found, name)
        assert check.proven == 0
        assert "no archive" in check.unchecked
    forger.set_cell(folder, "observations", nights.rows("observations")[0]["observation_id"], qualifier="almost")
    forger.seal(folder)
    assert not _verifier(nights, folder, archive=None).verify().holds


def _other_code(package: dict[str, object]) -> None:
    package["made_from"] = {"extractor": "0" * 64, "codebook": "0" * 64}
    package["described_by"] = "0"


def _older_schema(package: dict[str, object]) -> None:
    for name in ("made_from", "publisher", "described_by", "previous_version", "first_created"):
        del package[name]
    package["schema_version"] = "1.0.0"


@pytest.mark.parametrize("how", [_other_code, _older_schema])
def test_what_other_code_made_is_verified_as_far_as_it_can_be(
    nights: Nights, folder: Path, how: Callable[[dict[str, object]], None]
) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    how(package)
    path.write_text(json.dumps(package))
    write_checksums(folder)
    found = _verifier(nights, folder).verify()
    assert found.holds, found
    assert "Other code" in _check(found, "tables").unchecked
    assert "was not read again" in _check(found, "statements").unchecked
    assert _check(found, "statements").proven == len(nights.rows("statements"))
    said = nights.statement(PROGRESS)
    forger.set_cell(folder, "statements", said["statement_id"], value=said["value"] + 1)
    assert not _check(_verifier(nights, folder).verify(), "statements").holds


def test_a_snapshot_without_the_newer_columns_is_read(nights: Nights, folder: Path) -> None:
    """As schema 1.0.0 had it: its statements named no observation and no correction."""
    for table, names in (
        ("statements", ["observation_id", "correction_id"]),
        ("refusals", ["first_seen", "last_seen", "correction_id"]),
        ("observations", ["repeat_count", "value_lowest", "value_highest", "first_seen", "last_seen"]),
    ):
        path = folder / "data" / f"{table}.parquet"
        pq.write_table(pq.read_table(path).drop_columns(names), path)
    for table in ("corrections", "series_checks", "quarantine"):
        (folder / "data" / f"{table}.parquet").unlink()
        (folder / "data" / f"{table}.csv").unlink()
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    _older_schema(package)
    path.write_text(json.dumps(package))
    found = _verifier(nights, folder).verify()
    # A row that was corrected then cannot say so, and the checks of the folder see that it is no whole snapshot of any schema.
    assert _check(found, "captures").holds
    assert _check(found, "press_releases").holds
    assert _check(found, "statements").holds
    assert "do not say which observation" in _check(found, "observations").unchecked
    assert "does not publish which pages wait" in _check(found, "nothing_dropped").unchecked


def test_a_sample_is_the_same_from_the_same_seed_and_looks_at_what_it_stands_on(nights: Nights, folder: Path) -> None:
    one, again = (_verifier(nights, folder).verify(Sample(2, 7)) for _ in range(2))
    assert one == again
    assert one.holds
    assert one.sampled == (2, 7)
    assert _check(one, "statements").proven == 2
    assert _check(one, "captures").proven >= 1
    assert {check.name for check in one.checks}.isdisjoint({"tables", "nothing_dropped", "accounting"})
    everything = _verifier(nights, folder).verify(Sample(1_000, 7))
    assert _check(everything, "statements").proven == len(nights.rows("statements"))


def test_a_sample_reads_its_rows_again(nights: Nights, folder: Path) -> None:
    said = nights.statement(PROGRESS)
    forger.set_cell(folder, "statements", said["statement_id"], counted="desa")
    forger.seal(folder)
    check = _check(_verifier(nights, folder).verify(Sample(1_000, 1)), "statements")
    assert check.wrong == 1
    assert said["statement_id"] in check.findings[0]
    assert "counted: published 'desa'" in check.findings[0]


def test_processes_side_by_side_find_the_same_and_progress_is_told(
    nights: Nights, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.audit.verify.rows.RELEASES_AT_ONCE", 1)
    told: list[tuple[int, int]] = []
    one = _verifier(nights, folder, workers=1).verify()
    two = _verifier(
        nights, folder, workers=2, telling=Telling(done=lambda done, all_: told.append((done, all_)))
    ).verify()
    assert two == one
    assert told[-1][0] == told[-1][1] == len(nights.rows("press_releases")) + len(nights.rows("captures"))


def test_a_damaged_archive_names_every_row_that_stands_on_it(nights: Nights, folder: Path, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(nights.workspace.archive, tmp_path / "archive"))
    said = nights.statement(PROGRESS)
    (capture,) = nights.rows("captures", capture_id=said["capture_id"])
    flip_byte(archive / capture["warc_file"], capture["warc_offset"] + 150)
    check = _check(_verifier(nights, folder, archive=archive).verify(), "statements")
    assert {finding.split(":")[0] for finding in check.findings} == {
        row["statement_id"] for row in nights.rows("statements", capture_id=said["capture_id"])
    }


def test_a_signature_is_checked_where_there_is_one(nights: Nights, folder: Path) -> None:
    sign_snapshot(folder, PAIR.secret_key)
    found = _verifier(nights, folder, public_key=PAIR.public_key).verify(Sample(1, 1))
    assert _check(found, "signature") == Checked("signature", _check(found, "signature").what, 1)
    (folder / "SHA256SUMS").write_text("0" * 64 + "  README.md\n")
    assert not _check(_verifier(nights, folder, public_key=PAIR.public_key).verify(Sample(1, 1)), "signature").holds


def test_nothing_is_written_to_the_snapshot_or_the_archive(nights: Nights, folder: Path) -> None:
    def state() -> dict[Path, str]:
        files = [*folder.parent.rglob("*"), *nights.workspace.archive.rglob("*")]
        return {path: sha256_of(path) for path in files if path.is_file()}

    before = state()
    _verifier(nights, folder, workers=2).verify()
    assert state() == before
