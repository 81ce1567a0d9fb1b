"""Status: whether a figure is done, planned or aimed at, from the aspect and mood words of its own clause."""

from collections.abc import Sequence
from datetime import date

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import COORDINATING, Draft
from pipeline.extract.expressions import Period
from pipeline.extract.phrases import Occurrences
from pipeline.model import Status

_CHANGES = frozenset(
    "naik turun meningkat menurun tumbuh bergerak melonjak merosot menyusut berkurang bertambah anjlok beranjak".split()
)
_DONE = frozenset(
    ("telah", "sudah", "berhasil", "tercatat", "realisasi", "terealisasi", "tercapai", "progres", "progresnya")
)
_COMPARING = frozenset("dibanding dibandingkan daripada ketimbang sebelumnya semula".split())
_ADJUNCT = frozenset(("dengan", "("))
_SHARED = COORDINATING | {"dengan"}


class StatusReader:
    def __init__(self, words: Sequence[str], codebook: Codebook) -> None:
        self.words = words
        self.marks = Occurrences(codebook.status_marks, words)

    def of_sentence(self, drafts: Sequence[Draft]) -> list[Status | None]:
        """For each figure the status that words say, None where none does. A coordinated figure shares the one before it."""
        results: list[Status | None] = []
        for index, draft in enumerate(drafts):
            own, why = self.own(draft)
            if own is None and (own := self.predicated(drafts[index + 1 : index + 2])):
                why = "the predicate behind the next figure, which is an adjunct"
            compared = index and not _COMPARING.isdisjoint(self.words[drafts[index - 1].last : draft.first])
            if own is None and results and draft.opened_by in _SHARED and not compared and (own := results[-1]):
                why = "shared with the figure before"
            draft.why["status"] = why
            results.append(own)
        return results

    def predicated(self, following: Sequence[Draft]) -> Status | None:
        """'ruas sepanjang 24 km dengan progres 94 persen akan dibuka': behind an adjunct the predicate is the first figure's."""
        for later in following:
            if later.opened_by in _ADJUNCT:
                marks = self.marks.within(later.last, later.clause[1])
                said = [name for _, _, name in marks if name in ("planned", "target", "realised")]
                return said[0] if said else None  # type: ignore[return-value]
        return None

    def aims(self, draft: Draft) -> bool:
        """Whether the clause speaks of a target at all."""
        return any(name == "target" for _, _, name in self.marks.within(*draft.clause))

    def own(self, draft: Draft) -> tuple[Status | None, str]:
        """A target outweighs a plan; else the mark nearest to the number decides. One before the number governs it, so it counts
        as nearer than one after; what a number rose or fell from is past."""
        first, last = draft.clause
        if self.words[draft.first - 1 : draft.first] == ["dari"] and _CHANGES.intersection(
            self.words[max(0, draft.first - 3) : draft.first]
        ):
            return "realised", "what a number rose or fell from is past"
        if draft.in_title:
            colons = [index for index in range(first, draft.first) if self.words[index] == ":"]
            first = colons[-1] + 1 if colons else first
        marks = [mark for found in self.marks.within(first, last) if (mark := self.weighed(found, draft))]
        if not marks:
            return None, "no word for it in the clause"
        matrix = [mark for mark in marks if mark[3]]
        _, nearest, word, _ = min(matrix or marks)
        aimed = next((word for _, name, word, _ in marks if name == "target"), None)
        if nearest == "planned" and aimed:
            return "target", f"'{aimed}' in the clause outweighs the plan"
        return nearest, f"'{word}' in the clause"

    def weighed(self, found: tuple[int, int, str], draft: Draft) -> tuple[int, Status, str, bool] | None:
        """How far the mark is, what it says, its words, and whether it stands before the number and says more than that
        the number was reached; None for one that says nothing of this number."""
        index, length, name = found
        gap = draft.first - index - length
        words = " ".join(self.words[index : index + length])
        if name == "benchmark":
            return (0, "target", words, True) if 0 <= gap <= 3 else None
        if name == "none":
            return None
        weak = 6 if name == "realised" and self.words[index] not in _DONE else 0
        distance = weak + (gap if gap >= 0 else 2 * max(0, index - draft.last) + 2)
        return distance, name, words, gap >= 0 and not weak  # type: ignore[return-value]


def settle(draft: Draft, said: Status | None, period: Period | None, released: date | None, aimed: bool) -> Status:
    """What begins after the release, or ends in a later year, has not happened; a plain statement without marks is of what is."""
    if period and released and said in (None, "realised"):
        begins = period.first or date.min
        if period.grain == "day" and period.first and begins <= released:
            return said or "realised"  # under way
        if begins > released or period.last.year > released.year:
            draft.why["status"] = "its period lies after the release"
            return "target" if aimed else "planned"
    return said or "realised"
