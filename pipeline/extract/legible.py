"""How far a text is read. What goes on for longer than any press release is refused unread, number by number."""

import re
from functools import lru_cache

from pipeline.extract.codebook import Codebook
from pipeline.extract.fold import fold
from pipeline.extract.numerals import numeral_words
from pipeline.extract.sentences import sentences
from pipeline.model import Refusal, Span

MOST_CHARACTERS = 100_000
MOST_NUMBERS = 2_000
"""Over ten times what the longest release that we have seen holds (9,000 characters, 160 numbers). They bound what a text may cost."""

_LONGEST_RUN = 12
"""Words that may follow the first of one number."""


def legible(text: str, codebook: Codebook) -> int:
    """The character where reading ends: the end of the text, or of its last whole sentence within both bounds."""
    if len(text) < 2 * MOST_NUMBERS:
        return len(text)  # a number and what parts it from the next: there cannot be too many
    plain, low = fold(text[:MOST_CHARACTERS])
    numbers = enumerate(_numbers(codebook).finditer(low))
    too_many = next((match.end() for count, match in numbers if count == MOST_NUMBERS), None)
    if too_many is None and len(text) <= MOST_CHARACTERS:
        return len(text)
    *_, unfinished = (Span(0, 0), *sentences(plain[:too_many]))
    return unfinished.start


def unread(text: str, start: int, codebook: Codebook) -> list[Refusal]:
    """A refusal for each number from `start` on, in digits or words."""
    numbers = _numbers(codebook).finditer(fold(text[start:]).low)
    why = "farther on than any press release goes"
    return [Refusal(Span(start + match.start(), start + match.end()), "structural", why) for match in numbers]


@lru_cache(maxsize=4)
def _numbers(codebook: Codebook) -> re.Pattern[str]:
    words = sorted(numeral_words(codebook.numerals), key=len, reverse=True)
    word = rf"(?:{'|'.join(words)})(?![^\W\d_])"
    return re.compile(rf"(?:[0-9]++(?:[.,][0-9]++)*+|(?<![^\W\d_]){word})(?:\s{word}){{0,{_LONGEST_RUN}}}+")
