"""What other sentences say of a figure's time. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.extract.discourse import edition_of
from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Hingga 31 Desember 2023 anggaran terserap Rp5 triliun.", "2023-01-01", "2023-12-31"),
        ("Hingga 31 Desember 2023 terpasang 5 menara.", None, "2023-12-31"),
        ("Sebanyak 20 kota meneken nota pada 5 Mei 2023.", "2023-01-01", "2023-12-31"),
        ("Sebanyak 20 guru meneken nota pada 5 Mei 2023.", "2023-05-05", "2023-05-05"),
    ],
)
def test_fiscal_years_and_yearly_cohorts(
    text: str, first: str | None, last: str, read: Callable[..., Extraction]
) -> None:
    (found,) = read(text).figures
    assert (found.time_start and found.time_start.isoformat(), found.time_end and found.time_end.isoformat()) == (
        first,
        last,
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Dari 50 desa itu, 20 dikerjakan pada 2021 dan 30 pada 2022.", "2021-01-01", "2022-12-31"),
        ("Dari 60 desa itu, 20 dikerjakan pada 2021 dan 30 pada 2022.", "None", "None"),
    ],
)
def test_a_whole_is_of_all_the_times_of_the_parts_that_add_up_to_it(
    text: str, first: str, last: str, read: Callable[..., Extraction]
) -> None:
    whole = read(text).figures[0]
    assert (str(whole.time_start), str(whole.time_end)) == (first, last)


def test_a_score_is_of_the_newest_round_told_of(read: Callable[..., Extraction]) -> None:
    text = (
        "Nilai layanan digital pada 2022 tercatat 2,34, naik dari 2,24 pada 2021. Kabupaten Sleman menempati peringkat ke-3. "
        "Sasaran pada 2026 ialah peringkat ke-2. Kota Bogor menempati peringkat ke-5."
    )
    assert [figure.time_end.year for figure in read(text).figures if figure.time_end] == [2022, 2021, 2022, 2026, 2022]


def test_people_come_from_places_at_their_time(read: Callable[..., Extraction]) -> None:
    found = read("Pada 2022 hadir 60 guru dari 38 kota.").figures
    assert [figure.time_end.year for figure in found if figure.time_end] == [2022, 2022]


def test_the_edition_is_the_last_index_named_with_its_year() -> None:
    edition = edition_of("Indeks Literasi Digital 2021 lalu Indeks SPBE 2023 dirilis.")
    assert edition is not None
    assert edition.last.year == 2023
    assert edition_of("Indeks itu dirilis pada 2023.") is None


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("Kementerian akan menyediakan 40 bus.", "Mudik Bersama 2024 Siap Digelar", 2024),
        ("Kementerian akan menyediakan 40 bus.", "Mudik Bersama Siap Digelar", 2024),
        ("Kementerian akan menyediakan 40 bus.", "Hasil Mudik Bersama 2022", None),
        ("Kementerian mengelola 40 bus.", "Mudik Bersama 2024 Siap Digelar", None),
        ("Sebanyak 63 persen penduduk akan tinggal di kota.", "Forum Kota 2024 Dibuka", None),
    ],
)
def test_what_is_planned_for_the_occasion_of_the_headline_is_of_its_year(
    text: str, title: str, year: int | None, read: Callable[..., Extraction]
) -> None:
    (figure,) = read(text, title=title).figures
    assert (figure.time_end.year if figure.time_end else None) == year


def test_what_goes_on_from_a_cohort_is_of_its_year(read: Callable[..., Extraction]) -> None:
    text = "Sebanyak 50 kota meneken nota pada 8 Mei 2023. Mereka disaring dari 120 kandidat."
    assert [str(figure.time_start) for figure in read(text).figures] == ["2023-01-01", "2023-01-01"]


def test_ranks_and_marks_of_an_award_are_of_its_edition(read: Callable[..., Extraction]) -> None:
    text = "Kementerian menerima Anugerah Layanan Informasi Tahun 2023. Kementerian meraih peringkat ke-3 dengan nilai 98,5."
    assert [figure.time_end.year for figure in read(text).figures if figure.time_end] == [2023, 2023]
