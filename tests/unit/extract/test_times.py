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
        ("Ikut 20 kota, dan pada 2018 ikut 3 provinsi.", [None, 2018]),
        ("Luasnya 30 hektare.", [None]),
        ("Pendapatan naik dari Rp30 triliun pada 2020 ke 2022 sebesar Rp50 triliun.", [2020, 2022]),
        ("Angka 2023 ini 8 persen, dibandingkan pada Maret 2021 yang tercatat sebesar 10 persen.", [2023, 2021]),
        ("Indeks pada 2022 naik menjadi 44,5 dari 43,3 setahun sebelumnya.", [2022, 2021]),
        ("Dikirim undangan kepada 16 kota, dibandingkan 8 undangan pada tahun 2021.", [None, 2021]),
        ("Jika pada 2022 nilainya Rp81 triliun, kini pada 2023 menjadi Rp85 triliun.", [2022, 2023]),
        ("Sebanyak 98 dari 514 kabupaten ikut pada 2020.", [2020, None]),
        ("Dari 60 pemohon, 40 lulus pada 2022.", [None, 2022]),
        ("Ada 40 toko pada 2022, serta kelas bagi 3 desa.", [2022, None]),
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


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Program yang dirintis 2017 telah menjangkau 40 toko hingga 2019.", "2017-01-01", "2019-12-31"),
        ("Program yang berjalan sejak 2017 kini menghimpun 40 toko.", "2024-01-18", "2024-01-18"),
        ("Pabrik yang beroperasi sejak 2006 itu mempekerjakan 30 orang.", None, None),
        ("Ada 40 pasar yang dibuka pada 2019.", "2019-01-01", "2019-12-31"),
        (
            "Posko yang beroperasi mulai 10 Januari 2024 hingga 20 Januari 2024 melayani 30 warga.",
            "2024-01-10",
            "2024-01-20",
        ),
        ("Sejak 2021 program itu diikuti 300 siswa.", "2021-01-01", "2024-01-18"),
        ("Sejak 2021 program itu diikuti 300 kota.", "2021-01-01", "2024-12-31"),
        ("Dihitung dari 2021, program itu diikuti 300 siswa.", "2021-01-01", "2024-12-31"),
    ],
)
def test_beginnings(text: str, first: str | None, last: str | None, figure: Callable[[str], Figure]) -> None:
    found = figure(text)
    assert (found.time_start and found.time_start.isoformat(), found.time_end and found.time_end.isoformat()) == (
        first,
        last,
    )


def test_a_sentence_that_points_back_keeps_the_time(read: Callable[..., Extraction]) -> None:
    text = "Pada 2022 dibangun 600 menara. Dari jumlah itu, sebanyak 200 menara berdiri di pulau kecil."
    assert years(read(text)) == [2022, 2022]


def test_a_number_without_a_noun_at_the_head_is_of_what_was_counted_before(read: Callable[..., Extraction]) -> None:
    assert years(read("Pada 2020 sebanyak 98 daerah melapor. Dua yang absen terkena banjir.")) == [2020, 2020]


def test_the_items_of_an_account_are_of_its_day(read: Callable[..., Extraction]) -> None:
    text = (
        "Hingga hari ini berdiri 90 dapur umum. Adapun gudang tercatat 12 unit. Sementara itu, akan dibangun 5 kantor."
    )
    assert years(read(text)) == [2024, 2024, None]


def test_the_account_of_a_dated_report_is_of_its_day(read: Callable[..., Extraction]) -> None:
    text = (
        "Berdasarkan laporan per 5 Mei 2023, perbaikan jalan provinsi maju pesat. Seluruh 30 ruas jalan sudah terbuka. "
        "Pada sisi lain, 12 ruas jalan longgar. Namun 5 guru cuti."
    )
    assert years(read(text)) == [2023, 2023, None]
    found = read("Berdasarkan laporan per 5 Mei 2023, listrik padam di 30 kota.").figures[0]
    assert str(found.time_start) == "2023-05-05"  # no ceremony of a cohort


