"""One captured payload -> a release text, or a quarantine entry that says why it cannot be read as one."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.agencies import Agency, PageRules
from pipeline.capture import Payload
from pipeline.capture.attachments import read_attachments
from pipeline.capture.characters import characters, content_type
from pipeline.capture.exchange import find_header
from pipeline.capture.json_path import text_at
from pipeline.capture.not_content import disguise, is_too_deep
from pipeline.dates import find_date, parse_date
from pipeline.decode.copies import own_release_id
from pipeline.decode.html import GENERIC_RULES, fragment_text, read_page
from pipeline.decode.number import find_number, read_number
from pipeline.identity import sha256_hex
from pipeline.model import Capture, Quarantined, ReleaseText

_HEADER_LINES, _FOOTER_LINES = 6, 2
_SHORT_LINE = 40
"""Characters: a longer line is a sentence, not a date line."""
_TITLE_PREFIX = re.compile(
    r"\A\s*siaran\s{0,3}pers\b.{0,80}?\bte[mn]?tang\b\s{0,3}:?\s*(?=\S)", re.IGNORECASE | re.DOTALL
)
_LINK_WORD = re.compile(r"te[mn]?tang\s*:?", re.IGNORECASE)  # "tentang", with the typing errors that occur
# A place, perhaps a date or office after a comma, then a dash; a hyphen only counts with a space beside it ("Rata-rata" has none).
_DATELINE = re.compile(
    r"([A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){0,3})\s{0,2}(?:,[^\n–—]{0,40}?|\([^)\n]{0,20}\)\s{0,2})?(?:\s?[–—]\s?|\s-\s?|-\s)\S"
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a format's reader found. `title` is None where the source keeps none apart from its text.

    `number` is None where the source gives it no place of its own.
    """

    title: str | None
    text: str
    date: date | None
    number: str | None = None


class _UnreadableError(Exception):
    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def decode(capture: Capture, payload: Payload, agency: Agency) -> ReleaseText | Quarantined:
    """What the capture says. Never raises for what a page may contain; the reason codes are listed in docs/operations.md."""
    try:
        reading = _read(payload, agency, capture.source_kind == "import")
    except _UnreadableError as problem:
        return Quarantined(capture.capture_id, capture.agency_id, capture.url, problem.reason, problem.detail)
    if not _is_text(reading.text) or not _is_text(reading.title or ""):
        return Quarantined(
            capture.capture_id,
            capture.agency_id,
            capture.url,
            "not_text",
            "It holds NUL characters or lone surrogates.",
        )
    header = find_header(payload.headers, "Content-Type") or ""
    attachments = read_attachments(payload.body, header, agency, capture.url)
    return _compose(capture, agency, reading, attachments)


