"""Each real site's rules against synthetic pages in that site's mark-up: the index is read, the release is read, whole."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.agencies import load_registry
from pipeline.capture.index_page import IndexPage, read_index
from pipeline.capture.payload import read_payload
from pipeline.decode import decode
from pipeline.model import Capture, ReleaseText

PAGES = Path(__file__).parent / "pages"
REGISTRY = load_registry()
TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json", ".xml": "application/xml"}


@dataclass(frozen=True)
class Expected:
    """What must come out: `listed` are path ends of the index's releases; the rest is of the release page (or first item)."""

    agency: str
    listed: tuple[str, ...]
    shown_on: date | None
    title: str
    number: str | None
    published_on: date
    place: str | None
    beginning: str
    attachments: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    last_page: int | None = None


EXPECTED = (
    Expected(
        "komdigi", ("/dua-belas-kota-contoh-mulai-masterplan", "/pelatihan-layanan-digital-contoh"), None,
        "Dua Belas Kota Contoh Mulai Masterplan", "38/HM-KKD/02/2026", date(2026, 2, 27), None, "Kementerian contoh",
        ("https://www.komdigi.go.id/uploads/lampiran-contoh.PDF",),
    ),
    Expected(
        "komdigi-api",
        ("/dua-belas-kota-contoh-mulai-masterplan", "/siaran-pers-no-43-hm-kominfo-01-2024-tentang-judul-contoh"),
        date(2026, 2, 27), "Dua Belas Kota Contoh Mulai Masterplan", "38/HM-KKD/02/2026", date(2026, 2, 27), None,
        "Kementerian contoh", ("https://web.komdigi.go.id/resource/contoh.pdf",), last_page=47,
    ),
    Expected(
        "kominfo", (), None,
        "Judul Contoh", "217/HM/KOMINFO/11/2017", date(2017, 11, 16), "Jakarta", "Siaran Pers",
    ),
    Expected(
        "aptika", (), None,
        "Empat Daerah Contoh Susun Masterplan", None, date(2019, 9, 5), "Jakarta", "Jakarta, Ditjen Aptika",
        ("https://aptika.kominfo.go.id/wp-content/uploads/2019/09/contoh.pdf",),
    ),
    Expected(
        "kemendagri", ("/berita/tujuh-kabupaten-contoh-terima-pendampingan",), date(2025, 11, 3),
        "Tujuh Kabupaten Contoh Terima Pendampingan", None, date(2025, 11, 3), "Jakarta", "Jakarta - Direktorat",
        ("https://backend.kemendagri.go.id/uploads/files/contoh.pdf",),
    ),
    Expected(
        "menpan", ("/lima-instansi-contoh-padukan-layanan", "/berita-daerah/mal-pelayanan-contoh-dibuka"), None,
        "Lima Instansi Contoh Padukan Layanan", None, date(2024, 3, 5), "Jakarta", "JAKARTA",
        ("https://www.menpan.go.id/site/download/contoh.pdf",),
        ("https://www.menpan.go.id/site/berita-terkini?start=10", "https://www.menpan.go.id/site/berita-terkini?start=20"),
    ),
    Expected(
        "pu", ("/berita/tiga-bendungan-contoh-selesai", "/berita/jembatan-contoh-dibuka"), date(2025, 5, 17),
        "Tiga Bendungan Contoh Selesai", None, date(2025, 5, 17), None, "17 Mei 2025",
        ("https://pu.go.id/assets/contoh.pdf",), ("https://pu.go.id/berita/kanal?page=2",),
    ),
    Expected(
        "bappenas", ("/berita/sepuluh-daerah-contoh-AbCd1", "/berita/dialog-contoh-EfGh2"), None,
        "Sepuluh Daerah Contoh Susun Rencana Pembangunan Digital", None, date(2025, 5, 14), "Jakarta", "JAKARTA",
        ("https://www.bappenas.go.id/files/contoh.pdf",),
    ),
    Expected(
        "setkab", ("/delapan-kota-contoh-ikuti-gerakan/", "/rapat-contoh/"), date(2022, 7, 7),
        "Delapan Kota Contoh Ikuti Gerakan", None, date(2022, 7, 7), None, "Delapan kota",
        further=("https://setkab.go.id/category/berita/page/2/",),
    ),
    Expected(
        "ikn", ("/id/posts/sembilan-proyek-contoh-dimulai",), date(2026, 1, 5),
        "Sembilan Proyek Contoh Dimulai", None, date(2026, 1, 5), "Nusantara", "5 Januari 2026",
    ),
)  # fmt: skip