def test_today_in_a_quotation_is_the_day_of_saying_it(figure: Callable[[str], Figure]) -> None:
    assert str(figure("“Hari ini ada 100 pompa,” ujar Sari di Medan, Rabu (10/01/2024).").time_end) == "2024-01-10"
    assert str(figure("“Hari ini ada 100 pompa,” ujar Sari di Medan.").time_end) == "2024-01-18"


def test_a_speaker_goes_on_at_the_same_occasion(read: Callable[..., Extraction]) -> None:
    text = "Di forum, Rabu (10/01/2024), Sari Melati menyebut ada 98 pompa. Acara padat. {} 20 gudang. Jumlah guru pun 30 orang."
    goes_on = read(text.format("Ia juga mengungkap ada")).figures
    assert [str(figure.time_end) for figure in goes_on] == ["2024-01-10"] * 2 + [str(goes_on[2].time_end)]
    assert [figure.time_end for figure in read(text.format("Kantor memiliki")).figures][1:] == [None, None]
    assert years(read("Kini berdiri 90 dapur umum. Jumlah guru pun naik menjadi 30 orang.")) == [2024, 2024]


def test_a_quotation_begins_another_voice(read: Callable[..., Extraction]) -> None:
    assert years(read("Pada 2022 dibangun 600 menara. “Menara kami 20 unit,” ujar Sari.")) == [2022, None]


def test_a_new_source_has_times_of_its_own(read: Callable[..., Extraction]) -> None:
    text = "Pada 2022 lulus 300 ribu siswa sekolah. Menurut survei, 20 persen siswa sekolah bekerja."
    assert years(read(text)) == [2022, None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rapat berlangsung Selasa (16/01/2024) di kantor. Rapat dihadiri 15 perusahaan.", "2024-01-16"),
        ("Kementerian menyalurkan 16 unit pompa.", "2024-01-18"),
        ("Letusan terjadi Selasa (16/01/2024). Asap naik. Pukul 08.53 WIB tinggi asap 800 meter.", "2024-01-16"),
    ],
)
def test_what_an_occasion_saw_is_of_its_day(text: str, day: str, figure: Callable[[str], Figure]) -> None:
    assert str(figure(text).time_end) == day


def test_what_has_been_done_at_some_time_has_no_day(figure: Callable[[str], Figure]) -> None:
    assert figure("Kementerian telah menyalurkan 16 unit pompa.").time_end is None


def test_a_coming_period_is_of_its_plan_alone(read: Callable[..., Extraction]) -> None:
    text = "Pada 2045 pabrik itu akan menghasilkan 90 ton. Pabrik itu mempekerjakan 30 orang."
    assert years(read(text)) == [2045, None]


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


def test_the_clause_of_a_comparison_tells_what_was_so_then(read: Callable[..., Extraction]) -> None:
    text = (
        "Pada 10 Januari 2024 jaringan pulih 75 persen. Angka ini naik dibandingkan Rabu (03/01/2024), ketika pemulihan baru "
        "40 persen."
    )
    assert [figure.time_end.day for figure in read(text).figures if figure.time_end] == [10, 3]


def test_a_full_date_behind_its_preposition_tells_when(figure: Callable[[str], Figure]) -> None:
    found = figure(
        "Dibuka Sari pada 3 Januari 2024, taman itu mencatat rekor 400 pengunjung pada Sabtu, 13 Januari 2024."
    )
    assert str(found.time_start) == "2024-01-13"


def test_months_behind_di(read: Callable[..., Extraction]) -> None:
    text = "Pada September 2023 ada 67 aduan, kemudian naik di Oktober 85 aduan, dan turun di November 40 aduan."
    assert [figure.time_end.month for figure in read(text).figures if figure.time_end] == [9, 10, 11]


def test_today_in_a_quotation_is_the_day_of_the_event(read: Callable[..., Extraction]) -> None:
    (figure,) = read('Menteri meninjau dapur umum, Selasa (16/1). "Hari ini kita tambah 90 kompor," ujarnya.').figures
    assert str(figure.time_start) == "2024-01-16"
    (figure,) = read('Menteri meninjau dapur umum, Selasa (2/1). "Hari ini kita tambah 90 kompor," ujarnya.').figures
    assert str(figure.time_start) == "2024-01-18"
