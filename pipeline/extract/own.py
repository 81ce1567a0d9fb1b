"""The period that a figure has from its own clause: right before the number, or the nearest that belongs to nothing else."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from pipeline.extract.brackets import bracket_of, is_told_aside, opens_behind
from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period
from pipeline.extract.tokens import Token
from pipeline.extract.undated import dates_another, is_base
from pipeline.model import Span


class OwnPeriods:
    """Judgements on the periods in the clauses of one text. `found` and what `between` gives are in reading order."""

    def __init__(
        self,
        tokens: Sequence[Token],
        plain: str,
        sentences: Sequence[Span],
        found: Sequence[Period],
        between: Callable[[int, int], list[Period]],
    ) -> None:
        self.tokens, self.plain, self.sentences = tokens, plain, sentences
        self.found, self.between = found, between
        self.starts = [period.start for period in found]
        self.token_starts = [token.start for token in tokens]
        self.partings = [index for index, token in enumerate(tokens) if token.text in _PARTING]

    def of(self, drafts: Sequence[Draft], index: int) -> Period | None:
        """The period that the number is given for at once, else the nearest of its clause. Of two periods between two
        figures the first belongs to the first, the last to the last ('30 pada 2020 ke 2023 sebesar 50')."""
        draft = drafts[index]
        attached = self.attached(draft)
        if attached and not (is_now(attached) and any(not period.relative for period in self.of_clause(draft))):
            draft.why["time"] = "right before the number"
            return attached
        draft.why["time"] = "the nearest in its clause"
        if (bracket := bracket_of(self.tokens, draft)) and (inside := self.strong(bracket.start, bracket.end)):
            return self.nearest(draft, inside)
        candidates = [
            period
            for period in self.of_clause(draft) + self.behind_bracket(drafts, index)
            if not is_base(self.tokens, self.token_starts, draft, period)
            and not dates_another(self.tokens, self.token_starts, draft, period)
            and not is_told_aside(self.tokens, drafts, index, period)
        ]
        if index and len(gap := self.gap(drafts[index - 1], draft)) > 1:
            apart = gap[-1] not in candidates and self.partings_in(gap[-1].end, self.tokens[draft.first].start)
            candidates = [period for period in candidates if period not in gap] + ([] if apart else [gap[-1]])
        if index + 1 < len(drafts) and len(gap := self.gap(draft, drafts[index + 1])) > 1:
            candidates = [period for period in candidates if period != gap[-1]]
        strong = [period for period in candidates if not period.weak]
        if not all(period.relative for period in strong):  # 'subsidi sekarang Rp40 triliun di 2023'
            strong = [period for period in strong if not is_now(period)]
        later = drafts[index + 1].first if index + 1 < len(drafts) else len(self.tokens)
        near = [period for period in strong if later == len(self.tokens) or period.start < self.tokens[later].start]
        return self.from_beginning(draft, self.nearest(draft, near or strong))

    def after_base(self, drafts: Sequence[Draft], index: int) -> Period | None:
        """'Anggarannya Rp55 miliar, naik 10 persen dibandingkan tahun lalu': a change against a year is of the next, and so is what
        has changed."""
        draft = drafts[index]
        if index + 1 < len(drafts) and drafts[index + 1].opened_by in (",", "atau") and draft.unit not in _CHANGES:
            draft = drafts[index + 1]
        if draft.unit not in _CHANGES:
            return None
        found = self.between(self.tokens[draft.last - 1].end, self.tokens[draft.clause[1] - 1].end)
        if not found or not found[0].compared or found[0].grain != "year" or found[0].way:
            return None
        year = found[0].last.year + 1
        return replace(found[0], first=date(year, 1, 1), last=date(year, 12, 31), relative=True, compared=False)

    def from_beginning(self, draft: Draft, period: Period | None) -> Period | None:
        """'Program yang dirintis 2017 telah menjangkau 40 kota hingga 2019': the total runs from the beginning."""
        if period is None or not self.is_total(period):
            return period
        before = self.between(self.sentences[draft.sentence].start, self.tokens[draft.first].start)
        begun = [found.first for found in before if found.begun is not None]
        return (
            replace(period, first=begun[-1], way="until")
            if begun and (begun[-1] or date.max) <= period.last
            else period
        )

    def is_total(self, period: Period) -> bool:
        """'Hingga 2019', 'hingga kini': an end without a beginning."""
        now = period.relative and period.grain == "day"
        ends = self.plain[period.start : period.start + 6].lower() in ("hingga", "sampai")
        return (period.first is None and period.way == "until") or (now and ends)

    def gap(self, earlier: Draft, later: Draft) -> list[Period]:
        """The strong periods between two figures."""
        return self.strong(self.tokens[earlier.last - 1].end, self.tokens[later.first].start)

    def strong(self, start: int, end: int) -> list[Period]:
        """The periods of text[start:end] that may date a figure there."""
        return [p for p in self.between(start, end) if not p.weak and not p.compared and p.begun is None]

    def attached(self, draft: Draft) -> Period | None:
        """'pada 2021 yang hanya 50', 'tahun 2020 sebesar 30': a period with nothing but linking words before the number."""
        position = bisect_left(self.starts, self.tokens[draft.first].start) - 1
        if position < 0:
            return None
        period, index, linked = self.found[position], draft.first, False
        if period.compared and self.told_of(period, draft):
            return period
        if period.weak and not period.name:
            return None
        while index and self.tokens[index - 1].start >= period.end:
            explained = self.tokens[index - 1].text == "," and self.tokens[index].text in _EXPLAINING
            if self.tokens[index - 1].text not in _LINKS and not explained:
                return None
            linked, index = True, index - 1
        return period if linked and period.start >= self.sentences[draft.sentence].start else None

    def told_of(self, period: Period, draft: Draft) -> bool:
        """'Dibanding Selasa (16/12), ketika angkanya baru 45 persen': the clause tells what was so then."""
        first = bisect_left(self.token_starts, period.end)
        between = [token.text for token in self.tokens[first : draft.first] if token.text not in (",", ")")]
        return between[:1] in (["ketika"], ["saat"], ["kala"]) and len(between) <= _CLAUSE

    def of_clause(self, draft: Draft) -> list[Period]:
        first, last = draft.clause
        found = self.between(self.tokens[first].start, self.tokens[last - 1].end)
        return [
            period for period in found if not period.compared and (period.begun is None or self.heads(draft, period))
        ]

    def behind_bracket(self, drafts: Sequence[Draft], index: int) -> list[Period]:
        """'760 ton (70 persen kapasitas) pada Mei': what is behind the bracket is of the figure before it."""
        if index + 1 == len(drafts) or not opens_behind(self.tokens, drafts[index], drafts[index + 1]):
            return []
        return self.of_clause(drafts[index + 1])

    def heads(self, draft: Draft, period: Period) -> bool:
        """'40 pasar yang dibuka pada 2019': the clause is of what is counted."""
        at = bisect_left(self.token_starts, period.begun or 0)
        return draft.measure.family.startswith("count/") and draft.last <= at <= draft.last + 2

    def nearest(self, draft: Draft, candidates: Sequence[Period]) -> Period | None:
        """The closest by characters, a comma or conjunction between counting as many; the one before the numeral wins a tie."""
        start, end = self.tokens[draft.first].start, self.tokens[draft.last - 1].end

        def distance(period: Period) -> int:
            low, high = (period.end, start) if period.end <= start else (end, period.start)
            return high - low + _PARTED * self.partings_in(low, high) + (period.end > start)

        return min(candidates, key=distance, default=None)

    def partings_in(self, start: int, end: int) -> int:
        """The commas and conjunctions in text[start:end]."""
        first, last = bisect_left(self.token_starts, start), bisect_left(self.token_starts, end)
        return bisect_left(self.partings, last) - bisect_left(self.partings, first)


def is_now(period: Period) -> bool:
    return period.relative and period.grain == "day" and not period.spoken


_CHANGES = frozenset(("percent", "percentage_point", "multiple"))
_CLAUSE = 8
"""Words of a clause up to its number."""
_LINKS = frozenset(
    "yang sebesar sebanyak sejumlah senilai mencapai tercatat terdapat hanya baru masih berjumlah adalah yaitu yakni ada sebelumnya".split()
)
_EXPLAINING = frozenset(("yaitu", "yakni"))
"""What goes on from a period over a comma: 'naik dari tahun 2020 sebelumnya, yaitu 30 ton'."""
_PARTING = frozenset((",", ";", "serta", "sedangkan", "sementara"))
_PARTED = 15
"""Characters that a comma or conjunction between a number and a period counts for."""
