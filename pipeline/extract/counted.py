"""The counted noun phrase in the text's own words: after the number for things counted, before it for shares, money and scores."""

from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.tokens import Token

_LONGEST_CLAUSE = 7
_LONGEST_SUBJECT = 6


def counted_phrase(
    draft: Draft, tokens: Sequence[Token], plain: str, blocked: Sequence[bool], codebook: Codebook
) -> str | None:
    """The noun phrase with the relative clause that narrows it; None where the text names nothing."""
    first, last = draft.measure.noun, max(draft.last, draft.measure.noun)
    if draft.measure.family.startswith("count/") and first < last:
        return _text(tokens, plain, first, _relative(last, draft, tokens, blocked))
    if first < draft.last:
        return _text(tokens, plain, first, draft.last)
    return _subject(draft, tokens, plain, blocked, codebook)


def _relative(last: int, draft: Draft, tokens: Sequence[Token], blocked: Sequence[bool]) -> int:
    if last >= draft.clause[1] or tokens[last].text not in ("yang", "peserta", "terpilih", "di", "dari"):
        return last
    end = last
    while end < draft.clause[1] and end - last < _LONGEST_CLAUSE and tokens[end].kind == "w" and not blocked[end]:
        end += 1
    return end if end > last + 1 else last


def _subject(
    draft: Draft, tokens: Sequence[Token], plain: str, blocked: Sequence[bool], codebook: Codebook
) -> str | None:
    """Back from the number over linking words to the noun phrase that it is the value of."""
    skip = frozenset(codebook.words["noun_phrase"]["backward_skip"])
    index = draft.first
    while index > draft.clause[0] and (tokens[index - 1].text in skip or tokens[index - 1].text == ","):
        index -= 1
    end = index
    while (
        index > draft.clause[0]
        and end - index < _LONGEST_SUBJECT
        and tokens[index - 1].kind == "w"
        and not blocked[index - 1]
    ):
        index -= 1
    return _text(tokens, plain, index, end) if end > index else None


def _text(tokens: Sequence[Token], plain: str, first: int, last: int) -> str:
    return " ".join(plain[tokens[first].start : tokens[last - 1].end].split())
