"""Checks of the refusal patterns: each compiles, each repetition has a bound, each fragment is known and used."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.extract.codebook.problem import Problem

FRAGMENT = re.compile(r"(?<!\?P)<(\w+)>")
"""A fragment's name in a pattern; a named group (?P<x>...) is none."""

_UNBOUNDED = re.compile(
    r"""
    (?P<skip> \\. | \[\^?\]?(?:\\.|[^\]\\])*\] )   # an escaped character, or a class of characters
  | (?P<open> (?:\*|\+|\{\d*,\}) [?+]? )           # a repetition without an end
    """,
    re.VERBOSE | re.DOTALL,
)


def whole(pattern: str, fragments: Mapping[str, str]) -> str:
    """The pattern with its fragments put in. An unknown one ends in the error of `fragments`."""
    return FRAGMENT.sub(lambda match: f"(?:{fragments[match[1]]})", pattern)


def problems(documents: Mapping[str, Any]) -> Iterator[Problem]:
    document = documents["refusals.toml"]
    fragments: Mapping[str, str] = document["fragments"]
    used: set[str] = set()
    for position, entry in enumerate(document["refusal"], start=1):
        at = ("refusals.toml", f"{entry['reason']} (pattern {position})")
        names = set(FRAGMENT.findall(entry["pattern"]))
        used |= names
        if unknown := sorted(names - set(fragments)):
            yield Problem(*at, f"uses <{unknown[0]}>, which [fragments] does not list")
            continue
        yield from _of_one(at, whole(entry["pattern"], fragments))
    yield from (
        Problem("refusals.toml", "[fragments]", f"has '{name}', which no pattern uses")
        for name in sorted(set(fragments) - used)
    )


def _of_one(at: tuple[str, str], pattern: str) -> Iterator[Problem]:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        yield Problem(*at, f"does not compile: {error}")
        return
    if compiled.match(""):
        yield Problem(*at, "matches nothing at all, everywhere")
    for repetition in unbounded(pattern):
        yield Problem(
            *at, f"repeats without a bound ({repetition}); write {{0,40}} or the like, so that matching stays linear"
        )


def unbounded(pattern: str) -> list[str]:
    """The repetitions of a pattern that have no upper bound."""
    return [match["open"] for match in _UNBOUNDED.finditer(pattern) if match["open"]]
