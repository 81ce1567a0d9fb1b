"""Figures that no indicator of the codebook counts, grouped by what they count: which of them recur?"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from pipeline.extract.fold import fold

MOST_EXAMPLES = 3
_FEWEST_RELEASES = 2
_CLAUSE = frozenset(("yang", "untuk", "di", "dari", "pada", "dalam", "oleh", "dengan", "se-indonesia"))
"""What begins after these says more of the thing, and not what it is."""
_POINTERS = frozenset(("tersebut", "itu", "ini", "lain", "lainnya", "para", "seluruh", "semua", "jumlah"))


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A figure without an indicator. `day`: of its release, ISO 8601, or empty."""

    statement_id: str
    release_id: str
    agency_id: str
    day: str
    unit: str
    counted: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that count the same in the same unit; the newest few as examples."""

    unit: str
    noun: str
    statements: int
    releases: int
    agencies: tuple[str, ...]
    examples: tuple[Unmapped, ...]


def recurring(figures: Iterable[Unmapped]) -> list[Group]:
    """Groups of more than one release; those of most releases first."""
    found: dict[tuple[str, str], list[Unmapped]] = {}
    for figure in figures:
        found.setdefault((figure.unit, noun(figure.counted)), []).append(figure)
    groups = [_group(unit, name, members) for (unit, name), members in found.items()]
    kept = [group for group in groups if group.releases >= _FEWEST_RELEASES]
    return sorted(kept, key=lambda group: (-group.releases, -group.statements, group.unit, group.noun))


def noun(counted: str) -> str:
    """What is counted, in the form that figures are grouped by: small letters, up to the clause that follows, no pointing words."""
    words = [word.strip(".,;:()\"'") for word in fold(counted).low.split()]
    head = takewhile(lambda word: word not in _CLAUSE, words)
    return " ".join(word for word in head if word and word not in _POINTERS)


def _group(unit: str, name: str, members: list[Unmapped]) -> Group:
    newest = sorted(sorted(members, key=lambda m: m.statement_id), key=lambda m: m.day, reverse=True)
    return Group(
        unit,
        name,
        len(members),
        len({member.release_id for member in members}),
        tuple(sorted({member.agency_id for member in members})),
        tuple(newest[:MOST_EXAMPLES]),
    )
