"""What became of each number of an archived text: published, said again, refused, withdrawn since, or not published, and why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.audit.cells import amount
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader
from pipeline.model import ReleaseText, Span

Row = dict[str, Any]
What = Literal["statement", "repeat", "refusal", "superseded", "unpublished"]


@dataclass(frozen=True, slots=True)
class Fate:
    """One number: where it stands in its text, the words, and what became of it.

    `statement_id`: the published statement that says it, or that it repeats. `value`: as published. `reason`: the code of a
    refusal. `detail`: a sentence on what the rest does not say, else ''.
    """

    span: Span
    text: str
    what: What
    statement_id: str = ""
    value: str = ""
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """All numbers of one text, in reading order. `release` is the published row that it is a text of; null where there is none.

    `standing`: current (the text that the published rows point to), older (a later text took its place), copy (the release is read at
    another address), unpublished. `sentence` says so for people.
    """

    release: Row | None
    standing: Literal["current", "older", "copy", "unpublished"]
    sentence: str
    numbers: tuple[Fate, ...]


def account(published: Published, rereader: Rereader, text: ReleaseText) -> Account:
    """What became of the numbers of an archived text."""
    release = release_at(published, text.url)
    if release is None:
        why = _why_unpublished(published, text)
        return Account(None, "unpublished", why, tuple(_sorted(_read_again(published, rereader, text, "", why))))
    if release["text_sha256"] == text.text_sha256:
        sentence = "It is the text that the published rows point to."
        return Account(release, "current", sentence, numbers_of(published, release, text.text))
    if release["url"] != text.url:
        sentence = (
            f"It is a copy: release {release['release_id']} is read at {release['url']}, and is not counted twice."
        )
        standing: Literal["copy", "older"] = "copy"
    else:
        sentence = (
            f"A different text of release {release['release_id']} took its place: capture {release['capture_id']}."
        )
        standing = "older"
    numbers = _read_again(published, rereader, text, release["release_id"], sentence)
    return Account(release, standing, sentence, tuple(_sorted(numbers)))


def release_at(published: Published, url: str) -> Row | None:
    """The published release that an address carries."""
    if found := published.rows("press_releases", url=url):
        return found[0]
    if not published.has("press_releases"):
        return None
    for row in published.table("press_releases", ["release_id", "other_urls"]).to_pylist():
        if url in addresses(row["other_urls"]):
            return published.row("press_releases", release_id=row["release_id"])
    return None


def addresses(other_urls: str) -> list[str]:
    """The column's JSON array; what is none holds nothing."""
    return [item for item in _array(other_urls) if isinstance(item, str)]


def spans(repeats: str) -> list[Span]:
    """The JSON array of [start, end] of the column `repeats`; what is none holds nothing."""
    return [
        Span(*item)
        for item in _array(repeats)
        if isinstance(item, list) and len(item) == 2 and all(type(end) is int and end >= 0 for end in item)
    ]


def numbers_of(published: Published, release: Row, text: str = "") -> tuple[Fate, ...]:
    """Of a release's current text, from the published rows alone. Without the text, a repeat's words are not known."""
    return tuple(_sorted(_published_numbers(published, release, text)))


def _published_numbers(published: Published, release: Row, text: str) -> Iterator[Fate]:
    key = {"release_id": release["release_id"], "capture_id": release["capture_id"]}
    for row in published.rows("statements", **key):
        if row["superseded_by"] is not None:
            continue
        span = Span(row["value_start"], row["value_end"])
        yield Fate(span, row["value_text"], "statement", row["statement_id"], amount(row), detail=_corrected(row))
        for repeat in spans(row["repeats"]):
            yield Fate(repeat, repeat.of(text), "repeat", row["statement_id"], amount(row))
    for row in published.rows("refusals", **key):
        span = Span(row["mention_start"], row["mention_end"])
        yield Fate(span, row["mention_text"], "refusal", reason=row["reason"], detail=_corrected(row))


def _read_again(
    published: Published, rereader: Rereader, text: ReleaseText, release_id: str, why: str
) -> Iterator[Fate]:
    """Of a text that the published rows do not point to: read by the installed code, and looked up by the ids that this gives."""
    statements, refusals = rereader.rows(text, release_id or text.release_id)
    wanted = [row["statement_id"] for row in statements]
    known = (
        {row["statement_id"]: row for row in published.rows("statements", statement_id=wanted)} if release_id else {}
    )
    for row in statements:
        span, name = Span(row["value_start"], row["value_end"]), row["statement_id"]
        here = known.get(name)
        if here is None:
            fate = Fate(span, row["value_text"], "unpublished", value=amount(row), detail=why)
        elif here["superseded_by"] is not None:
            fate = Fate(span, row["value_text"], "superseded", name, amount(here), detail=_superseded(here))
        else:
            where = f"Published as capture {here['capture_id']} says it."
            fate = Fate(span, row["value_text"], "statement", name, amount(here), detail=where)
        yield fate
        for repeat in spans(row["repeats"]):
            yield Fate(repeat, repeat.of(text.text), "repeat", fate.statement_id, fate.value, detail=fate.detail)
    for row in refusals:
        detail = "Refusals are published of the current text alone." if release_id else why
        span = Span(row["mention_start"], row["mention_end"])
        yield Fate(span, row["mention_text"], "refusal", reason=row["reason"], detail=detail)


def _superseded(row: Row) -> str:
    by = row["superseded_by"]
    if by.startswith("s-"):
        return f"A later text of the release says {by} instead."
    return "A later text of the release no longer says it, and nothing in its place."


def _corrected(row: Row) -> str:
    return f"By correction {row['correction_id']}." if row["correction_id"] else ""


def _why_unpublished(published: Published, text: ReleaseText) -> str:
    as_of = str(published.package.get("created", ""))
    if as_of and f"{text.fetched_at:%Y-%m-%dT%H:%M:%SZ}" > as_of:
        return f"It was captured after the snapshot's newest capture ({as_of})."
    if not published.rows("agencies", agency_id=text.agency_id):
        return f"The snapshot holds nothing of {text.agency_id}; synthetic and real releases are never mixed."
    return "No release of the snapshot has this address."


def _sorted(numbers: Iterator[Fate]) -> list[Fate]:
    return sorted(numbers, key=lambda fate: (fate.span, fate.what, fate.statement_id))


def _array(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []
