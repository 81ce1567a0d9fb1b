"""The time of a figure: which of a sentence's periods is its own, and how it is meant."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.draft import Draft
from pipeline.extract.periods import Period
from pipeline.extract.tokens import Token
from pipeline.model import Span, Status, TimeBasis, TimeKind


@dataclass(frozen=True, slots=True)
class Time:
    """The period of a figure; all None where the text gives none."""

    first: date | None = None
    last: date | None = None
    text: str | None = None
    kind: TimeKind | None = None
    basis: TimeBasis = "none"


class TimeReader:
    """`reported[i]`: sentence i has a reporting verb, so that a bracketed date in it dates the speech."""

    def __init__(
        self,
        tokens: Sequence[Token],
        plain: str,
        found: Sequence[Period],
        sentences: Sequence[Span],
        reported: Sequence[bool],
        anaphoric: Sequence[bool],
        common: frozenset[str],
    ) -> None:
        self.tokens, self.plain, self.sentences, self.reported, self.anaphoric = (
            tokens,
            plain,
            sentences,
            reported,
            anaphoric,
        )
        self.starts = [period.start for period in found]
        self.found = found
        self.carried: dict[int, tuple[frozenset[str], Period]] = {}
        self.token_starts = [token.start for token in tokens]
        self.common = common

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
        events = [period for period in weak if not period.name and (period.end < start or not self.reported[sentence])]
        if events:
            return replace(events[0], spoken=self.reported[sentence])
        return self.continued(drafts)

    def continued(self, drafts: Sequence[Draft]) -> Period | None:
        """The period of the sentence before, in one paragraph, if this one opens anaphorically or stays with its subject and unit."""
        sentence = drafts[0].sentence
        if not sentence or "\n" in self.plain[self.sentences[sentence - 1].end : self.sentences[sentence].start]:
            return None
        before = self.sentences[sentence - 1]
        units, period = self.carried.get(sentence - 1, (frozenset(), None))
        if period is None:
            strong = [found for found in self.within(before.start, before.end) if not found.weak]
            return strong[-1] if strong and self.anaphoric[sentence] else None
        same_subject = drafts[0].unit in units and self.subjects(sentence - 1) & self.subjects(sentence)
        return period if self.anaphoric[sentence] or same_subject else None

    def subjects(self, sentence: int) -> frozenset[str]:
        """Nouns long enough to carry a subject."""
        span = self.sentences[sentence]
        first, last = bisect_left(self.token_starts, span.start), bisect_left(self.token_starts, span.end)
        return (
            frozenset(token.text for token in self.tokens[first:last] if token.kind == "w" and len(token.text) > 4)
            - self.common
        )

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
