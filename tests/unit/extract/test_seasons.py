"""What is made ready for a season of the year. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def spans(found: Extraction) -> list[tuple[int | None, int | None]]:
    return [
        (figure.time_start.year if figure.time_start else None, figure.time_end.year if figure.time_end else None)
        for figure in found.figures
        if figure.value > 1
    ]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Kapal Mudik Siap", "Operator menyiagakan 150 kapten dan 30 dokter.", [(2024, 2024), (2024, 2024)]),
        ("Kapal Mudik Lebaran 2025 Siap", "Operator akan menambah 40 kapal.", [(2025, 2025)]),
        ("Kapal Siap", "Untuk Nataru disiapkan 40 kapal.", [(2023, 2024)]),
        ("Kapal Mudik Siap", "Di pelabuhan itu terdapat 40 kapal.", [(None, None)]),
        ("Kapal Mudik Siap", "Operator menyiapkan diskon 30 persen.", [(None, None)]),
        ("Rumah Selesai Sebelum Lebaran", "Kontraktor menyiapkan 40 rumah.", [(None, None)]),
        ("Kapal Siap", "Operator menyiagakan 150 kapten.", [(None, None)]),
    ],
)
def test_what_is_made_ready_is_of_the_season(
    title: str, body: str, expected: list[tuple[int | None, int | None]], read: Callable[..., Extraction]
) -> None:
    assert spans(read(body, title=title)) == expected
