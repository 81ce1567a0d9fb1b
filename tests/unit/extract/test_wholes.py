"""Parts of a whole that was counted before. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


def years(found: Extraction) -> list[int | None]:
    return [figure.time_end.year if figure.time_end else None for figure in found.figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sampai 2022 masuk 19 naskah.\n\nPanitia sibuk. Dari 19 naskah tadi, tujuh lengkap.", [2022, 2022]),
        ("Pada 2022 berdiri 60 menara. “Biayanya besar,” kata Sari. Dari seluruh menara itu, 30 rusak.", [2022, 2022]),
        ("Pada 2022 datang 350 pedagang.\nSekitar 60 persen peserta belum berjualan daring.", [2022, 2022]),
        ("Pada 2022 datang 350 pedagang.\nHampir 40 persen dari mereka belum berjualan daring.", [2022, 2022]),
        ("Pada 2022 datang 350 pedagang.\nHampir 40 persen lapak belum menerima kartu.", [2022, None]),
        ("Pada 2022 masuk 19 naskah.\n\nDari 30 buku itu, tujuh lengkap.", [2022, None, None]),
    ],
)
def test_a_part_is_of_the_time_of_its_whole(
    text: str, expected: list[int | None], read: Callable[..., Extraction]
) -> None:
    assert years(read(text)) == expected


def test_the_items_of_a_total_told_again_are_of_its_time(read: Callable[..., Extraction]) -> None:
    text = "Hingga saat ini tercatat 61.857 pemasok.\n“Kita melibatkan 61.857 pemasok, koperasi 7.098 dan toko 26.713.”"
    assert years(read(text)) == [2024, 2024, 2024]
    assert years(read(text.replace("“Kita melibatkan 61.857", "“Kita melibatkan 51.857"))) == [2024, None, None, None]