def _is_text(text: str) -> bool:
    """Whether the text can be stored and published: encodable as UTF-8, and no NUL, which CSV readers trip over."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _read(payload: Payload, agency: Agency, imported: bool) -> _Reading:
    if payload.http_status is not None and payload.http_status != 200:
        raise _UnreadableError("http_status", f"The server answered {payload.http_status}.")
    if payload.truncated:
        raise _UnreadableError("truncated", payload.problem)
    if not payload.body.strip():
        raise _UnreadableError("empty", "The answer has no content.")
    media_type, charset = content_type(find_header(payload.headers, "Content-Type") or "")
    rules = agency.page or GENERIC_RULES
    if rules.kind == "json" and not imported:
        if media_type == "application/json":
            return _read_record(payload.body, rules)
    elif media_type in ("text/html", "application/xhtml+xml"):
        return _read_html(payload.body, charset, rules if rules.kind == "html" else GENERIC_RULES)
    elif media_type == "text/plain":
        return _read_plain(payload.body, charset)
    elif media_type == "application/json":
        return _read_json(payload.body)
    raise _UnreadableError("media_type", f"The answer is {media_type or 'of no stated type'}, not a release.")


def _read_html(data: bytes, charset: str | None, rules: PageRules) -> _Reading:
    if is_too_deep(characters(data, charset)):
        raise _UnreadableError("too_deep", "Its tags are nested too deep to be parsed.")
    page = read_page(data, charset, rules)
    if len(page.body or "") < rules.minimum_body_characters and (code := disguise(characters(data, charset), rules)):
        raise _UnreadableError(code, f"The page is no release but a page of the kind '{code}'.")
    if page.title is None:
        raise _UnreadableError("no_title", f"Nothing on the page matches the title selector '{rules.title}'.")
    if page.body is None:
        raise _UnreadableError("no_body", f"Nothing on the page matches the body selector '{rules.body}'.")
    return _reading(rules, page.title, page.body, page.date_text, page.number_text)


def _reading(rules: PageRules, title: str, body: str, date_text: str | None, number_text: str | None) -> _Reading:
    if len(body) < rules.minimum_body_characters:
        raise _UnreadableError(
            "short_body", f"The body has {len(body)} characters; {rules.minimum_body_characters} are the least."
        )
    return _Reading(
        title,
        body,
        parse_date(date_text, rules.date_formats) if date_text else None,
        read_number(number_text) if number_text else None,
    )


def _read_record(data: bytes, rules: PageRules) -> _Reading:
    """A release of a site's data interface: its title, its body as HTML, its date, where the agency's paths lead."""
    document = _parsed(data, "The answer")
    title, body = text_at(document, rules.title), text_at(document, rules.body)
    if title is None:
        raise _UnreadableError("no_title", f"Nothing stands at the title's path '{rules.title}'.")
    if body is None:
        raise _UnreadableError("no_body", f"Nothing stands at the body's path '{rules.body}'.")
    if is_too_deep(body) or is_too_deep(title):
        raise _UnreadableError("too_deep", "Its tags are nested too deep to be parsed.")
    heading = " ".join(fragment_text(title).split())
    return _reading(rules, heading, fragment_text(body), text_at(document, rules.date), text_at(document, rules.number))


def _read_plain(data: bytes, charset: str | None) -> _Reading:
    try:
        return _Reading(None, data.decode(charset or "utf-8-sig"), None)
    except (UnicodeDecodeError, LookupError) as error:
        raise _UnreadableError("not_text", f"The bytes are no {charset or 'UTF-8'} text: {error}.") from error


def _read_json(data: bytes) -> _Reading:
    """One release as `kotacerdas import` takes it: title, text and, where known, date."""
    document = _parsed(data, "The line")
    if not isinstance(document, dict):
        raise _UnreadableError("not_json", f"The line is {_kind(document)}, not an object.")
    for key in ("title", "text"):
        if key not in document:
            raise _UnreadableError("not_json", f'The line has no "{key}".')
        if not isinstance(document[key], str):
            raise _UnreadableError("not_json", f'The line\'s "{key}" is {_kind(document[key])}, not a string.')
    title, text, day = document["title"], document["text"], document.get("date")
    if not (title.strip() or text.strip()):
        raise _UnreadableError("empty", "Neither title nor text says anything.")
    return _Reading(title, text, find_date(day) if isinstance(day, str) else None)


def _parsed(data: bytes, what: str) -> Any:
    try:
        return json.loads(data)
    except UnicodeDecodeError as error:
        raise _UnreadableError("not_json", f"{what} is not UTF-8 at byte {error.start + 1}.") from error
    except json.JSONDecodeError as error:
        raise _UnreadableError("not_json", f"{what} is not JSON at character {error.pos + 1}: {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise _UnreadableError("not_json", f"{what} is JSON nested too deep, or with a number too long.") from error


def _kind(value: object) -> str:
    """What JSON calls it."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _compose(capture: Capture, agency: Agency, reading: _Reading, attachments: tuple[str, ...]) -> ReleaseText:
    lines = [line.strip() for line in reading.text.splitlines() if line.strip()]
    title = reading.title if reading.title is not None else _first_title(lines)
    text = reading.text if reading.title is None else f"{reading.title}\n\n{reading.text}"
    number = (
        reading.number
        or find_number("\n".join((title, *lines[:_HEADER_LINES])))
        or find_number("\n".join(lines[-_FOOTER_LINES:]))
    )
    published_on = reading.date or _stated_date(title, lines)
    return ReleaseText(
        capture_id=capture.capture_id,
        agency_id=agency.agency_id,
        release_id=own_release_id(agency.agency_id, agency.number_giver, capture.url, number, published_on),
        url=capture.url,
        number=number,
        title=_headline(title),
        published_on=published_on,
        place=_place(title, lines),
        language="id",
        text=text,
        body_start=0 if reading.title is None else len(reading.title) + 2,
        text_sha256=sha256_hex(text.encode()),
        fetched_at=capture.fetched_at,
        attachments=attachments,
    )


def _headline(title: str) -> str:
    """The headline alone: many sites put 'Siaran Pers No. ... tentang' before it."""
    return " ".join(_TITLE_PREFIX.sub("", title, count=1).split())


def _first_title(lines: list[str]) -> str:
    """The first line that is neither the number, nor the date, nor the link word 'tentang'."""
    for line in lines[:_HEADER_LINES]:
        if (
            not find_number(line)
            and not (find_date(line) and len(line) <= _SHORT_LINE)
            and not _LINK_WORD.fullmatch(line)
        ):
            return line
    return lines[0] if lines else ""


def _stated_date(title: str, lines: list[str]) -> date | None:
    """The date line of the header, else that of the last lines, else the dateline of the first paragraph.

    A date inside a sentence is an event's, not the release's, so only short lines and a line's beginning count.
    """
    header = lines[:_HEADER_LINES]
    for line in (*header, *reversed(lines[-_FOOTER_LINES:])):
        if (len(line) <= _SHORT_LINE or find_number(line)) and (day := find_date(line)):
            return day
    for line in header:
        match = _DATELINE.match(line)
        if match and (day := find_date(match[0])):
            return day
    return find_date(title)


def _place(title: str, lines: list[str]) -> str | None:
    """The place that a dateline begins with: 'Jakarta, 15 November 2017 -', 'BENGKULU–'. A headline with a dash is none."""
    for line in lines[: _HEADER_LINES + 2]:
        if len(line) > _SHORT_LINE and line not in title and (match := _DATELINE.match(line)):
            return match[1].title() if match[1].isupper() else match[1]
    return None
