"""Years counted within a span that the text has named. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dari 2015 sampai 2017 dibuka 90 pasar. Rinciannya 20 di tahun pertama, 30 setahun sesudahnya.", [2015, 2016]),
        ("Sejak 2015 sampai 2020 dibuka 90 pasar. Pada tahun kedua, 12 pasar terbakar.", [2016]),
        ("Dari 2015 sampai 2020 dibuka 90 pasar. Pada tiga tahun pertama, dibuka 40 pasar.", [2015]),
    ],
)
def test_the_year_is_counted_from_the_beginning(
    text: str, expected: list[int], read: Callable[..., Extraction]
) -> None:
    found = read(text).figures[1:]
    assert [figure.time_start.year for figure in found if figure.time_start] == expected


def test_years_of_something_else_are_none_of_the_span(read: Callable[..., Extraction]) -> None:
    text = "Dari 2015 sampai 2020 dibuka 90 pasar.\nPada tahun pertama kuliah ia membaca 12 buku."
    assert read(text).figures[1].time_end is None
    assert read("Pada tahun pertama, dibuka 12 pasar.").figures[0].time_end is None
