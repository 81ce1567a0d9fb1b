"""Distributives: 'A, B, dan C masing-masing 17' gives each receiver a figure of its own, all with one span."""

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.tokens import Token

_MOST_RECEIVERS = 12


def distributed(draft: Draft, words: Sequence[str], tokens: Sequence[Token], plain: str) -> list[str | None]:
    """The receivers by name, or one None where the number is not shared out."""
    mark = _distributive(draft, words)
    if mark is None:
        return [None]
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
    return list(reversed(names)) if len(names) > 1 else [None]


def _distributive(draft: Draft, words: Sequence[str]) -> int | None:
    """Where 'masing-masing' stands, at most four words before the number ('masing-masing diberikan kepada 17')."""
    for index in range(draft.first - 1, max(draft.clause[0] + 2, draft.first - 6), -1):
        if words[index] == "masing" and words[index - 2 : index] == ["masing", "-"]:
            return index - 2
    return None
