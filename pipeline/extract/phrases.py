"""Look-up of many fixed phrases at once over a token list."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from pipeline.extract.tokens import tokenize

_MANY = 12
"""Longest phrase in tokens; bounds the work at each position."""


class Phrases:
    """Phrases with a value each. A phrase is split as tokens are: letters, digits, single other characters."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._values: dict[tuple[str, ...], str] = {}
        self._by_first: dict[str, int] = {}
        for phrase, value in entries:
            parts = split(phrase)
            if not 0 < len(parts) <= _MANY:
                raise ValueError(f"a phrase has 1 to {_MANY} words: {phrase!r}")
            self._values.setdefault(parts, value)
            self._by_first[parts[0]] = max(self._by_first.get(parts[0], 0), len(parts))
        self.first_words = self._by_first.keys()
        self._longest = max((len(parts) for parts in self._values), default=0)

    def __len__(self) -> int:
        return len(self._values)

    def at(self, words: Sequence[str], index: int) -> tuple[int, str] | None:
        """The longest phrase that begins at words[index]: its length in tokens and its value."""
        longest = self._by_first.get(words[index], 0) if index < len(words) else 0
        for length in range(min(longest, len(words) - index), 0, -1):
            if (value := self._values.get(tuple(words[index : index + length]))) is not None:
                return length, value
        return None

    def ending_at(self, words: Sequence[str], end: int) -> tuple[int, str] | None:
        """The longest phrase whose last token is words[end - 1]."""
        for length in range(min(self._longest, end), 0, -1):
            if (value := self._values.get(tuple(words[end - length : end]))) is not None:
                return length, value
        return None

    def found_in(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        """All phrases in words, longest first at each place, not overlapping: (index, length, value)."""
        return Occurrences(self, words).within(0, len(words))


class Occurrences:
    """Where phrases stand in one text: looked up once, asked for as many clauses and sentences as the text has."""

    def __init__(self, phrases: Phrases, words: Sequence[str]) -> None:
        places = [index for index, word in enumerate(words) if word in phrases.first_words]
        self._matches = [(index, *match) for index in places if (match := phrases.at(words, index))]
        self._starts = [index for index, _, _ in self._matches]

    def within(self, first: int, last: int) -> list[tuple[int, int, str]]:
        """Those that lie in words[first:last], longest at each place, not overlapping: (index, length, value)."""
        found, clear = [], first
        for match in self._matches[bisect_left(self._starts, first) : bisect_left(self._starts, last)]:
            index, length, _ = match
            if clear <= index and index + length <= last:
                found.append(match)
                clear = index + length
        return found


def split(phrase: str) -> tuple[str, ...]:
    """A phrase of the codebook as token texts."""
    return tuple(token.text for token in tokenize(phrase))
