"""Reading a page as strictly as a browser never does: a parser that stops at the first error, and what must hold of the tree."""

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from html5rdf import HTMLParser

_LINKING = ("src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href", "ping")
_RELATIVE = re.compile(r"[A-Za-z0-9._/-]+(#.*)?|#[\w-]+")


def parse(text: str) -> Element:
    """The tree. ParseError of html5rdf at the first departure from the HTML standard."""
    tree: Element = HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


def said(tree: Element, path: str) -> str:
    """The text of the first element at that path, white space collapsed."""
    found = tree.find(path)
    assert found is not None, path
    return " ".join("".join(found.itertext()).split())


def findings(tree: Element) -> list[str]:
    """What a reader with a screen reader, or a cautious browser, would object to."""
    return list(_findings(tree))


def _findings(tree: Element) -> Iterator[str]:
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    names = [element.get("id") for element in elements if element.get("id")]
    yield from (f"id {name} twice" for name in {n for n in names if names.count(n) > 1})
    if not tree.get("lang"):
        yield "no language"
    levels = [int(e.tag[1]) for e in elements if re.fullmatch("h[1-6]", e.tag)]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "not one h1, and that first"
    yield from (f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1)
    for element in elements:
        yield from _element(element, names)


def _element(element: Element, names: list[str | None]) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2]
    if tag == "script" and element.get("type") != "application/ld+json":
        yield "a script that runs"
    if tag in ("iframe", "object", "embed", "base", "form", "img", "video", "audio") or (
        tag == "link" and (element.get("rel") not in ("canonical", "alternate", "license"))
    ):
        yield f"a {tag} that loads something"
    for name, value in element.attrib.items():
        if name.startswith("on") or name == "style" or name in _LINKING:
            yield f"{tag} {name}={value}"
        if name in ("aria-labelledby", "aria-describedby") and value not in names:
            yield f"{name} leads nowhere: {value}"
    if tag == "svg" and element.get("aria-hidden") != "true":
        yield "an svg without a name"
    if tag == "table" and element.find("caption") is None:
        yield "a table without a caption"
    if tag == "th" and not element.get("scope"):
        yield "a th without a scope"
    if tag == "a":
        href, text = element.get("href", ""), "".join(element.itertext()).strip()
        if not text:
            yield f"a link without words to {href}"
        if not re.match(r"https?://|mailto:", href) and not _RELATIVE.fullmatch(href):
            yield f"a link to {href}"
        if href.startswith("#") and href[1:] not in names:
            yield f"a link to nowhere: {href}"
