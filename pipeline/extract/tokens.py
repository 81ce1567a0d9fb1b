"""Tokens of a folded text: runs of letters, number strings, and single other characters."""

import re
from typing import NamedTuple

from pipeline.extract.fold import JOINT

_PARTS = "\u00bc-\u00be\u2150-\u215e"
"""Signs for parts of one, as \u00bd, which for the language of patterns are letters."""
# Possessive, so that no input makes it go back. Letters carry their combining marks (NFD).
_TOKEN = re.compile(
    rf"(?P<d>[0-9]++(?:{JOINT}*+[.,]?+{JOINT}*+[0-9]++)*+)|(?P<w>[^\W\d_{_PARTS}](?:[^\W\d_{_PARTS}]|[\u0300-\u036f{JOINT}])*+)"
    r"|(?P<n>\n)|(?P<p>[^\s])"
)

_SEAM = re.compile(r"[a-z]{3}(?=[A-Z][a-z])")
"""Where a capital follows small letters inside a word; brands such as GoTo are too short for it."""
_ACRONYM = re.compile(r"[A-Z]{2,6}(?=[A-Z][a-z]{2})")
"""The same behind an acronym right after a number, as units are ('200 MWPemenang')."""
_SHORTEST_PAIR = 6
_SCALE = re.compile(r"(?:ribu|juta|mil[iy]ar|triliun)(?=[a-z]{4})|persen(?!tase|nya|an)(?=[a-z]{2})")
"""A word for a scale or for percent that lost the space behind it ('54 ribupenjual'); 'ribuan' is too short to be one."""
_NUMBER_WORD = re.compile(
    "nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|(?:se)?(?:puluh|belas|ratus|ribu|juta|mil[iy]ar|triliun)(?:an(?![a-z]))?"
)
_NUMBER_WORDS = re.compile(
    rf"(?:sebanyak|sebesar|sekitar|sejumlah|hanya|dengan|dari|dan|untuk|pada|total|hampir)?(?:{_NUMBER_WORD.pattern}){{1,16}}+(?![^\W\d_])"
)
"""Number words that lost the spaces between them, or behind the word before ('limaratusribu', 'sebanyaktiga')."""
_YEAR_AND_MORE = re.compile(r"((?:19|20)[0-9]{2})[.,]([0-9]{1,3}(?![0-9]))")
_BEFORE_YEARS = frozenset(("tahun", "pada", "sejak"))


class Token(NamedTuple):
    """`kind`: d number string, w word, p other character, n line break. `text` is the folded lower-case form,
    without what is invisible inside it."""

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
        if kind == "w":
            if tokens and tokens[-1].kind == "d":
                lost = _SCALE.match(low, start, end) or (
                    _ACRONYM.match(plain, start, end) if plain is not None else None
                )
                if lost:
                    tokens.append(Token(start, lost.end(), low[start : lost.end()], "w"))
                    start = lost.end()
            if end - start > _SHORTEST_PAIR:
                for seam in _seams(low, plain, start, end):
                    tokens.append(Token(start, seam, low[start:seam], "w"))
                    start = seam
        elif tokens and tokens[-1].text in _BEFORE_YEARS and (year := _YEAR_AND_MORE.fullmatch(low, start, end)):
            # 'pada 2023,50 kota': after such a word four digits are a year, and the space behind the comma is lost
            tokens.append(Token(start, year.end(1), year[1], "d"))
            tokens.append(Token(year.end(1), year.start(2), low[year.end(1)], "p"))
            start = year.start(2)
        tokens.append(Token(start, end, low[start:end].replace(JOINT, ""), kind))
    return tokens


def _seams(low: str, plain: str | None, start: int, end: int) -> list[int]:
    """Where words inside a run of letters end that lost the space behind them."""
    if _NUMBER_WORDS.fullmatch(low, start, end):
        words = list(_NUMBER_WORD.finditer(low, start, end))
        return [seam for word in words if (seam := word.start()) > start]
    return [seam.end() for seam in _SEAM.finditer(plain, start, end)] if plain is not None else []
