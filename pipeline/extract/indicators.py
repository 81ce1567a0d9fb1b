"""Indicators and programmes: which entry of the codebook a figure is of, by points; on a tie the one whose act is nearest."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract.codebook import Codebook, IndicatorRule
from pipeline.extract.draft import Draft
from pipeline.extract.lists import Lists
from pipeline.extract.units import is_verb


@dataclass(frozen=True, slots=True)
class Scored:
    """The best indicator and its points; `points` 0 where none reaches its threshold."""

    indicator_id: str | None
    points: int


_FAR = 1_000_000
_FOCUS = 60
"""Tokens before a sentence in which a programme that it goes on with was named, if not in its paragraph."""
_GOVERNMENTS = ("local_government", "province", "village")
_TOTALS = (["total"], ["seluruh"], ["sekitar"])
_REACH = 2
"""Sentences over which a list goes on."""


class IndicatorReader:
    """Reads the figures of one text in their order."""

    def __init__(self, words: Sequence[str], low: str, title_end: int, codebook: Codebook) -> None:
        self.words, self.title_end, self.codebook = words, title_end, codebook
        self.rules = [rule for rule in codebook.rules if not rule.context or any(cue in low for cue in rule.context)]
        self.by_id = {rule.indicator_id: rule for rule in self.rules}
        self.classifiers = frozenset(codebook.words["noun_phrase"]["classifiers"])
        self.light = frozenset(codebook.words["verbs"]["light"])
        self.where = _where(words, codebook)
        self.last: dict[str, tuple[int, str, str]] = {}
        self.lists = Lists(words)
        self.cues = _named(words, codebook)
        self.cue_starts = [index for index, _, _ in self.cues]
        self.breaks = [-1, *(index for index, word in enumerate(words) if word == "\n")]
        self.release_program = self.commonest_program()

    def of(self, draft: Draft, area: str, sentence: tuple[int, int]) -> Scored:
        """The best by points; without one, a list goes on with the indicator of the last figure of its unit."""
        draft.why["indicator"] = "no entry of the codebook reaches its points"
        focus = self.program_of(draft, sentence)
        whole = draft.unit in _GOVERNMENTS and draft.opened_by == "dari"
        if whole and self.words[draft.last : draft.last + 1] != ["yang"]:
            draft.why["indicator"] = "the whole that a part is taken from"
            return Scored(None, 0)
        if whole or self.is_fronted(draft):
            # 'dari 87 kota yang dinilai': what its own clause says of a whole is said of it, and nothing else is
            whole, sentence = True, (draft.first, draft.clause[1])
            draft = replace(draft, clause=sentence, chain=draft.first, tail=draft.clause[1])
        if draft.unit == "province" and list(self.words[draft.first - 1 : draft.first]) == ["di"]:
            draft.why["indicator"] = "where the thing counted lies"
            return Scored(None, 0)
        best, chosen, nearest = Scored(None, 0), None, 0
        for rule in self.rules:
            if draft.unit in rule.units and (not rule.areas or area in rule.areas) and _on(rule.scale, draft):
                points = self.points(rule, draft, sentence, focus)
                if points < rule.threshold or points < best.points:
                    continue
                away = self.distance(rule, draft.clause, draft)
                alike = chosen is not None and chosen.programs == rule.programs != ()
                if points > best.points or (alike and away < nearest):
                    best, chosen, nearest = Scored(rule.indicator_id, points), rule, away
                    draft.why["indicator"] = f"{points} points by its nouns and acts, {rule.threshold} needed"
        if best.indicator_id is None and not whole and not self.has_own_act(draft):
            best = self.taken_over(draft)
        if best.indicator_id and not draft.in_title:
            self.last[draft.unit] = (draft.sentence, best.indicator_id, self.head(draft))
        return best

    def is_fronted(self, draft: Draft) -> bool:
        """'Dari total 514 kota, 251 telah ikut': a whole that opens its sentence."""
        before = [word for word in self.words[draft.clause[0] : draft.first] if word[0].isalpha()]
        return not draft.opened_by and before[:1] == ["dari"] and (len(before) == 1 or before[1:] in _TOTALS)

    def taken_over(self, draft: Draft) -> Scored:
        """A list shares its act, and the headline says that of the whole; '44 kota memindahkan pasar' says another thing."""
        if (found := self.continued(draft)).indicator_id:
            draft.why["indicator"] = "goes on with the list of the last figure of its unit"
        elif (found := self.of_headline(draft)).indicator_id:
            draft.why["indicator"] = "an act of the headline"
        return found

    def programme_for(self, draft: Draft, sentence: tuple[int, int], indicator_id: str | None) -> str | None:
        """The single one of the indicator if the sentence names it too ('mendampingi enam daerah penyangga IKN menuju smart
        city'), else the one named there, else again the indicator's (base stations on air are BAKTI's by definition), else the
        one spoken of."""
        rule = self.by_id.get(indicator_id or "")
        own = rule.programs[0] if rule and len(rule.programs) == 1 else None
        if own in self.programs_in(*sentence):
            return own
        return self.program_in(*draft.clause) or self.program_in(*sentence) or own or self.program_of(draft, sentence)

    def happens(self, indicator_id: str | None) -> str:
        """'yearly' or 'once' where the codebook says so of the act that the indicator counts."""
        rule = self.by_id.get(indicator_id or "")
        return rule.happens if rule else ""

    def of_headline(self, draft: Draft) -> Scored:
        """Governments without an act of their own are those of the headline's ('Malam Penghargaan ...')."""
        if draft.in_title or draft.unit != "local_government":
            return Scored(None, 0)
        for rule in self.rules:
            fits = draft.unit in rule.units and not rule.areas and not rule.needs_with
            acts = self.acts(rule, self.program_in(0, self.title_end))
            said = any(self.has(rule, part, (0, self.title_end)) for part in acts)
            if fits and said and not self.has(rule, "not", draft.clause):
                return Scored(rule.indicator_id, 1)
        return Scored(None, 0)

    def continued(self, draft: Draft) -> Scored:
        """Same unit, this or the next two sentences, a noun only if the rule asks for none, it is elided or the same, nothing ruled
        out. Measures have no noun to tell them apart: they go on within their sentence."""
        sentence, indicator_id, head = self.last.get(draft.unit, (-_REACH - 1, "", ""))
        rule = self.by_id.get(indicator_id)
        if rule is None or not _on(rule.scale, draft) or draft.in_title or draft.sentence - sentence > _REACH:
            return Scored(None, 0)
        same = draft.measure.unit is None or (self.head(draft) == head and (head or draft.sentence == sentence))
        if (rule.needs_noun and not same) or self.has(rule, "not", draft.clause):
            return Scored(None, 0)
        return Scored(indicator_id, 1)

    def head(self, draft: Draft) -> str:
        """The noun that is counted; '' where it is elided or the figure measures."""
        noun = draft.measure.noun
        return self.words[noun] if draft.measure.family.startswith("count/") and noun < draft.last else ""

    def has_own_act(self, draft: Draft) -> bool:
        """A verb behind the number that says more than that it amounts to something."""
        verbs = (word for word in self.words[draft.last : draft.clause[1]] if is_verb(word))
        first = next(verbs, None)
        return first is not None and first not in self.light

    def points(self, rule: IndicatorRule, draft: Draft, sentence: tuple[int, int], focus: str | None) -> int:
        """`focus`: the programme that is spoken of there."""
        clause = self.own_words(draft, sentence)
        if self.has(rule, "not", clause if draft.measure.unit else (draft.chain, clause[1])):
            return 0
        points = (rule.default if focus in rule.programs else 0) + (1 if rule.areas else 0)
        if rule.needs_noun:
            near = clause if clause != draft.clause else self.near(draft, sentence)
            said = (near, draft.noun or (0, 0), self.lists.head_of(draft.first))
            if any(self.has(rule, "noun", bounds) for bounds in said):
                points += 2
            elif not rule.noun_optional or draft.unit != rule.unit:
                return 0
        if rule.needs_with and not self.has(rule, "with", sentence):
            return points
        acts = self.acts(rule, focus)
        for bounds, worth in (
            (clause, 3),
            ((draft.chain, draft.tail), 2),
            (self.lists.head_of(draft.first), 2),
            (sentence, 1),
        ):
            if any(self.has(rule, part, bounds) for part in acts):
                return points + worth
        return points

    def acts(self, rule: IndicatorRule, focus: str | None) -> tuple[str, ...]:
        return ("acts", "programme_acts") if focus in rule.programs else ("acts",)

    def distance(self, rule: IndicatorRule, clause: tuple[int, int], draft: Draft) -> int:
        """Tokens between the number and the nearest of the rule's acts in its clause. Programme acts are too general to count."""
        found = (index for index in self.where.get(f"{rule.indicator_id}/acts", ()) if clause[0] <= index < clause[1])
        return min((max(draft.first - index, index - draft.last + 1) for index in found), default=_FAR)

    def own_words(self, draft: Draft, sentence: tuple[int, int]) -> tuple[int, int]:
        """Its clause; where 'jumlahnya' says what is counted by what went before, that too ('... di 40 titik, sehingga jumlahnya 90')."""
        resumed = not _SUMS.isdisjoint(self.words[max(draft.clause[0], draft.first - _SHORTLY) : draft.first])
        return (sentence[0], draft.clause[1]) if resumed else draft.clause

    def near(self, draft: Draft, sentence: tuple[int, int]) -> tuple[int, int]:
        """Where the noun of an indicator may stand; only behind the number that counts a thing of its own ('hoaks: 7 kotak')."""
        measure = draft.measure
        counts_its_own = (
            measure.family.startswith("count/") and measure.unit is not None and measure.noun < draft.last
        ) and self.words[measure.noun] not in self.classifiers
        if measure.unit is None:
            return (draft.chain if draft.noun else sentence[0]), min(draft.clause[1], draft.last + 4)
        first = measure.noun if counts_its_own else draft.first - 5
        if draft.first and self.words[draft.first - 1] in _AMOUNTS:
            first = draft.clause[0]  # its subject counts, however long
        return max(draft.clause[0], first), min(draft.clause[1], draft.last + 4)

    def has(self, rule: IndicatorRule, part: str, bounds: tuple[int, int]) -> bool:
        """Whether one of the rule's words of that part stands in tokens[bounds]."""
        first, last = bounds
        found = self.where.get(f"{rule.indicator_id}/{part}", ())
        nearest = bisect_left(found, first)
        return nearest < len(found) and found[nearest] < last

    def program_of(self, draft: Draft, sentence: tuple[int, int]) -> str | None:
        """Named in the clause, else in the sentence, else shortly before, else the one that the release names most."""
        near = self.program_in(*draft.clause) or self.program_in(*sentence) or self.program_before(sentence[0])
        return near or self.release_program

    def program_in(self, first: int, last: int) -> str | None:
        found = self.cues_in(first, last)
        return max(found, key=lambda match: match[1])[2] if found else None

    def programs_in(self, first: int, last: int) -> set[str]:
        return {program for _, _, program in self.cues_in(first, last)}

    def cues_in(self, first: int, last: int) -> list[tuple[int, int, str]]:
        return self.cues[bisect_left(self.cue_starts, first) : bisect_left(self.cue_starts, last)]

    def program_before(self, first: int) -> str | None:
        position = bisect_left(self.cue_starts, first) - 1
        near = position >= 0 and (
            first - self.cue_starts[position] <= _FOCUS
            or self.breaks[bisect_left(self.breaks, first) - 1] < self.cue_starts[position]
        )
        return self.cues[position][2] if near else None

    def commonest_program(self) -> str | None:
        named = Counter(program for _, _, program in self.cues)
        return max(named, key=lambda program: named[program]) if named else None


_SUMS, _SHORTLY = frozenset(("jumlahnya", "totalnya", "banyaknya", "semuanya", "seluruhnya")), 5
_AMOUNTS = frozenset(("berjumlah", "mencapai", "sebanyak"))


def _named(words: Sequence[str], codebook: Codebook) -> list[tuple[int, int, str]]:
    """Where programmes are named, in order. A common noun takes one up that was named before ('the satellite'), no other."""
    again = [(*match[:2], match[2], True) for match in codebook.programs_again.found_in(words)]
    found = sorted([*((*match, False) for match in codebook.program_cues.found_in(words)), *again])
    named: list[tuple[int, int, str]] = []
    known: set[str] = set()
    for index, length, program, resumed in found:
        if not resumed or program in known:
            known.add(program)
            named.append((index, length, program))
    return named


def _on(scale: tuple[Decimal, Decimal] | None, draft: Draft) -> bool:
    return scale is None or scale[0] <= draft.mention.value <= scale[1]


def _where(words: Sequence[str], codebook: Codebook) -> dict[str, list[int]]:
    """For each part of a rule, where its words stand in the text."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for index in range(len(words)):
        for label in codebook.rule_words.at(words, index):
            where[label].append(index)
    return where
