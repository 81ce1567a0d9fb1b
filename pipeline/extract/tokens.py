"""Tokens of a folded text: runs of letters, number strings, and single other characters."""

import re
from typing import NamedTuple

# Possessive, so that no input makes it go back. Letters carry their combining marks (NFD).
_TOKEN = re.compile(
    r"(?P<d>[0-9]++(?:[.,][0-9]++)*+)|(?P<w>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+)|(?P<n>\n)|(?P<p>[^\s])"
)

_SEAM = re.compile(r"[a-z]{3}(?=[A-Z][a-z])")
"""Where a capital follows small letters inside a word; brands such as GoTo are too short for it."""
_SHORTEST_PAIR = 6
_SCALE = re.compile(r"(?:ribu|juta|mil[iy]ar|triliun)(?=[a-z]{4})")
"""A scale word that lost the space behind it ('54 ribupenjual'); 'ribuan' is too short to be one."""


class Token(NamedTuple):
    """`kind`: d number string, w word, p other character, n line break. `text` is the folded lower-case form."""

    start: int
    end: int
    text: str
    kind: str


def tokenize(low: str, plain: str | None = None) -> list[Token]:
    """Tokens of the lower-case form; with `plain`, words that lost the space between them ('TriliunKamis') are parted."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(low):
        start, end = match.span()
        kind = match.lastgroup or "p"
        if kind == "w" and tokens and tokens[-1].kind == "d" and (scale := _SCALE.match(low, start, end)):
            tokens.append(Token(start, scale.end(), scale.group(), "w"))
            start = scale.end()
        if plain is not None and kind == "w" and end - start > _SHORTEST_PAIR:
            for seam in _SEAM.finditer(plain, start, end):
                tokens.append(Token(start, seam.end(), low[start : seam.end()], "w"))
                start = seam.end()
        tokens.append(Token(start, end, low[start:end], kind))
    return tokens
