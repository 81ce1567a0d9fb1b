"""Folding of a text into forms that are easier to read and exactly as long, so that offsets hold in all of them."""

import re
from typing import NamedTuple

from pipeline.model import Span

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2066\u2067\u2068\u2069\ufeff"
"""What takes no room on a page: soft hyphens, joiners, marks of direction."""
_LINES = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_ZEROS = "\uff10\u0660\u06f0\u0966\u09e6\u0e50\u1b50\u1bb0\ua9d0\U0001d7ce\U0001d7d8\U0001d7e2\U0001d7ec\U0001d7f6"
"""The noughts of decimal digits other than ASCII: full width, of the scripts of readers near, and styled as on social media."""
JOINT = "\u2064"
"""Stands for what is invisible inside a number or a word, which it does not part."""
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_SPACES + _INVISIBLE, " "),
        **dict.fromkeys(_LINES, "\n"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **{chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)},
    }
)


_JOINED = re.compile(rf"(?<=[0-9.,])[{_INVISIBLE}]{{1,8}}(?=[0-9.,])|(?<=[^\W\d_])\u00ad{{1,8}}(?=[^\W\d_])")
"""None parts a number. A soft hyphen parts no word; the others stand between words that lost the space between them."""
_WRAP = re.compile(r"(?<=[\w,%)])\n(?=[a-z])")
"""A line that was wrapped: the next goes on in small letters, and no stop or colon ends this one."""
_BREAK = re.compile(r"(?<=[\w,%)])\n(?=[\w(+])")
"""Where a text that was wrapped throughout may go on with a name or a number."""
_WRAPPED = 5
"""Wrapped lines that make a text one that was wrapped throughout, when they are at least a third of all."""


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
    """`plain`: one kind of space, quote, dash, digit and line break, lines that were wrapped joined, control sequences blank. `low`: the same in lower case. Both as long as the text."""

    plain: str
    low: str


def fold(text: str) -> Folded:
    shown = _CONTROL.sub(lambda match: " " * len(match[0]), text)
    joined = _JOINED.sub(lambda match: JOINT * len(match[0]), shown)
    plain, wrapped = _WRAP.subn(" ", joined.translate(_TABLE))
    if wrapped >= _WRAPPED and wrapped * 2 >= plain.count("\n"):
        plain = _BREAK.sub(" ", plain)
    low = plain.lower()
    if len(low) != len(plain):  # a few letters grow when lowered, as the dotted capital I of Turkish
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain)
    return Folded(plain, low)


def hidden_digits(text: str) -> list[Span]:
    """Runs of digits that no form shows, because they steer a terminal."""
    sequences = _CONTROL.finditer(text)
    return [Span(*digits.span()) for match in sequences for digits in _DIGITS.finditer(text, *match.span())]
