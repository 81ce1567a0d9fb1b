"""The counted noun phrase in the text's own words: after the number for things counted, before it for shares, money and scores."""

from collections.abc import Container, Sequence

from pipeline.dates import MONTHS, WEEKDAYS
from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.numerals import numeral_words
from pipeline.extract.tokens import Token
from pipeline.extract.units import is_verb

_LONGEST_CLAUSE = 7
_LONGEST_SUBJECT = 6
_FARTHEST = 16
"""Tokens before the number in which the subject stands."""
_CALENDAR = WEEKDAYS | MONTHS.keys() | {"triwulan", "kuartal", "semester"}


class CountedReader:
    """One for each text. `blocked`: tokens of numbers and names; `numbers`: those of all numbers with their units, which are no
    subject."""

    def __init__(
        self, tokens: Sequence[Token], plain: str, blocked: Sequence[bool], numbers: Container[int], codebook: Codebook
    ) -> None:
        self.tokens, self.plain, self.blocked, self.numbers = tokens, plain, blocked, numbers
        words = codebook.words["noun_phrase"]
        self.stop = frozenset((*words["stop"], *words["backward_skip"]))
        self.no_name = _CALENDAR | numeral_words(codebook.numerals)

    def of(self, draft: Draft) -> str | None:
        """The noun phrase with the relative clause that narrows it; None where the text names nothing."""
        first, last = draft.measure.noun, max(draft.last, draft.measure.noun)
        if draft.measure.family.startswith("count/") and first < last:
            return self.text(first, self.narrowed(last, draft))
        if first < draft.last:
            return self.text(first, draft.last)
        return self.text(*draft.noun) if draft.noun else self.subject(draft)

    def narrowed(self, last: int, draft: Draft) -> int:
        """Where the phrase ends with what narrows it: 'kota yang didampingi', 'menara di Papua'."""
        if last >= draft.clause[1] or self.tokens[last].text not in ("yang", "peserta", "terpilih", "di", "dari"):
            return last
        end = last
        while end < draft.clause[1] and end - last < _LONGEST_CLAUSE and self.is_free_word(end):
            end += 1
        return end if end > last + 1 else last

    def subject(self, draft: Draft) -> str | None:
        """Back from the number to the nearest noun phrase that it can be the value of, in the clauses that it is coordinate with."""
        bottom = max(min(draft.chain, draft.clause[0]), draft.first - _FARTHEST)
        index = draft.first
        while index > bottom and not self.is_noun(index - 1):
            index -= 1
        end = index
        while index > bottom and end - index < _LONGEST_SUBJECT and self.is_noun(index - 1):
            index -= 1
        return self.text(index, end) if end > index else None

    def is_free_word(self, index: int) -> bool:
        return self.tokens[index].kind == "w" and not self.blocked[index]

    def is_noun(self, index: int) -> bool:
        """No function word, no verb, no number; of what is blocked, names only."""
        token = self.tokens[index]
        if token.kind != "w" or index in self.numbers or token.text in self.stop or is_verb(token.text):
            return False
        return not self.blocked[index] or token.text not in self.no_name

    def text(self, first: int, last: int) -> str:
        return " ".join(self.plain[self.tokens[first].start : self.tokens[last - 1].end].split())
