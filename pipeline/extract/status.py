"""Status: whether a figure is done, planned or aimed at, from the aspect and mood words of its own clause."""

from collections.abc import Sequence
from datetime import date

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import COORDINATING, Draft
from pipeline.extract.phrases import Phrases
from pipeline.model import Status

_DONE = frozenset(("telah", "sudah", "berhasil", "tercatat", "realisasi", "terealisasi", "tercapai"))


class StatusReader:
    def __init__(self, words: Sequence[str], codebook: Codebook) -> None:
        self.words = words
        self.marks = Phrases((phrase, name) for name, phrases in codebook.words["status"].items() for phrase in phrases)

    def of_sentence(self, drafts: Sequence[Draft]) -> list[Status | None]:
        """For each figure the status that words say, None where none does. A coordinated figure shares the one before it."""
        results: list[Status | None] = []
        for draft in drafts:
            own = self.own(draft)
            if own is None and results and draft.opened_by in COORDINATING:
                own = results[-1]
            results.append(own)
        return results

    def own(self, draft: Draft) -> Status | None:
        """The mark nearest to the number decides; one before the number governs it, so it counts as nearer than one after."""
        first, last = draft.clause
        marks = self.marks.found_in(self.words, first, last)
        if not marks:
            return None
        def distance(mark: tuple[int, int, str]) -> int:
            index, length, name = mark
            weak = 6 if name == "realised" and self.words[index] not in _DONE else 0
            return weak + (draft.first - index - length if index < draft.first else 2 * (index - draft.last) + 2)
        return min(marks, key=distance)[2]  # type: ignore[return-value]


def settle(said: Status | None, last: date | None, released: date | None) -> Status:
    """What is dated after the release has not happened; a plain statement without marks is of what is."""
    if last and released and last.year > released.year and said in (None, "realised"):
        return "planned"
    return said or "realised"
