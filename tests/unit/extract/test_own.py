"""The period of a figure's own clause. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def ends(found: Extraction) -> list[str | None]:
    return [figure.time_end.isoformat() if figure.time_end else None for figure in found.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Waduk itu menampung 440 ton dan ditargetkan selesai pada akhir 2027.", [None]),
        ("Hingga 9 Januari 2024 kemajuannya 47 persen dan dikebut agar rampung pada Mei 2024.", ["2024-01-09"]),
        ("Disiapkan Rp14 miliar, serta kelas bagi warga pada 16 Maret 2024.", [None]),
        ("Pada Juni 2023 produksi mencapai 60 ton atau 101 persen dari target tahun 2023.", ["2023-06-30"] * 2),
        ("Pada Juni 2023 terserap 40 persen dari target 2023 sebesar 90 ton.", ["2023-06-30", "2023-12-31"]),
        ("Pada 2023 terjual 40 ton, kenaikan dari tahun 2022 sebelumnya, yaitu 30 ton.", ["2023-12-31", "2022-12-31"]),
        ("Terjual 90 karcis, naik dibanding penjualan Lebaran 2022 yakni sebanyak 80 karcis.", [None, "2022-12-31"]),
        (
            "Pada 2023 ada 50 mitra, naik dibandingkan tahun sebelumnya yang sekitar 10 mitra, serta tersalur 7 ton beras.",
            ["2023-12-31", "2022-12-31", "2023-12-31"],
        ),
    ],
)
def test_what_else_a_period_belongs_to(text: str, expected: list[str | None], read: Callable[..., Extraction]) -> None:
    assert ends(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Subsidi sekarang Rp40 triliun di 2023.", ["2023-12-31"]),
        ("Berdasarkan data hingga Jumat (12/1/2024), jalan yang dibuka kini mencapai 40 persen.", ["2024-01-12"]),
        ("Dulu cuma 3 rumah yang punya internet, sekarang semua bisa menelepon.", [None]),
        ("Dua tahun lalu hampir semuanya lewat loket, dan kini 40 persen aduan lewat aplikasi.", ["2024-01-18"]),
    ],
)
def test_a_date_says_when_now_is(text: str, expected: list[str | None], read: Callable[..., Extraction]) -> None:
    assert ends(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Laba tumbuh 15 persen dibandingkan angka laba bersih tahun 2022.", ["2023-12-31"]),
        ("Disiapkan anggaran Rp55 miliar atau meningkat 10 persen dibandingkan tahun lalu.", ["2024-12-31"] * 2),
        ("Luas kebun 40 hektare dibandingkan tahun lalu.", [None]),
    ],
)
def test_a_change_is_of_the_year_after_its_base(
    text: str, expected: list[str | None], read: Callable[..., Extraction]
) -> None:
    assert ends(read(text)) == expected
