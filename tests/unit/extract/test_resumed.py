"""Periods taken up again. All sentences are our own; the release is of Thursday, 18 January 2024."""

from datetime import date

import pytest

from pipeline.extract import Codebook
from pipeline.extract.expressions import Release
from pipeline.extract.fold import fold
from pipeline.extract.periods import periods

RELEASE = Release(date(2024, 1, 18), 2024)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Pada 5 Mei 2022 dibuka. Sepanjang tahun itu", "2022-01-01", "2022-12-31"),
        ("Pada Januari-Mei 2023 ramai. Sepanjang periode itu", "2023-01-01", "2023-05-31"),
        ("Triwulan II 2022 sepi. Pada triwulan yang sama", "2022-04-01", "2022-06-30"),
        ("Dibuka 5-9 Mei 2023. Selama periode tersebut", "2023-05-05", "2023-05-09"),
        ("Pada Oktober 2023 turun dari bulan sebelumnya", "2023-09-01", "2023-09-30"),
        ("Triwulan IV 2022 sepi. Triwulan berikutnya", "2023-01-01", "2023-03-31"),
        ("Selasa (09/01/2024) dibuka. Hingga Selasa malam", None, "2024-01-09"),
        ("Loket dibuka. Rabu itu juga", "2024-01-17", "2024-01-17"),
        ("Loket dibuka. Kamis pagi", "2024-01-18", "2024-01-18"),
    ],
)
def test_what_the_words_stand_for(text: str, first: str | None, last: str, codebook: Codebook) -> None:
    period = periods(fold(text), RELEASE, [], None, codebook)[-1]
    assert (period.first and period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["Sepanjang tahun itu", "Pada periode yang sama", "Pada Senin 5", "Pada Selasa"])
def test_words_that_stand_for_nothing_named(text: str, codebook: Codebook) -> None:
    assert periods(fold(text), RELEASE, [], None, codebook) == []


def test_a_weekday_needs_a_day_to_count_from(codebook: Codebook) -> None:
    assert periods(fold("Rabu itu juga"), Release(None, 2024), [], None, codebook) == []
