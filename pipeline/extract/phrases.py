"""Look-up of many fixed phrases at once over a token list."""

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

    def found_in(self, words: Sequence[str], start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
        """All phrases in words[start:end], longest first at each place, not overlapping: (index, length, value)."""
        stop = len(words) if end is None else end
        found, index = [], start
        while index < stop:
            match = self.at(words, index)
            if match and index + match[0] <= stop:
                found.append((index, *match))
                index += match[0]
            else:
                index += 1
        return found


def split(phrase: str) -> tuple[str, ...]:
    """A phrase of the codebook as token texts."""
    return tuple(token.text for token in tokenize(phrase))
