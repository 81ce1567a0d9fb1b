"""The time of a figure: which of a sentence's periods is its own, and how it is meant."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.accounts import Account
from pipeline.extract.brackets import bracket_of
from pipeline.extract.codebook import Codebook
from pipeline.extract.cohesion import Cohesion
from pipeline.extract.discourse import of_cohort
from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period
from pipeline.extract.occasions import RATES, Occasion
from pipeline.extract.own import OwnPeriods
from pipeline.extract.speakers import SpeakerReader
from pipeline.extract.tokens import Token
from pipeline.extract.undated import is_hoped, is_property, is_rate
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
        self,
        tokens: Sequence[Token],
        plain: str,
        found: Sequence[Period],
        cohesion: Cohesion,
        speakers: SpeakerReader,
        released: date | None,
        codebook: Codebook,
    ) -> None:
        self.tokens, self.plain, self.found = tokens, plain, found
        self.today = Period(0, 0, released, released, "day") if released else None
        self.cohesion, self.speakers, self.sentences = cohesion, speakers, cohesion.sentences
        self.starts = [period.start for period in found]
        self.owned = OwnPeriods(tokens, plain, cohesion.sentences, found, self.between)
        self.occasion = Occasion(tokens, plain, cohesion.sentences, self.between, self.today, codebook)
        self.carried: dict[int, tuple[frozenset[str], Period]] = {}
        self.undated: set[int] = set()
        self.account = Account(self.carried, self.within, cohesion, tokens, self.today)

    def within(self, start: int, end: int) -> list[Period]:
        """Periods that begin in text[start:end] and may date a figure there; one that is only compared with may not."""
        return [period for period in self.between(start, end) if not period.compared and period.begun is None]

    def between(self, start: int, end: int) -> list[Period]:
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return list(self.found[low:high])

    def of_sentence(self, drafts: Sequence[Draft]) -> list[tuple[Period | None, TimeBasis]]:
        """For the figures of one sentence in order: the period of each and how it was found."""
        results: list[tuple[Period | None, TimeBasis]] = []
        current: Period | None = None
        aside: Period | None = None
        for index, draft in enumerate(drafts):
            own = self.as_spoken(draft, self.owned.of(drafts, index))
            bracketed = bracket_of(self.tokens, draft) is not None
            aside = aside if bracketed or draft.opened_by in _EQUAL else None
            if current and self.closes_item(current, drafts[index - 1], draft):
                current = None
            period = own or aside or current
            if own is None and period:
                draft.why["time"] = "that of the figure before, in the same sentence"
            draft.dated = own is not None
            if own and (bracketed or own.compared):
                aside = own
            elif own:
                current = own
            results.append((period, _basis(period)) if period else (None, "none"))
        self.share_backwards(drafts, results)
        sentence = drafts[0].sentence
        if not all(period for period, _ in results):
            fallback, why = self.fallback(drafts)
            for index, draft in enumerate(drafts):
                if results[index][0] is None:
                    results[index] = (fallback, "inferred") if fallback else (None, "none")
                    draft.why["time"] = why
                    elsewhere = why not in (_NAMED, _OPENED)
                    if (why == _GOES_ON and is_property(self.tokens, draft)) or (
                        elsewhere and is_rate(self.tokens, draft)
                    ):
                        results[index] = (None, "none")
                        draft.why["time"] = "a capacity or extent belongs to the thing, whenever it is told of"
            for index, draft in enumerate(drafts):
                if results[index][0] is None and (after := self.owned.after_base(drafts, index)):
                    results[index] = (after, "inferred")
                    draft.why["time"] = "the year after the one that it is held against"
        if not any(period for period, _ in results):
            self.undated.add(sentence)
        if shown := [period for period, _ in results if period and not period.compared]:
            units = frozenset(draft.unit for draft in drafts)
            self.carried[sentence] = (units, of_cohort(units, self.latest(shown)))
        return results

    def as_spoken(self, draft: Draft, period: Period | None) -> Period | None:
        """'Hari ini' in a quotation is the day on which it was said: the one that its sentence gives ('ujarnya, Rabu (24/12)'), else
        the event's, told of before and just over."""
        if period is None or self.plain[period.start : period.end].lower() != "hari ini":
            return period
        span = self.sentences[draft.sentence]
        days = [found for found in self.between(period.end, span.end) if found.weak and found.grain == "day"]
        told = days and self.speakers.has_report(draft.sentence)
        if not told and self.speakers.quoted[draft.sentence] and (day := self.occasion.event_before(draft.sentence)):
            near = self.today is not None and 0 <= (self.today.last - day.last).days <= _JUST_OVER
            return replace(day, spoken=True, weak=False) if near else period
        return replace(days[-1], spoken=True, weak=False) if told else period

    def latest(self, shown: Sequence[Period]) -> Period:
        """What the next sentence goes on from: the newest period that is past, for an older one is there to compare with."""
        past = [p for p in shown if self.today is None or p.last.year <= self.today.last.year]
        return max(past, key=lambda period: period.last) if past else shown[-1]

    def share_backwards(self, drafts: Sequence[Draft], results: list[tuple[Period | None, TimeBasis]]) -> None:
        """A figure without a period has that of the coordinate figure behind it ('52 kota dan 48 desa pada 2021'). What comes
        'dengan' a limit of its own keeps it; so does what names its period first ('52 kota, dan pada 2021 48 desa')."""
        following: Period | None = None
        for index in range(len(drafts) - 1, -1, -1):
            closing = following and following.start > self.tokens[drafts[index + 1].first].start
            if (
                results[index][0] is None
                and following
                and closing
                and not self.compares(drafts[index], drafts[index + 1])
                and not is_hoped(self.tokens, drafts[index], drafts[index + 1])
            ):
                opened_by = drafts[index + 1].opened_by
                shared = opened_by in _SHARING or (opened_by == "dengan" and following.way not in ("since", "until"))
                if shared and not self.opens_with_whole(drafts[index]):
                    results[index] = (following, "stated")
                    drafts[index].why["time"] = "that of the figure behind, coordinate with it"
            following = results[index][0]

    def closes_item(self, period: Period, earlier: Draft, later: Draft) -> bool:
        """'Ada 40 toko pada 2023, serta 3 pasar': a period behind its figure closes the item; 'serta' adds another."""
        first = bisect_left(self.owned.token_starts, period.end)
        behind = [token.text for token in self.tokens[first : first + 2]]
        return (
            behind == [",", "serta"]
            and self.tokens[earlier.last - 1].end <= period.start < self.tokens[later.first].start
        )

    def opens_with_whole(self, draft: Draft) -> bool:
        """'Dari 60 peserta, 40 kini ...': what has become of a part is not the time of its whole."""
        before = self.tokens[max(0, draft.first - 2) : draft.first]
        return before[-1:] != [] and before[-1].text == "dari" and (len(before) < 2 or before[0].kind != "w")

    def compares(self, earlier: Draft, later: Draft) -> bool:
        """Whether the later figure is what the earlier is held against: then its time is not the earlier's."""
        return not _COMPARING.isdisjoint(token.text for token in self.tokens[earlier.last : later.first])

    def fallback(self, drafts: Sequence[Draft]) -> tuple[Period | None, str]:
        """No stated period: a name's year, an event's bracketed date, else the sentence that this one goes on from, else the
        day of the event that the sentence tells of; and which of these it was."""
        sentence = drafts[0].sentence
        span = self.sentences[sentence]
        weak = [period for period in self.within(span.start, span.end) if period.weak]
        start = self.tokens[drafts[0].first].start
        named = [period for period in weak if period.name]
        if named and not any(period.end < start and _within(period, named[0]) for period in weak if not period.name):
            return named[0], _NAMED
        if drafts[0].in_title:
            return None, "the headline gives none"
        if opening := [period for period in self.within(span.start, start) if not period.weak]:
            return opening[-1], _OPENED
        spoken = self.speakers.has_report(sentence)
        events = [period for period in weak if not period.name and (period.end < start or not spoken)]
        if events:
            return replace(events[0], spoken=spoken), "the day of the event that the sentence reports"
        if continued := self.continued(drafts):
            return continued, _GOES_ON
        if voiced := self.voiced(drafts[0]):
            return voiced, "the day on which the same speaker said what went before"
        if told := self.occasion.told(drafts):
            return told, "the day of the occasion that the release tells of"
        return None, "the text gives none"

    def voiced(self, draft: Draft) -> Period | None:
        """'Ia juga mengungkap ...': a speaker who is taken up by a pronoun goes on at the same occasion."""
        sentence = draft.sentence
        if self.account.plans(draft) or not self.speakers.pronouns.search(self.sentences[sentence].of(self.plain)):
            return None
        for earlier in range(sentence - 1, max(-1, sentence - _ACCOUNT - 1), -1):
            _, period = self.carried.get(earlier, (frozenset(), None))
            if period and period.grain == "day" and (period.spoken or period.relative):
                return period
            if not self.cohesion.same_paragraph(earlier):
                return None
        return None

    def continued(self, drafts: Sequence[Draft]) -> Period | None:
        """The period of the sentence before, in one paragraph, if this one points back or stays with its subject and unit; else
        the day of the account of 'saat ini' that it goes on with."""
        sentence, cohesion = drafts[0].sentence, self.cohesion
        if not cohesion.same_paragraph(sentence) or cohesion.cites(sentence) or self.opens_quotation(sentence):
            return None
        if sentence - 1 in self.undated:
            return None
        return self.linked(drafts[0]) or self.account.goes_on(drafts[0])

    def opens_quotation(self, sentence: int) -> bool:
        """A quotation begins another voice, which tells of what it knows."""
        return self.speakers.quoted[sentence] and not self.speakers.quoted[sentence - 1]

    def linked(self, draft: Draft) -> Period | None:
        """'Saat ini' is carried only by a sentence that resumes the very subject; an event's bracketed date not out of a report."""
        sentence, cohesion = draft.sentence, self.cohesion
        points_back = cohesion.points_back(sentence) or self.opens_with_part(draft)
        units, period = self.carried.get(sentence - 1, (frozenset(), None))
        if period is None and points_back and self.is_aside(sentence - 1):
            units, period = self.carried.get(sentence - 2, (frozenset(), None))
            period = None if period and period.relative else period
        if period is not None and self.account.is_ahead(period) and not self.account.plans(draft):
            return None
        if period is not None:
            if cohesion.takes_part(sentence):
                return period
            period = self.account.past_aside(sentence - 1, period)
            elided = draft.noun is not None and draft.unit in units
            if period.relative and period.grain == "day" and not cohesion.resumes(sentence) and not elided:
                return None
            same = (elided or (draft.unit in units and cohesion.shares_subject(sentence))) and not is_single(period)
            return period if points_back or same else None
        before = self.sentences[sentence - 1]
        dated = self.within(before.start, before.end)
        if strong := [
            found for found in dated if not found.weak and (not found.relative or self.account.is_this_year(found))
        ]:
            again = (
                cohesion.resumes(sentence) if is_single(strong[-1]) else points_back or cohesion.keeps_theme(sentence)
            )
            return strong[-1] if again else None
        events = [found for found in dated if found.weak and not found.name]
        if not events or self.speakers.has_report(sentence - 1):
            return None
        return events[-1] if points_back and draft.unit not in RATES else None

    def is_aside(self, sentence: int) -> bool:
        """A sentence without a date between two others of one paragraph: what points back may point beyond it."""
        span = self.sentences[sentence]
        return sentence > 0 and self.cohesion.same_paragraph(sentence) and not self.between(span.start, span.end)

    def opens_with_part(self, draft: Draft) -> bool:
        """'Dua yang absen ...': a number without a noun at the head of its sentence is of what was counted before."""
        opening = self.tokens[draft.first].start - self.sentences[draft.sentence].start
        return draft.measure.unit is None and opening < _OPENING

    def describe(self, period: Period | None, basis: TimeBasis, status: Status) -> Time:
        if period is None:
            return Time()
        first, last = period.first, period.last
        if status in ("planned", "target") and first and period.grain == "year" and first.month == last.month:
            first = first.replace(month=1, day=1)  # what is aimed at for the end of a year is aimed at for the year
        kind: TimeKind = "annual"
        if status == "target":
            kind = "target_by"
        elif period.way in ("since", "until") or (period.way == "span" and period.grain == "year"):
            kind = "cumulative"
        elif first == last:
            kind = "point"
        return Time(first, last, self.plain[period.start : period.end].strip(), kind, basis)


