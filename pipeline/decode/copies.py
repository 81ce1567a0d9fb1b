"""Which texts are copies of one press release: one body re-hosts its releases on several sites, and numbers alone do not tell.

An address is one release for ever, whoever reads it: each new text there is a new version. Two addresses of one number giver
carry the same release

1. when they carry the same sound number, and the same title or the same body: a number is sometimes given out twice;
2. when they carry the same title and body and their dates do not contradict: a number is sometimes missing, mistyped or given anew.

Of the copies, the one that was captured first (live before a web archive's) gives the id: from its number, if that is sound and no
earlier release has it; from its address otherwise. So an id stays when copies turn up later.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pipeline.decode.number import is_sound
from pipeline.identity import release_id_from_address, release_id_from_number

_WORD = re.compile(r"\w+")
_SAME_BODY = 0.6
"""Share of five-word runs of the shorter body that stand in the longer one: sites add headers and signatures, and lose spaces.

Of 497 real releases, no two different ones of a ministry have more than 0.41 in common; copies have nearly all.
"""
_RUN = 5
_TELLING_WORDS = 3
"""A title of fewer words ("Siaran Pers") tells nothing without a number."""
_DAYS_APART = 7
"""A re-hosted copy may carry the day of its re-hosting; the same greeting a year later is another release."""


@dataclass(frozen=True, slots=True)
class Text:
    """What decides about one text. `archived`: its capture came from a web archive, with that archive's own time."""

    capture_id: str
    agency_id: str
    number_giver: str
    url: str
    number: str | None
    title: str
    published_on: date | None
    fetched_at: datetime
    archived: bool

    @property
    def sound_number(self) -> str | None:
        return _sound(self.number, self.published_on)

    @property
    def own_release_id(self) -> str:
        return own_release_id(self.agency_id, self.number_giver, self.url, self.number, self.published_on)

    @property
    def title_words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.title.casefold()))


def own_release_id(agency_id: str, number_giver: str, url: str, number: str | None, published_on: date | None) -> str:
    """What one text alone tells: the id by its sound number, else by its address."""
    if sound := _sound(number, published_on):
        return release_id_from_number(number_giver, sound)
    return release_id_from_address(agency_id, url)


def _sound(number: str | None, published_on: date | None) -> str | None:
    return number if number and is_sound(number, published_on) else None


class _Release:
    """The texts of one address, and after a merge those of its copies; the first of them leads."""

    def __init__(self, texts: list[Text]) -> None:
        self.texts = sorted(texts, key=lambda text: (text.archived, text.fetched_at, text.url, text.capture_id))
        self.merged_into: _Release | None = None

    @property
    def order(self) -> tuple[bool, datetime, str, str]:
        first = self.texts[0]
        return first.archived, first.fetched_at, first.agency_id, first.url

    def root(self) -> "_Release":
        release = self
        while release.merged_into is not None:
            release = release.merged_into
        return release


def settle(texts: Iterable[Text], body: Callable[[str], str]) -> Mapping[str, str]:
    """The release id of each capture's text. `body` reads a text by capture id; it is asked only where numbers and titles do not
    decide.
    """
    addresses: defaultdict[tuple[str, str], list[Text]] = defaultdict(list)
    for text in texts:
        addresses[text.number_giver, text.url].append(text)
    releases = sorted(map(_Release, addresses.values()), key=lambda release: release.order)

    @lru_cache(maxsize=512)  # those of a whole archive would fill the memory
    def runs(capture_id: str) -> frozenset[int]:
        words = _WORD.findall(body(capture_id).casefold())
        return frozenset(hash(tuple(words[i : i + _RUN])) for i in range(max(1, len(words) - _RUN + 1)))

    def bodies_agree(one: Text, other: Text) -> bool:
        a, b = runs(one.capture_id), runs(other.capture_id)
        return len(a & b) >= _SAME_BODY * min(len(a), len(b))

    for same in _buckets(releases, lambda text: text.sound_number):
        _merge(same, lambda one, other: one.title_words == other.title_words or bodies_agree(one, other))
    for same in _buckets(releases, _telling_title):
        _merge(same, lambda one, other: _dates_agree(one, other) and bodies_agree(one, other))
    return _ids(releases)


def _buckets(releases: list[_Release], key: Callable[[Text], str | None]) -> Iterable[list[tuple[_Release, Text]]]:
    """Releases that have a key in common, in order, each with its newest text that has it; only where there are several."""
    found: defaultdict[tuple[str, str], dict[int, tuple[_Release, Text]]] = defaultdict(dict)
    for place, release in enumerate(releases):
        for text in release.texts:
            if value := key(text):
                found[text.number_giver, value][place] = (release, text)
    return [list(bucket.values()) for bucket in found.values() if len(bucket) > 1]


def _merge(bucket: list[tuple[_Release, Text]], agree: Callable[[Text, Text], bool]) -> None:
    leaders: list[tuple[_Release, Text]] = []
    for release, text in bucket:
        for leader, other in leaders:
            if leader.root() is release.root() or agree(other, text):
                first, second = sorted((leader.root(), release.root()), key=lambda each: each.order)
                if first is not second:
                    second.merged_into = first
                break
        else:
            leaders.append((release, text))


def _telling_title(text: Text) -> str | None:
    words = text.title_words
    return " ".join(words) if len(words) >= _TELLING_WORDS else None


def _dates_agree(one: Text, other: Text) -> bool:
    if one.published_on is None or other.published_on is None:
        return True
    return abs((one.published_on - other.published_on).days) <= _DAYS_APART


def _ids(releases: list[_Release]) -> dict[str, str]:
    """In order of first capture, so that of two releases under one number the first keeps it."""
    given: dict[int, str] = {}
    taken: set[str] = set()
    for release in releases:
        root = release.root()
        if id(root) not in given:
            first = root.texts[0]
            identifier = first.own_release_id
            if identifier in taken:
                identifier = release_id_from_address(first.agency_id, first.url)
            taken.add(identifier)
            given[id(root)] = identifier
    return {text.capture_id: given[id(release.root())] for release in releases for text in release.texts}
