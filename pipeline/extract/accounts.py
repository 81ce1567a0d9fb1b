"""What the sentences of one account are dated by: the newest year that they tell of, whatever they recall in passing."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.extract.cohesion import Cohesion
from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period
from pipeline.extract.tokens import Token

Told = Mapping[int, tuple[frozenset[str], Period]]
"""The period of each sentence with dated figures read so far, with their units."""


class Account:
    """Judgements on the paragraph before a sentence."""

    def __init__(
        self,
        told: Told,
        within: Callable[[int, int], Sequence[Period]],
        cohesion: Cohesion,
        tokens: Sequence[Token],
        today: Period | None,
    ) -> None:
        self.told, self.within, self.cohesion, self.tokens, self.today = told, within, cohesion, tokens, today
        self.stood: set[int] = set()

    def past_aside(self, sentence: int, period: Period) -> Period:
        """'Pada 2021 ikut 48 kota. Tujuh di antaranya ikut pada 2019. Sebanyak 40 ...': an older year than the one of the
        sentence before is told of in passing, and the account goes on from the newer."""
        if period.grain != "year" or period.way not in ("", "span") or not self.cohesion.same_paragraph(sentence):
            return period
        span = self.cohesion.sentences[sentence - 1]
        dated = [found for found in self.within(span.start, span.end) if not found.weak]
        _, newer = self.told.get(sentence - 1, (frozenset(), dated[-1] if dated else None))
        if (
            newer is None
            or newer.first is None
            or newer.grain != "year"
            or newer.way == "until"
            or self.is_ahead(newer)
        ):
            return period
        return newer if newer.first > period.last else period

    def year_told(self, sentence: int) -> int | None:
        """The past year that the paragraph told of shortly before the sentence."""
        for earlier in range(sentence - 1, max(-1, sentence - _REACH - 1), -1):
            if not self.cohesion.same_paragraph(earlier + 1):
                return None
            _, period = self.told.get(earlier, (frozenset(), None))
            if period and not self.is_ahead(period):
                return period.last.year
        return None

    def goes_on(self, draft: Draft) -> Period | None:
        """'Hingga hari ini ... Dari total ... Adapun ...': the items of an account are of the day that opened it, plans are not."""
        if self.plans(draft):
            return None
        for earlier in range(draft.sentence - 1, max(-1, draft.sentence - _ACCOUNT - 1), -1):
            units, period = self.told.get(earlier, (frozenset(), None))
            if period is None:
                span = self.cohesion.sentences[earlier]
                dated = [found for found in self.within(span.start, span.end) if not found.weak]
                period = dated[-1] if dated else None
            if period is not None:
                reported = period.way == "as_of" and earlier not in self.stood
                same = (reported or draft.unit in units) and self.cohesion.shares_subject(draft.sentence)
                today = period.way == "as_of" or (period.relative and period.grain == "day")
                goes_on = same or self.cohesion.continues(draft.sentence) or self.stands(draft, earlier)
                if not same:
                    self.stood.add(draft.sentence)
                return period if today and goes_on else None
            if not self.cohesion.same_paragraph(earlier):
                return None
        return None

    def stands(self, draft: Draft, opening: int) -> bool:
        """'Beban yang pulih telah mencapai ...': what an aspect word says to have come about stands at the time of the account,
        as long as its paragraph runs on."""
        words = (token.text for token in self.tokens[slice(*draft.clause)])
        runs_on = all(self.cohesion.runs_on(later) for later in range(opening + 1, draft.sentence + 1))
        return runs_on and not _ASPECT.isdisjoint(words)

    def is_this_year(self, period: Period) -> bool:
        """'Pada Ramadan tahun ini ...' is a frame for what follows; 'tahun lalu' is told of in passing."""
        return self.today is not None and period.grain == "year" and period.last.year == self.today.last.year

    def plans(self, draft: Draft) -> bool:
        """Whether the clause speaks of what is to come; of nothing else is a period ahead the time."""
        return not _NOT_NOW.isdisjoint(token.text for token in self.tokens[slice(*draft.clause)])

    def is_ahead(self, period: Period) -> bool:
        return period.first is not None and self.today is not None and period.first > self.today.last


_REACH = 3
"""Sentences back in which the year of an account may stand."""
_ACCOUNT = 3
"""Sentences back in which the day of an account may stand."""
_ASPECT = frozenset("telah sudah baru masih belum mencapai tercatat".split())
_NOT_NOW = frozenset(
    "sebelumnya semula setiap tiap akan target ditargetkan menargetkan rencana direncanakan harus diharapkan diproyeksikan mampu dapat bisa".split()
)