def _basis(period: Period) -> TimeBasis:
    return "inferred" if period.relative and period.grain == "year" else "stated"


def is_single(period: Period) -> bool:
    """The day of one event, or the years that one total runs over: another figure of the same kind need not share them."""
    if period.grain == "day":
        return period.first == period.last and period.way != "as_of" and not period.relative
    return period.grain == "year" and period.way in ("since", "span", "until")


def of_the_year(year: int) -> Time:
    """A round of a yearly programme that is reported done without a date is the round of the release's own year."""
    return Time(date(year, 1, 1), date(year, 12, 31), None, "annual", "inferred")


def _within(day: Period, year: Period) -> bool:
    """Whether an event's day lies in the year of its name: then the day is the more exact."""
    return year.first is not None and year.first <= day.last <= year.last


_OPENING = 12
"""Characters of a sentence in which what it begins with stands, a quotation mark and 'Yang' or 'Dari' before it included."""
_JUST_OVER = 3
"""Days from an event to the release about it."""
_SHARING = frozenset(("dan", "serta", ",", "atau", "melampaui", "setara", ""))
_EQUAL = frozenset(("atau", "setara"))
"""Before the same amount in another unit, which is of the same time."""
_COMPARING = frozenset("dibanding dibandingkan daripada ketimbang sebelumnya dari semula".split())
_NAMED = "the year of a name in the sentence"
_OPENED = "from the opening of the sentence"
_GOES_ON = "from the sentence that this one goes on from"

_ACCOUNT = 3
"""Sentences back in which the day of an account may stand."""
