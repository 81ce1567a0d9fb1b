"""What the sentences of one account are dated by. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def years(found: Extraction) -> list[int | None]:
    return [figure.time_end.year if figure.time_end else None for figure in found.figures]


def test_an_older_year_is_recalled_in_passing(read: Callable[..., Extraction]) -> None:
    text = "Pada 2021 lomba diikuti 48 sekolah. Tujuh di antaranya sudah menang pada 2019. Sebanyak 40 sekolah datang sendiri."
    assert years(read(text)) == [2021, 2019, 2021]
    apart = text.replace("Tujuh", "\nTujuh")
    assert years(read(apart)) == [2021, 2019, 2019]


def test_a_total_up_to_an_older_day_is_no_aside(read: Callable[..., Extraction]) -> None:
    text = "Tahun 2024 dibuka dengan laporan. Hingga akhir 2022 berdiri 600 menara. Dari jumlah itu, 200 menara kosong."
    assert years(read(text)) == [2022, 2022]


def test_a_number_whose_noun_was_said_before_is_of_that_account(read: Callable[..., Extraction]) -> None:
    text = "Hingga 10 Januari 2024 terkumpul 840 koin. Kota Ambon memimpin dengan 120, disusul Kota Palu 98."
    assert [str(figure.time_end) for figure in read(text).figures] == ["2024-01-10"] * 3


def test_work_of_a_round_is_of_the_year_told(read: Callable[..., Extraction]) -> None:
    assert years(read("Wawancara dilakukan oleh 20 penilai.")) == [2024]
    assert years(read("Tiap sekolah dibimbing dua ahli.")) == [2024]
    assert years(read("Nilai nasional pada 2022 tercatat 2,34. Kementerian mengevaluasi 557 kantor.")) == [2022, 2022]
    survey = "Indeks Literasi Digital 2022 sudah terbit. Pengumpulan datanya dilakukan terhadap 900 warga."
    assert years(read(survey)) == [2022]


def test_a_habit_what_is_over_and_a_quotation_are_of_no_round(read: Callable[..., Extraction]) -> None:
    assert years(read("Setiap hari tim memeriksa 20 kapal.")) == [None]
    assert years(read("Kementerian telah mengevaluasi 557 kantor.")) == [None]
    assert years(read("“Tim menguji 20 perahu,” ujar Sari.")) == [None]


def test_what_has_come_about_stands_at_the_time_of_the_account(read: Callable[..., Extraction]) -> None:
    text = "Hingga hari ini 153 jalur telah normal. Beban yang pulih telah mencapai 173,05 MW."
    assert years(read(text)) == [2024, 2024]
    assert years(read(text.replace("telah mencapai", "kelak"))) == [2024, None]
    assert years(read(text.replace(". Beban", ".Beban"))) == [2024, None]


def test_an_undated_figure_ends_the_account(read: Callable[..., Extraction]) -> None:
    text = "Hingga hari ini 153 jalur telah normal. Adapun 20 jalur masih rusak."
    assert years(read(text)) == [2024, 2024]
    apart = text.replace("Adapun", "Sekolah kami punya 30 murid. Adapun")
    assert years(read(apart)) == [2024, None, None]


def test_this_year_frames_what_follows_and_last_year_does_not(read: Callable[..., Extraction]) -> None:
    text = "Pada panen raya tahun ini dibagikan benih ke beberapa kabupaten. Pembagian itu berupa 900 karung."
    assert years(read(text)) == [2024]
    assert years(read(text.replace("tahun ini", "tahun lalu"))) == [None]


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("Di luar mereka, 28 perajin berasal dari Palu.", 2022),
        ("Pasar menempati porsi terbesar, yaitu 64 persen.", 2022),
        ("Kota Palu, misalnya, meraih nilai 44.", 2022),
        ("Jarak ke kota 44 km.", None),
    ],
)
def test_a_part_or_an_example_is_of_the_account(
    sentence: str, year: int | None, read: Callable[..., Extraction]
) -> None:
    assert years(read(f"Lomba pada 2022 diikuti 75 sekolah. {sentence}"))[-1] == year
    assert years(read(f"Lomba pada 2022 diikuti 75 sekolah.\n{sentence}"))[-1] is None
