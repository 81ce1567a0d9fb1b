"""The value again, from the number expression alone: what a published row is checked with."""

from decimal import Decimal

from pipeline.extract.codebook import Codebook
from pipeline.extract.fold import fold
from pipeline.extract.numbers import scan
from pipeline.extract.tokens import tokenize


def value_of(value_text: str, codebook: Codebook) -> tuple[Decimal, Decimal | None] | None:
    """The value and, of a range, its upper end; None where the text does not hold exactly one number."""
    plain, low = fold(value_text)
    mentions = scan(tokenize(low, plain), plain, codebook)
    return (mentions[0].value, mentions[0].value_max) if len(mentions) == 1 else None
