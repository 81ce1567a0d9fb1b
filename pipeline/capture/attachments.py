"""Files that belong to a release (PDF): the links that an agency's rules find on its page. They are archived, not read."""

import json
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from pipeline.agencies import Agency, PageRules
from pipeline.capture.address import RefusedAddressError, check, normal
from pipeline.capture.characters import characters, content_type
from pipeline.capture.json_path import at
from pipeline.capture.not_content import is_too_deep

_PDF_LINKS = "a[href$='.pdf' i]"


def read_attachments(body: bytes, media_type: str, agency: Agency, url: str) -> tuple[str, ...]:
    """Absolute addresses on the agency's own hosts, each once, in their order. Never raises for what a page may hold.

    An answer of another kind than the agency's pages has none. `media_type` is the Content-Type header; `url` is the release's address. In a json release, the path leads to an address,
    to a list of them, or to HTML whose links to .pdf count.
    """
    if agency.page is None or not agency.page.attachments:
        return ()
    found: dict[str, None] = {}
    for link in _links(body, media_type, agency.page):
        try:
            found[check(agency, normal(url, link))] = None
        except RefusedAddressError:
            continue  # someone else's file is no part of the release
    return tuple(found)


def _links(body: bytes, media_type: str, page: PageRules) -> Iterator[str]:
    kind, charset = content_type(media_type)
    if page.kind not in kind:
        return
    if page.kind == "html":
        yield from _hrefs(characters(body, charset), page.attachments)
        return
    try:
        value = at(json.loads(body), page.attachments)
    except (ValueError, RecursionError):
        return
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and "<" in text:
            yield from _hrefs(text, _PDF_LINKS)
        elif isinstance(text, str):
            yield text


def _hrefs(html: str, selector: str) -> Iterator[str]:
    if is_too_deep(html):
        return
    for node in LexborHTMLParser(html).css(selector):
        if href := (node.attributes.get("href") or "").strip():
            yield href
