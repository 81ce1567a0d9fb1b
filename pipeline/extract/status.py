"""Status: whether a figure is done, planned or aimed at, from the aspect and mood words of its own clause."""

from collections.abc import Sequence
from datetime import date

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import COORDINATING, Draft
from pipeline.extract.expressions import Period
from pipeline.extract.occasions import RATES
from pipeline.extract.phrases import Occurrences
from pipeline.extract.units import is_verb
from pipeline.model import Status

_CHANGES = frozenset(
    "naik turun meningkat menurun tumbuh bergerak melonjak merosot menyusut berkurang bertambah anjlok beranjak".split()
)
_DONE = frozenset("selama telah sudah berhasil tercatat realisasi terealisasi tercapai progres progresnya".split())
_PROGRESS = frozenset(("progres", "progress", "progresnya"))
_COMPARING = frozenset("dibanding dibandingkan daripada ketimbang sebelumnya semula".split())
_AIMS = frozenset("target sasaran visi visinya bertujuan tujuannya dorong siap".split())
"""Behind a number these say what it is held against or serves: '17 ton, mendukung pencapaian target'."""
_AIMED = frozenset(("target", "targetnya", "sasaran", "sasarannya"))
_ABLE = frozenset(("dapat", "mampu", "bisa"))
_SHARED = COORDINATING | {"dengan"}
_MADE_OF = frozenset("terdiri meliputi mencakup terbagi yakni yaitu rincian rinciannya termasuk".split())
"""Words between a whole and its parts, which are as real as it is."""
_CONSEQUENT = frozenset(("sehingga", "untuk"))
_OPEN = frozenset(("planned", "target"))
_CAUSAL = frozenset(("karena", "lantaran", "sebab", "akibat", "mengingat"))
_PASSING = frozenset("melampaui lampaui melebihi melewati".split())
_RESULT = frozenset(("hingga", "mencapai", "dengan", "menjadi"))
"""'Melampaui target hingga 115 persen' says how far; 'melampaui target 100 persen' what was passed."""
_SUBJECTS = 4
"""Figures between a subject and the predicate behind all of them."""
_AIMED_WITHIN = 40
"""Tokens before the number in which the coordination that it stands in may name a target."""
_WEAK = 6
"""How much farther a word counts that says no more than that the number was reached."""
_BENCHMARK = 9
"""The longest benchmark and the words between it and its number."""
_EARLY = 2
"""Months of a year after which its sums may be known."""
_PREDICATE = 3
"""Words between a number with its noun and the predicate on it: 'desa yang masih harus'."""
_INTRODUCED = 5
"""Words between 'terdiri' and the first part: 'terdiri atas paling sedikit'."""
_SERVED = 6
"""Words of a purpose up to its own number: 'untuk melayani kebutuhan paling sedikit 300 siswa'."""
_BRACKET = 6
"""Words that may stand in a bracket before its figure: '(progres fisik saat ini sebesar 94 persen)'."""


