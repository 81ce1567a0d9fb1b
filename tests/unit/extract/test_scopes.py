"""Parts of a whole. All sentences are our own."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("Sebanyak 141 kabupaten dari 514 kabupaten ikut.", [Decimal(514), None]),
        ("Ikut 141 kabupaten dan 514 desa.", [None, None]),
        ("Jumlahnya naik dari 514 kabupaten ke 600 kabupaten.", [None, None]),
    ],
)
def test_the_whole_is_named_by_dari(text: str, totals: list[Decimal | None], read: Callable[..., Extraction]) -> None:
    assert [figure.scope_total for figure in read(text).figures] == totals
