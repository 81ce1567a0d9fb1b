"""The same fact said again. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def test_digits_and_words_of_one_fact_are_one_figure(read: Callable[..., Extraction]) -> None:
    text = "Untuk 2024 ada 10 kota yang akan didampingi. Pada tahun 2024 kami bekerja dengan sepuluh kota."
    (found,) = read(text).figures
    assert found.value_span.of(text) == "10 kota"
    assert [span.of(text) for span in found.repeats] == ["sepuluh kota"]


def test_the_headline_repeats_the_body(read: Callable[..., Extraction]) -> None:
    (found,) = read("Sebanyak 25 kota ikut.", title="Dua Puluh Lima Kota Ikut").figures
    text = "Dua Puluh Lima Kota Ikut\n\nSebanyak 25 kota ikut."
    assert found.value_span.of(text) == "25 kota"
    assert [span.of(text) for span in found.repeats] == ["Dua Puluh Lima Kota"]


def test_another_year_is_another_fact(read: Callable[..., Extraction]) -> None:
    assert len(read("Pada 2017 ikut 25 kota. Pada 2019 ikut 25 kota.").figures) == 2


def test_a_fact_told_again_with_its_time_has_it(read: Callable[..., Extraction]) -> None:
    (found,) = read("Terdapat 50 gudang beras. Pembangunan 50 gudang itu rampung pada 2022.").figures
    assert (str(found.time_end), found.time_basis) == ("2022-12-31", "inferred")
    later = read("Terdapat 50 gudang. Pada 2022 ada 50 gudang. Pada 2023 ada 50 gudang.").figures
    assert [figure.time_end.year for figure in later if figure.time_end] == [2022, 2023]


def test_the_time_that_a_sentence_goes_on_with_sets_counts_apart_too(read: Callable[..., Extraction]) -> None:
    text = "Pada 2021 dipilih 25 pasar. Rapat ditutup.\n\nPada 2023 dibuka undangan. Dari jumlah itu dipilih 25 pasar."
    assert [figure.time_end.year for figure in read(text).figures if figure.time_end] == [2021, 2023]


def test_a_fact_told_again_with_its_act_has_the_indicator(read: Callable[..., Extraction]) -> None:
    text = "Jumlahnya 4.988 BTS.\nSebanyak 4.988 BTS itu sudah beroperasi."
    assert [figure.indicator_id for figure in read(text).figures] == ["bts_operating"]


def test_another_unit_is_another_fact(read: Callable[..., Extraction]) -> None:
    assert len(read("Ikut 25 kota. Hadir 25 guru.").figures) == 2


def test_a_plan_is_not_its_result(read: Callable[..., Extraction]) -> None:
    text = "Tahun ini akan didampingi 25 kota. Sudah didampingi 25 kota tahun ini."
    assert [figure.status for figure in read(text).figures] == ["planned", "realised"]


def test_side_by_side_in_one_sentence_are_two_facts(read: Callable[..., Extraction]) -> None:
    assert len(read("Gugus pesisir meraih 10 kota dan gugus hutan meraih 10 kota.").figures) == 2


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Diikuti 97 Toko, Pameran Dibuka", "Rabu, 17 Januari 2024\ntentang\nDiikuti 97 Toko, Pameran Dibuka\n\n"),
        (
            "Siaran Pers No. 5/HM/2024 tentang Diikuti 97 Toko",
            "Siaran Pers No. 5/HM/2024\nTentang\nDiikuti 97 Toko\n\n",
        ),
        ("Diikuti 97 Toko, Pameran Dibuka", "Diikuti 97 Toko, Pameran Dibuka17 Januari 2024\n"),
    ],
)
def test_the_headline_printed_again_is_no_running_text(title: str, head: str, read: Callable[..., Extraction]) -> None:
    body = head + "Pameran tahun ini diikuti 97 toko."
    (figure,) = read(body, title=title).figures
    whole = f"{title}\n\n{body}"
    assert figure.value_span.start == whole.rindex("97")
    assert len(figure.repeats) == 2
    assert (str(figure.time_start), figure.time_basis) == ("2024-01-01", "inferred")


def test_above_and_below_a_share_are_two_facts(read: Callable[..., Extraction]) -> None:
    found = read("Di sembilan kota pulih di atas 50 persen. Di lima kota masih di bawah 50 persen.")
    assert [figure.qualifier for figure in found.figures if figure.unit == "percent"] == ["more_than", "less_than"]


def test_the_headline_is_no_part_of_the_first_sentence(read: Callable[..., Extraction]) -> None:
    title = "Dinas Targetkan Pasar Baru"
    (figure,) = read(f"{title}17 Januari 2024\u2013 Dinas merealisasikan pembangunan 40 pasar.", title=title).figures
    assert figure.status == "realised"
