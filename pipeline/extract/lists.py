"""Lists set out in lines: which line, ended by a colon, heads the items below it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

_MARKERS = frozenset("-*•–·")
_SHORT = 14
"""Tokens of a line that may be an item without a marker, as a row of a table is."""
_NONE = (0, 0)


class Lists:
    """The heads of one text's lists: an item leaves out what its head says ('Peserta gerakan ini: 1. Tahun 2017: 25 daerah')."""

    def __init__(self, words: Sequence[str]) -> None:
        self.starts: list[int] = []
        self.heads: list[tuple[int, int]] = []
        head = _NONE
        for first, last in _lines(words):
            if not _is_item(words, first, last):
                head = _NONE
            self.starts.append(first)
            self.heads.append(head)
            if words[last - 1] == ":":
                head = (first, last)

    def head_of(self, token: int) -> tuple[int, int]:
        """The tokens of the head of the list that the token stands in; (0, 0) outside of lists."""
        line = bisect_right(self.starts, token) - 1
        return self.heads[line] if line >= 0 else _NONE


def _lines(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines that are not empty, as half-open ranges of tokens."""
    first = 0
    for index, word in enumerate([*words, "\n"]):
        if word == "\n":
            if first < index:
                yield first, index
            first = index + 1


def _is_item(words: Sequence[str], first: int, last: int) -> bool:
    numbered = last - first > 1 and words[first + 1] in (".", ")") and len(words[first]) < 3
    return numbered or words[first] in _MARKERS or last - first <= _SHORT
