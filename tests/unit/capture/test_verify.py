"""Whatever rots or is forged in the archive is found, and named with file and offset."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.capture import Archive, Visit
from pipeline.capture.sidecar import sidecar_of
from pipeline.capture.verify import verify
from pipeline.capture.warc import members
from pipeline.errors import ArchiveError
from tests.unit.capture.fault_server import Reply, Site
from tests.unit.capture.records import flip_byte

Visiting = Callable[..., Visit]


@pytest.fixture
def warcs(visit: Visiting, archive: Archive, site: Site) -> list[Path]:
    """Two nights: captures, a listing each, a judged page, revisits."""
    visit()
    site.pages["/r/2"] = Reply(b"<h1>You are now in line</h1>")
    visit()
    return sorted(archive.root.glob("*/*.warc.gz"))


def test_a_whole_archive_is_verified(archive: Archive, warcs: list[Path]) -> None:
    found = verify(archive.root)
    assert (found.files, found.mismatches, found.notes) == (2, (), ())
    assert found.captures == len(archive.captures()) + 2  # the listings
    assert found.payload_bytes > 0


def test_every_byte_that_rots_anywhere_is_found_and_named(archive: Archive, warcs: list[Path]) -> None:
    warc = warcs[1]
    whole, name = warc.read_bytes(), warc.relative_to(archive.root).as_posix()
    with warc.open("rb") as file:
        places = [(offset, length) for offset, length, _ in members(file)]
    # The ten bytes of a gzip header say nothing about the content, so they are left out.
    offsets = [(start, place) for start, length in places for place in range(start + 10, start + length, 23)]
    assert len(offsets) > 100
    for start, place in offsets:
        flip_byte(warc, place)
        mismatches = verify(archive.root).mismatches
        assert any((m.warc_file, m.offset) == (name, start) for m in mismatches), (start, place)
        warc.write_bytes(whole)


def test_after_a_damaged_record_the_others_are_still_read(archive: Archive, warcs: list[Path]) -> None:
    capture = archive.releases()[0]
    flip_byte(archive.root / capture.warc_file, capture.warc_offset + 100)
    before = verify(archive.root)
    other = archive.releases()[1]
    flip_byte(archive.root / other.warc_file, other.warc_offset + 100)
    after = verify(archive.root)
    assert {m.offset for m in after.mismatches} - {m.offset for m in before.mismatches} == {other.warc_offset}


def _rewrite(warc: Path, old: bytes, new: bytes) -> None:
    """A forger's work: the content changed under a sound gzip, and the index made to fit."""
    with warc.open("rb") as file:
        found = [data for _, _, data in members(file)]
    assert any(old in data for data in found)
    warc.write_bytes(b"".join(gzip.compress(data.replace(old, new)) for data in found))
    sidecar_of(warc).unlink()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"Synthetic release one", b"Synthetic release ONE", "its bytes give sha256:"),
        (b"WARC-Payload-Digest: sha256:", b"WARC-Payload-Digest: sha256:0", "WARC-Payload-Digest says"),
        (b"WARC-Date: 2026-01-31", b"WARC-Date: 2025-01-31", "its address, time and payload give"),
        (
            b"WARC-Target-URI: http://ministry.example/r/1",
            b"WARC-Target-URI: http://ministry.example/r/9",
            "its address, time",
        ),
        (b"Kota-Cerdas-Role: release", b"Kota-Cerdas-Role: nothing", "its fields cannot be read"),
    ],
)
def test_a_forged_record_is_found(archive: Archive, warcs: list[Path], old: bytes, new: bytes, what: str) -> None:
    _rewrite(warcs[0], old, new)
    mismatches = verify(archive.root).mismatches
    assert any(what in m.what for m in mismatches), mismatches


def test_a_revisit_of_what_is_not_there_is_found(archive: Archive, warcs: list[Path]) -> None:
    warcs[0].unlink()
    sidecar_of(warcs[0]).unlink()
    assert any("which the archive does not hold" in m.what for m in verify(archive.root).mismatches)


def test_an_index_that_says_otherwise_and_one_without_its_file_are_found(archive: Archive, warcs: list[Path]) -> None:
    index = sidecar_of(warcs[0])
    index.write_text(index.read_text("utf-8").replace('"status": 200', '"status": 404', 1), "utf-8")
    (m,) = verify(archive.root).mismatches
    assert str(m).startswith(f"{index.name}: it says otherwise than ministry/")
    index.with_name("ministry-lost.warc.gz.cdxj").write_text("", "utf-8")
    assert any("not there" in m.what for m in verify(archive.root).mismatches)


def test_open_and_torn_files_are_noted(archive: Archive, warcs: list[Path]) -> None:
    warcs[0].with_name("ministry-x.warc.gz.open").write_bytes(b"")
    warcs[0].with_name("ministry-x.warc.gz.torn").write_bytes(b"123")
    found = verify(archive.root)
    assert found.mismatches == ()
    assert [note.partition(".gz")[2][:6] for note in found.notes] == [".open ", ".torn:"]


def test_no_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="There is no archive"):
        verify(tmp_path / "none")
