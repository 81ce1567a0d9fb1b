"""The days of gatherings named with their year. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Menteri membuka Digital Talent Summit (DTS) 2024, Selasa (16/1). Pada DTS 2024, terdapat 20 mitra.",
            "2024-01-16/2024-01-16",
        ),
        (
            "Hari Senin (15/1) dibuka Temu Nasional Pegiat Desa 2024. Temu Nasional Pegiat Desa 2024 diikuti 80 relawan.",
            "2024-01-15/2024-01-15",
        ),
        (
            "Bersama mitra diadakan FilmFest2024 yang berlangsung dari 9-12 Januari. FilmFest2024 menghadirkan 35 peserta.",
            "2024-01-09/2024-01-12",
        ),
        ("Pada Forum Desa 2024 hadir 20 mitra.", "2024-01-01/2024-12-31"),
        (
            "Menteri meninjau Mudik Lebaran 2024, Selasa (16/1). Pada Mudik Lebaran 2024 disiapkan 20 bus.",
            "2024-01-01/2024-12-31",
        ),
    ],
)
def test_a_gathering_is_of_its_days(text: str, expected: str, read: Callable[..., Extraction]) -> None:
    (figure,) = read(text).figures
    assert f"{figure.time_start}/{figure.time_end}" == expected
