"""Pages that are no release although they came with status 200: waiting rooms, challenges, login pages, soft 404s."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from pipeline.agencies import Agency, PageRules
from pipeline.capture.characters import characters, content_type
from pipeline.capture.exchange import find_header
from pipeline.capture.payload import Payload
from pipeline.identity import sha256_hex
from pipeline.model import Capture

_HTML = ("text/html", "application/xhtml+xml")
_READABLE = (*_HTML, "application/json", "text/plain")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,20})")
_NEVER_DEEP = frozenset(  # void elements, and those that the next of their kind closes
    "area base br col embed hr img input link meta param source track wbr p li td th tr tbody thead tfoot option dt dd rb rt rp".split()
)
_DEEPEST = 2_000
_MOST_COPIES = 2
"""A text may stand at two addresses (one release, re-hosted); at a third it is taken for a page of the server's own."""


def is_page(content_type_header: str) -> bool:
    return content_type(content_type_header)[0] in _HTML


def recognise(payload: Payload, page: PageRules) -> str:
    """The code of what the page is instead of a release ('' where nothing speaks against it). Codes: docs/operations.md.

    A page whose body stands where the agency file says, long enough, is a release whatever words it uses.
    """
    if not payload.body.strip():
        return "empty"
    media_type, charset = content_type(find_header(payload.headers, "Content-Type") or "")
    if media_type not in _READABLE:
        return "media_type"
    if media_type not in _HTML:
        return ""
    text = characters(payload.body, charset)
    if is_too_deep(text):
        return "too_deep"
    if len(_at(text, page.body)) >= page.minimum_body_characters:
        return ""
    return disguise(text, page)


def is_too_deep(text: str) -> bool:
    """Whether tags are nested so deep that parsing the page would take minutes: parsers look through all that are open."""
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST:
                return True
    return False


def disguise(text: str, page: PageRules) -> str:
    """The code of what a page without a release's body gives itself away as; '' where it shows no mark that is known."""
    seen = " ".join(text.casefold().split())
    for code, marks in {**_marks(), "not_content": page.not_content}.items():
        if any(mark.casefold() in seen for mark in marks):
            return code
    return ""


@dataclass
class Recogniser:
    """Judges the release pages of one visit, beside each other: the same text at many addresses is no release either."""

    agency: Agency
    _seen: dict[str, dict[str, tuple[Capture, bool]]] = field(default_factory=dict)
    _condemned: set[str] = field(default_factory=set)

    def judge(self, payload: Payload, capture: Capture, changed: bool) -> list[tuple[Capture, str]]:
        """The captures that are now known to be no release, with the code: this one, and perhaps earlier ones.

        `changed`: its address had another content before.
        """
        page = self.agency.page
        assert page is not None, "only agencies with page rules are visited"
        if code := recognise(payload, page):
            return [(capture, code)]
        return [(other, "identical_pages") for other in self._lookalikes(payload, page, capture, changed)]

    def is_front(self, url: str) -> bool:
        """Whether the address is the site's front page or its index: where servers lead whoever asks for what is gone."""
        fronts = [self.agency.homepage, *([self.agency.index.address(1)] if self.agency.index else [])]
        return _place(url) in {_place(front) for front in fronts} or _place(url)[1] == ""

    def _lookalikes(self, payload: Payload, page: PageRules, capture: Capture, changed: bool) -> list[Capture]:
        media_type, charset = content_type(find_header(payload.headers, "Content-Type") or "")
        if media_type not in _HTML:
            return []
        text = _at(characters(payload.body, charset), page.body)
        if not text:
            return []  # a page without its body is no copy of another: decode says what it lacks, and again after mending
        group = self._seen.setdefault(sha256_hex(text.encode("utf-8", "replace")), {})
        group[capture.url] = (capture, changed)
        suddenly = sum(was_other for _, was_other in group.values()) > 1
        if not suddenly and len(group) <= _MOST_COPIES:
            return []
        condemned = [other for other, _ in group.values() if other.capture_id not in self._condemned]
        self._condemned |= {other.capture_id for other in condemned}
        return condemned


def _at(page: str, selector: str) -> str:
    """The text at the first alternative of the selector that matches, as one line."""
    tree = LexborHTMLParser(page)
    for alternative in filter(None, map(str.strip, selector.split(","))):
        try:
            node = tree.css_first(alternative)
        except SelectolaxError:
            continue
        if node is not None:
            return " ".join(node.text(separator=" ").split())
    return ""


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path.rstrip("/")


@cache
def _marks() -> Mapping[str, tuple[str, ...]]:
    document = tomllib.loads(files("pipeline.capture").joinpath("not_content.toml").read_text("utf-8"))
    return {code: tuple(table["marks"]) for code, table in document.items()}
