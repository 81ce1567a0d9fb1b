"""One byte, one digit, one row, one id, one date, altered in turn by a forger who makes all else agree: the named check finds each."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.agencies import load_registry
from pipeline.audit.published import Published
from pipeline.audit.verify import Verification, Verifier
from pipeline.audit.verify import rebuilt as tables_made_again
from pipeline.audit.verify.corrected import verify_corrections
from pipeline.audit.verify.rebuilt import verify_tables
from pipeline.capture import Archive
from pipeline.capture.sidecar import scan, write_sidecar
from pipeline.publish.changes import row_key
from pipeline.publish.checksums import write_checksums
from pipeline.schema import CHANGES, CORRECTIONS, PUBLISHED, Column
from tests.unit.audit.nights import NO_DATABASES, SITE, Nights
from tests.unit.audit.verify import forger
from tests.unit.audit.verify.forger import Row
from tests.unit.audit.verify.forgeries import AT_ONCE, FORGERIES, Copies, a_visit_of_the_snapshot_before_denied
from tests.unit.capture.records import flip_byte

OF_THE_FOLDER = (
    "files",
    "datapackage",
    "types",
    "formats",
    "keys",
    "required",
    "codes",
    "references",
    "texts",
    "spans",
    "documents",
)
"""Checks that need the folder alone: a consistent forgery passes all of them."""
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
DIMENSIONS = ("indicator_id", "program_id", "ref_area", "time_start", "time_end", "time_kind", "status", "unit")


@pytest.fixture
def copies(nights: Nights, tmp_path: Path) -> Copies:
    public = shutil.copytree(nights.workspace.public, tmp_path / "public", ignore=NO_DATABASES)
    return Copies(nights, Path(public), Path(shutil.copytree(nights.workspace.archive, tmp_path / "archive")))


def wrong(found: Verification) -> dict[str, str]:
    return {check.name: "\n".join(check.findings) for check in found.checks if not check.holds}


def test_what_nobody_forged_holds_and_only_the_signature_is_missing(copies: Copies) -> None:
    found = copies.verify()
    assert wrong(found) == {}
    assert [check.name for check in found.checks if check.unchecked] == ["signature", "edition"]
    forger.seal(copies.folder)
    assert wrong(copies.verify()) == {}, "the forger's own writing is not what is found below"


@pytest.mark.parametrize("forgeries", AT_ONCE, ids=lambda each: "+".join(f.__name__.strip("_") for f in each))
def test_a_consistent_forgery_is_found_by_the_check_that_proves(
    copies: Copies, forgeries: tuple[Callable[[Copies], None], ...]
) -> None:
    for forge in forgeries:
        forge(copies)
    forger.seal(copies.folder)
    found = wrong(copies.verify())
    for forge in forgeries:
        expected = FORGERIES[forge]
        assert expected.saying.format(**copies.names) in found.get(expected.check, ""), forge.__name__
    told = {"references"} if a_visit_of_the_snapshot_before_denied in forgeries else set()
    assert not found.keys() & (set(OF_THE_FOLDER) - told), found


def test_of_forgeries_in_one_snapshot_each_says_something_else() -> None:
    assert sorted(forge.__name__ for each in AT_ONCE for forge in each) == sorted(forge.__name__ for forge in FORGERIES)
    for together in AT_ONCE:
        said = [FORGERIES[forge] for forge in together]
        assert len(set(said)) == len(said)


def test_a_byte_of_a_record_is_found(copies: Copies) -> None:
    visit = copies.capture()
    flip_byte(copies.archive / visit["warc_file"], visit["warc_offset"] + 200)
    found = wrong(copies.verify())
    assert visit["capture_id"] in found["captures"]
    assert {"captures", "press_releases", "statements", "refusals"} <= found.keys()


def test_a_record_written_anew_with_its_digests_is_found(copies: Copies) -> None:
    visit = copies.capture()
    forger.rewrite_record(copies.archive / visit["warc_file"], b"50 kota", b"70 kota")
    assert Archive(copies.archive).read(Archive(copies.archive).find(visit["capture_id"])), (
        "the archive is sound by itself"
    )
    found = wrong(copies.verify())
    assert "payload SHA-256" in found["captures"]
    assert "number at" in found["statements"]


def test_an_index_that_leaves_a_capture_out_hides_nothing(copies: Copies) -> None:
    """Its file holds nothing else, so that no other row leads there."""
    (warc,) = copies.archive.glob("kominfo/*run3b*.warc.gz")
    write_sidecar(warc, [])
    copies.drop("captures", warc_file=f"kominfo/{warc.name}")
    copies.drop("quarantine", url=f"{SITE}/4")
    forger.seal(copies.folder)
    assert f"{SITE}/4" in wrong(copies.verify())["nothing_dropped"]


def test_a_visit_is_held_against_its_record_and_not_against_the_index(copies: Copies) -> None:
    (warc,) = copies.archive.glob("kominfo/*run2.warc.gz")
    (entry,) = scan(warc, f"kominfo/{warc.name}")
    write_sidecar(warc, [replace(entry, capture=replace(entry.capture, http_status=410))])
    copies.set("captures", {"capture_id": entry.capture.capture_id}, http_status=410)
    forger.seal(copies.folder)
    assert "HTTP 404" in wrong(copies.verify())["captures"]


@pytest.mark.parametrize("name", ["data/statements.csv", "data/captures.parquet", "README.md", "kota-cerdas.xlsx"])
def test_a_byte_of_a_file_is_found(copies: Copies, name: str) -> None:
    path = copies.folder / name
    flip_byte(path, path.stat().st_size // 2)
    assert name in wrong(copies.verify())["files"]
    write_checksums(copies.folder)
    assert wrong(copies.verify()).keys() & {"datapackage", "documents"}


def test_a_correction_that_the_folder_does_not_hold_is_told_of(copies: Copies) -> None:
    found = Verifier(copies.folder, copies.archive, load_registry(), ()).verify()
    assert wrong(found) == {}
    (check,) = [each for each in found.checks if each.name == "corrections"]
    assert check.proven == 0
    assert "2026-01-05-drop, 2026-01-05-override" in check.unchecked


@pytest.mark.parametrize("name", [column.name for column in CORRECTIONS.columns])
def test_every_column_of_a_correction_is_held_against_its_folder_and_what_is_read(copies: Copies, name: str) -> None:
    kind = CORRECTIONS.column(name).type
    change = {"action": "flag", "was": '{"status":"planned"}'}
    forger.change(
        copies.folder,
        "corrections",
        lambda rows: [*rows[:-1], {**rows[-1], name: change.get(name, forger.another(rows[-1][name], kind))}],
    )
    published, held = Published(copies.folder), copies.nights.corrections
    check = verify_corrections(published, held)
    if name == "correction_id":
        assert "overridex" in check.unchecked
        assert wrong(copies.verify())["tables"]
    else:
        assert not check.holds


def test_every_column_of_every_table_is_made_again(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell of each is altered in one row; a column without a proof would not be told of."""
    monkeypatch.setattr(tables_made_again, "MOST_FINDINGS", 10_000)
    expected = set()
    for table in PUBLISHED:
        if table in (CHANGES, CORRECTIONS) or not forger.rows_of(copies.folder, table.name):
            continue
        free = [column for column in table.columns if column.name not in (*row_key(table), "warc_file")]
        expected |= {f"{table.name} .*: {column.name}: " for column in free}

        def altered(rows: list[Row], columns: Sequence[Column] = free) -> list[Row]:
            place = next(place for place, row in enumerate(rows) if not row.get("correction_id"))
            last = {c.name: forger.another(rows[place][c.name], c.type) for c in columns}
            return [*rows[:place], {**rows[place], **last}, *rows[place + 1 :]]

        forger.change(copies.folder, table.name, altered)
    check = verify_tables(Published(copies.folder), copies.archive, load_registry(), 1, lambda _: None)
    told = "\n".join(check.findings)
    assert {each for each in expected if not re.search(each, told)} == set()
