"""CSS of the agency files, tried on an empty page: what lexbor cannot read would fail each page of a night."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from pipeline.agencies import Agency, Problem

_INDEX_KEYS = ("item", "link", "title", "date", "next", "last_page")
_PAGE_KEYS = ("title", "body", "number", "date", "attachments")


def selector_problems(agency: Agency) -> Iterator[Problem]:
    """One for each key of [index] and [page] that should be CSS and is none."""
    for table, rules, keys in (("index", agency.index, _INDEX_KEYS), ("page", agency.page, _PAGE_KEYS)):
        if rules is None or rules.kind != "html":
            continue
        for key in keys:
            selector = getattr(rules, key)
            if selector and not _is_css(selector):
                yield Problem(
                    f"{table}.{key}",
                    f"'{selector}' is no CSS selector.",
                    "Mend it; values in [..] need quotation marks.",
                )


def _is_css(selector: str) -> bool:
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError:
        return False
    return True
