"""Distributives: 'A, B, dan C masing-masing 17' gives each receiver a figure of its own, all with one span; 'A dan B masing-masing
10 dan 15' gives each its own number."""

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.tokens import Token

_MOST_RECEIVERS = 12
_STRUNG = frozenset((",", "dan", "serta"))


def distributed(
    drafts: Sequence[Draft], words: Sequence[str], tokens: Sequence[Token], plain: str
) -> list[list[str | None]]:
    """For each figure of a sentence its receivers by name, or one None where the number is not shared out."""
    shared: list[list[str | None]] = [[None] for _ in drafts]
    for position, draft in enumerate(drafts):
        names = _receivers(draft, words, tokens, plain)
        if len(names) < 2:
            continue
        series = _series(drafts, position, words)
        if len(series) == len(names):
            for member, name in zip(series, names, strict=True):
                shared[member] = [name]
        else:
            shared[position] = list(names)
    return shared


def _series(drafts: Sequence[Draft], position: int, words: Sequence[str]) -> list[int]:
    """The positions of the numbers that are strung together from there on: '10, 12, dan 15 menara'."""
    series = [position]
    for later in range(position + 1, len(drafts)):
        if not _STRUNG.issuperset(words[drafts[later - 1].last : drafts[later].first]):
            break
        series.append(later)
    return series


def _receivers(draft: Draft, words: Sequence[str], tokens: Sequence[Token], plain: str) -> list[str]:
    mark = _distributive(draft, words)
    if mark is None:
        return []
    names: list[str] = []
    end = mark - 1 if words[mark - 1] == "," else mark
    while end > draft.clause[0] and len(names) < _MOST_RECEIVERS:
        start = end
        while start > draft.clause[0] and tokens[start - 1].kind == "w" and plain[tokens[start - 1].start].isupper():
            start -= 1
        if start == end:
            break
        names.append(plain[tokens[start].start : tokens[end - 1].end])
        end = start
        while end > draft.clause[0] and words[end - 1] in (",", "dan", "serta"):
            end -= 1
        if end == start:
            break
    return names[::-1]


def _distributive(draft: Draft, words: Sequence[str]) -> int | None:
    """Where 'masing-masing' stands, at most four words before the number ('masing-masing diberikan kepada 17')."""
    for index in range(draft.first - 1, max(draft.clause[0] + 2, draft.first - 6), -1):
        if words[index] == "masing" and words[index - 2 : index] == ["masing", "-"]:
            return index - 2
    return None
