"""Composition: text -> mentions -> figures and refusals. Each step is a module of this folder; here is only their order."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from pipeline.extract.areas import Area, AreaReader
from pipeline.extract.codebook import Codebook
from pipeline.extract.cohesion import Cohesion
from pipeline.extract.confidence import confidence
from pipeline.extract.counted import counted_phrase
from pipeline.extract.discourse import Timed, across_sentences, edition_of
from pipeline.extract.draft import Draft, set_clauses
from pipeline.extract.elision import inherit_units
from pipeline.extract.fold import fold
from pipeline.extract.indicators import IndicatorReader
from pipeline.extract.numbers import Mention, is_power, scan
from pipeline.extract.periods import periods, release_of
from pipeline.extract.qualifiers import QualifierReader
from pipeline.extract.receivers import distributed
from pipeline.extract.refuse import Covered, Judge, covers
from pipeline.extract.repeats import Placed, without_repeats
from pipeline.extract.scopes import scope_total
from pipeline.extract.sentences import sentences
from pipeline.extract.speakers import SpeakerReader
from pipeline.extract.status import StatusReader, settle
from pipeline.extract.times import TimeReader, of_the_year
from pipeline.extract.tokens import tokenize
from pipeline.extract.units import UnitReader
from pipeline.model import Extraction, Figure, Refusal, Span

RULE_VERSION = 1
MOST_NUMBERS_IN_A_SENTENCE = 120
"""More numbers than this without a full stop are a table pasted as text; no prose rule can tell what they count."""


def extract(text: str, *, body_start: int = 0, published_on: date | None = None, codebook: Codebook) -> Extraction:
    """Every number of the text as a figure, a repeat of one, or a refusal.

    Offsets count in `text`. With `body_start` > 0, text[:body_start] is the title and a blank line. Pure and deterministic;
    no text makes it fail.
    """
    return _Text(text, body_start, published_on, codebook).extraction()


class _Text:
    """The readings of one text that the attributes are judged from."""

    def __init__(self, text: str, body_start: int, published_on: date | None, codebook: Codebook) -> None:
        self.body_start, self.codebook = body_start, codebook
        self.folded = fold(text)
        plain, low = self.folded
        self.tokens = tokenize(low, plain)
        self.words = [token.text for token in self.tokens]
        self.starts = [token.start for token in self.tokens]
        self.sentences = (
            sentences(plain[:body_start]) + sentences(plain, body_start) if body_start else sentences(plain)
        )
        self.sentence_starts = [span.start for span in self.sentences]
        self.covered = covers(self.folded, body_start, codebook)
        self.release = release_of(published_on, low)

    def extraction(self) -> Extraction:
        refusals, mentions = self.split(scan(self.tokens, self.folded.plain, self.codebook))
        mentions, tabular = self.without_tables(mentions)
        refusals += tabular
        blocked = self.blocked(mentions, refusals)
        drafts = self.drafts(mentions, blocked)
        figures = self.figures(drafts, blocked) if drafts else []
        refusals += self.powers(figures, refusals)
        return Extraction(tuple(figures), tuple(sorted(set(refusals), key=lambda refusal: refusal.span)))

    def powers(self, figures: Sequence[Figure], refusals: Sequence[Refusal]) -> list[Refusal]:
        """'m2' and the like where no figure has it as its unit."""
        taken = [span for figure in figures for span in (figure.value_span, *figure.repeats)]
        taken = sorted(taken + [refusal.span for refusal in refusals])
        units = (self.span(i - 1, i + 1) for i in range(len(self.tokens)) if is_power(self.tokens, i))
        return [Refusal(span, "specification") for span in units if not _touches(taken, span)]

    def split(self, mentions: Sequence[Mention]) -> tuple[list[Refusal], list[Mention]]:
        """Numbers that a recogniser covers or the judge refuses, and the rest. A refusal spans all that it covers."""
        judge = Judge(self.tokens, self.folded.plain, self.body_start, self.codebook)
        refusals: list[Refusal] = []
        kept: list[Mention] = []
        position = 0
        before: tuple[Mention, str] | None = None
        for mention in mentions:
            span = self.span(mention.first, mention.last)
            while position < len(self.covered) and self.covered[position].span.end <= span.start:
                position += 1
            over = _overlapping(self.covered, position, span)
            if over:
                span = Span(min(span.start, over[0].span.start), max(span.end, over[-1].span.end))
                reason: str | None = over[0].reason
            else:
                reason = judge.reason(mention) or (judge.shared(mention, *before) if before else None)
            before = (mention, reason) if reason else None
            if reason:
                refusals = _merged(refusals, Refusal(span, reason))
            else:
                kept.append(mention)
        said = [refusal.span for refusal in refusals]
        wordless = [cover for cover in self.covered if cover.always and not _touches(said, cover.span)]
        return refusals + [Refusal(cover.span, cover.reason) for cover in wordless], kept

    def without_tables(self, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Refusal]]:
        counts: dict[int, int] = {}
        for mention in mentions:
            sentence = self.sentence_of(mention.first)
            counts[sentence] = counts.get(sentence, 0) + 1
        kept, refused = [], []
        for mention in mentions:
            if counts[self.sentence_of(mention.first)] > MOST_NUMBERS_IN_A_SENTENCE:
                refused.append(Refusal(self.span(mention.first, mention.last), "structural"))
            else:
                kept.append(mention)
        return kept, refused

    def blocked(self, mentions: Sequence[Mention], refusals: Sequence[Refusal]) -> list[bool]:
        """Tokens that belong to a number or a refusal, and may not be part of a noun phrase."""
        blocked = [False] * len(self.tokens)
        for mention in mentions:
            blocked[mention.first : mention.last] = [True] * (mention.last - mention.first)
        for refusal in refusals:
            index = max(0, bisect_right(self.starts, refusal.span.start) - 1)
            while index < len(self.tokens) and self.tokens[index].start < refusal.span.end:
                blocked[index] = blocked[index] or self.tokens[index].end > refusal.span.start
                index += 1
        return blocked

    def drafts(self, mentions: Sequence[Mention], blocked: Sequence[bool]) -> list[Draft]:
        units = UnitReader(self.tokens, self.folded.plain, blocked, self.codebook)
        qualifiers = QualifierReader(self.words, self.codebook)
        drafts: list[Draft] = []
        taken = 0
        for mention in mentions:
            measure = units.read(mention)
            qualifier, first, last = qualifiers.read(mention, measure.first, measure.last)
            first = max(first, taken, self.clear_before(mention.first, blocked))
            last = min(last, self.clear_after(mention.last, blocked))
            taken = last
            sentence = self.sentence_of(mention.first)
            in_title = self.tokens[mention.first].start < self.body_start
            drafts.append(Draft(mention, measure, first, last, qualifier, sentence, in_title))
        inherit_units(drafts, self.words, self.codebook)
        return drafts

    def clear_before(self, index: int, blocked: Sequence[bool]) -> int:
        while index and not blocked[index - 1]:
            index -= 1
        return index

    def clear_after(self, index: int, blocked: Sequence[bool]) -> int:
        while index < len(blocked) and not blocked[index]:
            index += 1
        return index

    def figures(self, drafts: Sequence[Draft], blocked: Sequence[bool]) -> list[Figure]:
        plain, words = self.folded.plain, self.words
        names = [cover.span for cover in self.covered if cover.reason == "proper_name"]
        edition = edition_of(plain)
        speakers = SpeakerReader(plain, self.sentences, self.codebook)
        cohesion = Cohesion(self.tokens, plain, self.folded.low, self.sentences, self.codebook)
        found_periods = periods(self.folded, self.release, names, edition, self.codebook)
        times = TimeReader(
            self.tokens, plain, found_periods, cohesion, speakers, self.release.day, self.codebook
        )
        statuses = StatusReader(self.unnamed(names), self.codebook)
        areas = AreaReader(self.tokens, plain, self.body_start, self.codebook)
        topics = areas.topics([self.bounds(number) for number in range(len(self.sentences))], cohesion, speakers)
        indicators = IndicatorReader(
            words, self.folded.low, bisect_right(self.starts, self.body_start - 1), self.codebook
        )
        groups = [list(group) for _, group in groupby(drafts, key=lambda draft: draft.sentence)]
        timed: list[Timed] = []
        for group in groups:
            set_clauses(group, self.tokens, *self.bounds(group[0].sentence), self.codebook)
            timed += times.of_sentence(group)
        timed = across_sentences(drafts, timed, words, edition)
        placed: list[Placed] = []
        shown: dict[int, Area] = {}
        for group in groups:
            number = group[0].sentence
            bounds = self.bounds(number)
            found, timed = timed[: len(group)], timed[len(group) :]
            said = statuses.of_sentence(group)
            for draft, (period, basis), word in zip(group, found, said, strict=True):
                status = settle(word, period, self.release.day, statuses.aims(draft))
                time = times.describe(period, basis, status)
                resumed = shown.get(number - 1) if cohesion.resumes(number) else None
                area = areas.of(draft, bounds, resumed or topics[number])
                shown[number] = area
                scored = indicators.of(draft, area.code, bounds)
                of_a_cohort = indicators.is_of_a_cohort(scored.indicator_id) and status == "realised"
                if of_a_cohort and period is None and self.release.year and not draft.in_title:
                    time = of_the_year(self.release.year)
                for receiver in distributed(draft, words, self.tokens, plain):
                    counted = counted_phrase(draft, self.tokens, plain, blocked, self.codebook)
                    figure = Figure(
                        value=draft.mention.value,
                        value_max=draft.mention.value_max,
                        qualifier=draft.qualifier,
                        unit=draft.unit,
                        counted=f"{counted or ''} {receiver}".strip() if receiver else counted,
                        indicator_id=scored.indicator_id,
                        program_id=indicators.program_of(draft, bounds),
                        ref_area=area.code,
                        ref_area_name=area.name,
                        area_kind=area.kind,
                        time_start=time.first,
                        time_end=time.last,
                        time_text=time.text,
                        time_kind=time.kind,
                        time_basis=time.basis,
                        status=status,
                        scope_total=scope_total(draft, group),
                        speaker=speakers.of(number, self.tokens[draft.first].start),
                        value_span=self.span(draft.first, draft.last),
                        quote_span=self.quote(number, self.span(draft.first, draft.last)),
                        repeats=(),
                        rule_id=draft.measure.family,
                        rule_version=RULE_VERSION,
                        confidence=confidence(draft.measure.family, time.basis),
                    )
                    head = words[draft.measure.noun] if draft.measure.noun < draft.last else ""
                    placed.append(
                        Placed(
                            figure,
                            draft.in_title,
                            number,
                            time.basis == "stated" or (period is not None and period.relative),
                            word is not None,
                            head,
                        )
                    )
        return without_repeats(placed)

    def unnamed(self, names: Sequence[Span]) -> list[str]:
        """The words with those of proper names blanked: 'Menuju' in a name promises nothing."""
        words = list(self.words)
        for name in names:
            index = bisect_right(self.starts, name.start - 1)
            while index < len(words) and self.starts[index] < name.end:
                words[index] = ""
                index += 1
        return words

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def quote(self, sentence: int, number: Span) -> Span:
        """The sentence, widened where its end was seen inside the number: a quote always holds the number that it proves."""
        whole = self.sentences[sentence]
        return Span(min(whole.start, number.start), max(whole.end, number.end))

    def sentence_of(self, token: int) -> int:
        return max(0, bisect_right(self.sentence_starts, self.tokens[token].start) - 1)

    def bounds(self, number: int) -> tuple[int, int]:
        span = self.sentences[number]
        return bisect_right(self.starts, span.start - 1), bisect_right(self.starts, span.end - 1)


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
