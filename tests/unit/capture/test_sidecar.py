import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.capture import Archive, Visit
from pipeline.capture.sidecar import read_sidecar, scan, sidecar_of
from pipeline.clock import FixedClock
from pipeline.errors import ArchiveError
from tests.unit.capture.fault_server import Reply, Site
from tests.unit.capture.records import flip_byte


@pytest.fixture
def warcs(visit: Callable[..., Visit], archive: Archive, site: Site) -> list[Path]:
    """The files of two visits: whole pages and a truncated one, then revisits."""
    site.pages["/r/2"] = Reply(b"half", length=100)
    visit()
    visit()
    return sorted(archive.root.glob("*/*.warc.gz"))


def test_the_index_says_what_the_warc_says(warcs: list[Path]) -> None:
    for warc in warcs:
        indexed = read_sidecar(warc, f"ministry/{warc.name}")
        assert indexed is not None
        assert sorted(indexed, key=lambda e: e.capture.warc_offset) == scan(warc, f"ministry/{warc.name}")


def test_lines_are_cdxj(warcs: list[Path]) -> None:
    head, *lines = sidecar_of(warcs[0]).read_text("utf-8").splitlines()
    assert head.startswith("!")
    assert lines == sorted(lines)
    key, stamp, fields = lines[-1].split(" ", 2)
    assert (key, stamp) == ("example,ministry)/robots.txt", "20260131183000")
    assert json.loads(fields)["filename"] == warcs[0].name


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_text('!kotacerdas {"format": 1, "warc_bytes": 1}\n'),
        lambda path: path.write_text(path.read_text()[:-30]),
        lambda path: path.write_text(path.read_text().replace('"url"', '"uri"')),
        lambda path: path.write_text("[]\n"),
    ],
    ids=["missing", "empty", "binary", "stale", "cut", "renamed key", "no object"],
)
def test_an_index_that_cannot_be_used_is_made_again_from_the_warc(
    warcs: list[Path], archive: Archive, damage: Callable[[Path], object]
) -> None:
    before = archive.captures()
    good = sidecar_of(warcs[0]).read_bytes()
    damage(sidecar_of(warcs[0]))
    assert Archive(archive.root).captures() == before
    assert sidecar_of(warcs[0]).read_bytes() == good


def test_a_damaged_warc_without_index_is_an_error_that_names_file_and_offset(
    warcs: list[Path], archive: Archive, clock: FixedClock
) -> None:
    offset = archive.captures()[1].warc_offset
    flip_byte(warcs[0], offset + 30)
    sidecar_of(warcs[0]).unlink()
    with pytest.raises(ArchiveError, match=f"{warcs[0].name}, record at {offset}: its compressed bytes are damaged"):
        Archive(archive.root).captures()
