from decimal import Decimal

import pytest

from pipeline.extract import extract, load_codebook, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50 pemerintah kabupaten dan kota", (Decimal(50), None)),
        ("sepuluh pemerintah daerah", (Decimal(10), None)),
        ("lebih dari Rp2,5 triliun", (Decimal(2_500_000_000_000), None)),
        ("3,97 s.d. 4,8 persen", (Decimal("3.97"), Decimal("4.8"))),
        ("kota", None),
        ("5 kota dan 6 desa", None),
        ("", None),
    ],
)
def test_the_value_comes_out_of_the_number_alone(text: str, value: tuple[Decimal, Decimal | None] | None) -> None:
    assert value_of(text, load_codebook()) == value


@pytest.mark.parametrize(
    "sentence",
    [
        "Antara 40 dan 50 kota ikut.",
        "Pangsanya naik antara 72% hingga 94%.",
        "Harga turun sekitar 3 persen sampai 5 persen.",
        "Inflasi minus 2,5 persen.",
        "Ekonomi tumbuh -2,5%.",
        "Harga naik dua setengah persen.",
        "Tujuh atau delapan kota ikut.",
        "Dua puluh lima (25) kota ikut.",
    ],
)
def test_what_is_published_gives_its_value_again(sentence: str) -> None:
    (figure,) = extract(sentence, codebook=load_codebook()).figures
    assert value_of(figure.value_span.of(sentence), load_codebook()) == (figure.value, figure.value_max)
