"""Subjects: the noun phrase before a number that the number is the value of, with the prepositions and brackets that narrow it."""

from collections.abc import Container, Sequence

from pipeline.dates import MONTHS, WEEKDAYS
from pipeline.extract.codebook import Codebook
from pipeline.extract.numerals import numeral_words
from pipeline.extract.tokens import Token
from pipeline.extract.units import is_verb

_LONGEST_GROUP = 6
_LONGEST = 12
_FARTHEST = 24
"""Tokens before the number in which the subject stands."""
_CALENDAR = WEEKDAYS | MONTHS.keys() | {"triwulan", "kuartal", "semester"}
_ROMAN = frozenset("i ii iii iv v vi vii viii ix x".split())


class SubjectReader:
    """One for each text. `blocked`: tokens of numbers and names; `numbers`: those of all numbers with their units, which are no
    subject."""

    def __init__(
        self, tokens: Sequence[Token], blocked: Sequence[bool], numbers: Container[int], codebook: Codebook
    ) -> None:
        self.tokens, self.blocked, self.numbers = tokens, blocked, numbers
        self.words = [token.text for token in tokens]
        words = codebook.words["noun_phrase"]
        self.stop = frozenset((*words["stop"], *words["backward_skip"], *words["no_subject"]))
        self.prepositions = frozenset(words["prepositions"])
        self.predicates = frozenset(words["predicates"])
        self.adjectives = frozenset(codebook.words["comparison"]["adjectives"]) - _DIMENSIONS
        self.no_name = _CALENDAR | numeral_words(codebook.numerals)

    def before(self, first: int, number: int, bottom: int, aside: bool = True) -> tuple[int, int] | None:
        """The tokens of the subject of the expression that begins at tokens[first], its number at tokens[number], from tokens[bottom]
        on; without `aside` no noun that only says where or when.

        What the number is told of with 'sebesar', 'senilai' or nothing between is the nearest noun. What it is told of by a verb
        ('mencapai', 'menjadi') is the verb's subject: a nearer noun behind a preposition only says where or when.
        """
        bottom, spare, index = max(bottom, first - _FARTHEST), None, first
        while group := self.group(index, bottom):
            start, end = group
            told = self.is_told_of(end, number)
            if (told and self.is_change(start)) or self.adjectives.issuperset(self.words[start:end]):
                index = start
                continue
            head = self.extended(start, end, bottom)
            if not (head == start and self.is_aside(start, bottom) and (told or not aside)):
                return head, end
            spare = spare or group
            index = start - 1
        return spare if aside else None

    def group(self, index: int, bottom: int) -> tuple[int, int] | None:
        """The nouns side by side that end last before tokens[index]."""
        while index > bottom and not self.is_noun(index - 1):
            index -= 1
        end = index
        while index > bottom and end - index < _LONGEST_GROUP and self.is_noun(index - 1):
            index -= 1
        return (index, end) if end > index else None

    def extended(self, start: int, end: int, bottom: int) -> int:
        """Where the phrase begins that tokens[start:end] closes: 'uptime untuk jaringan di Aceh', 'Panas Bumi (PLTP)', 'bunga/marjin'."""
        while start - 1 > bottom and self.words[start - 1] in (*self.prepositions, *_JOINING):
            head = self.without_bracket(start - 1, bottom)
            gap = head
            while head > bottom and self.is_noun(head - 1):
                head -= 1
            if head == gap or end - head > _LONGEST:
                return start
            start = head
        return start

    def without_bracket(self, index: int, bottom: int) -> int:
        """Before the bracket that closes right before tokens[index]: 'pangsa (PBM) dari'."""
        if (
            index - 1 > bottom
            and self.words[index - 1] == ")"
            and "(" in self.words[max(bottom, index - 5) : index - 1]
        ):
            return index - 1 - self.words[max(bottom, index - 5) : index - 1][::-1].index("(") - 1
        return index

    def is_aside(self, start: int, bottom: int) -> bool:
        """Behind a preposition, and not the topic itself ('dari segi pendapatan')."""
        return start > bottom and self.words[start - 1] in self.prepositions and self.words[start] not in _TOPICS

    def is_change(self, start: int) -> bool:
        """'mengalami penurunan menjadi': the noun is part of the predicate."""
        return start > 0 and self.words[start] in _CHANGES and self.words[start - 1] in _UNDERGO

    def is_told_of(self, end: int, number: int) -> bool:
        """Whether a predicate stands between the noun and the number."""
        between = self.words[end:number]
        return "yang" not in between and any(word in self.predicates or is_verb(word) for word in between)

    def is_noun(self, index: int) -> bool:
        """No function word, no verb, no number, no mark of a period; of what is blocked, names only."""
        token = self.tokens[index]
        if token.kind != "w" or index in self.numbers or token.text in self.stop or is_verb(token.text):
            return False
        if token.text in _ROMAN or token.text in _CALENDAR or len(token.text) < 2:
            return False
        return not self.blocked[index] or token.text not in self.no_name


_DIMENSIONS = frozenset("panjang lebar tinggi luas tebal berat".split())
_TOPICS = frozenset(("segi", "sisi"))
_JOINING = ("(", "/", "-", "dan", "&")
_CHANGES = frozenset(
    "penurunan peningkatan kenaikan lonjakan pertumbuhan perlambatan pelemahan penguatan koreksi".split()
)
_UNDERGO = frozenset("mengalami mencatat mencatatkan menunjukkan terjadi".split())
