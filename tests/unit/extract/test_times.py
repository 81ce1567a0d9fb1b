"""Which period is a figure's own, and how it is meant. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction, Figure


def years(found: Extraction) -> list[int | None]:
    return [figure.time_end.year if figure.time_end else None for figure in found.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ikut 20 kota pada 2018, 30 kota pada 2019, dan 40 kota pada 2021.", [2018, 2019, 2021]),
        ("Pada 2018 ikut 20 kota dan 3 provinsi.", [2018, 2018]),
        ("Ikut 20 kota dan 3 provinsi pada 2018.", [2018, 2018]),
        ("Nilainya naik dari Rp355 triliun pada 2020 menjadi Rp557 triliun pada 2022.", [2020, 2022]),
        ("Rinciannya 20 kota di 2018, 30 setahun kemudian.", [2018, 2019]),
        ("Luasnya 30 hektare.", [None]),
        ("Sebanyak 98 dari 514 kabupaten ikut pada 2020.", [2020, None]),
    ],
)
def test_each_clause_has_its_own_time(text: str, expected: list[int | None], read: Callable[..., Extraction]) -> None:
    assert years(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "kind", "basis"),
    [
        ("Pada 2022 ikut 20 kota.", "annual", "stated"),
        ("Hingga 2022 ikut 20 kota.", "cumulative", "stated"),
        ("Sejak 2017 ikut 20 kota.", "cumulative", "stated"),
        ("Per 5 Mei 2022 terpasang 20 unit pompa.", "point", "stated"),
        ("Pada 2026 ditargetkan 20 kota ikut.", "target_by", "stated"),
        ("Tahun ini ikut 20 kota.", "annual", "inferred"),
        ("Luasnya 30 hektare.", None, "none"),
    ],
)
def test_kind_and_basis(text: str, kind: str | None, basis: str, figure: Callable[[str], Figure]) -> None:
    found = figure(text)
    assert (found.time_kind, found.time_basis) == (kind, basis)


def test_a_sentence_that_points_back_keeps_the_time(read: Callable[..., Extraction]) -> None:
    text = "Pada 2022 dibangun 600 menara. Dari jumlah itu, sebanyak 200 menara berdiri di pulau kecil."
    assert years(read(text)) == [2022, 2022]


def test_a_sentence_of_another_subject_does_not(read: Callable[..., Extraction]) -> None:
    text = "Pada 2022 dibangun 600 menara. Bendungan memiliki luas 30 hektare."
    assert years(read(text)) == [2022, None]


def test_a_running_total_begins_with_its_first_part(read: Callable[..., Extraction]) -> None:
    total = read("Ikut 20 kota pada 2018 dan 30 kota pada 2019. Dengan begitu total peserta 50 kota.").figures[-1]
    assert (total.time_start.year, total.time_end.year, total.time_kind) == (2018, 2019, "cumulative")  # type: ignore[union-attr]


def test_a_score_is_of_the_edition_of_its_index(read: Callable[..., Extraction]) -> None:
    text = "Kementerian merilis Indeks Literasi Digital 2022 kemarin.\nSkor nasional tercatat 3,54."
    (found,) = read(text).figures
    assert (found.time_end.year, found.time_basis) == (2022, "inferred")  # type: ignore[union-attr]


def test_the_day_of_a_speech_dates_no_standing_figure(figure: Callable[[str], Figure]) -> None:
    found = figure("Panjang jalan mencapai 30 km, ujar Sari Melati di Jakarta, Rabu (17/01/2024).")
    assert found.time_end is None


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("Sebanyak 25 kota terpilih mengikuti program smart city.", "", 2024),
        ("Sebanyak 25 kota akan didampingi mengembangkan smart city.", "", None),
        ("Sebanyak 25 toko menjual alat smart city.", "", None),
        ("Smart city membutuhkan waktu.", "25 Kota Terpilih Ikut Smart City", None),
    ],
)
def test_a_round_reported_done_is_of_the_release_s_year(
    text: str, title: str, year: int | None, figure: Callable[..., Figure]
) -> None:
    found = figure(text, title=title)
    assert (found.time_end.year if found.time_end else None) == year
    assert found.time_basis == ("inferred" if year else "none")


def test_a_round_in_a_release_of_no_known_year_has_none(figure: Callable[..., Figure]) -> None:
    assert figure("Sebanyak 25 kota terpilih mengikuti program smart city.", published_on=None).time_end is None
