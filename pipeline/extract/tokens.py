"""Tokens of a folded text: runs of letters, number strings, and single other characters."""

import re
from typing import NamedTuple

# Possessive, so that no input makes it go back. Letters carry their combining marks (NFD).
_TOKEN = re.compile(
    r"(?P<d>[0-9]++(?:[.,][0-9]++)*+)|(?P<w>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+)|(?P<n>\n)|(?P<p>[^\s])"
)


class Token(NamedTuple):
    """`kind`: d number string, w word, p other character, n line break. `text` is the folded lower-case form."""

    start: int
    end: int
    text: str
    kind: str


def tokenize(low: str) -> list[Token]:
    return [Token(m.start(), m.end(), m.group(), m.lastgroup or "p") for m in _TOKEN.finditer(low)]
