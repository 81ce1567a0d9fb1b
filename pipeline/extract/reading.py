"""One text prepared for reading: its forms, tokens and sentences, and what lies where. Every reader of a text shares one."""

from bisect import bisect_right
from datetime import date
from itertools import pairwise

from pipeline.extract.codebook import Codebook
from pipeline.extract.fold import fold
from pipeline.extract.periods import release_of
from pipeline.extract.sentences import sentences
from pipeline.extract.tokens import tokenize
from pipeline.model import Span


class ReleaseReading:
    """`text[:body_start]` is the title and a blank line. Token ranges are half open."""

    def __init__(self, text: str, body_start: int, published_on: date | None, codebook: Codebook) -> None:
        self.body_start, self.codebook = body_start, codebook
        self.folded = fold(text)
        plain, low = self.folded
        self.tokens = tokenize(low, plain)
        self.words = [token.text for token in self.tokens]
        self.starts = [token.start for token in self.tokens]
        self.headline = _headline_again(low, plain, body_start)
        ends = sorted({0, body_start, self.headline.end, len(plain)})
        self.sentences = [span for start, end in pairwise(ends) for span in sentences(plain[:end], start)]
        self.sentence_starts = [span.start for span in self.sentences]
        self.release = release_of(published_on, low, body_start)

    @property
    def plain(self) -> str:
        return self.folded.plain

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def in_title(self, token: int) -> bool:
        """In the title, or where the head of the body prints it again."""
        start = self.tokens[token].start
        return start < self.body_start or self.headline.start <= start < self.headline.end

    def sentence_of(self, token: int) -> int:
        return max(0, bisect_right(self.sentence_starts, self.tokens[token].start) - 1)

    def bounds(self, sentence: int) -> tuple[int, int]:
        """The tokens of a sentence."""
        span = self.sentences[sentence]
        return bisect_right(self.starts, span.start - 1), bisect_right(self.starts, span.end - 1)

    def quote(self, sentence: int, number: Span) -> Span:
        """The sentence, widened where its end was seen inside the number: a quote always holds the number that it proves."""
        whole = self.sentences[sentence]
        return Span(min(whole.start, number.start), max(whole.end, number.end))


def _headline_again(low: str, plain: str, body_start: int) -> Span:
    """The title's subject, behind its number and 'tentang', in the head of the body, to the last time that it is printed there
    letter for letter; an empty span where it is not."""
    subject = (
        low[:body_start].rsplit(" tentang ", 1)[-1].strip()
        if low.startswith("siaran pers")
        else low[:body_start].strip()
    )
    at = low.find(subject, body_start, body_start + _HEAD) if subject else -1
    if at < 0:
        return Span(body_start, body_start)
    printed = plain[at : at + len(subject)]
    return Span(at, plain.rfind(printed, at, body_start + _HEAD + len(printed)) + len(printed))


_HEAD = 600
"""Characters of a body in which its header stands."""
