"""A figure in the making: a numeral that was not refused, its measure, and the stretch of the sentence that is its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.extract.codebook import Codebook
from pipeline.extract.numerals import Mention
from pipeline.extract.tokens import Token
from pipeline.extract.units import Measure
from pipeline.model import Qualifier

COORDINATING = frozenset(("dan", "serta", ",", "atau", "menjadi", ""))
"""What opens a clause that shares the verb of the one before; '' where two figures follow each other directly."""


@dataclass(slots=True)
class Draft:
    """tokens[first:last] is the whole expression; tokens[clause[0]:clause[1]] the words that may say something of it.

    `chain` is where the coordination that the clause goes on begins ('mendampingi 50 kota dan 2 provinsi'), `tail` where the one that
    it opens ends ('50 kota dan 2 provinsi ikut').
    `noun`: the tokens of the noun that was said once, with a figure before. `dated`: whether its own clause names its period. `sentence` counts the sentences of the text from 0. `why` says of an attribute, for people, what made it so.
    """

    mention: Mention
    measure: Measure
    first: int
    last: int
    qualifier: Qualifier
    sentence: int
    in_title: bool
    unit: str = "count"
    clause: tuple[int, int] = (0, 0)
    opened_by: str = ""
    chain: int = 0
    tail: int = 0
    noun: tuple[int, int] | None = None
    dated: bool = False
    why: dict[str, str] = field(default_factory=dict)


def set_clauses(drafts: Sequence[Draft], tokens: Sequence[Token], first: int, last: int, codebook: Codebook) -> None:
    """Share the tokens [first:last] of one sentence among its figures: each gets the words from the cut before to the cut after.

    Between two figures the cut is at the strongest separator: an adversative or consecutive conjunction, a semicolon, the
    last comma, the last coordinating word, else where the later expression begins.
    """
    strong = frozenset(codebook.words["separators"]["strong"])
    weak = frozenset(codebook.words["separators"]["clause"])
    cuts = [_edge(tokens, drafts[0].first - 1, first, -1, strong)]
    for earlier, later in pairwise(drafts):
        cuts.append(_cut(tokens, earlier.last, later.first, strong, weak))
    cuts.append(_edge(tokens, drafts[-1].last, last, 1, strong))
    chain = cuts[0]
    for draft, (start, end) in zip(drafts, pairwise(cuts), strict=True):
        draft.clause = (min(start, draft.first), max(end, draft.last))
        draft.opened_by = tokens[start].text if start < draft.first and start > cuts[0] else ""
        draft.chain = chain if draft.opened_by in COORDINATING else start
        chain = draft.chain
    tail = cuts[-1]
    for index in range(len(drafts) - 1, -1, -1):
        draft = drafts[index]
        joined = index + 1 < len(drafts) and _together(tokens, draft, drafts[index + 1])
        tail = draft.tail = tail if joined else draft.clause[1]
    for earlier, later in pairwise(drafts):
        if later.opened_by == "dari" and later.clause[0] <= earlier.last + 1:
            # '98 kota dari 514 kabupaten aktif': the part is the subject.
            earlier.clause = (earlier.clause[0], later.clause[1])


def _together(tokens: Sequence[Token], earlier: Draft, later: Draft) -> bool:
    """'50 kota dan 2 provinsi': nothing but a coordinating word between two figures, so that what is said behind is said of both."""
    return later.first - earlier.last == 1 and tokens[earlier.last].text in ("dan", "serta")


def _edge(tokens: Sequence[Token], start: int, end: int, step: int, strong: frozenset[str]) -> int:
    """From tokens[start] outwards to a semicolon or strong conjunction, at most to `end`: where the words of a clause end."""
    index = start
    while (index < end) if step > 0 else (index >= end):
        if _parts(tokens, index, strong) or tokens[index].text == ";":
            return index if step > 0 else index + 1
        index += step
    return end


def _cut(tokens: Sequence[Token], start: int, end: int, strong: frozenset[str], weak: frozenset[str]) -> int:
    best, rank = end, 0
    for index in range(start, end):
        text = tokens[index].text
        here = 5 if _parts(tokens, index, strong) else _RANKS.get(text, 1 if text in weak else 0)
        if index == start and text == "yang" and tokens[index + 1].text.startswith(_PASSIVE):
            continue
        if here > rank or (here == rank and 0 < rank < 4):
            best, rank = index, here
    return best


def _parts(tokens: Sequence[Token], index: int, strong: frozenset[str]) -> bool:
    """Whether a strong conjunction opens a clause here; 'kini' and 'sekarang' do behind a comma only ('40 persen aduan kini masuk')."""
    text = tokens[index].text
    return text in strong and (text not in _NOW or index == 0 or tokens[index - 1].kind != "w")


_NOW = frozenset(("kini", "sekarang"))
_PASSIVE = ("di", "ter")
"""'Dari 80 dapur yang ditargetkan 40 telah beroperasi': a passive relative clause right behind a number says what becomes of what
it counts; an active one has the next number for its object ('asesmen atas 80 kota yang menghasilkan 40')."""
_RANKS = {";": 4, "\n": 4, ",": 3, "dan": 2, "serta": 2, "atau": 2, "lalu": 2, "kemudian": 2}
