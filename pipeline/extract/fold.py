"""Folding of a text into forms that are easier to read and exactly as long, so that offsets hold in all of them."""

import re
from typing import NamedTuple

from pipeline.model import Span

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000\ufeff\t\u00ad"
_LINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_LINES, "\n"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)


_WRAP = re.compile(r"(?<=[\w,%)])\n(?=[a-z])")
"""A line that was wrapped: the next goes on in small letters, and no stop or colon ends this one."""


_CONTROL = re.compile(
    r"""
    (?:\x1b\[|\x9b) [0-?]{0,40} [@-~]                       # colours, cursor movements
  | (?:\x1b\]|\x9d) [^\x07\x1b\n]{0,400} (?:\x07|\x1b\\)   # titles, links
    """,
    re.VERBOSE,
)
"""What a terminal obeys and does not show."""
_DIGITS = re.compile("[0-9]+")


class Folded(NamedTuple):
    """`plain`: one kind of space, quote, dash and line break, lines that were wrapped joined, control sequences blank. `low`: the same in lower case. Both as long as the text."""

    plain: str
    low: str


def fold(text: str) -> Folded:
    shown = _CONTROL.sub(lambda match: " " * len(match[0]), text)
    plain = _WRAP.sub(" ", shown.translate(_TABLE))
    low = plain.lower()
    if len(low) != len(plain):  # a few letters grow when lowered, as the dotted capital I of Turkish
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain)
    return Folded(plain, low)


def hidden_digits(text: str) -> list[Span]:
    """Runs of digits that no form shows, because they steer a terminal."""
    sequences = _CONTROL.finditer(text)
    return [Span(*digits.span()) for match in sequences for digits in _DIGITS.finditer(text, *match.span())]
