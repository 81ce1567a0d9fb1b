"""Look-up of many fixed phrases at once over a token list."""

from collections.abc import Iterable, Sequence

from pipeline.extract.tokens import tokenize

_MANY = 12
"""Longest phrase in tokens; bounds the work at each position."""

_PREFIXES = ("di", "men", "mem", "meng", "pen", "pem", "peng", "ber", "ter", "me")


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
        self._by_letter: dict[str, list[tuple[str, ...]]] = {}
        for parts in self._values:
            self._by_letter.setdefault(parts[0][0], []).append(parts)
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

    def prefix_at(self, words: Sequence[str], index: int) -> bool:
        """Whether a phrase begins at words[index], its last word read as a beginning: 'damping' is found in 'dampingi',
        'didampingi' and 'mendampingi', the verbal prefixes being taken off."""
        word = words[index]
        for stem in dict.fromkeys((word, *(word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix)))):
            for parts in self._starting(stem):
                rest = tuple(words[index + 1 : index + len(parts)])
                if len(parts) == 1 or (
                    parts[0] == stem
                    and rest[:-1] == parts[1:-1]
                    and len(rest) == len(parts) - 1
                    and rest[-1].startswith(parts[-1])
                ):
                    return True
        return False

    def _starting(self, stem: str) -> list[tuple[str, ...]]:
        """Single words that `stem` begins with, and phrases whose first word it is."""
        return [parts for parts in self._by_letter.get(stem[:1], ()) if stem.startswith(parts[0])]

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
