"""Cohesion: whether a sentence goes on from the one before it, so that time and place may be carried over."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.tokens import Token
from pipeline.model import Span

_POINTERS = frozenset(("ini", "itu", "tersebut", "situ", "sana"))
_OPENING_WORDS = 3
_CONNECTIVE = re.compile(r"^(?:sementara|selain|di samping|oleh karena|karena|untuk|maka dari|oleh sebab) itu,?\s")
"""'Sementara itu', 'Selain itu': the pronoun links sentences and points at nothing told before."""


class Cohesion:
    """Judgements on neighbouring sentences of one text."""

    def __init__(
        self, tokens: Sequence[Token], plain: str, low: str, sentences: Sequence[Span], codebook: Codebook
    ) -> None:
        self.tokens, self.plain, self.low, self.sentences = tokens, plain, low, sentences
        self.starts = [token.start for token in tokens]
        self.openers = tuple(codebook.words["anaphora"]["openers"])
        self.continuers = tuple(codebook.words["anaphora"]["continuers"])
        self.parts = frozenset(codebook.words["anaphora"]["parts"])
        self.common = frozenset(codebook.words["anaphora"]["common"]) | frozenset(codebook.words["noun_phrase"]["stop"])

    def same_paragraph(self, sentence: int) -> bool:
        """Whether no line break stands between this sentence and the one before."""
        if not sentence:
            return False
        return "\n" not in self.plain[self.sentences[sentence - 1].end : self.sentences[sentence].start]

    def is_glued(self, sentence: int) -> bool:
        """Whether the portal lost the space before this sentence, as it does together with the break of a paragraph."""
        return bool(sentence) and self.sentences[sentence - 1].end == self.sentences[sentence].start

    def runs_on(self, sentence: int) -> bool:
        """Whether a space, and no line break, stands before this sentence."""
        return self.same_paragraph(sentence) and not self.is_glued(sentence)

    def resumes(self, sentence: int) -> bool:
        """A listed opener goes on with the very subject: 'Dari jumlah itu', 'Angka tersebut'."""
        return self.text(sentence).startswith(self.openers)

    def continues(self, sentence: int) -> bool:
        """A listed opener takes the next item of one account ('Sementara itu', 'Adapun'), or 'pun' adds its subject to it."""
        text = self.text(sentence)
        return text.startswith(self.continuers) or "pun" in text[:60].split()[1 : _OPENING_WORDS + 1]

    def points_back(self, sentence: int) -> bool:
        """A listed opener, a demonstrative or the possessive -nya among the first words."""
        return self.resumes(sentence) or self.points_at(sentence)

    def points_at(self, sentence: int) -> bool:
        """A demonstrative or the possessive -nya among the first words."""
        opening = [word.strip(",:") for word in _CONNECTIVE.sub("", self.text(sentence)[:60]).split()[:_OPENING_WORDS]]
        possessive = any(word.endswith("nya") and len(word) > 5 for word in opening)
        return possessive or not _POINTERS.isdisjoint(opening)

    def takes_part(self, sentence: int) -> bool:
        """Whether a sentence that runs on speaks of a part, an example or the rest ('selebihnya', 'misalnya', 'mereka', 'tertinggi'):
        it presupposes the set that the sentence before told of."""
        span = self.sentences[sentence]
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return self.runs_on(sentence) and not self.parts.isdisjoint(token.text for token in self.tokens[first:last])

    def cites(self, sentence: int) -> bool:
        """'Menurut BPS', 'Berdasarkan data ...': a new source, whose figures have times of their own."""
        return self.text(sentence).startswith(("menurut ", "berdasarkan data ", "berdasarkan survei "))

    def keeps_theme(self, sentence: int) -> bool:
        """Whether the first noun of the sentence was said in the sentence before: the theme takes up what was new."""
        span = self.sentences[sentence]
        first = bisect_left(self.starts, span.start)
        opening = {token.text for token in self.tokens[first : first + _OPENING_WORDS - 1] if len(token.text) > 4}
        return not (opening - self.common).isdisjoint(self.nouns(sentence - 1))

    def shares_subject(self, sentence: int) -> bool:
        """Whether a noun of the sentence before is said again."""
        return not self.nouns(sentence - 1).isdisjoint(self.nouns(sentence))

    def nouns(self, sentence: int) -> frozenset[str]:
        """Words long enough to carry a subject, less those that every release has."""
        span = self.sentences[sentence]
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        words = (token for token in self.tokens[first:last] if token.kind == "w")
        nouns = (token.text for token in words if len(token.text) > 3 or self.is_acronym(token))
        return frozenset(nouns) - self.common

    def is_acronym(self, token: Token) -> bool:
        return len(token.text) > 2 and self.plain[token.start : token.end].isupper()

    def text(self, sentence: int) -> str:
        return self.sentences[sentence].of(self.low).lstrip("\"'( ")
