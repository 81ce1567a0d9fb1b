"""Sentences of a folded text. Portal texts lose the space after a full stop; that is a boundary too."""

import re

from pipeline.extract.fold import fold
from pipeline.model import Span

# A stop ends a sentence before white space, a quote or a capital, but not within a number and not after an abbreviation.
_END = re.compile(r"""\n|\)(?="[A-Z])|[.!?]["')]{0,2}(?=\s|"|'|[A-Z(]|(?<!\d[.!?])\d{1,2}\.?[A-Z]|$)""")
# An initial is one letter alone: that of "4G", "3T" or "Rp20 M" ends a word.
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nomor|rp|jl|jln|pt|cv|dr|drs|dra|ir|prof|st|hj|tbk|kab|kec|kel|prov|telp|tel|dll|dsb|dst|tsb|a\.n|u\.p|s\.d|s\.kom|bpk|alm|yth|gg|vol|hlm|ttd)|(?<![^\W_])(?<!\d\s)[^\W\d_])\.$",
    re.IGNORECASE,
)


def sentences(plain: str, start: int = 0) -> list[Span]:
    """Sentence spans from `start` on, trimmed of white space, in order; they cover every other character.

    A quote after a full stop closes the sentence's quotation if one is open; otherwise it opens the next sentence.
    """
    spans: list[Span] = []
    begin, quotes, counted = start, 0, start
    for match in _END.finditer(plain, start):
        if match.group() == "\n":
            _add(spans, plain, begin, match.end())
            begin = counted = match.end()
            quotes = 0
            continue
        if _ABBREVIATION.search(plain, max(begin, match.start() - 12), match.start() + 1):
            continue
        quotes += plain.count('"', counted, match.start())
        opens = quotes % 2 == 0 and '"' in match.group()
        end = match.start() + match.group().index('"') if opens else match.end()
        quotes += plain.count('"', match.start(), end)
        _add(spans, plain, begin, end)
        begin = counted = end
    _add(spans, plain, begin, len(plain))
    return spans


def sentence_around(text: str, body_start: int, number: Span) -> Span:
    """The sentence that holds the number, widened where an end of a sentence was seen inside it."""
    plain = fold(text).plain
    first = body_start if number.start >= body_start else 0
    held = [span for span in sentences(plain, first) if span.overlaps(number)]
    return Span(min(number.start, *(span.start for span in held)), max(number.end, *(span.end for span in held)))


def _add(spans: list[Span], plain: str, begin: int, end: int) -> None:
    while begin < end and plain[begin].isspace():
        begin += 1
    while end > begin and plain[end - 1].isspace():
        end -= 1
    if end > begin:
        spans.append(Span(begin, end))
