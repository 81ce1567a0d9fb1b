"""Figures: the numerals that were not refused, with every attribute read and the reason of each."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.extract.areas import AreaReader
from pipeline.extract.cohesion import Cohesion
from pipeline.extract.confidence import group_of
from pipeline.extract.counted import CountedReader
from pipeline.extract.discourse import across_sentences, contest_of, edition_of, occasion_of
from pipeline.extract.draft import Draft, set_clauses
from pipeline.extract.elision import inherit_units
from pipeline.extract.expressions import Period, Timed
from pipeline.extract.gazetteer import Area
from pipeline.extract.homes import Homes
from pipeline.extract.indicators import IndicatorReader
from pipeline.extract.occasions import RATES
from pipeline.extract.periods import periods
from pipeline.extract.places import Places
from pipeline.extract.qualifiers import QualifierReader
from pipeline.extract.reading import ReleaseReading
from pipeline.extract.receivers import distributed
from pipeline.extract.repeats import Placed, without_repeats
from pipeline.extract.rounds import is_work
from pipeline.extract.scenes import SceneReader
from pipeline.extract.scopes import scope_total
from pipeline.extract.seasons import Seasons
from pipeline.extract.sift import Sifted
from pipeline.extract.speakers import SpeakerReader
from pipeline.extract.status import StatusReader, settle
from pipeline.extract.sums import share_sums
from pipeline.extract.times import TimeReader, of_the_year
from pipeline.extract.undated import is_rate
from pipeline.extract.units import UnitReader
from pipeline.model import Figure, Span, Status

RULE_VERSION = 5


def drafts_of(text: ReleaseReading, sifted: Sifted) -> list[Draft]:
    """Each numeral with its qualifier, measure and unit, in reading order."""
    units = UnitReader(text.tokens, text.plain, sifted.blocked, text.codebook)
    qualifiers = QualifierReader(text.words, text.codebook)
    drafts: list[Draft] = []
    taken = 0
    for mention in sifted.mentions:
        measure = units.read(mention)
        qualifier, first, last = qualifiers.read(mention, measure.first, measure.last)
        first = max(first, taken, _clear_before(mention.first, sifted.blocked))
        last = min(last, _clear_after(mention.last, sifted.blocked))
        taken = last
        sentence = text.sentence_of(mention.first)
        draft = Draft(mention, measure, first, last, qualifier, sentence, text.in_title(mention.first))
        draft.why["qualifier"] = "no word before or behind it" if qualifier == "exact" else "words beside the number"
        drafts.append(draft)
    inherit_units(drafts, text.words, text.codebook)
    return drafts


def figures_of(text: ReleaseReading, sifted: Sifted, drafts: Sequence[Draft]) -> list[Figure]:
    found = without_repeats(list(_Judgement(text, sifted, drafts).placed()))
    return [replace(figure, confidence=_confidence(figure, text)) for figure in found]


def _confidence(figure: Figure, text: ReleaseReading) -> float:
    in_title = text.in_title(bisect_right(text.starts, figure.value_span.start) - 1)
    return text.codebook.confidence[group_of(figure.rule_id, figure.time_basis, in_title)]


class _Judgement:
    """The readers of one text, and what they say of each draft."""

    def __init__(self, text: ReleaseReading, sifted: Sifted, drafts: Sequence[Draft]) -> None:
        self.text, self.sifted, self.drafts, self.codebook = text, sifted, drafts, text.codebook
        tokens, plain, codebook = text.tokens, text.plain, text.codebook
        self.edition = edition_of(plain)
        self.occasion = occasion_of(plain[: text.body_start], text.release.year)
        self.seasons = Seasons(text.folded.low, text.release, codebook)
        self.speakers = SpeakerReader(plain, text.body_start, text.sentences, codebook)
        self.cohesion = Cohesion(tokens, plain, text.folded.low, text.sentences, codebook)
        found = periods(text.folded, text.release, sifted.names, self.edition, codebook)
        self.times = TimeReader(tokens, plain, found, self.cohesion, self.speakers, text.release.day, codebook)
        self.statuses = StatusReader(_unnamed(text, sifted.names), codebook)
        self.places = Places(tokens, plain, text.body_start, codebook)
        self.areas = AreaReader(self.places, codebook)
        bounds = [text.bounds(number) for number in range(len(text.sentences))]
        self.scenes = SceneReader(self.places).of_sentences(bounds, self.cohesion, self.speakers)
        self.homes = Homes(tokens, bounds, self.places, self.speakers)
        title_end = bisect_right(text.starts, text.body_start - 1)
        self.indicators = IndicatorReader(text.words, text.folded.low, title_end, codebook)
        self.shown: dict[int, Area] = {}
        self.counted = CountedReader(tokens, plain, sifted.blocked, drafts, codebook)

    def placed(self) -> Iterator[Placed]:
        """The figures in reading order, repeats and all."""
        groups = [list(group) for _, group in groupby(self.drafts, key=lambda draft: draft.sentence)]
        timed: list[Timed] = []
        for group in groups:
            set_clauses(group, self.text.tokens, *self.text.bounds(group[0].sentence), self.codebook)
            timed += self.times.of_sentence(group)
        timed = across_sentences(
            self.drafts, timed, self.text.words, self.edition, self.text.release.day, contest_of(self.text.plain)
        )
        timed = share_sums(self.drafts, timed)
        counted = self.counted.of_all()
        for group in groups:
            found, timed = timed[: len(group)], timed[len(group) :]
            names, counted = counted[: len(group)], counted[len(group) :]
            statuses = self.statuses.of_sentence(group)
            starts = [self.text.tokens[draft.first].start for draft in group]
            speakers = self.speakers.of_sentence(group[0].sentence, starts)
            receivers = distributed(group, self.text.words, self.text.tokens, self.text.plain)
            for draft, time, said, name, speaker, shared in zip(
                group, found, statuses, names, speakers, receivers, strict=True
            ):
                yield from self.judged(draft, time, said, name, speaker, shared, group)

    def season_of(self, draft: Draft, status: Status) -> Period | None:
        """The season of what is planned, aimed at or got ready for it; shares are of the thing, not of the season."""
        words = self.text.words[draft.chain : draft.clause[1]]
        ready = status in ("planned", "target") or not self.seasons.readied.isdisjoint(words)
        if draft.in_title or draft.unit in RATES or not ready or is_rate(self.text.tokens, draft):
            return None
        span = self.text.sentences[draft.sentence]
        return self.seasons.named(span.start, span.end) or self.seasons.named(0, self.text.body_start)

    def judged(
        self,
        draft: Draft,
        timed: Timed,
        said: Status | None,
        counted: str | None,
        speaker: str | None,
        receivers: Sequence[str | None],
        group: Sequence[Draft],
    ) -> Iterator[Placed]:
        """One figure, or one for each receiver that it is said to go to."""
        text, number = self.text, draft.sentence
        bounds = text.bounds(number)
        period, basis = timed
        status = settle(draft, said, period, text.release.latest, self.statuses.aims(draft))
        provided = status == "planned" and draft.unit not in RATES and not draft.in_title
        if period is None and provided and self.occasion:
            period, basis = self.occasion, "inferred"
            draft.why["time"] = "what is planned for the occasion that the headline names with its year"
        if period is None and (season := self.season_of(draft, status)):
            period, basis = season, "inferred"
            draft.why["time"] = "what is made ready for the season that the text is about"
        time = self.times.describe(period, basis, status)
        resumed = self.shown.get(number - 1) if self.cohesion.resumes(number) else None
        area = self.shown[number] = self.areas.of(
            draft, self.scenes[number], resumed, self.homes.of_speaker(number, text.starts[draft.first])
        )
        indicator_id = self.indicators.of(draft, area.code, bounds).indicator_id
        if period is None and status == "realised" and not draft.in_title:
            happens = self.indicators.happens(indicator_id)
            if happens == "yearly" and text.release.year:
                time = of_the_year(text.release.year)
                draft.why["time"] = "a round of a yearly programme, reported without a date: the year of the release"
            elif happens == "once" and (day := self.times.occasion.event_before(number)):
                time = self.times.describe(day, "inferred", status)
                draft.why["time"] = "an act of one ceremony: the day of the event that the release told of last"
            elif not self.speakers.quoted[number] and is_work(text.tokens, draft, self.codebook):
                edition = self.edition.last.year if self.edition else text.release.year
                if year := self.times.account.year_told(number) or edition:
                    time = of_the_year(year)
                    draft.why["time"] = "work of a round: of the year that the text tells of"
        value_span = text.span(draft.first, draft.last)
        head = text.words[draft.measure.noun] if draft.measure.noun < draft.last else ""
        time_said = time.basis == "stated" or (period is not None and period.relative)
        for receiver in receivers:
            place = self.places.place_named(receiver) if receiver else None
            if place:
                draft.why["area"] = "the receiver is a place"
            here = place or area
            figure = Figure(
                value=draft.mention.value,
                value_max=draft.mention.value_max,
                qualifier=draft.qualifier,
                unit=draft.unit,
                counted=f"{counted or ''} {receiver}".strip() if receiver else counted,
                indicator_id=indicator_id,
                program_id=self.indicators.programme_for(draft, bounds, indicator_id),
                ref_area=here.code,
                ref_area_name=here.name,
                area_kind=here.kind,
                time_start=time.first,
                time_end=time.last,
                time_text=time.text,
                time_kind=time.kind,
                time_basis=time.basis,
                status=status,
                scope_total=scope_total(draft, group),
                speaker=speaker,
                value_span=value_span,
                quote_span=text.quote(number, value_span),
                repeats=(),
                rule_id=draft.measure.family,
                rule_version=RULE_VERSION,
                confidence=0.0,
                because=tuple(draft.why.items()),
            )
            yield Placed(figure, draft.in_title, number, time_said, said is not None, head)


def _unnamed(text: ReleaseReading, names: Sequence[Span]) -> list[str]:
    """The words with those of proper names blanked: 'Menuju' in a name promises nothing."""
    words = list(text.words)
    for name in names:
        index = bisect_right(text.starts, name.start - 1)
        while index < len(words) and text.starts[index] < name.end:
            words[index] = ""
            index += 1
    return words


def _clear_before(index: int, blocked: Sequence[bool]) -> int:
    while index and not blocked[index - 1]:
        index -= 1
    return index


def _clear_after(index: int, blocked: Sequence[bool]) -> int:
    while index < len(blocked) and not blocked[index]:
        index += 1
    return index