def test_a_retired_site_has_no_index() -> None:
    assert all((REGISTRY[expected.agency].index is None) is not bool(expected.listed) for expected in EXPECTED)


def index_of(agency_id: str) -> IndexPage:
    path = next(PAGES.glob(f"{agency_id}.index.*"))
    return read_index(path.read_bytes(), TYPES[path.suffix], REGISTRY[agency_id])


def release_of(agency_id: str, url: str, content: bytes | None) -> ReleaseText:
    data = content or (PAGES / f"{agency_id}.release.html").read_bytes()
    media_type = TYPES[".json" if content else ".html"]
    capture = Capture(
        "c-1", agency_id, url, datetime(2026, 3, 1, tzinfo=UTC), 200, media_type.partition(";")[0], "", len(data), "x.warc.gz", 0,
        None, None, "live", None,
    )  # fmt: skip
    release = decode(capture, read_payload(200, [("Content-Type", media_type)], data), REGISTRY[agency_id])
    assert isinstance(release, ReleaseText), release
    return release


def test_every_real_site_with_rules_has_pages_here() -> None:
    rules = {agency.agency_id for agency in REGISTRY.values() if agency.captured and not agency.synthetic}
    assert rules == {expected.agency for expected in EXPECTED}


LISTED = [expected for expected in EXPECTED if expected.listed]
"""The others are retired, and found in the Wayback Machine's index."""


@pytest.mark.parametrize("expected", LISTED, ids=lambda expected: expected.agency)
def test_the_index_is_read(expected: Expected) -> None:
    page = index_of(expected.agency)
    assert len(page.listed) == len(expected.listed)
    for listed, end in zip(page.listed, expected.listed, strict=True):
        assert listed.url.endswith(end)
    assert page.listed[0].published_on == expected.shown_on
    assert (page.further, page.last_page, page.problems) == (expected.further, expected.last_page, ())


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.agency)
def test_the_release_is_read_whole(expected: Expected) -> None:
    first = index_of(expected.agency).listed[0] if expected.listed else None
    url = first.url if first else REGISTRY[expected.agency].homepage
    release = release_of(expected.agency, url, first.content if first else None)
    assert (release.title, release.number, release.published_on, release.place) == (
        expected.title,
        expected.number,
        expected.published_on,
        expected.place,
    )
    assert release.text[release.body_start :].startswith(expected.beginning)
    assert release.attachments == expected.attachments
    if first and first.title:
        assert release.title in first.title  # the index may put the number before it


def test_one_release_of_the_interface_and_of_its_page_is_the_same_press_release() -> None:
    page, item = index_of("komdigi").listed[0], index_of("komdigi-api").listed[0]
    assert page.url == item.url
    assert (
        release_of("komdigi", page.url, None).release_id == release_of("komdigi-api", item.url, item.content).release_id
    )


def test_the_interface_s_titles_are_text_not_mark_up() -> None:
    item = index_of("komdigi-api").listed[1]
    release = release_of("komdigi-api", item.url, item.content)
    assert (release.title, release.number) == ("Judul Contoh & Lainnya", "43/HM/KOMINFO/01/2024")
    assert release.published_on == date(2024, 1, 19)
