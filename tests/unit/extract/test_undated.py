"""What a period near by does not date. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def ends(found: Extraction) -> list[str | None]:
    return [figure.time_end.isoformat() if figure.time_end else None for figure in found.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pada 2022 lulus 40 guru, dua kali lipat angkatan 2019.", ["2022-12-31", "2022-12-31"]),
        ("Pada 2022 lulus 40 guru, tiga kali lipat dari kuota 2021.", ["2022-12-31", "2022-12-31"]),
        ("Produksi naik dua kali lipat pada 2023.", ["2023-12-31"]),
        ("Pada 2022 tarif naik 5 persen dari tahun 2020.", ["2022-12-31"]),
        ("Pada 2022 gudang beras dibangun. Gudang itu seluas 30 hektare.", [None]),
        ("Pada 2022 gudang beras dibangun. Gudang itu menampung 30 ton.", ["2022-12-31"]),
        ("Pada 2022 gudang beras dibangun. Gudang itu menyalurkan 30 ton per hari.", [None]),
    ],
)
def test_bases_properties_and_rates(text: str, expected: list[str | None], read: Callable[..., Extraction]) -> None:
    assert ends(read(text)) == expected


def test_what_is_hoped_for_is_dated_apart(read: Callable[..., Extraction]) -> None:
    assert ends(read("Baru 5 kapal yang siap, dan ditargetkan 2 kapal lagi siap pada 2025.")) == [None, "2025-12-31"]
    assert ends(read("Sudah siap 5 kapal dan 2 dermaga pada 2022.")) == ["2022-12-31", "2022-12-31"]
