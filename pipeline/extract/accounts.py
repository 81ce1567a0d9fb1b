"""What the sentences of one account are dated by: the newest year that they tell of, whatever they recall in passing."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.extract.cohesion import Cohesion
from pipeline.extract.expressions import Period

Told = Mapping[int, tuple[frozenset[str], Period]]
"""The period of each sentence with dated figures read so far, with their units."""


class Account:
    """Judgements on the paragraph before a sentence."""

    def __init__(
        self, told: Told, within: Callable[[int, int], Sequence[Period]], cohesion: Cohesion, today: Period | None
    ) -> None:
        self.told, self.within, self.cohesion, self.today = told, within, cohesion, today

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

    def is_ahead(self, period: Period) -> bool:
        return period.first is not None and self.today is not None and period.first > self.today.last


_REACH = 3
"""Sentences back in which the year of an account may stand."""
