"""An HTML page by an agency's selectors: title, date element and body, as text whose offsets are stable.

The text is a pure function of the page: blocks and line breaks become lines, runs of white space become one space (no-break
spaces are kept: they are the source's own), scripts and styles are left out, empty lines are dropped.
"""

import re
from dataclasses import dataclass
from html import unescape

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString
from selectolax.lexbor import LexborHTMLParser

from pipeline.agencies import PageRules
from pipeline.capture.characters import characters

GENERIC_RULES = PageRules(title="h1", body=".typography-block, section#section_text_body, article, main, body", date="")
"""For an imported page of a site without selectors of its own: the usual places, the most particular first."""

_BLOCKS = frozenset(  # HTML's own block-level elements
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "button"))
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class Page:
    """What the selectors found; None where a selector matched nothing."""

    title: str | None
    date_text: str | None
    body: str | None
    number_text: str | None = None


def read_page(data: bytes, charset: str | None, rules: PageRules) -> Page:
    """`charset` is the HTTP header's.

    Of the 60 to 100 KB of a page, the release is a few: lexbor finds its nodes in the whole page, BeautifulSoup reads only those.
    """
    tree = LexborHTMLParser(characters(data, charset))
    title, body = _text_at(tree, rules.title), _text_at(tree, rules.body)
    return Page(
        " ".join(title.split("\n")) if title is not None else None,
        _text_at(tree, rules.date),
        body,
        _text_at(tree, rules.number),
    )


def fragment_text(html: str) -> str:
    """The text of a piece of HTML, as lines; of text without a tag, that text."""
    return text_of(BeautifulSoup(f"<div>{html}</div>", "lxml")) if "<" in html else unescape(html)


def _text_at(tree: LexborHTMLParser, selector: str) -> str | None:
    """The text of the first node that the first matching alternative finds: 'a, b' prefers a, wherever b stands."""
    for alternative in filter(None, map(str.strip, selector.split(","))):
        node = tree.css_first(alternative)
        if node is not None and node.html:
            return text_of(BeautifulSoup(node.html, "lxml"))
    return None


def text_of(node: Tag) -> str:
    """The node's text as lines. Iterative, so that hostile nesting cannot exhaust the stack."""
    pieces: list[str] = []
    stack: list[tuple[object, bool]] = [(node, False)]
    while stack:
        item, leaving = stack.pop()
        if leaving:
            pieces.append("\n")
        elif isinstance(item, Tag):
            if item.name in _SILENT:
                continue
            if item.name == "br":
                pieces.append("\n")
                continue
            if item.name in _BLOCKS:
                pieces.append("\n")
                stack.append((item, True))
            stack.extend((child, False) for child in reversed(item.contents))
        elif type(item) in (NavigableString, CData):
            pieces.append(_SPACE.sub(" ", str(item)))
    lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
