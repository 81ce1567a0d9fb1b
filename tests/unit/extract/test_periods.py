"""Time expressions as periods. The release is of 18 January 2024."""

from datetime import date

import pytest

from pipeline.extract import Codebook
from pipeline.extract.expressions import Period, Release
from pipeline.extract.fold import fold
from pipeline.extract.periods import periods, release_of

RELEASE = Release(date(2024, 1, 18), 2024)


def found_in(text: str, codebook: Codebook) -> list[Period]:
    return periods(fold(text), RELEASE, [], None, codebook)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("pada 2023", "2023-01-01", "2023-12-31"),
        ("pada tahun 2017 dan 2018", "2017-01-01", "2018-12-31"),
        ("periode 2017-2019", "2017-01-01", "2019-12-31"),
        ("musim 2023/24", "2023-01-01", "2024-12-31"),
        ("pada Maret 2023", "2023-03-01", "2023-03-31"),
        ("pada 18 Januari 2023", "2023-01-18", "2023-01-18"),
        ("pada 2-3 Mei 2023", "2023-05-02", "2023-05-03"),
        ("pada 05/06/2023", "2023-06-05", "2023-06-05"),
        ("triwulan II 2023", "2023-04-01", "2023-06-30"),
        ("semester kedua 2023", "2023-07-01", "2023-12-31"),
        ("selesai tanggal 27 nanti", "2024-01-27", "2024-01-27"),
        ("selesai tanggal 5 mendatang", "2024-02-05", "2024-02-05"),
        ("dibuka tanggal 30 lalu", "2023-12-30", "2023-12-30"),
        ("dibuka tanggal 18 lalu", "2024-01-18", "2024-01-18"),
        ("di tanggal 27, semua pulih", "2024-01-27", "2024-01-27"),
        ("paruh kedua 2023", "2023-07-01", "2023-12-31"),
        ("selama 10 tahun terakhir", "2014-01-01", "2024-12-31"),
        ("dalam lima tahun belakangan", "2019-01-01", "2024-12-31"),
        ("akhir 2023", "2023-12-01", "2023-12-31"),
        ("hingga akhir 2023", None, "2023-12-31"),
        ("sampai dengan 10 Juni 2023", None, "2023-06-10"),
        ("sebelum 2023", None, "2022-12-31"),
        ("sejak 2017", "2017-01-01", "2024-12-31"),
        ("sejak 5 Mei 2023", "2023-05-05", "2024-01-18"),
        ("sejak 2017 hingga 2020", "2017-01-01", "2020-12-31"),
        ("dari tahun 2017 sampai tahun 2020", "2017-01-01", "2020-12-31"),
        ("tahun ini", "2024-01-01", "2024-12-31"),
        ("menutup tahun", "2023-01-01", "2023-12-31"),
        ("sampai akhir dasawarsa", None, "2030-12-31"),
        ("sampai kemarin", None, "2024-01-17"),
        ("hingga pekan ini", "2024-01-18", "2024-01-18"),
        ("tahun lalu", "2023-01-01", "2023-12-31"),
        ("tahun depan", "2025-01-01", "2025-12-31"),
        ("saat ini", "2024-01-18", "2024-01-18"),
        ("bulan lalu", "2023-12-01", "2023-12-31"),
        ("pada 20 Desember", "2023-12-20", "2023-12-20"),
        ("pada 11 Maret-5 April 2023", "2023-03-11", "2023-04-05"),
        ("Maret hingga Agustus 2023", "2023-03-01", "2023-08-31"),
        ("dari April hingga pertengahan September 2023", "2023-04-01", "2023-09-30"),
        ("Q3-2023", "2023-07-01", "2023-09-30"),
        ("kuartal keempat", "2023-10-01", "2023-12-31"),
        ("hingga akhir November", None, "2023-11-30"),
        ("Juli lalu", "2023-07-01", "2023-07-31"),
        ("bulan depan", "2024-02-01", "2024-02-29"),
        ("dua tahun lalu", "2022-01-01", "2022-12-31"),
        ("dalam tiga tahun ke depan", "2024-01-01", "2027-12-31"),
        ("hingga akhir tahun ini", None, "2024-12-31"),
        ("sejak program itu dimulai pada 2019", "2019-01-01", "2024-12-31"),
        ("Hingga saat ini 31 desa", "2024-01-18", "2024-01-18"),
        ("sejak diluncurkan pertama kali tahun 2015, hingga kini", "2015-01-01", "2024-01-18"),
        ("Hingga pekan ketiga Agustus 2023", None, "2023-08-31"),
        ("dalam sepuluh tahun ke depan", "2024-01-01", "2034-12-31"),
        ("pada 16, 17, dan 27 Maret 2023", "2023-03-16", "2023-03-27"),
        ("pada 14 Maret dan 28-29 Maret 2023", "2023-03-14", "2023-03-29"),
        ("pada Februari dan Maret 2023", "2023-02-01", "2023-03-31"),
        ("pada 5 Mei tahun 2023", "2023-05-05", "2023-05-05"),
        ("triwulan I tahun lalu", "2023-01-01", "2023-03-31"),
        ("Desember tahun lalu", "2023-12-01", "2023-12-31"),
        ("hingga 31 Oktober tahun lalu", None, "2023-10-31"),
        ("sejak Agustus tahun lalu", "2023-08-01", "2024-01-18"),
        ("pada akhir Februari tahun lalu", "2023-02-01", "2023-02-28"),
    ],
)
def test_expressions(text: str, first: str | None, last: str, codebook: Codebook) -> None:
    (period,) = found_in(text, codebook)
    assert (period.first and period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["pada 31 Februari 2023", "45 Mei", "nomor 120245", "1.2023"])
