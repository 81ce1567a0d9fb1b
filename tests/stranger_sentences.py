"""How a stranger follows a sentence of an archived text: `find` says where each of its numbers went, and the CSV files must agree."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from pipeline.audit.fates import Fate
from pipeline.audit.find import Found, find
from pipeline.audit.reread import Unreadable
from pipeline.extract.fold import fold
from pipeline.extract.sentences import sentences
from pipeline.model import Capture
from tests.stranger_cells import Evidence

_DIGITS = re.compile(r"[0-9]+")
_TAG = re.compile(r"<[^<>]*>")
_MOST_LETTERS = 400
"""Of a sentence, to look for: enough to tell it from any other."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A sentence, what became of its numbers (fates.py's words, or quarantined), and what is wrong with that."""

    capture_id: str
    sentence: str
    fates: tuple[str, ...]
    wrong: tuple[str, ...]


def follow(evidence: Evidence, count: int, chance: random.Random) -> Iterator[Followed]:
    """`count` sentences with digits, drawn one a capture from the whole archive, pages that cannot be read among them."""
    captures = [
        entry.capture
        for entry in evidence.rereader.archive.entries()
        if entry.role in ("release", "import")
        and entry.capture.http_status in (None, 200)
        and not entry.capture.revisit_of
    ]
    chance.shuffle(captures)
    drawn = 0
    while drawn < count:
        before = drawn
        for capture in captures:
            told = _sentences(evidence, capture)
            if told and drawn < count:
                drawn += 1
                yield _followed(evidence, capture, chance.choice(told)[:_MOST_LETTERS])
        if drawn == before:
            return  # no text of the archive has a number


def _sentences(evidence: Evidence, capture: Capture) -> list[str]:
    try:
        text = evidence.rereader.text(capture.capture_id)
    except Unreadable:
        plain = unescape(_TAG.sub(" ", evidence.rereader.archive.read(capture).body.decode("utf-8", "replace")))
        return [line.strip() for line in plain.splitlines() if _DIGITS.search(line)]
    spans = [*sentences(fold(text.text[: text.body_start]).plain), *sentences(fold(text.text).plain, text.body_start)]
    return [said for span in spans if _DIGITS.search(said := span.of(text.text))]


def _followed(evidence: Evidence, capture: Capture, sentence: str) -> Followed:
    places = list(find(evidence.published, evidence.rereader, sentence))
    here = [each for each in places if each.url == capture.url]
    if not here:
        return Followed(capture.capture_id, sentence, (), ("it is not found at its address",))
    fates = tuple(
        sorted(
            {fate.what for each in here for fate in each.numbers} | {each.standing for each in here if not each.numbers}
        )
    )
    return Followed(
        capture.capture_id, sentence, fates, tuple(wrong for each in here for wrong in _wrong(evidence, each))
    )


def _wrong(evidence: Evidence, found: Found) -> Iterator[str]:
    if found.standing == "quarantined":
        newest = max(
            (row["fetched_at"], row["capture_id"]) for row in evidence.rows("captures") if row["url"] == found.url
        )
        if newest[1] == found.capture_id and (found.capture_id,) not in evidence.by("quarantine", ("capture_id",)):
            yield "its page is in no row of quarantine"
        return
    spans = [fate.span for fate in found.numbers]
    for number in _DIGITS.finditer(found.sentence):
        start, end = (found.span.start + offset for offset in number.span())
        if not any(span.start < end and start < span.end for span in spans):
            yield f"nothing is said of its number {number.group()!r} at {start}"
    for fate in found.numbers:
        if problem := _unfounded(evidence, found, fate):
            yield f"{fate.what} {fate.text!r} at {fate.span.start}: {problem}"


def _unfounded(evidence: Evidence, found: Found, fate: Fate) -> str:
    """What the CSV files say against it; '' where they say the same."""
    current = found.standing == "current"
    if fate.what == "unpublished":
        return "" if fate.detail else "no reason is given"
    if fate.what == "refusal":
        key = ("release_id", "mention_start", "mention_end")
        row = evidence.by("refusals", key).get((found.release_id, str(fate.span.start), str(fate.span.end)))
        return "" if not current or (row and row["reason"] == fate.reason) else "refusals.csv does not refuse it"
    row = evidence.by("statements", ("statement_id",)).get((fate.statement_id,))
    if row is None:
        return "" if not current and fate.detail else "statements.csv does not have it"
    if fate.what == "superseded":
        return "" if row["superseded_by"] else "it is current in statements.csv"
    if row["superseded_by"]:
        return "it is superseded in statements.csv"
    places = [[int(row["value_start"]), int(row["value_end"])], *json.loads(row["repeats"])]
    return "" if not current or list(fate.span) in places else "statements.csv has it at another place"
