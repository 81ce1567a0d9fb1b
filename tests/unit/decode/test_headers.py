"""Number, date, title and place in the header forms of the years 2011 to 2026, around sentences of our own."""

from datetime import UTC, date, datetime

import pytest

from pipeline.agencies import load_registry
from pipeline.capture.payload import read_payload
from pipeline.decode import decode
from pipeline.model import Capture, ReleaseText

BODY = "Kementerian contoh mendampingi dua kota rekaan. " * 8


def _read(agency_id: str, html: str) -> ReleaseText:
    data = html.encode()
    capture = Capture(
        "c-1", agency_id, "https://www.komdigi.go.id/x", datetime(2026, 3, 1, tzinfo=UTC), 200, "text/html", "", len(data), "w", 0, None,
        None, "live", None,
    )  # fmt: skip
    release = decode(
        capture, read_payload(200, [("Content-Type", "text/html; charset=utf-8")], data), load_registry()[agency_id]
    )
    assert isinstance(release, ReleaseText), release
    return release


def _old(headline: str, day: str, body: str) -> ReleaseText:
    page = f"<h1 class=title>{headline}</h1><div class=date>{day}</div><div class=typography-block>{body}</div>"
    return _read("kominfo", page)


def _new(headline: str, body: str) -> ReleaseText:
    return _read("komdigi", f"<h1>{headline}</h1><section id=section_text_body>{body}</section>")


@pytest.mark.parametrize(
    ("release", "number", "day", "title", "place"),
    [
        pytest.param(
            _old("Siaran Pers No. 36/PIH/KOMINFO/5/2014 tentang Judul", "20 05-2014", f"<p>{BODY}</p>"),
            "36/PIH/KOMINFO/05/2014", date(2014, 5, 20), "Judul", None, id="2014: PIH, month without zero",
        ),
        pytest.param(
            _old("SIARAN PERS NO.28/PIH/KOMINFO/III/2016 TENTANG Judul", "11 03-2016", f"<p>(Jakarta, 11 Maret 2016) {BODY}</p>"),
            "28/PIH/KOMINFO/03/2016", date(2016, 3, 11), "Judul", None, id="2016: capitals, roman month",
        ),
        pytest.param(
            _old(
                "Siaran Pers No.&nbsp;217/HM/KOMINFO/11/2017 temtang Judul", "16 11-2017",
                f"<p>Siaran Pers<br>No. 217/HM/KOMINFO/11/2017<br>Tanggal 15 November 2017<br>Tentang<br>Judul</p><p>Jakarta, 15 November 2017 - {BODY}</p>",
            ),
            "217/HM/KOMINFO/11/2017", date(2017, 11, 16), "Judul", "Jakarta", id="2017: HM, the page's own date",
        ),
        pytest.param(
            _old("Judul", "", f"<p>Siaran Pers No. 61/HM/KOMINFO/02/2022<br>Jumat, 11 Februari 2022<br>Tentang<br>Judul</p><p>{BODY}</p>"),
            "61/HM/KOMINFO/02/2022", date(2022, 2, 11), "Judul", None, id="2022: number and date in the body's head",
        ),
        pytest.param(
            _old("Siaran Pers No. 53/HM/KOMINFO/08/2017 tentang Judul", "07 03-2018", f"<p>{BODY}</p>"),
            "53/HM/KOMINFO/08/2017", date(2018, 3, 7), "Judul", None, id="2018: the number contradicts the page",
        ),
        pytest.param(
            _old("Siaran Pers No. 88/PIH/KOMINFO/2013 tentang Judul", "05 11-2013", f"<p>{BODY}</p>"),
            "88/PIH/KOMINFO/2013", date(2013, 11, 5), "Judul", None, id="2013: no month",
        ),
        pytest.param(_new("Judul [NP]", f"<p>BENGKULU– {BODY}</p>"), None, None, "Judul [NP]", "Bengkulu", id="2024: none at all"),
        pytest.param(
            _new("Judul", f"<p>{BODY}</p><p><b>Siaran Pers No. 38/HM-KKD/2/2026</b>Jumat, 27 Februari 2026</p>"),
            "38/HM-KKD/02/2026", date(2026, 2, 27), "Judul", None, id="2026: the last line, glued",
        ),
        pytest.param(
            _new("Judul", f"<p>{BODY}</p><p>Siaran Pers No. 38/HM-KKD/2/2026<br>Jumat, 27 Februari2026</p>"),
            "38/HM-KKD/02/2026", date(2026, 2, 27), "Judul", None, id="2026: the last two lines",
        ),
    ],
)  # fmt: skip
def test_the_header_is_read(
    release: ReleaseText, number: str | None, day: date | None, title: str, place: str | None
) -> None:
    assert (release.number, release.published_on, release.title, release.place) == (number, day, title, place)