def test_what_is_no_period(text: str, codebook: Codebook) -> None:
    assert found_in(text, codebook) == []


def test_the_year_before_counts_from_the_year_named_last(codebook: Codebook) -> None:
    years = [period.last.year for period in found_in("pada 2021 naik dari setahun sebelumnya", codebook)]
    assert years == [2021, 2020]


@pytest.mark.parametrize(
    "text",
    ["dibanding tahun 2022", "dibandingkan tahun lalu", "dari setahun sebelumnya", "daripada laba bersih tahun 2022"],
)
def test_what_a_figure_is_held_against_is_compared(text: str, codebook: Codebook) -> None:
    (period,) = found_in(text, codebook)
    assert period.compared


@pytest.mark.parametrize(
    "text",
    [
        "SIARAN PERS Tanggal: 9 Februari 2018Dibangun",
        "Tanggal 9 Februari 2018 tentang Pendaftaran",
        "Rabu, 9 Februari 2018\ntentang",
        "Keputusan nomor 28 tahun 2025",
    ],
)
def test_the_page_s_own_date_and_a_law_s_year_date_nothing(text: str, codebook: Codebook) -> None:
    assert found_in(text, codebook) == []
    assert found_in("dibahas pada 9 Februari 2018 tentang pendaftaran", codebook) != []


def test_a_term_of_office_is_part_of_the_office(codebook: Codebook) -> None:
    assert found_in("Ketua Panitia Calon Anggota Dewan Contoh Periode 2026-2029", codebook) == []


def test_the_same_period_of_the_year_before_has_the_same_months(codebook: Codebook) -> None:
    first, same = found_in("Pada Januari-Maret 2024 naik, pada periode yang sama tahun lalu turun", codebook)
    assert (first.first, first.last) == (date(2024, 1, 1), date(2024, 3, 31))
    assert (same.first, same.last) == (date(2023, 1, 1), date(2023, 3, 31))


def test_a_day_without_year_is_of_the_year_named_before(codebook: Codebook) -> None:
    assert found_in("Pada awal 2022 dimulai, tepatnya 6 Januari", codebook)[1].last == date(2022, 1, 6)


def test_a_bracketed_date_after_a_weekday_is_weak(codebook: Codebook) -> None:
    assert found_in("Selasa (16/01/2024)", codebook)[0].weak
    assert not found_in("pada 16 Januari 2024", codebook)[0].weak


def test_without_a_publication_day_the_release_number_gives_the_year() -> None:
    release = release_of(None, "siaran pers no. 5/hm/kominfo/02/2019")
    assert (release, release.latest) == (Release(None, 2019, 2), date(2019, 2, 28))
    assert release_of(None, "siaran pers no. 5/hm/kominfo/2019").latest is None
    assert release_of(None, "tanpa tanggal") == Release(None, None)
    assert release_of(date(2020, 5, 1), "") == Release(date(2020, 5, 1), 2020)


def test_relative_words_need_a_date(codebook: Codebook) -> None:
    assert periods(fold("tahun ini dan saat ini"), Release(None, None), [], None, codebook) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("JAKARTA, 16 Januari 2024 - Saat ini ada 12 toko.", 16),
        ("JAKARTA,16Januari2024–Saat ini ada 12 toko.", 16),
        ("JAKARTA, 16 Januari 2023 - Saat ini ada 12 toko.", 18),
        ("JAKARTA, 26 Januari 2024 - Saat ini ada 12 toko.", 18),
        ("JAKARTA, 46 Januari 2024 - Saat ini ada 12 toko.", 18),
        ("Saat ini ada 12 toko, kata panitia di Jakarta, 16 Januari 2024 - dan seterusnya.", 18),
    ],
)
def test_a_dateline_shortly_before_the_portal_s_stamp_is_the_day_of_the_text(text: str, day: int) -> None:
    assert release_of(date(2024, 1, 18), fold(text).low).day == date(2024, 1, day)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dibuka tanggal 30 lalu", "2024-01-30"),
        ("selesai tanggal 31 mendatang", "2024-03-31"),
        ("selesai tanggal 32 mendatang", None),
        ("selesai tanggal 0 mendatang", None),
    ],
)
def test_a_day_that_the_month_of_the_release_does_not_have(text: str, first: str | None, codebook: Codebook) -> None:
    found = periods(fold(text), Release(date(2024, 2, 20), 2024), [], None, codebook)
    assert [str(period.first) for period in found] == ([first] if first else [])


def test_a_number_of_years_is_no_current_year(codebook: Codebook) -> None:
    assert found_in("selama satu tahun berjalan", codebook) == []
    assert found_in("pada tahun berjalan", codebook) != []
