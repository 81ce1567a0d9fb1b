"""The time of a figure: which of a sentence's periods is its own, and how it is meant."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.cohesion import Cohesion
from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period
from pipeline.extract.speakers import SpeakerReader
from pipeline.extract.tokens import Token
from pipeline.model import Status, TimeBasis, TimeKind


@dataclass(frozen=True, slots=True)
class Time:
    """The period of a figure; all None where the text gives none."""

    first: date | None = None
    last: date | None = None
    text: str | None = None
    kind: TimeKind | None = None
    basis: TimeBasis = "none"


class TimeReader:
    """Chooses periods for the figures of one text, sentence by sentence in order."""

    def __init__(
        self, tokens: Sequence[Token], plain: str, found: Sequence[Period], cohesion: Cohesion, speakers: SpeakerReader
    ) -> None:
        self.tokens, self.plain, self.found = tokens, plain, found
        self.cohesion, self.speakers, self.sentences = cohesion, speakers, cohesion.sentences
        self.starts = [period.start for period in found]
        self.carried: dict[int, tuple[frozenset[str], Period]] = {}

    def within(self, start: int, end: int) -> list[Period]:
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return list(self.found[low:high])

    def of_sentence(self, drafts: Sequence[Draft]) -> list[tuple[Period | None, TimeBasis]]:
        """For the figures of one sentence in order: the period of each and how it was found."""
        results: list[tuple[Period | None, TimeBasis]] = []
        current: Period | None = None
        for draft in drafts:
            own = self.nearest(draft, [p for p in self.of_clause(draft) if not p.weak])
            current = own or current
            results.append(
                (current, "inferred" if current and current.relative and current.grain == "year" else "stated")
                if current
                else (None, "none")
            )
        following: Period | None = None
        for index in range(len(drafts) - 1, -1, -1):
            if (
                results[index][0] is None
                and following
                and drafts[index + 1].opened_by in ("dan", "serta", ",", "atau", "dengan", "melampaui", "setara", "")
            ):
                results[index] = (following, "stated")
            following = results[index][0]
        sentence = drafts[0].sentence
        if fallback := self.fallback(drafts):
            results = [(fallback, "inferred") if period is None else (period, basis) for period, basis in results]
        shown = [period for period, _ in results if period]
        if shown:
            self.carried[sentence] = (frozenset(draft.unit for draft in drafts), shown[-1])
        return results

    def of_clause(self, draft: Draft) -> list[Period]:
        first, last = draft.clause
        return self.within(self.tokens[first].start, self.tokens[last - 1].end)

    def nearest(self, draft: Draft, candidates: Sequence[Period]) -> Period | None:
        """The closest by characters; on the same side of the numeral the one before it wins a tie."""
        start, end = self.tokens[draft.first].start, self.tokens[draft.last - 1].end
        return min(candidates, key=lambda p: (start - p.end) if p.end <= start else (p.start - end) + 1, default=None)

    def fallback(self, drafts: Sequence[Draft]) -> Period | None:
        """No stated period: a name's year, an event's bracketed date, else the sentence that this one goes on from."""
        sentence = drafts[0].sentence
        span = self.sentences[sentence]
        weak = [period for period in self.within(span.start, span.end) if period.weak]
        if named := [period for period in weak if period.name]:
            return named[0]
        if drafts[0].in_title:
            return None
        start = self.tokens[drafts[0].first].start
        if opening := [period for period in self.within(span.start, start) if not period.weak]:
            return opening[-1]
        spoken = self.speakers.has_report(sentence)
        events = [period for period in weak if not period.name and (period.end < start or not spoken)]
        if events:
            return replace(events[0], spoken=spoken)
        return self.continued(drafts)

    def continued(self, drafts: Sequence[Draft]) -> Period | None:
        """The period of the sentence before, in one paragraph, if this one points back or stays with its subject and unit.

        'Saat ini' is carried only by a sentence that resumes the very subject; an event's bracketed date not out of a report.
        """
        sentence, cohesion = drafts[0].sentence, self.cohesion
        if not cohesion.same_paragraph(sentence):
            return None
        points_back = cohesion.points_back(sentence)
        units, period = self.carried.get(sentence - 1, (frozenset(), None))
        if period is not None:
            if period.relative and period.grain == "day" and not cohesion.resumes(sentence):
                return None
            return period if points_back or (drafts[0].unit in units and cohesion.shares_subject(sentence)) else None
        before = self.sentences[sentence - 1]
        dated = self.within(before.start, before.end)
        if strong := [found for found in dated if not found.weak and not found.relative]:
            return strong[-1] if points_back or cohesion.keeps_theme(sentence) else None
        events = [found for found in dated if found.weak and not found.name]
        if not events or self.speakers.has_report(sentence - 1):
            return None
        return events[-1] if points_back or cohesion.shares_subject(sentence) else None

    def describe(self, period: Period | None, basis: TimeBasis, status: Status) -> Time:
        if period is None:
            return Time()
        first, last = period.first, period.last
        kind: TimeKind = "annual"
        if status == "target":
            kind = "target_by"
        elif period.way in ("since", "until") or (period.way == "span" and period.grain == "year"):
            kind = "cumulative"
        elif first == last:
            kind = "point"
        return Time(first, last, self.plain[period.start : period.end].strip(), kind, basis)


def of_the_year(year: int) -> Time:
    """A round of a yearly programme that is reported done without a date is the round of the release's own year."""
    return Time(date(year, 1, 1), date(year, 12, 31), None, "annual", "inferred")
