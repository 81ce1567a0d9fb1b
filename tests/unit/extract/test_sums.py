"""Breakdowns that add up. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def years(found: Extraction) -> list[int | None]:
    return [figure.time_end.year if figure.time_end else None for figure in found.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Per 5 Desember 2023 masuk Rp228,05 miliar.\nIuran Rp124,63 miliar. Sewa Rp91,82 miliar. Denda Rp11,6 miliar.",
            [2023, 2023, 2023, 2023],
        ),
        (
            "Dana panitia Rp55,1 miliar.\nPada 2022 guru menerima Rp22,2 miliar, perawat Rp20,2 miliar, dan bidan Rp12,7 miliar.",
            [2022, 2022, 2022, 2022],
        ),
        ("Pada 2022 terkumpul Rp90 miliar.\nDenda Rp40 miliar.\nSewa Rp30 miliar.", [2022, None, None]),
    ],
)
def test_parts_and_their_sum_are_of_one_time(
    text: str, expected: list[int | None], read: Callable[..., Extraction]
) -> None:
    assert years(read(text)) == expected


def test_a_rounded_total_is_not_the_sum_of_the_parts(read: Callable[..., Extraction]) -> None:
    text = (
        "Sepanjang 2023 dana menembus Rp228 miliar.\nPer 5 Januari 2024 terkumpul Rp228,05 miliar.\nIuran menyumbang "
        "Rp136,23 miliar. Sewa Rp91,82 miliar."
    )
    assert years(read(text)) == [2023, 2024, 2024, 2024]
