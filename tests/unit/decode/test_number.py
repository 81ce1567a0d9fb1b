from datetime import date

import pytest

from pipeline.decode.number import find_number, is_sound, read_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Siaran Pers No. 43/HM/KOMINFO/01/2024", "43/HM/KOMINFO/01/2024"),
        ("Siaran Pers No.361/HM/KOMINFO/10/2023", "361/HM/KOMINFO/10/2023"),
        ("SIARAN PERS NO.28/PIH/KOMINFO/3/2016", "28/PIH/KOMINFO/03/2016"),
        ("Siaran Pers No. 10//HM/KOMINFO/01/2020", "10/HM/KOMINFO/01/2020"),
        ("Siaran Pers No 14 /HM/KOMINFO/01/2020", "14/HM/KOMINFO/01/2020"),
        ("Siaran Pers NO.63/PIH/ KOMINFO/11/2014", "63/PIH/KOMINFO/11/2014"),
        ("Siaran Pers Nomor 35/PIH/KOMINFO/5/2014", "35/PIH/KOMINFO/05/2014"),
        ("Siaran Pers No: 62/HM/KOMINFO/04/2020", "62/HM/KOMINFO/04/2020"),
        ("Siaran Pers No. No. 295/HM/KOMINFO/08/2021", "295/HM/KOMINFO/08/2021"),
        ("Siaran Pers Siaran Pers No.136/HM/KOMINFO/06/2019", "136/HM/KOMINFO/06/2019"),
        ("Siaran Pers No. 88/PIH/KOMINFO/2013", "88/PIH/KOMINFO/2013"),
        ("Siaran Pers No.\u00a0217/HM/KOMINFO/12/2017", "217/HM/KOMINFO/12/2017"),
        ("Siaran Pers No. 38/HM-KKD/2/2026Jumat, 27 Februari 2026", "38/HM-KKD/02/2026"),
        ("SIARAN PERSNOMOR: 102.Pers/04/SJI/2025", "102.PERS/04/SJI/2025"),
        ("Siaran Pers No. 007/PIH/KOMINFO/III/2014", "7/PIH/KOMINFO/03/2014"),
        ("Siaran Pers No. 12/HM/KOMINFO/XII/2018 tentang", "12/HM/KOMINFO/12/2018"),
        ("Siaran Pers. No.     6/PIH/KOMINFO/1/2014", "6/PIH/KOMINFO/01/2014"),
        ("Siaran Pers Kementerian Komunikasi dan Informatika No. 3/HM/KOMINFO/01/2017", "3/HM/KOMINFO/01/2017"),
        ("Press Release No. 436/HM/KOMINFO/12/2021", "436/HM/KOMINFO/12/2021"),
        ("Siaran Pers No. 155/HM/KOMINFO/12/20", None),
        ("Siaran Pers tentang Nomor 17 Tahun 2025", None),
        ("Undang-Undang Nomor 17/2025", None),
        ("Siaran Pers [NP]", None),
    ],
)
def test_dirty_forms_come_out_in_one_normal_form(text: str, expected: str | None) -> None:
    assert find_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" 43/HM/KOMINFO/1/2024 ", "43/HM/KOMINFO/01/2024"),
        ("Nomor: 43/HM/KOMINFO/01/2024", "43/HM/KOMINFO/01/2024"),
        ("Siaran Pers No. 43/HM/KOMINFO/01/2024", "43/HM/KOMINFO/01/2024"),
        ("Peraturan Menteri Nomor 43/2024", None),
        ("", None),
    ],
)
def test_a_field_for_the_number_needs_no_words_before_it(text: str, expected: str | None) -> None:
    assert read_number(text) == expected


@pytest.mark.parametrize(
    ("number", "published_on", "sound"),
    [
        ("43/HM/KOMINFO/01/2024", date(2024, 1, 18), True),
        ("43/HM/KOMINFO/01/2024", date(2023, 12, 31), True),
        ("43/HM/KOMINFO/01/2024", None, True),
        ("53/HM/KOMINFO/08/2017", date(2018, 3, 7), False),
        ("88/PIH/KOMINFO/2013", date(2013, 6, 1), True),
        ("88/PIH/KOMINFO/2013", date(2015, 6, 1), False),
        ("102.PERS/04/SJI/2025", date(2025, 4, 9), True),
    ],
)
def test_a_number_that_contradicts_its_page_is_not_sound(number: str, published_on: date | None, sound: bool) -> None:
    assert is_sound(number, published_on) is sound


def test_hostile_lines_take_no_time() -> None:
    assert find_number("Siaran Pers No. " + "1/a" * 50_000) is None
