"""Indicators and programmes: which entry of the codebook a figure is of, by points; the first listed wins a tie."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.codebook import Codebook, IndicatorRule
from pipeline.extract.draft import Draft


@dataclass(frozen=True, slots=True)
class Scored:
    """The best indicator and its points; `points` 0 where none reaches its threshold."""

    indicator_id: str | None
    points: int


class IndicatorReader:
    def __init__(self, words: Sequence[str], low: str, codebook: Codebook) -> None:
        self.words, self.codebook = words, codebook
        self.rules = [rule for rule in codebook.rules if not rule.context or any(cue in low for cue in rule.context)]
        self.release_program = self.program_in(0, min(len(words), 400))

    def of(self, draft: Draft, area: str, sentence: tuple[int, int], before: Draft | None, said: Scored) -> Scored:
        """`before` is the figure just before, `said` its indicator: a list goes on with it where nothing else is named."""
        best = Scored(None, 0)
        for rule in self.rules:
            if draft.unit in rule.units and (not rule.areas or area in rule.areas):
                points = self.points(rule, draft, sentence)
                if points >= rule.threshold and points > best.points:
                    best = Scored(rule.indicator_id, points)
        if best.indicator_id is None and before is not None and self.goes_on(draft, before, said, sentence):
            return Scored(said.indicator_id, 1)
        return best

    def goes_on(self, draft: Draft, before: Draft, said: Scored, sentence: tuple[int, int]) -> bool:
        """Same unit, same or next sentence, no whole brought in by 'dari', and nothing that the indicator rules out."""
        if (
            said.indicator_id is None
            or draft.unit != before.unit
            or draft.in_title
            or draft.sentence - before.sentence > 1
        ):
            return False
        rule = next(rule for rule in self.codebook.rules if rule.indicator_id == said.indicator_id)
        if len(rule.nouns) or draft.opened_by == "dari":
            return not len(rule.nouns) == 0 and draft.measure.unit is None
        return not self.has(rule, "excluded", draft.clause)

    def points(self, rule: IndicatorRule, draft: Draft, sentence: tuple[int, int]) -> int:
        clause = draft.clause
        if self.has(rule, "excluded", clause):
            return 0
        points = rule.default + (1 if rule.areas else 0)
        if len(rule.nouns):
            near = (max(clause[0], draft.first - 5), min(clause[1], draft.last + 4))
            if self.has(rule, "nouns", near):
                points += 2
            elif not len(rule.acts):
                return 0
        if self.has(rule, "acts", clause):
            points += 3
        elif self.has(rule, "acts", (draft.chain, clause[1])):
            points += 2
        elif self.has(rule, "acts", sentence):
            points += 1
        return points

    def has(self, rule: IndicatorRule, part: str, bounds: tuple[int, int]) -> bool:
        """Whether one of the rule's words stands in tokens[bounds]; single words match at the beginning of a token."""
        phrases = getattr(rule, part)
        first, last = bounds
        return any(phrases.prefix_at(self.words, index) for index in range(first, last)) if len(phrases) else False

    def program_of(self, draft: Draft, sentence: tuple[int, int]) -> str | None:
        return self.program_in(*draft.clause) or self.program_in(*sentence) or self.release_program

    def program_in(self, first: int, last: int) -> str | None:
        found = self.codebook.program_cues.found_in(self.words, first, last)
        return max(found, key=lambda match: match[1])[2] if found else None
