import json
from datetime import UTC, date, datetime

import pytest

from pipeline.agencies import load_registry
from pipeline.capture.payload import read_payload
from pipeline.decode import decode
from pipeline.model import Capture, Quarantined, ReleaseText

AGENCY = load_registry()["sample-kominfo"]
BODY = (
    "Siaran Pers No. 77/HM/KOMINFO/05/2019\nTanggal 8 Mei 2019\nTentang\nJudul\n\nJakarta, 8 Mei 2019 - "
    + "Kalimat buatan. " * 20
)
PAGE = f"<h1 class=title>Judul halaman</h1><div class=date>08 05-2019</div><div class=typography-block>{BODY.replace(chr(10), '<br>')}</div>"


def _decode(
    data: bytes, media_type: str = "text/html; charset=utf-8", status: int | None = 200, **headers: str
) -> ReleaseText | Quarantined:
    capture = Capture(
        "c-1", "sample-kominfo", "http://kominfo.sample.example/content/detail/1/a/0/siaran_pers", datetime(2026, 1, 1, tzinfo=UTC),
        status, media_type, "", len(data), "x.warc.gz", 0, None, None, "sample", None,
    )  # fmt: skip
    return decode(capture, read_payload(status, [("Content-Type", media_type), *headers.items()], data), AGENCY)


def _release(*args: object, **kwargs: object) -> ReleaseText:
    result = _decode(*args, **kwargs)  # type: ignore[arg-type]
    assert isinstance(result, ReleaseText), result
    return result


def _reason(*args: object, **kwargs: object) -> str:
    result = _decode(*args, **kwargs)  # type: ignore[arg-type]
    assert isinstance(result, Quarantined), result
    assert result.detail.endswith(".")
    return result.reason


def test_a_page_becomes_title_blank_line_and_body() -> None:
    release = _release(PAGE.encode())
    assert release.text.startswith("Judul halaman\n\nSiaran Pers No. 77/HM/KOMINFO/05/2019\n")
    assert release.text[release.body_start :].startswith("Siaran Pers")
    assert (release.number, release.published_on, release.place) == (
        "77/HM/KOMINFO/05/2019",
        date(2019, 5, 8),
        "Jakarta",
    )


def test_the_headline_is_told_without_the_number_before_it() -> None:
    numbered = PAGE.replace("Judul halaman", "Siaran Pers No. 77/HM/KOMINFO/05/2019 temtang  Judul halaman")
    release = _release(numbered.encode())
    assert release.title == "Judul halaman"
    assert release.text.startswith("Siaran Pers No. 77/HM/KOMINFO/05/2019 temtang Judul halaman\n\n")


def test_a_release_keeps_its_id_wherever_its_number_stands() -> None:
    assert _release(PAGE.encode()).release_id == _release(BODY.encode(), "text/plain").release_id


def test_a_number_that_contradicts_the_date_does_not_make_the_id() -> None:
    moved = PAGE.replace("08 05-2019", "08 11-2019")
    assert _release(moved.encode()).release_id != _release(PAGE.encode()).release_id
    assert _release(moved.encode()).number == "77/HM/KOMINFO/05/2019"


def test_plain_text_keeps_its_own_offsets_and_takes_its_title_from_the_header() -> None:
    release = _release(BODY.encode(), "text/plain", None)
    assert (release.text, release.body_start, release.title) == (BODY, 0, "Judul")


def test_a_json_line_is_kept_as_given() -> None:
    line = json.dumps({"title": "Judul", "text": " isi  dengan   spasi ", "date": "Rabu, 14 Mei 2025"}).encode()
    release = _release(line, "application/json", None)
    assert release.text == "Judul\n\n isi  dengan   spasi "
    assert release.published_on == date(2025, 5, 14)


@pytest.mark.parametrize(
    ("beginning", "place"),
    [
        ("Jakarta, 8 Mei 2019 - Kementerian", "Jakarta"),
        ("BENGKULU\u2013 Kementerian", "Bengkulu"),
        ("ALOR- Kementerian", "Alor"),
        ("Banyuwangi, Ditjen Aptika \u2013 Kementerian", "Banyuwangi"),
        ("Jakarta (8/5) - Kementerian", "Jakarta"),
        ("Rata-rata nilai", None),
        ("Satelit SATRIA-1 mengorbit", None),
        ("Menteri Komunikasi berkata", None),
    ],
)
def test_the_place_is_the_dateline_s(beginning: str, place: str | None) -> None:
    assert (
        _release(f"Judul\n{beginning} mengumumkan hasil pendampingan daerah.".encode(), "text/plain", None).place
        == place
    )


def test_number_and_date_may_stand_in_the_last_line() -> None:
    text = "Paragraf pertama. " * 20 + "\nSiaran Pers No. 38/HM-KKD/2/2026Jumat, 27 Februari 2026"
    release = _release(text.encode(), "text/plain", None)
    assert (release.number, release.published_on) == ("38/HM-KKD/02/2026", date(2026, 2, 27))


def test_an_event_s_date_within_a_sentence_is_not_the_release_s() -> None:
    text = (
        "Judul saja\nKegiatan itu berlangsung meriah pada tanggal 3 Juni 2020 dan dihadiri banyak undangan dari daerah."
    )
    assert _release(text.encode(), "text/plain", None).published_on is None


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((PAGE.encode(), "text/html", 500), "http_status"),
        ((b"", "text/html", 200), "empty"),
        ((b" \n ", "text/html", 200), "empty"),
        ((b"<h1>You are now in line</h1>", "text/html", 200), "waiting_room"),
        ((b"<p>404</p>", "text/html", 200), "no_title"),
        ((b"<h1 class=title>J</h1>", "text/html", 200), "no_body"),
        ((b"<h1 class=title>J</h1><div class=typography-block>pendek</div>", "text/html", 200), "short_body"),
        ((b"%PDF-1.7", "application/pdf", 200), "media_type"),
        ((b"%PDF-1.7", "", 200), "media_type"),
        ((b"\xff\xfe\x00", "text/plain", None), "not_text"),
        ((b"a\x00b", "text/plain", None), "not_text"),
        ((b"isi", "text/plain; charset=klingon", None), "not_text"),
        ((b"[1, 2]", "application/json", None), "not_json"),
        ((b"{", "application/json", None), "not_json"),
        ((b"[" * 100_000, "application/json", None), "not_json"),
        ((b'{"title": "", "text": " "}', "application/json", None), "empty"),
        ((b'{"title": "a", "text": "\\ud800"}', "application/json", None), "not_text"),
        ((b'{"title": 1, "text": 2}', "application/json", None), "not_json"),
    ],
)
def test_what_is_no_release_is_quarantined_with_a_reason(arguments: tuple[bytes, str, int | None], reason: str) -> None:
    assert _reason(*arguments) == reason


def test_a_truncated_answer_is_no_content() -> None:
    assert _reason(b"\x1f\x8b", **{"Content-Encoding": "gzip"}) == "truncated"


def test_a_wrong_charset_header_does_not_stop_the_page() -> None:
    assert _release(PAGE.encode(), "text/html; charset=klingon").number == "77/HM/KOMINFO/05/2019"
