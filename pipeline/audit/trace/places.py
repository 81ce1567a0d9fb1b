"""A number in its paragraph."""

from pipeline.audit.trace.nodes import Place
from pipeline.model import Span


def place(text: str, quote: Span, number: Span) -> Place | None:
    """The paragraph of a release text around a sentence and its number; None where they do not lie in the text."""
    if not 0 <= quote.start <= number.start < number.end <= quote.end <= len(text):
        return None
    first, last = text.rfind("\n", 0, quote.start) + 1, text.find("\n", quote.end)
    last = len(text) if last < 0 else last
    before = text[:first].rstrip("\n").rpartition("\n")[2]
    after = text[last:].lstrip("\n").partition("\n")[0]
    return Place(text[first:last], first, _moved(quote, first), _moved(number, first), True, before, after)


def published_place(quote: str, quote_start: int, number: Span) -> Place:
    """The published sentence alone, with the number as far as it lies in it."""
    start = min(max(0, number.start - quote_start), len(quote))
    end = min(max(start, number.end - quote_start), len(quote))
    return Place(quote, quote_start, Span(0, len(quote)), Span(start, end), False)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start - by, span.end - by)
