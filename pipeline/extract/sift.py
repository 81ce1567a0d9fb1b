"""Sifting: which numbers of a text may be figures, and which are refused. Each number ends up on one side."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.fold import hidden_digits
from pipeline.extract.numbers import is_power, scan
from pipeline.extract.numerals import Mention
from pipeline.extract.reading import ReleaseReading
from pipeline.extract.refuse import Covered, Judge, Verdict, covers
from pipeline.model import Figure, Refusal, Span

MOST_NUMBERS_IN_A_SENTENCE = 120
"""More numbers than this without a full stop are a table pasted as text; no prose rule can tell what they count."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """`names` are the stretches claimed as proper names. `blocked` says of each token whether a number or refusal has it."""

    mentions: list[Mention]
    refusals: list[Refusal]
    names: list[Span]
    blocked: list[bool]


def sift(text: ReleaseReading) -> Sifted:
    covered = covers(text.folded, text.body_start, text.codebook)
    refusals, mentions = _split(text, covered)
    mentions, tabular = _without_tables(text, mentions)
    refusals += tabular
    names = [cover.span for cover in covered if cover.reason == "proper_name"]
    return Sifted(mentions, refusals, names, _blocked(text, mentions, refusals))


def powers(text: ReleaseReading, figures: Sequence[Figure], refusals: Sequence[Refusal]) -> list[Refusal]:
    """'m2' and the like where no figure has it as its unit."""
    units = (text.span(i - 1, i + 1) for i in range(len(text.tokens)) if is_power(text.tokens, i))
    return [Refusal(span, "specification", "the power of a unit") for span in _free(units, figures, refusals)]


def controls(text: str, figures: Sequence[Figure], refusals: Sequence[Refusal]) -> list[Refusal]:
    """Digits of control sequences, but for those inside a number that is read across them."""
    why = "part of a terminal's control sequence, not of what is said"
    hidden = hidden_digits(text)
    return [Refusal(span, "structural", why) for span in _free(hidden, figures, refusals)] if hidden else []


def _free(spans: Iterable[Span], figures: Sequence[Figure], refusals: Sequence[Refusal]) -> list[Span]:
    """Those of the spans that no figure and no refusal has."""
    taken = [span for figure in figures for span in (figure.value_span, *figure.repeats)]
    taken = sorted(taken + [refusal.span for refusal in refusals])
    return [span for span in spans if not _touches(taken, span)]


def _split(text: ReleaseReading, covered: Sequence[Covered]) -> tuple[list[Refusal], list[Mention]]:
    """Numbers that a recogniser covers or the judge refuses, and the rest. A refusal spans all that it covers."""
    judge = Judge(text.tokens, text.plain, text.body_start, text.codebook)
    refusals: list[Refusal] = []
    kept: list[Mention] = []
    position = 0
    before: tuple[Mention, str] | None = None
    for mention in scan(text.tokens, text.plain, text.codebook):
        span = text.span(mention.first, mention.last)
        while position < len(covered) and covered[position].span.end <= span.start:
            position += 1
        over = _overlapping(covered, position, span)
        if over:
            span = Span(min(span.start, over[0].span.start), max(span.end, over[-1].span.end))
            verdict: Verdict | None = Verdict(over[0].reason, over[0].note)
        else:
            verdict = judge.verdict(mention) or (judge.shared(mention, *before) if before else None)
        before = (mention, verdict.reason) if verdict else None
        if verdict:
            refusals = _merged(refusals, Refusal(span, *verdict))
        else:
            kept.append(mention)
    said = [refusal.span for refusal in refusals]
    wordless = [cover for cover in covered if cover.always and not _touches(said, cover.span)]
    return refusals + [Refusal(cover.span, cover.reason, cover.note) for cover in wordless], kept


def _without_tables(text: ReleaseReading, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Refusal]]:
    counts = Counter(text.sentence_of(mention.first) for mention in mentions)
    kept, refused = [], []
    for mention in mentions:
        if counts[text.sentence_of(mention.first)] > MOST_NUMBERS_IN_A_SENTENCE:
            refused.append(
                Refusal(text.span(mention.first, mention.last), "structural", "one of a table pasted as text")
            )
        else:
            kept.append(mention)
    return kept, refused


def _blocked(text: ReleaseReading, mentions: Sequence[Mention], refusals: Sequence[Refusal]) -> list[bool]:
    """Tokens that belong to a number or a refusal, and may not be part of a noun phrase."""
    blocked = [False] * len(text.tokens)
    for mention in mentions:
        blocked[mention.first : mention.last] = [True] * (mention.last - mention.first)
    for refusal in refusals:
        index = max(0, bisect_right(text.starts, refusal.span.start) - 1)
        while index < len(text.tokens) and text.tokens[index].start < refusal.span.end:
            blocked[index] = blocked[index] or text.tokens[index].end > refusal.span.start
            index += 1
    return blocked


def _overlapping(covered: Sequence[Covered], position: int, span: Span) -> list[Covered]:
    found = []
    while position < len(covered) and covered[position].span.start < span.end:
        found.append(covered[position])
        position += 1
    return found


def _touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans overlaps this one."""
    index = bisect_right(spans, span)
    return any(other.overlaps(span) for other in spans[max(0, index - 1) : index + 1])


def _merged(refusals: list[Refusal], new: Refusal) -> list[Refusal]:
    """Add a refusal; one that touches the last widens it, so that no two overlap."""
    if refusals and refusals[-1].span.overlaps(new.span):
        last = refusals[-1]
        refusals[-1] = replace(last, span=Span(min(last.span.start, new.span.start), max(last.span.end, new.span.end)))
    else:
        refusals.append(new)
    return refusals
