"""Index pages read for their links, and saved pages for the address that they claim. The only HTML that capture parses."""

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from soupsieve import SelectorSyntaxError


class BadSelectorError(Exception):
    """The agency file's selector is no CSS."""


def links(body: bytes, selector: str) -> list[str]:
    """The `href` of each anchor that the selector finds, in order, as written."""
    try:
        found = _parse(body).select(selector)
    except SelectorSyntaxError as error:
        raise BadSelectorError(f"'{selector}' is no CSS selector.") from error
    return [href for tag in found if isinstance(href := tag.get("href"), str) and href.strip()]


def claimed_address(body: bytes) -> str | None:
    """Where a saved page says that it was published: its canonical link, else its og:url."""
    page = _parse(body)
    for selector, attribute in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        tag = page.select_one(selector)
        if isinstance(tag, Tag) and isinstance(value := tag.get(attribute), str) and value.strip():
            return value.strip()
    return None


def _parse(body: bytes) -> BeautifulSoup:
    with warnings.catch_warnings():
        # Whatever a server sends is looked through for links: XML or a bare address is no reason to warn the user.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(body, "lxml")