class StatusReader:
    def __init__(self, words: Sequence[str], codebook: Codebook) -> None:
        self.words = words
        self.marks = Occurrences(codebook.status_marks, words)
        self.strong = frozenset(codebook.words["separators"]["strong"])

    def of_sentence(self, drafts: Sequence[Draft]) -> list[Status | None]:
        """For each figure the status that words say, None where none does. A coordinated figure shares the one before it."""
        results: list[Status | None] = []
        alone: dict[int, Status] = {}
        for index, draft in enumerate(drafts):
            own, why = self.own(draft)
            if own is None and (own := self.predicated(drafts[index + 1 : index + 1 + _SUBJECTS])):
                why = "the predicate behind the next figure, which is an adjunct"
            if own is None:
                own, why = self.inherited(drafts, index, results) or (None, why)
            if self.is_left(draft, drafts[index + 1 : index + 2]):
                alone[index], why = "realised", "what a number rises or falls from is past"
            elif own in (None, "realised") and self.is_under_way(draft, drafts[index + 1 : index + 2]):
                alone[index], why = "planned", "its progress is told, and it is not done"
            draft.why["status"] = why
            results.append(own)
        return [alone.get(index, said) for index, said in enumerate(results)]

    def inherited(
        self, drafts: Sequence[Draft], index: int, results: Sequence[Status | None]
    ) -> tuple[Status, str] | None:
        """What a figure before says of this one too. What is to serve a target of another unit is planned: 'dengan target 100
        pemudik, yaitu 5 bus'."""
        draft = drafts[index]
        source: int | None = index - 1
        serves = draft.first - draft.clause[0] <= _SERVED or draft.opened_by != "untuk"
        why = "shared with the figure before"
        if index and draft.opened_by in _CONSEQUENT and results[index - 1] in _OPEN and serves:
            why = f"what comes of the figure before: '{draft.opened_by}'"
        else:
            source = self.shares(drafts, index)
        said = results[source] if source is not None else None
        if source is None or said is None:
            return None
        whole = drafts[source]
        named = not _AIMED.isdisjoint(self.words[whole.clause[0] : whole.first])
        if said == "target" and named and whole.unit != draft.unit and draft.unit not in RATES:
            return "planned", f"{why}, which is the target that it serves"
        return said, why

    def is_under_way(self, draft: Draft, following: Sequence[Draft]) -> bool:
        """'Sebanyak 60 unit dengan progres 5 persen', 'pembangunan 228 unit telah mencapai 56 persen': what is told of is the
        work, and of less than the whole."""
        for later in following:
            if draft.unit == "percent" or later.unit != "percent" or not later.mention.value < 100:
                return False
            between = self.words[draft.last : later.first]
            built = "pembangunan" in self.words[draft.clause[0] : draft.first] and "mencapai" in between[-2:]
            return built or not _PROGRESS.isdisjoint(between)
        return False

    def is_left(self, draft: Draft, following: Sequence[Draft]) -> bool:
        """Whether a change sets out from it: 'akan naik dari 7 persen', 'diperluas dari semula 8 km menjadi 9 km'. What it comes to
        is what the clause says of the change."""
        before = self.words[max(0, draft.first - 3) : draft.first]
        if before[-1:] == ["dari"]:
            if not _CHANGES.isdisjoint(before):
                return True
        elif before[-2:-1] != ["dari"] or before[-1] not in _COMPARING:
            return False
        return any(later.opened_by == "menjadi" for later in following)

    def shares(self, drafts: Sequence[Draft], index: int) -> int | None:
        """The figure before whose predicate is its own: that which it is coordinate with or a part of. A bracket tells of one
        figure only, so that what stands behind it goes on from the figure before it."""
        draft, earlier = drafts[index], index - 1
        if earlier < 0:
            return None
        between = self.words[drafts[earlier].last : draft.first]
        part = not _MADE_OF.isdisjoint(between[-_INTRODUCED:]) and draft.opened_by not in self.strong
        if not (part or draft.opened_by in _SHARED) or not _COMPARING.isdisjoint(between):
            return None
        if not self.in_bracket(draft):
            while earlier and self.in_bracket(drafts[earlier]):
                earlier -= 1
        return earlier

    def in_bracket(self, draft: Draft) -> bool:
        return self.bracketed(draft)[0] < draft.first

    def predicated(self, following: Sequence[Draft]) -> Status | None:
        """'ruas sepanjang 24 km dengan progres 94 persen akan dibuka': behind an adjunct the predicate is the first figure's.
        So it is behind a second subject, which has an adjunct of its own."""
        passed = False
        for later in following:
            bracketed = self.bracketed(later)[0] < later.first
            if not bracketed and later.opened_by != "dengan" and not (passed and later.opened_by in ("serta", "dan")):
                return None
            marks = self.marks.within(later.last, later.clause[1] if bracketed else self.bounds(later)[1])
            said = [name for _, _, name in marks if name in ("planned", "target", "realised")]
            if said:
                return said[0]  # type: ignore[return-value]
            passed = True
        return None

    def bracketed(self, draft: Draft) -> tuple[int, int]:
        """The words of the bracket that the figure stands in; none outside one."""
        for index in range(draft.first - 1, max(draft.first - _BRACKET, 0) - 1, -1):
            if self.words[index] == "(":
                last = range(draft.last, draft.clause[1])
                return index, next((end for end in last if self.words[end] == ")"), draft.clause[1])
            if self.words[index] in (")", ",", ";"):
                break
        return draft.first, draft.first

    def bounds(self, draft: Draft) -> tuple[int, int]:
        """The words that its status may be read from: of the clause, those on its side of 'karena', and behind it neither a
        second predicate nor a bracket with another figure."""
        first, last = draft.clause
        # a headline strings whole clauses together with commas
        parting = _CAUSAL | {","} if draft.in_title else _CAUSAL
        first = max((index + 1 for index in range(first, draft.first) if self.words[index] in parting), default=first)
        closed = max((index for index in range(draft.last, last) if self.words[index] == ")"), default=-1)
        acted = False
        for index in range(draft.last, last):
            word = self.words[index]
            second = word == "dan" and (acted or self.intends(index + 1))
            if word in parting or second or (word == "(" and index > closed):
                return first, index
            acted = acted or is_verb(word)
        return first, last

    def intends(self, index: int) -> bool:
        """Whether a plan or an aim begins there: 'cadangannya 20 ton dan direncanakan digali', a second predicate."""
        return any(name in _OPEN for _, _, name in self.marks.within(index, index + 1))

    def aims(self, draft: Draft) -> bool:
        """Whether the clause, or those that it is coordinate with, speak of a target at all."""
        first = max(min(draft.chain, draft.clause[0]), draft.first - _AIMED_WITHIN)
        return any(name in ("target", "benchmark") for _, _, name in self.marks.within(first, self.bounds(draft)[1]))

    def own(self, draft: Draft) -> tuple[Status | None, str]:
        """A target outweighs a plan; else the mark nearest to the number decides. One before the number governs it, so it counts
        as nearer than one after."""
        first, last = self.bounds(draft)
        if draft.in_title:
            colons = [index for index in range(first, draft.first) if self.words[index] == ":"]
            first = colons[-1] + 1 if colons else first
        marks = self.heard(*self.bracketed(draft), draft) or self.heard(first, last, draft)
        if not marks:
            return None, "no word for it in the clause"
        matrix = [mark for mark in marks if mark[3]]
        _, nearest, word, _ = min(matrix or marks)
        aimed = next((word for _, name, word, _ in marks if name == "target"), None)
        if nearest == "planned" and aimed:
            return "target", f"'{aimed}' in the clause outweighs the plan"
        return nearest, f"'{word}' in the clause"

    def heard(self, first: int, last: int, draft: Draft) -> list[tuple[int, Status, str, bool]]:
        """The marks in words[first:last], and a target right before the number that the clause was cut in."""
        before = self.marks.within(max(draft.first - _BENCHMARK, 0), draft.first)
        held = [found for found in before if found[2] == "benchmark"]
        return [mark for found in (*held, *self.marks.within(first, last)) if (mark := self.weighed(found, draft))]

    def weighed(self, found: tuple[int, int, str], draft: Draft) -> tuple[int, Status, str, bool] | None:
        """How far the mark is, what it says, its words, and whether it stands before the number and says more than that
        the number was reached; None for one that says nothing of this number."""
        index, length, name = found
        gap = draft.first - index - length
        words = " ".join(self.words[index : index + length])
        if name in ("benchmark", "so_far") and not 0 <= gap <= 3:
            return None
        if name == "benchmark":
            behind = self.words[index + length : draft.mention.first]
            exceeded = not _PASSING.isdisjoint(words.split()) and not _RESULT.isdisjoint(behind)
            return 0, "realised" if exceeded else "target", words, True
        if name == "places":
            return (gap + _WEAK, "planned", words, False) if 0 <= gap <= 3 and draft.unit == "person" else None
        if words == "siap" and not any(is_verb(word) for word in self.words[index + 1 : index + 2]):
            return None  # 'siap 95 persen': that ready; 'siap membangun 20 rumah': not yet begun
        if name == "so_far":
            return gap + _WEAK, "realised", words, False
        if name == "none" or (gap < 0 and (words in _AIMS or is_deed(name, words) or self.is_effect(index, length))):
            return None
        if name == "unknown" and gap < 0:
            behind = self.words[index + length : index + length + 1]
            if index - draft.last > _PREDICATE or not behind or not is_verb(behind[0]):
                return None  # 'standar wajib': said of the thing
            name = "planned" if words.startswith("harus") else name
        weak = _WEAK if name == "realised" and self.words[index] not in _DONE else 0
        distance = weak + (gap if gap >= 0 else 2 * max(0, index - draft.last) + 2)
        return distance, name, words, gap >= 0 and not weak  # type: ignore[return-value]

    def is_effect(self, index: int, length: int) -> bool:
        """'20 pabrik, yang diharapkan dapat menyerap tenaga kerja': hoped for is what they do, and they are there."""
        if self.words[index] != "diharapkan":
            return False
        behind = self.words[index + length : index + length + 2]
        acts = behind[1:] if behind[:1] and behind[0] in _ABLE else behind
        return bool(acts) and acts[0].startswith("me") and is_verb(acts[0])


