"""Look-up of words by their stems: 'damping' is found in 'didampingi' and 'mendampingi', 'menerap' in 'menerapkan'."""

from collections.abc import Iterable, Sequence

from pipeline.extract.phrases import split

_PREFIXES = ("di", "men", "mem", "meng", "pen", "pem", "peng", "ber", "ter", "me")
_MELTED = tuple(
    (verb + nasal, first)
    for verb in ("me", "pe")
    for nasal, first in (("m", "p"), ("n", "t"), ("ny", "s"), ("ng", "k"))
)
"""Prefixes that swallow the first letter of a stem before a vowel: 'menyelesaikan' has 'selesai', 'memasang' has 'pasang'."""
_VOWELS = frozenset("aiueo")
_NOTHING: frozenset[str] = frozenset()


class Stems:
    """Phrases with labels. The last word of a phrase matches as a beginning, with or without a verbal prefix before it."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._by_letter: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, label in entries:
            parts = split(phrase)
            self._by_letter.setdefault(parts[0][0], []).append((parts, label))
        self._known: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}

    def at(self, words: Sequence[str], index: int) -> frozenset[str]:
        """The labels of all phrases that begin at words[index]."""
        candidates = self._candidates(words[index])
        if not candidates:
            return _NOTHING
        return frozenset(label for parts, label in candidates if len(parts) == 1 or _continues(words, index, parts))

    def _candidates(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Phrases whose first word this may be; remembered, for a text has few different words."""
        if (known := self._known.get(word)) is None:
            bare = (word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix))
            melted = (
                first + word[len(prefix) :]
                for prefix, first in _MELTED
                if word.startswith(prefix) and word[len(prefix) : len(prefix) + 1] in _VOWELS
            )
            stems = {word, *bare, *melted} - {""}
            known = tuple(
                (parts, label)
                for stem in stems
                for parts, label in self._by_letter.get(stem[0], ())
                if (stem.startswith(parts[0]) if len(parts) == 1 else stem == parts[0])
            )
            if len(self._known) < _REMEMBERED and len(word) < _LONGEST_WORD:
                self._known[word] = known
        return known


def _continues(words: Sequence[str], index: int, parts: tuple[str, ...]) -> bool:
    rest = tuple(words[index + 1 : index + len(parts)])
    return len(rest) == len(parts) - 1 and rest[:-1] == parts[1:-1] and rest[-1].startswith(parts[-1])


_REMEMBERED, _LONGEST_WORD = 100_000, 40
"""Bounds on what is remembered, so that a hostile text cannot fill the memory."""
