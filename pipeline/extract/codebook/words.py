"""Checks of the word lists: a word that stands twice, that means two things in one look-up, or that can never be met in a text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.extract.codebook.problem import Problem
from pipeline.extract.fold import fold
from pipeline.extract.phrases import split
from pipeline.extract.stems import Stems

RULE_PARTS = ("noun", "acts", "programme_acts", "with", "not")
"""The fields of an indicator that hold words looked for near the number."""

_GROUPED = ("qualifiers", "qualifiers_after", "status", "world", "nation")
"""The tables of words.toml that are looked up as one: a phrase may stand in one of their lists only."""

Meaning = tuple[str, str, str]
"""A phrase, what it means, and the entry or list that says so."""


def problems(documents: Mapping[str, Any]) -> Iterator[Problem]:
    for name, lookup in _lookups(documents):
        yield from _ambiguous(name, lookup)
    for entry in documents["indicators.toml"]["indicator"]:
        yield from _never_needed(entry)


def _lookups(documents: Mapping[str, Any]) -> Iterator[tuple[str, list[Meaning]]]:
    """The file of each look-up, with its phrases."""
    units, currencies = documents["units.toml"]["unit"], documents["currencies.toml"]["currency"]
    for kind in ("noun", "measure"):
        yield "units.toml", [(w, u["unit_id"], u["unit_id"]) for u in units if u["kind"] == kind for w in u["words"]]
    for place in ("before", "after"):
        yield "currencies.toml", [(word, c["code"], c["code"]) for c in currencies for word in c[place]]
    programs = documents["programs.toml"]["program"]
    yield (
        "programs.toml",
        [(cue, p["program_id"], p["program_id"]) for p in programs for cue in (*p["cues"], *p.get("again", ()))],
    )
    for table, lists in documents["words.toml"].items():
        entries = [(word, name, f"[{table}] {name}") for name, listed in lists.items() for word in listed]
        if table in _GROUPED:
            yield "words.toml", entries
        else:
            yield from (("words.toml", [e for e in entries if e[1] == name]) for name in lists)


def _ambiguous(file: str, lookup: Iterable[Meaning]) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for phrase, meaning, entry in lookup:
        if not _can_be_met(phrase):
            yield Problem(file, entry, f"has '{phrase}', which no text holds: folded, it reads otherwise")
        elif (parts := split(phrase)) not in seen:
            seen[parts] = (meaning, entry)
        elif seen[parts][0] == meaning:
            yield Problem(file, entry, f"has '{phrase}' twice")
        else:
            yield Problem(file, entry, f"has '{phrase}', which {seen[parts][1]} has with another meaning")


def _never_needed(entry: Mapping[str, Any]) -> Iterator[Problem]:
    """Words of one part that another word of it already matches, and nouns that the entry itself rules out."""
    at = ("indicators.toml", entry["indicator_id"])
    ruled_out = Stems((word, "") for word in entry.get("not", ()))
    for part in RULE_PARTS:
        listed = entry.get(part, ())
        for word in listed:
            if not _can_be_met(word):
                yield Problem(*at, f"has '{word}' in {part}, which no text holds: folded, it reads otherwise")
            for other in listed:
                if other != word and Stems([(other, "")]).at(split(word), 0):
                    yield Problem(*at, f"has '{word}' in {part}, where '{other}' already matches it")
            if listed.count(word) > 1:
                yield Problem(*at, f"has '{word}' twice in {part}")
            if part == "noun" and any(ruled_out.at(split(word), index) for index in range(len(split(word)))):
                yield Problem(*at, f"has '{word}' in noun, which its own 'not' rules out")
    for cue in entry.get("context", ()):
        if fold(cue).low != cue:
            yield Problem(*at, f"has '{cue}' in context, which no text holds: folded, it reads otherwise")


def _can_be_met(phrase: str) -> bool:
    return bool(split(phrase)) and fold(phrase).low == phrase
