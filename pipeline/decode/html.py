"""An HTML page by an agency's selectors: title, date element and body, as text whose offsets are stable.

The text is a pure function of the page: blocks and line breaks become lines, runs of white space become one space (no-break
spaces are kept: they are the source's own), scripts and styles are left out, empty lines are dropped.
"""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString

from pipeline.agencies import PageRules

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
    visible: str
    """All text of the page (at most its first 5,000 characters), to recognise pages that are no content."""


def read_page(data: bytes, charset: str | None, rules: PageRules) -> Page:
    """`charset` is the HTTP header's, which the HTML standard ranks above the page's own <meta>."""
    soup = BeautifulSoup(data, "lxml", from_encoding=charset)
    title = _select(soup, rules.title)
    body = _select(soup, rules.body)
    date = _select(soup, rules.date)
    return Page(
        title=" ".join(text_of(title).split("\n")) if title else None,
        date_text=text_of(date) if date else None,
        body=text_of(body) if body else None,
        visible=text_of(soup)[:5000],
    )


def _select(soup: BeautifulSoup, selector: str) -> Tag | None:
    """The first match of the first alternative that matches anything: 'a, b' prefers a wherever b stands."""
    for alternative in selector.split(","):
        if alternative.strip() and (found := soup.select_one(alternative.strip())):
            return found
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
