from datetime import date

import pytest

from pipeline.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kamis, 18 Januari 2024", date(2024, 1, 18)),
        ("Tanggal 3 Pebruari 2012", date(2012, 2, 3)),
        ("Jakarta, 5 Agt 2019 -", date(2019, 8, 5)),
        ("Sabtu, 13 Desember2025", date(2025, 12, 13)),
        ("2024-01-18", date(2024, 1, 18)),
        ("Kamis (18/01/2024)", date(2024, 1, 18)),
        ("28-02-2026", date(2026, 2, 28)),
        ("No. 5/HM/1/2/2024", None),
        ("31 Februari 2024, lalu 1 Maret 2024", date(2024, 3, 1)),
        ("tanpa tanggal", None),
        ("18 Brumaire 2024", None),
        ("99/99/2024", None),
        ("1181 Januari 2024", None),
    ],
)
def test_first_full_date(text: str, expected: date | None) -> None:
    assert find_date(text) == expected


def test_the_first_of_two_dates_wins_whatever_their_form() -> None:
    assert find_date("acara (18/01/2024), bukan 17 Januari 2024") == date(2024, 1, 18)


def test_a_site_s_own_form_comes_before_running_text() -> None:
    assert parse_date("  16\n 11-2017 ", ("%d %m-%Y",)) == date(2017, 11, 16)
    assert parse_date("16 November 2017", ("%d %m-%Y",)) == date(2017, 11, 16)
