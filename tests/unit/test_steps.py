"""The steps on small imported archives: what is made anew, what is left alone, and what a fault in one release does."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import schema
from pipeline.agencies import PageRules, Registry, load_registry
from pipeline.capture import ArchiveWriter, import_paths
from pipeline.capture.archive import Archive
from pipeline.clock import FixedClock
from pipeline.errors import MachineError, UsageError
from pipeline.model import ReleaseText
from pipeline.partitions import Key, PartitionStore
from pipeline.steps import ExtractionFailed, decode_step, decoding, extract_step, extracting, import_step
from pipeline.workspace import Workspace
from tests.unit.capture.records import exchange

MONTHS = ("Januari", "Februari", "Maret")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three releases of three months in the archive."""
    workspace = Workspace(tmp_path / "output")
    _import(workspace, *range(3))
    return workspace


def _import(
    workspace: Workspace, *numbers: int, text: str = "Kementerian telah mendampingi {} kota pada tahun 2022."
) -> None:
    path = workspace.root.parent / f"rilis-{numbers[0]}-{len(text)}.jsonl"
    lines = [
        {"doc": str(n), "agency": "KOMINFO", "title": f"Rilis {n}", "url": f"https://www.kominfo.go.id/{n}", "date": f"{n + 1} {MONTHS[n % 3]} 2023", "text": text.format(n + 10)}
        for n in numbers
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    archive = Archive(workspace.archive)
    run_id, clock = f"run{len(archive.captures())}", FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    import_paths([path], load_registry(), archive, run_id, clock, agency_id=None)


def test_releases_go_to_the_partition_of_their_month(workspace: Workspace) -> None:
    report = decode_step(workspace, load_registry())
    assert report.made == tuple(Key("kominfo", f"2023-0{month}") for month in (1, 2, 3))
    assert report.rows == {"texts": 3, "quarantine": 0}


def test_copies_on_two_sites_get_one_id_and_a_reused_number_two(workspace: Workspace) -> None:
    body = " ".join(f"Kalimat buatan nomor {n} tentang pendampingan daerah contoh." for n in range(20))
    header = "Siaran Pers No. 43/HM/KOMINFO/01/2023\nTanggal 18 Januari 2023\nTentang\n"
    releases = [
        ("KOMINFO", "https://www.kominfo.go.id/a", "Dua kota contoh dipilih", header + body),
        (
            "KOMINFO",
            "https://www.kominfo.go.id/b",
            "Menteri contoh bertolak",
            header + "Rombongan contoh berangkat pada pagi hari. " * 20,
        ),
        ("KOMDIGI", "https://www.komdigi.go.id/a", "Dua kota contoh dipilih", body),
    ]
    path = workspace.root.parent / "salinan.jsonl"
    lines = [{"agency": a, "url": u, "title": t, "text": x, "date": "18 Januari 2023"} for a, u, t, x in releases]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    clock = FixedClock(datetime(2026, 1, 2, tzinfo=UTC))
    import_paths([path], load_registry(), Archive(workspace.archive), "run9", clock, agency_id=None)
    decode_step(workspace, load_registry())
    store = PartitionStore(workspace.partitions)
    found = {row["url"]: row["release_id"] for row in store.rows(schema.TEXTS)}
    assert found["https://www.kominfo.go.id/a"] == found["https://www.komdigi.go.id/a"]
    assert found["https://www.kominfo.go.id/a"] != found["https://www.kominfo.go.id/b"]
    assert decode_step(workspace, load_registry()).made == ()


def test_only_the_month_of_a_new_release_is_made_anew(workspace: Workspace) -> None:
    decode_step(workspace, load_registry())
    extract_step(workspace)
    _import(workspace, 4)
    assert decode_step(workspace, load_registry()).made == (Key("kominfo", "2023-02"),)
    report = extract_step(workspace)
    assert (report.made, report.unchanged) == ((Key("kominfo", "2023-02"),), 2)
    assert extract_step(workspace).made == ()


def test_a_changed_agency_file_decodes_all_of_that_agency_again(workspace: Workspace) -> None:
    registry = load_registry()
    decode_step(workspace, registry)
    changed = Registry([replace(registry["kominfo"], file_sha256="other")])
    assert len(decode_step(workspace, changed).made) == 3
    assert len(decode_step(workspace, changed).made) == 0


def test_a_release_whose_date_is_read_differently_moves_to_its_month(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = load_registry()
    decode_step(workspace, registry)
    extract_step(workspace)
    decode = decoding.decode

    def later(*arguments: object) -> object:
        release = decode(*arguments)  # type: ignore[arg-type]
        assert isinstance(release, ReleaseText)
        assert release.published_on is not None
        return replace(release, published_on=release.published_on.replace(year=2024))

    monkeypatch.setattr(decoding, "decode", later)
    decode_step(workspace, Registry([replace(registry["kominfo"], file_sha256="other")]))
    store = PartitionStore(workspace.partitions)
    assert {key.month[:4] for key in store.keys(schema.TEXTS)} == {"2024"}
    extract_step(workspace)
    assert {key.month[:4] for key in store.keys(schema.STATEMENTS)} == {"2024"}
    assert {key.month[:4] for key in store.keys(schema.REFUSALS)} == {"2024"}


def test_two_workers_make_the_bytes_that_one_makes(workspace: Workspace, tmp_path: Path) -> None:
    decode_step(workspace, load_registry())
    store = PartitionStore(workspace.partitions)
    extract_step(workspace, workers=2)
    two = {key: store.content_hash(schema.STATEMENTS, key) for key in store.keys(schema.STATEMENTS)}
    for key in two:
        store.remove(schema.STATEMENTS, key)
    extract_step(workspace, workers=1)
    assert {key: store.content_hash(schema.STATEMENTS, key) for key in store.keys(schema.STATEMENTS)} == two


def test_only_the_partitions_asked_for_are_extracted(workspace: Workspace) -> None:
    decode_step(workspace, load_registry())
    asked = [Key("kominfo", "2023-03"), Key("kominfo", "1999-01")]
    assert extract_step(workspace, asked).made == (Key("kominfo", "2023-03"),)


def test_a_page_that_trips_the_decoder_is_quarantined_and_stops_nothing_else(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = decoding.decode

    def trip(capture: object, *rest: object) -> object:
        if capture.url.endswith("/1"):  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return decode(capture, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(decoding, "decode", trip)
    assert decode_step(workspace, load_registry()).rows == {"texts": 2, "quarantine": 1}
    row = next(PartitionStore(workspace.partitions).rows(schema.QUARANTINE))
    assert (row["reason"], row["detail"]) == ("decoder_failed", "The decoder failed on it: RecursionError.")


def test_wrong_css_in_an_agency_file_is_its_fault_and_no_pages(workspace: Workspace) -> None:
    registry = load_registry()
    decode_step(workspace, registry)
    page = PageRules(title="h1", body="div[")
    with pytest.raises(UsageError, match=r"kominfo\.toml: page\.body: It is no CSS"):
        decode_step(workspace, Registry([replace(registry["kominfo"], page=page, file_sha256="other")]))
    store = PartitionStore(workspace.partitions)
    assert (store.count(schema.TEXTS), store.count(schema.QUARANTINE)) == (3, 0)


def test_pages_that_were_suddenly_alike_are_quarantined_whatever_they_say(tmp_path: Path) -> None:
    workspace, clock = Workspace(tmp_path / "alike"), FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    archive, registry = Archive(workspace.archive), load_registry()
    page = b"<h1>Judul</h1><section id=section_text_body>" + b"Isi buatan yang cukup panjang. " * 20 + b"</section>"
    with ArchiveWriter(archive, "komdigi", "run1", clock) as writer:
        for number in (1, 2):
            url = f"https://www.komdigi.go.id/berita/siaran-pers/detail/{number}"
            headers = (("Content-Type", "text/html"),)
            capture = writer.record(exchange(clock.now(), page, url=url, headers=headers), "release", "live")
            if number == 1:
                writer.record_judgement(capture, "identical_pages")
    assert decode_step(workspace, registry).rows == {"texts": 1, "quarantine": 1}
    row = next(PartitionStore(workspace.partitions).rows(schema.QUARANTINE))
    assert (row["reason"], row["url"][-2:]) == ("identical_pages", "/1")


def test_a_release_that_trips_the_extractor_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    decode_step(workspace, load_registry())

    def trip(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(extracting, "extract", trip)
    with pytest.raises(ExtractionFailed, match=r"https://www.kominfo.go.id/0 .*ZeroDivisionError"):
        extract_step(workspace)
    assert PartitionStore(workspace.partitions).keys(schema.STATEMENTS) == []


@pytest.mark.parametrize(("behind", "refused"), [(timedelta(minutes=9), False), (timedelta(minutes=11), True)])
def test_a_clock_behind_the_archive_is_refused_before_it_could_date_a_new_text_as_the_older(
    workspace: Workspace, behind: timedelta, refused: bool
) -> None:
    before = len(Archive(workspace.archive).captures())
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC) - behind)
    file = workspace.root.parent / "rilis.txt"
    file.write_text("Siaran Pers No. 9/HM/KOMINFO/01/2023\nSembilan kota contoh", "utf-8")

    def bring() -> None:
        import_step(workspace, load_registry(), [file], "late", clock, "kominfo", lambda _: None)

    if refused:
        with pytest.raises(
            MachineError, match=r"clock says 2025-12-31 23:49 UTC.*holds a capture of 2026-01-01"
        ) as caught:
            bring()
        assert "operations.md" in (caught.value.hint or "")
    else:
        bring()
    assert len(Archive(workspace.archive).captures()) == before + (not refused)
