from decimal import Decimal

import pytest

from pipeline.extract import load_codebook, value_of


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
