"""Numbers whose noun is said elsewhere. All sentences are our own."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Ikut 20 kabupaten pada 2018, 30 pada 2019.", ["local_government", "local_government"]),
        ("Rinciannya: 20 di 2018, lalu genap 50 kota.", ["local_government", "local_government"]),
        ("Pada 2021 terjual 300 juta alat dan pada 2024 naik ke 520 juta.", ["count", "count"]),
        ("Targetnya 15 ribu barel per hari. Kami harap lebih dari 20 ribu.", ["bbl/d", "bbl/d"]),
        ("Pembangunan BTS sebanyak 344 berjalan.", ["count"]),
        ("Diperbaiki 12 desa. Warga mengeluh delapan kali.", ["village", "count"]),
        ("Skornya 3,54, naik dari 3,40.", ["index", "index"]),
    ],
)
def test_the_unit_comes_from_the_neighbour(text: str, units: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.unit for figure in read(text).figures] == units


def test_things_are_not_counted_in_fractions(read: Callable[..., Extraction]) -> None:
    (found,) = read("Kabupaten itu baru 1,95 walaupun nilai indeksnya naik.").figures
    assert found.unit == "index"
