"""Numerals and their exact values."""

from decimal import Decimal

import pytest

from pipeline.extract import Codebook
from pipeline.extract.digit_strings import digits_value
from pipeline.extract.fold import fold
from pipeline.extract.numbers import scan
from pipeline.extract.numerals import Mention
from pipeline.extract.tokens import tokenize


def mentions(text: str, codebook: Codebook) -> list[Mention]:
    folded = fold(text)
    return scan(tokenize(folded.low, folded.plain), folded.plain, codebook)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.250", "1250"),
        ("1.250.000", "1250000"),
        ("98,54", "98.54"),
        ("202.6", "202.6"),
        ("1.250,75", "1250.75"),
        ("1,250.75", "1250.75"),
        ("1,250,000", "1250000"),
        ("0.125", "0.125"),
        ("3444", "3444"),
        ("1.2.3", None),
        ("0041", None),
        ("021.345", None),
        ("05", "5"),
        ("12.34,56", None),
    ],
)
def test_number_strings(text: str, value: str | None) -> None:
    assert digits_value(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dua puluh empat kota", 24),
        ("sebelas kota", 11),
        ("seratus dua belas kota", 112),
        ("duapuluh kota", 20),
        ("seribu dua ratus kota", 1200),
        ("dua setengah juta orang", 2500000),
        ("dua setengah persen", Decimal("2.5")),
        ("minus 2,5 persen", Decimal("-2.5")),
        ("tumbuh -2,5%", Decimal("-2.5")),
        ("rincian: - 5 persen", 5),
        ("setengah juta orang", 500000),
        ("satu koma lima juta orang", 1500000),
        ("2,5 juta orang", 2500000),
        ("1,9 ribu orang", 1900),
        ("sejuta orang", 1000000),
        ("tiga juta empat ratus ribu orang", 3400000),
        ("Enam puluh tigastartup", 63),
        ("Rp 476 M", 476000000000),
        ("Rp28 T", 28000000000000),
        ("41,6 M perangkat", 41600000000),
        ("10 (sepuluh) lokasi", 10),
        ("80-an jenis", 80),
        ("empat puluhan kota", 40),
        ("dua ribuan warga", 2000),
        ("tiga perempatnya lulus", 75),
        ("dua perlima dari warga", 40),
        ("naik dua persepuluh", Decimal("0.2")),
        ("setengah persen", Decimal("0.5")),
        ("sepersepuluh poin", Decimal("0.1")),
        ("Separuh peserta", 50),
        ("60 juta 200 ribu orang", 60200000),
        ("54 ribupenjual", 54000),
        ("98, 2 persen warga", Decimal("98.2")),
        ("2x60 MVA", 120),
        ("(-2,5%)", Decimal("-2.5")),
        ("suhu -5°C", -5),
        ("turun -0,5 poin persen", Decimal("-0.5")),
        ("1½ juta orang", 1500000),
        ("1 1/2 juta orang", 1500000),
        ("2 ¼ persen", Decimal("2.25")),
        ("½ juta orang", 500000),
        ("¾ desa", 75),
        ("1/2 kota", 50),
        ("dua perlima warga", 40),
        ("1/2 juta orang", 500000),
        ("tiga perempat desa", 75),
        ("dua setengah kota", Decimal("2.5")),
        ("selusin telur", 12),
        ("tiga kodi kain", 60),
        ("1 250 000 orang", 1250000),
        ("Rp 12 500", 12500),
        ("Rp5 milliar", 5000000000),
        ("Rp5 jutaan", 5000000),
        ("Rp2.500,- (dua ribu lima ratus rupiah)", 2500),
        ("dua puluhlima kota", 25),
        ("dua-puluh-lima kota", 25),
        ("05 unit", 5),
        ("260 KBPD", 260000),
        ("1.146,4 MBOEPD", 1146400),
    ],
)
def test_words_scales_and_mixtures(text: str, value: int, codebook: Codebook) -> None:
    (found,) = mentions(text, codebook)
    assert (found.value, found.defect) == (Decimal(value), None)


def test_the_letters_m_and_t_are_scales_only_beside_money_or_a_decimal(codebook: Codebook) -> None:
    assert [found.value for found in mentions("kelas 5 M dan 6 T", codebook)] == [5, 6]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3,97 s.d. 4,8 persen", "3.97", "4.8"),
        ("10-15 ribu barel", "10000", "15000"),
        ("Rp16.000-Rp19.000 per tabung", "16000", "19000"),
        ("lima hingga 10 kota", "5", "10"),
        ("900.000 sampai 1 juta barel", "900000", "1000000"),
        ("50~60 kota", "50", "60"),
        ("dua-tiga kota", "2", "3"),
    ],
)
def test_ranges(text: str, low: str, high: str, codebook: Codebook) -> None:
    (found,) = mentions(text, codebook)
    assert (found.value, found.value_max) == (Decimal(low), Decimal(high))


def test_falling_numbers_are_no_range(codebook: Codebook) -> None:
    assert [found.value for found in mentions("10 hingga 5 kota", codebook)] == [10, 5]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ratusan juta penduduk", "vague"),
        ("puluhan kota", "vague"),
        ("dua puluh (25) kota", "contradictory"),
        ("setahun", "duration"),
        ("pertama", "ordinal"),
        ("12345678901234567890", "letter_number"),
        ("minus 12345678901234567890", "letter_number"),
        ("999.999.999.999.999.999 triliun", "letter_number"),
        ("0,12345678901", "letter_number"),
        ("0041", "letter_number"),
        ("3273012345678901", "letter_number"),
        ("l0 kota", "proper_name"),
        ("2o desa", "proper_name"),
        ("Rp5 juata", "vague"),
        ("sepertiga warga", "vague"),
        ("dua pertiga warga", "vague"),
        ("1/3 penduduk", "vague"),
        ("1⅓ juta", "vague"),
        ("dua pulu lima kota", "vague"),
        ("Rp2.500,- (dua ribu rupiah)", "contradictory"),
    ],
)
def test_numbers_without_a_usable_value_say_why(text: str, reason: str, codebook: Codebook) -> None:
    (found,) = mentions(text, codebook)
    assert found.defect == reason


def test_a_long_number_beside_money_is_an_amount(codebook: Codebook) -> None:
    assert [found.value for found in mentions("Rp2500000000, 2500000000 rupiah", codebook)] == [2500000000, 2500000000]


@pytest.mark.parametrize(
    "text", ["kelas 1 230 dan 4", "34 120 500 60", "5 ratu", "dua perempat final", "24/7", "12/13", "A1/3"]
)
def test_what_only_stands_side_by_side_is_not_joined(text: str, codebook: Codebook) -> None:
    assert all(not found.share and found.last - found.first == 1 for found in mentions(text, codebook))


def test_words_that_only_look_like_numbers_are_none(codebook: Codebook) -> None:
    assert mentions("kelima bukan; bersatu, kesatuan, ribut, jutawan", codebook)[0].ranked
    assert len(mentions("bersatu kesatuan ribut jutawan rupiah juta", codebook)) == 0


def test_year_like_strings_are_marked(codebook: Codebook) -> None:
    assert [found.year for found in mentions("2024 dan 2.024 dan 3024", codebook)] == [True, False, False]
