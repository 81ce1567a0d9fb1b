"""Index pages read by an agency's rules: which releases are listed, and where the index goes on. Pure; nothing is fetched here."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pipeline.agencies import Agency, IndexRules
from pipeline.capture.address import RefusedAddressError, check, normal
from pipeline.capture.characters import characters, content_type
from pipeline.capture.json_path import at, only, text_at
from pipeline.capture.not_content import is_too_deep
from pipeline.dates import parse_date

_NUMBER = re.compile(r"\d{1,6}")


class UnreadableIndexError(Exception):
    """The answer is no index of the kind that the agency file names; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One release as the index lists it. `title` and `published_on` are None where the index does not show them.

    `content` is the release itself, where the agency file says that the index holds it (`in_listing`): a JSON document of
    the keys that [page] names and nothing else, so that its bytes change only when the release does.
    """

    url: str
    title: str | None
    published_on: date | None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What one index page says. `further` are index pages that it leads to: the next page, or the parts of a sitemap.

    `last_page` is the number of the last page, where it is stated. `problems` are sentences: links that are not followed.
    """

    listed: tuple[Listed, ...]
    further: tuple[str, ...] = ()
    last_page: int | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """An item before its address is checked."""

    link: str
    title: str | None
    date: str | None
    content: bytes | None = None


def read_index(body: bytes, media_type: str, agency: Agency, url: str = "") -> IndexPage:
    """The releases on the page in their order, each address once. UnreadableIndexError when it is no index at all.

    `media_type` is the Content-Type header, charset included; `url` is the page's own address, against which links are read
    (by default the index address of the agency file). A page without releases is a sound answer: the caller knows whether
    it is the first.
    """
    rules = agency.index
    assert rules is not None, "only an agency with index rules has an index"
    base = url or rules.address(rules.first_page)
    _, charset = content_type(media_type)
    if rules.kind == "json":
        items, further, last_page = _json(body, agency, rules)
    elif rules.kind == "html":
        items, further, last_page = _html(characters(body, charset), rules)
    else:
        items, further, last_page = _xml(body, rules.kind)
    problems: list[str] = []
    listed: dict[str, Listed] = {}
    pattern = re.compile(rules.link_pattern)
    for item in items:
        address = _address(agency, base, item.link, problems)
        if address and pattern.search(address) and address not in listed:
            day = parse_date(item.date, rules.date_formats) if item.date else None
            listed[address] = Listed(address, item.title, day, item.content)
    onward = (_address(agency, base, link, problems) for link in further)
    return IndexPage(
        tuple(listed.values()), tuple(dict.fromkeys(filter(None, onward))), last_page, tuple(dict.fromkeys(problems))
    )


def claimed_address(body: bytes) -> str | None:
    """Where a saved page says that it was published: its canonical link, else its og:url."""
    page = characters(body, None)
    if is_too_deep(page):
        return None
    tree = LexborHTMLParser(page)
    for selector, attribute in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        tag = tree.css_first(selector)
        if tag is not None and (value := (tag.attributes.get(attribute) or "").strip()):
            return value
    return None


def _address(agency: Agency, base: str, link: str, problems: list[str]) -> str | None:
    try:
        return check(agency, normal(base, link))
    except RefusedAddressError as error:
        problems.append(f"A link of the index was not followed: {error}")
        return None


_Read = tuple[Iterable[_Item], list[str], int | None]


def _html(page: str, rules: IndexRules) -> _Read:
    if is_too_deep(page):
        raise UnreadableIndexError("Its tags are nested too deep to be parsed.")
    tree = LexborHTMLParser(page)
    try:
        boxes = tree.css(rules.item or rules.link)
        items = list(filter(None, (_html_item(box, rules) for box in boxes)))
        further = _hrefs(tree.css(rules.next)) if rules.next else []
        numbers = [
            int(number)
            for node in (tree.css(rules.last_page) if rules.last_page else [])
            for number in _NUMBER.findall(f"{node.text(separator=' ')} {node.attributes.get('href') or ''}")
        ]
    except SelectolaxError as error:
        raise UnreadableIndexError(f"A selector of the agency file's [index] is no CSS: {error}") from error
    return items, further, max(numbers, default=None)


def _html_item(box: LexborNode, rules: IndexRules) -> _Item | None:
    link = box.css_first(rules.link) if rules.item else box
    if link is None or not (href := (link.attributes.get("href") or "").strip()):
        return None
    title = box.css_first(rules.title) if rules.title else link
    day = box.css_first(rules.date) if rules.date else None
    whole = " ".join((title.attributes.get("title") or "").split()) if title is not None else ""
    return _Item(_from_template(href, rules), whole or _words(title), _words(day))


def _hrefs(nodes: Iterable[LexborNode]) -> list[str]:
    return [href for node in nodes if (href := (node.attributes.get("href") or "").strip())]


def _words(node: LexborNode | None) -> str | None:
    return (" ".join(node.text(separator=" ").split()) or None) if node is not None else None


def _from_template(link: str, rules: IndexRules) -> str:
    return rules.link_template.replace("{link}", link) if rules.link_template else link


def _json(body: bytes, agency: Agency, rules: IndexRules) -> _Read:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableIndexError(f"The index is no JSON: {str(error)[:100]}.") from error
    found = at(document, rules.item)
    if not isinstance(found, list):
        raise UnreadableIndexError(f"The index keeps no list at '{rules.item}'.")
    page = agency.page if agency.page and agency.page.in_listing else None
    kept = (rules.link, page.title, page.body, page.number, page.date, page.attachments) if page else ()
    items = [
        _Item(
            _from_template(link, rules),
            text_at(item, rules.title),
            text_at(item, rules.date),
            _document(only(item, kept)) if kept else None,
        )
        for item in found
        if (link := text_at(item, rules.link))
    ]
    onward, last_page = text_at(document, rules.next), text_at(document, rules.last_page)
    number = int(last_page) if last_page and _NUMBER.fullmatch(last_page) else None
    return items, [onward] if onward else [], number


def _document(values: dict[str, Any]) -> bytes:
    """One spelling, so that equal releases have equal bytes; lone surrogates stay escaped."""
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode()


def _xml(body: bytes, kind: str) -> _Read:
    """Sitemaps (sitemaps.org 0.9), RSS 2.0 and Atom (RFC 4287), whatever their namespaces. No entity is expanded, no DTD loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableIndexError(f"The index is no XML: {str(error)[:100]}.") from error
    name = _name(root)
    if kind == "sitemap" and name == "sitemapindex":
        return [], [loc for part in _children(root, "sitemap") if (loc := _text(part, "loc"))], None
    if (kind, name) not in (("sitemap", "urlset"), ("feed", "rss"), ("feed", "RDF"), ("feed", "feed")):
        raise UnreadableIndexError(f"The index is no {kind}: its root is <{name}>.")
    items = [
        _Item(link, _text(entry, "title"), _text(entry, "pubDate", "published", "lastmod", "date", "updated"))
        for entry in root.iter("{*}url", "{*}item", "{*}entry")
        if (link := _text(entry, "loc", "link") or _atom_link(entry))
    ]
    return items, [], None


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element if _name(child) == name)


def _text(element: Any, *names: str) -> str | None:
    """The text of the first child that has one of these names, the first name first."""
    for name in names:
        for child in _children(element, name):
            if text := " ".join("".join(child.itertext("*")).split()):  # elements' own text: no entity's
                return text
    return None


def _atom_link(entry: Any) -> str | None:
    links = [link for link in _children(entry, "link") if link.get("rel", "alternate") == "alternate"]
    return next((href for link in links if (href := (link.get("href") or "").strip())), None)
