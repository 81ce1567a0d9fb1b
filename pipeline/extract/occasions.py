"""The occasion that a release tells of: its day is that of what was done at it, undated."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period
from pipeline.extract.tokens import Token
from pipeline.model import Span


class Occasion:
    """Judgements on acts of a single occasion in one text."""

    def __init__(
        self,
        tokens: Sequence[Token],
        plain: str,
        sentences: Sequence[Span],
        between: Callable[[int, int], Sequence[Period]],
        today: Period | None,
        codebook: Codebook,
    ) -> None:
        self.tokens, self.plain, self.sentences, self.between, self.today = tokens, plain, sentences, between, today
        self.acts = frozenset(codebook.words["occasion"]["acts"])

    def told(self, drafts: Sequence[Draft]) -> Period | None:
        """The day last named, else the release's, for what a clock time or an act of a single occasion dates: who attended, what
        was handed over. What 'telah' reports may have happened at any time."""
        sentence = drafts[0].sentence
        span = self.sentences[sentence]
        words = set(self.said(drafts))
        clock = _CLOCK.search(self.plain, span.start, span.end) is not None
        once = drafts[0].unit not in RATES and not words.isdisjoint(self.acts) and words.isdisjoint(_NOT_ONCE)
        if not clock and not once:
            return None
        day = self.event_before(sentence) or self.today
        return replace(day, spoken=True) if day else None

    def said(self, drafts: Sequence[Draft]) -> Iterator[str]:
        """The words of the clauses, without relative clauses that tell of a day of their own ('yang diresmikan pada 14 Oktober') and,
        behind a quotation, without who said it and where."""
        first, last = drafts[0].clause[0], drafts[-1].clause[1]
        end = self.plain.find('" ', self.tokens[drafts[-1].last - 1].end, self.tokens[last - 1].end)
        span = self.sentences[drafts[0].sentence]
        dated = self.between(span.start, span.end)
        told = [(period.begun, period.end) for period in dated if period.begun is not None]
        for token in self.tokens[first:last]:
            if (end < 0 or token.start < end) and not any(start <= token.start < stop for start, stop in told):
                yield token.text

    def event_before(self, sentence: int) -> Period | None:
        """The day of the event that the text told of last before the sentence; of another day, where it tells of no event."""
        before = self.between(0, self.sentences[sentence].start)
        days = [period for period in before if period.grain == "day" and not period.way and not period.relative]
        return next(reversed([period for period in days if period.weak] or days), None)


RATES = frozenset(("index", "percent", "percentage_point", "rank", "multiple"))
_CLOCK = re.compile(r"\b(?:[Pp]ukul|[Jj]am)\s\d{1,2}[.:]\d\d")
_NOT_ONCE = frozenset(
    "telah sudah akan rencananya bakal dijadwalkan direncanakan nantinya setiap tiap harus wajib dapat bisa".split()
)
