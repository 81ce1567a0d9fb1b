"""Releases of a data interface: title, date and a body that is HTML inside JSON, where the agency's paths lead."""

import json
from datetime import UTC, date, datetime

import pytest

from pipeline.agencies import PageRules
from pipeline.capture.payload import read_payload
from pipeline.decode import decode, release_of, text_row
from pipeline.model import Capture, Quarantined, ReleaseText, SourceKind
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST

RULES = PageRules(
    kind="json", title="t.id", body="isi", date="pada", number="nomor", attachments="isi", minimum_body_characters=10
)
WHOLE = {
    "t": {"id": "Judul &amp; anak judul"},
    "isi": "<p>Baris satu</p><p>baris<br>dua</p><a href='/a.pdf'>x</a>",
    "pada": "2026-02-27 18:30:00",
    "nomor": "38/HM-KKD/II/2026",
}


def _decode(
    document: object, source: SourceKind = "live", media_type: str = "application/json"
) -> ReleaseText | Quarantined:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    capture = Capture(
        "c-1", "ministry", f"http://{HOST}/r/1", datetime(2026, 3, 1, tzinfo=UTC), 200, media_type, "", len(data), "x.warc.gz",
        0, None, None, source, None,
    )  # fmt: skip
    return decode(capture, read_payload(200, [("Content-Type", media_type)], data), agency(page=RULES))


def test_html_inside_json_becomes_the_text_of_a_release() -> None:
    release = _decode(WHOLE)
    assert isinstance(release, ReleaseText)
    assert release.text == "Judul & anak judul\n\nBaris satu\nbaris\ndua\nx"
    assert (release.number, release.published_on) == ("38/HM-KKD/02/2026", date(2026, 2, 27))
    assert release.attachments == (f"http://{HOST}/a.pdf",)
    assert release_of(text_row(release)) == release


def test_a_body_without_mark_up_keeps_its_lines() -> None:
    release = _decode({**WHOLE, "isi": "satu &lt; dua\nbaris kedua"})
    assert isinstance(release, ReleaseText)
    assert release.text.endswith("\n\nsatu < dua\nbaris kedua")


def test_an_imported_line_keeps_the_importer_s_own_form() -> None:
    release = _decode({"title": "Judul", "text": "isi"}, source="import")
    assert isinstance(release, ReleaseText)
    assert release.text == "Judul\n\nisi"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        ([1], "no_title"),
        ({**WHOLE, "t": "teks"}, "no_title"),
        ({**WHOLE, "t": {"id": {"x": 1}}}, "no_title"),
        ({**WHOLE, "isi": None}, "no_body"),
        ({**WHOLE, "isi": "<p>x</p>"}, "short_body"),
        ({**WHOLE, "isi": "a\0b" * 10}, "not_text"),
    ],
)
def test_what_is_no_release_is_quarantined(document: object, reason: str) -> None:
    result = _decode(document)
    assert isinstance(result, Quarantined)
    assert result.reason == reason


def test_a_page_where_json_was_promised_is_no_release() -> None:
    result = _decode(b"<h1>You are now in line</h1>", media_type="text/html")
    assert isinstance(result, Quarantined)
    assert result.reason == "media_type"


def test_hostile_nesting_inside_json_stops_nothing() -> None:
    assert isinstance(_decode({**WHOLE, "isi": "<div>" * 1_500 + "isi yang panjang"}), ReleaseText)
    result = _decode({**WHOLE, "isi": "<div>" * 200_000 + "isi yang panjang"})
    assert isinstance(result, Quarantined)
    assert result.reason == "too_deep"


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b'{"title": "Judul"}', 'The line has no "text".'),
        (b'{"text": "isi"}', 'The line has no "title".'),
        (b'["Judul", "isi"]', "The line is a list, not an object."),
        (b"null", "The line is null, not an object."),
        (b"7", "The line is a number, not an object."),
        (b'{"title": "Judul", "text": null}', 'The line\'s "text" is null, not a string.'),
        (b'{"title": "Judul",, "text": "isi"}', "The line is not JSON at character 19: "),
        (b'{"title": "\xff"}', "The line is not UTF-8 at byte 12."),
        (b"[" * 100_000, "The line is JSON nested too deep"),
    ],
)
def test_an_imported_line_that_is_no_release_says_what_it_is(line: bytes, detail: str) -> None:
    result = _decode(line, source="import")
    assert isinstance(result, Quarantined)
    assert result.detail.startswith(detail)
