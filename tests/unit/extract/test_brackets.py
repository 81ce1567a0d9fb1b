"""Figures in brackets and the periods around them. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def ends(found: Extraction) -> list[str | None]:
    return [figure.time_end.isoformat() if figure.time_end else None for figure in found.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pada 2025 akan ditambah 15 MW di hulu (kemajuan saat ini 95 persen), lalu 34 MW di hilir.",
            ["2025-12-31", "2024-01-18", "2025-12-31"],
        ),
        (
            "Produksi turun dari 760 ton (69 persen kapasitas) pada Agustus 2023 menjadi 580 ton (53 persen) pada September 2023.",
            ["2023-08-31", "2023-08-31", "2023-09-30", "2023-09-30"],
        ),
        ("Ada 25 pasar (2017) dan 50 pasar (2018).", ["2017-12-31", "2018-12-31"]),
    ],
)
def test_a_bracket_is_an_aside(text: str, expected: list[str | None], read: Callable[..., Extraction]) -> None:
    assert ends(read(text)) == expected
