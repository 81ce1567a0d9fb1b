"""The counted noun phrase in the text's own words: after the number for things counted, before it for shares, money and scores."""

from collections.abc import Sequence

from pipeline.extract.codebook import Codebook
from pipeline.extract.draft import Draft
from pipeline.extract.subjects import SubjectReader
from pipeline.extract.tokens import Token
from pipeline.extract.units import is_verb

_LONGEST_CLAUSE = 7


class CountedReader:
    """One for each text. `blocked`: tokens of numbers and names; `drafts`: its figures in reading order."""

    def __init__(
        self,
        tokens: Sequence[Token],
        plain: str,
        blocked: Sequence[bool],
        drafts: Sequence[Draft],
        codebook: Codebook,
    ) -> None:
        self.tokens, self.plain, self.blocked, self.drafts = tokens, plain, blocked, drafts
        numbers = frozenset(index for draft in drafts for index in range(draft.first, _noun_of(draft)))
        self.subjects = SubjectReader(tokens, blocked, numbers, codebook)
        words = codebook.words["noun_phrase"]
        self.bare, self.links = frozenset(words["bare"]), frozenset(words["links"])

    def of_all(self) -> list[str | None]:
        """For each figure the noun phrase with the relative clause that narrows it; None where the text names nothing. What a
        figure does not name, the one before did: 'turun dari USD80 menjadi USD70', 'Rinciannya, Rp2 miliar'."""
        found: list[str | None] = []
        for position, draft in enumerate(self.drafts):
            name = self.named(draft)
            earlier = self.drafts[position - 1] if position else None
            if not name and earlier and earlier.unit == draft.unit and draft.sentence - earlier.sentence <= 1:
                name = found[-1]
            found.append(name)
        return found

    def named(self, draft: Draft) -> str | None:
        first, last = draft.measure.noun, max(draft.last, draft.measure.noun)
        if draft.measure.family.startswith("count/") and first < last:
            return self.told_before(draft, first, last) or self.text(first, self.narrowed(last, draft))
        if first < draft.last:
            return self.text(first, draft.last)
        if draft.noun:
            return self.text(*draft.noun)
        return self.subject(draft)

    def told_before(self, draft: Draft, first: int, last: int) -> str | None:
        """'petugas sebanyak 150 orang', 'penerima manfaat mencapai 3 juta jiwa': a counting word alone names nothing, the subject
        does; where a verb acts on the number ('melatih 150 orang', 'dihadiri sebanyak 150 orang'), there is no other name."""
        words = self.subjects.words
        if not self.bare.issuperset(words[first:last]) or draft.first < 2:
            return None
        at = draft.first - 1
        if words[at] == "rata" and at > 2:
            at -= 3  # 'rata-rata'
        if words[at] in self.links:
            verb = words[at - 1] if at else ""
            if verb in _STOPS or (is_verb(verb) and verb not in self.links and verb.startswith("me")):
                return None
            if is_verb(verb) and verb.endswith("i"):
                return None
        elif is_verb(words[draft.first]):
            pass  # 'pendaftarnya sudah menembus 60 ribu orang'
        elif words[first] not in _PERSONS_AND_TIMES or not self.subjects.is_noun(at):
            return None
        return self.subject(draft, aside=False)

    def narrowed(self, last: int, draft: Draft) -> int:
        """Where the phrase ends with what narrows it: 'kota yang didampingi', 'menara di Papua', 'Dapur Umum (DU)'."""
        if [token.text for token in self.tokens[last : last + 3 : 2]] == ["(", ")"] and self.tokens[
            last + 1
        ].kind == "w":
            return last + 3
        if last >= draft.clause[1] or self.tokens[last].text not in ("yang", "peserta", "terpilih", "di", "dari"):
            return last
        end = last
        while end < draft.clause[1] and end - last < _LONGEST_CLAUSE and self.is_free_word(end):
            end += 1
        return end if end > last + 1 else last

    def subject(self, draft: Draft, aside: bool = True) -> str | None:
        """The noun phrase that it can be the value of, in the clauses that it is coordinate with."""
        bottom = min(draft.chain, draft.clause[0])
        found = self.subjects.before(draft.first, draft.mention.first, bottom, aside)
        return _named(self.text(*found)) if found else None

    def is_free_word(self, index: int) -> bool:
        return self.tokens[index].kind == "w" and not self.blocked[index]

    def text(self, first: int, last: int) -> str:
        words = self.subjects.words
        if words[last : last + 1] == [")"] and "(" in words[first:last]:
            last += 1
        return " ".join(self.plain[self.tokens[first].start : self.tokens[last - 1].end].split())


def _noun_of(draft: Draft) -> int:
    """Where the noun that it counts begins; the end of the expression where it is measured."""
    return min(draft.measure.noun, draft.last) if draft.measure.family.startswith("count/") else draft.last


def _named(text: str) -> str:
    """A word alone without its possessive: 'utilisasinya' of a thing named before is a utilisation."""
    return text.removesuffix("nya") if " " not in text and len(text) > _SHORTEST else text


_SHORTEST = 6
_STOPS = frozenset((",", ".", ";", ":", '"', "\n"))
_PERSONS_AND_TIMES = frozenset(("orang", "jiwa", "kali"))
