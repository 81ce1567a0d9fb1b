"""The counted noun phrase in the text's own words: after the number for things counted, before it for shares, money and scores."""

from collections.abc import Container, Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.numerals import numeral_words
from pipeline.extract.tokens import Token
from pipeline.extract.units import is_verb

_LONGEST_CLAUSE = 7
_LONGEST_SUBJECT = 6
_FARTHEST = 16
"""Tokens before the number in which the subject stands."""
_MONTHS = frozenset(
    "januari februari maret april mei juni juli agustus september oktober november desember senin selasa rabu kamis jumat sabtu "
    "minggu triwulan kuartal semester".split()
)


def counted_phrase(
    draft: Draft,
    tokens: Sequence[Token],
    plain: str,
    blocked: Sequence[bool],
    numbers: Container[int],
    codebook: Codebook,
) -> str | None:
    """The noun phrase with the relative clause that narrows it; None where the text names nothing. `numbers`: the tokens of all
    numbers with their units, which are no subject."""
    first, last = draft.measure.noun, max(draft.last, draft.measure.noun)
    if draft.measure.family.startswith("count/") and first < last:
        return _text(tokens, plain, first, _relative(last, draft, tokens, blocked))
    if first < draft.last:
        return _text(tokens, plain, first, draft.last)
    if draft.noun:
        return _text(tokens, plain, *draft.noun)
    return _subject(draft, tokens, plain, blocked, numbers, codebook)


def _relative(last: int, draft: Draft, tokens: Sequence[Token], blocked: Sequence[bool]) -> int:
    if last >= draft.clause[1] or tokens[last].text not in ("yang", "peserta", "terpilih", "di", "dari"):
        return last
    end = last
    while end < draft.clause[1] and end - last < _LONGEST_CLAUSE and tokens[end].kind == "w" and not blocked[end]:
        end += 1
    return end if end > last + 1 else last


def _subject(
    draft: Draft,
    tokens: Sequence[Token],
    plain: str,
    blocked: Sequence[bool],
    numbers: Container[int],
    codebook: Codebook,
) -> str | None:
    """Back from the number to the nearest noun phrase that it can be the value of, in the clauses that it is coordinate with."""
    numeral = numeral_words(codebook.numerals)
    stop = frozenset((*codebook.words["noun_phrase"]["stop"], *codebook.words["noun_phrase"]["backward_skip"]))

    def is_noun(index: int) -> bool:
        token = tokens[index]
        if token.kind != "w" or index in numbers or token.text in stop or is_verb(token.text):
            return False
        return not blocked[index] or (token.text not in _MONTHS and token.text not in numeral)

    bottom = max(min(draft.chain, draft.clause[0]), draft.first - _FARTHEST)
    index = draft.first
    while index > bottom and not is_noun(index - 1):
        index -= 1
    end = index
    while index > bottom and end - index < _LONGEST_SUBJECT and is_noun(index - 1):
        index -= 1
    return _text(tokens, plain, index, end) if end > index else None


def _text(tokens: Sequence[Token], plain: str, first: int, last: int) -> str:
    return " ".join(plain[tokens[first].start : tokens[last - 1].end].split())
