"""Qualifiers: how exact a text says that a number is, from the words just before or after it."""

from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.numerals import Mention
from pipeline.model import Qualifier


class QualifierReader:
    def __init__(self, words: Sequence[str], codebook: Codebook) -> None:
        self.words = words
        self.before, self.after = codebook.qualifiers, codebook.qualifiers_after
        self.between = frozenset(codebook.words["qualifiers_between"]["words"])
        self.adjectives = frozenset(codebook.words["comparison"]["adjectives"])

    def read(self, mention: Mention, first: int, last: int) -> tuple[Qualifier, int, int]:
        """The qualifier of the expression tokens[first:last], and the expression widened by its words."""
        qualifier: str = "exact"
        if match := self.before.ending_at(self.words, first):
            qualifier, first = match[1], first - match[0]
            if qualifier == "exact":
                return ("range" if mention.value_max is not None else "exact"), first + match[0], last
            if qualifier == "at_most" and self.is_change(first):
                return "exact", first + match[0], last
            # 'mencapai hingga', 'hingga maksimal': the outer word belongs to the expression as well
            if (
                qualifier != "approximate"
                and (outer := self.before.ending_at(self.words, first))
                and outer[1] == qualifier
            ):
                first -= outer[0]
        elif self.compares(last) or self.compares(mention.last):
            return "exact", first, last
        elif (match := self.apart(first)) and mention.value_max is None:
            qualifier, first = match[1], first - match[0] - 1
        elif match := self.after.at(self.words, last):
            qualifier, last = match[1], last + match[0]
        elif match := self.after.at(self.words, mention.last):
            qualifier = match[1]  # between the number and its noun
        if mention.value_max is not None:
            return "range", first, last
        if qualifier == "exact" and mention.approximate:
            return "approximate", first, last
        return qualifier, first, last  # type: ignore[return-value]

    def apart(self, first: int) -> tuple[int, str] | None:
        """The qualifier with one word between it and the number, of those that say nothing of how exact it is; a limit ('hingga') is
        right before its number only."""
        if first < 2 or self.words[first - 1] not in self.between:
            return None
        match = self.before.ending_at(self.words, first - 1)
        return match if match and match[1] not in ("exact", "at_most") else None

    def compares(self, index: int) -> bool:
        """'Lima lebih banyak' says by how much, not that it is more than five; so does 'atau lebih besar dari ...'."""
        after = self.words[index : index + 3]
        after = after[1:] if after[:1] == ["atau"] else after[:2]
        return len(after) == 2 and after[0] == "lebih" and after[1] in self.adjectives

    def is_change(self, first: int) -> bool:
        """'dari 3 menjadi/hingga 5' names an end point, no limit: a number follows 'dari' shortly before."""
        near = range(max(0, first - 4), first)
        changes = any(self.words[i] == "dari" and self.words[i - 1] not in ("kurang", "lebih") for i in near)
        return changes and any(self.words[i][:1].isdigit() for i in near[-3:])
