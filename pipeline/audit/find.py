"""The other direction: from the words of a sentence to the archived texts that hold them, and what became of its numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from pipeline.audit.fates import Fate, account
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader, Unreadable
from pipeline.capture.entry import Entry
from pipeline.errors import ArchiveError, UsageError
from pipeline.extract.fold import fold
from pipeline.extract.sentences import sentence_around
from pipeline.model import Capture, ReleaseText, Span

_AROUND = 120
"""Characters shown on either side of words in a page that cannot be read as a release."""
_WORD = re.compile(r"[a-z0-9]{2,}")
_TAG = re.compile(rb"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Found:
    """One place with the words. `sentence` holds them; `span` is its place in the text of the capture.

    `standing`: current, older, copy or unpublished, as fates.py says; or quarantined, for bytes that are no release's. `why` says it
    in a sentence. `numbers`: those of the sentence.
    """

    capture_id: str
    agency_id: str
    url: str
    fetched_at: datetime
    release_id: str
    title: str
    sentence: str
    span: Span
    words: Span
    standing: str
    why: str
    numbers: tuple[Fate, ...]


def find(published: Published, rereader: Rereader, words: str) -> Iterator[Found]:
    """Every place of the archive's texts with these words, newest capture first; a text that an address gave twice counts once.

    They are looked for before the first is given. Case, white space, and the shapes of quotes and dashes do not matter. UsageError where nothing is asked for.
    """
    pattern = _pattern(words)
    captures = _contents(rereader)
    likely = [capture for capture in captures if _may_hold(rereader, capture, words)]
    names = {capture.capture_id for capture in likely}
    found = list(_among(published, rereader, likely, pattern))
    if not found:  # perhaps a page that hides its words from a look at its bytes
        found = list(_among(published, rereader, [c for c in captures if c.capture_id not in names], pattern))
    yield from found


def _pattern(words: str) -> re.Pattern[str]:
    letters = [char for char in fold(words).low if not char.isspace()]
    if not letters:
        raise UsageError("There are no words to look for.", "Give some words of a sentence, in quotes.")
    if len(letters) > 2_000:
        raise UsageError("These are too many words to look for.", "One sentence is enough.")
    return re.compile(r"\s*".join(map(re.escape, letters)))


def _contents(rereader: Rereader) -> list[Capture]:
    """Captures that brought a release's content, newest first; of an address that gave the same bytes again, the first."""
    seen: set[tuple[str, str]] = set()
    kept: list[Capture] = []
    for entry in rereader.archive.entries():
        key = (entry.capture.url, entry.capture.payload_sha256)
        if _is_content(entry) and key not in seen:
            seen.add(key)
            kept.append(entry.capture)
    return kept[::-1]


def _is_content(entry: Entry) -> bool:
    capture = entry.capture
    return entry.role in ("release", "import") and capture.http_status in (None, 200) and capture.revisit_of is None


def _may_hold(rereader: Rereader, capture: Capture, words: str) -> bool:
    """Whether the page's bytes hold each of the words, its tags left out: decoding every page would take ten times as long."""
    try:
        body = rereader.archive.read(capture).body
    except ArchiveError:
        return False
    plain = _TAG.sub(b"", body).lower()
    return all(word.encode() in plain for word in _WORD.findall(fold(words).low))


def _among(
    published: Published, rereader: Rereader, captures: list[Capture], pattern: re.Pattern[str]
) -> Iterator[Found]:
    seen: set[tuple[str, str]] = set()
    for capture in captures:
        try:
            text = rereader.text(capture.capture_id)
        except Unreadable as error:
            yield from _unread(rereader, capture, pattern, str(error))
            continue
        if (capture.url, text.text_sha256) not in seen:
            seen.add((capture.url, text.text_sha256))
            yield from _places(published, rereader, text, pattern)


def _places(published: Published, rereader: Rereader, text: ReleaseText, pattern: re.Pattern[str]) -> Iterator[Found]:
    spans = [Span(*match.span()) for match in pattern.finditer(fold(text.text).low)]
    if not spans:
        return
    told = account(published, rereader, text)
    release_id = told.release["release_id"] if told.release else ""
    for span in spans:
        sentence = _sentence(text, span)
        yield Found(
            text.capture_id,
            text.agency_id,
            text.url,
            text.fetched_at,
            release_id,
            text.title,
            sentence.of(text.text),
            sentence,
            span,
            told.standing,
            told.sentence,
            tuple(number for number in told.numbers if number.span.overlaps(sentence)),
        )


def _unread(rereader: Rereader, capture: Capture, pattern: re.Pattern[str], why: str) -> Iterator[Found]:
    """In the bytes of a page that waits for a person, as well as they can be read."""
    try:
        body = rereader.archive.read(capture).body
    except ArchiveError:
        return
    text = unescape(_TAG.sub(b" ", body).decode("utf-8", "replace"))
    low = fold(text).low
    for match in pattern.finditer(low):
        around = Span(max(0, match.start() - _AROUND), min(len(text), match.end() + _AROUND))
        yield Found(
            capture.capture_id,
            capture.agency_id,
            capture.url,
            capture.fetched_at,
            "",
            "",
            around.of(text),
            around,
            Span(*match.span()),
            "quarantined",
            f"The page could not be read as a release, and waits for a person: {why}",
            (),
        )


def _sentence(text: ReleaseText, span: Span) -> Span:
    """From the first sentence that the words touch to the last. Those of the title and the body never make one."""
    start = text.body_start if span.start >= text.body_start else 0
    return sentence_around(text.text, start, span)