def is_deed(name: str, words: str) -> bool:
    """'20 kota menyiapkan naskah': an active verb behind the number is what they do, and they are there."""
    return name in _OPEN and words.startswith(("mem", "men")) and words != "mendatang"


def settle(draft: Draft, said: Status | None, period: Period | None, released: date | None, aimed: bool) -> Status:
    """What begins after the release, or ends in a later year, has not happened; a plain statement without marks is of what is."""
    if period and released and said in (None, "realised", "unknown"):
        begins = period.first or date.min
        if period.grain == "day" and period.first and begins <= released:
            return said or "realised"  # under way
        if begins > released or period.last.year > released.year:
            draft.why["status"] = "its period lies after the release"
            return "target" if aimed else "planned"
        if said is None and _hardly_begun(period, released) and not draft.in_title:
            draft.why["status"] = "the figure of a whole year that has hardly begun"
            return "target" if aimed else "planned"
    return said or "realised"


def _hardly_begun(period: Period, released: date) -> bool:
    """Whether a release of the first two months names its own year as the figure's: the sum of a year is not known so early.
    'Tahun ini' may be any part of it."""
    if period.grain != "year" or period.relative or period.name or period.way:
        return False
    return period.first == date(released.year, 1, 1) and period.last.year == released.year and released.month <= _EARLY
