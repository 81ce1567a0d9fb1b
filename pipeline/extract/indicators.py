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

    def of(self, draft: Draft, area: str, sentence: tuple[int, int]) -> Scored:
        best = Scored(None, 0)
        for rule in self.rules:
            if draft.unit in rule.units and (not rule.areas or area in rule.areas):
                points = self.points(rule, draft, sentence)
                if points >= rule.threshold and points > best.points:
                    best = Scored(rule.indicator_id, points)
        return best

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
