"""CSS of the agency files, tried on an empty page: what lexbor cannot read would fail each page of a night."""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from pipeline.agencies import Agency, Problem
from pipeline.errors import UsageError

_INDEX_KEYS = ("item", "link", "title", "date", "next", "last_page")
_PAGE_KEYS = ("title", "body", "number", "date", "attachments")
_PARTED_KEYS = ("page.title", "page.body", "page.number", "page.date")
"""Read alternative by alternative, in their order, which a comma parts wherever it stands."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_COMMA_INSIDE = re.compile(r"[(\[][^)\]]*,")


def refuse_wrong_selectors(agencies: Iterable[Agency]) -> None:
    """UsageError that names each key with CSS that cannot be read: found page by page, it would look like the pages' fault."""
    wrong = [f"{agency.agency_id}.toml: {problem}" for agency in agencies for problem in selector_problems(agency)]
    if wrong:
        raise UsageError("\n".join(wrong), "kotacerdas agencies check says of each what to do.")


def selector_problems(agency: Agency) -> Iterator[Problem]:
    """One for each key of [index] and [page] that should be CSS and is none."""
    for table, rules, keys in (("index", agency.index, _INDEX_KEYS), ("page", agency.page, _PAGE_KEYS)):
        if rules is None or rules.kind != "html":
            continue
        for key in keys:
            where, selector = f"{table}.{key}", getattr(rules, key)
            if selector and not _is_css(selector):
                yield Problem(where, f"It is no CSS: '{selector}'.", "Mend it; values in [..] need quotation marks.")
            elif where in _PARTED_KEYS and _COMMA_INSIDE.search(selector):
                yield Problem(
                    where,
                    f"A comma parts alternatives, also inside brackets: '{selector}'.",
                    "Write the alternatives apart, such as 'div.a, div.b'.",
                )


def _is_css(selector: str) -> bool:
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError:
        return False
    bare = _QUOTED.sub("", selector)  # lexbor closes what the selector leaves open
    return all(bare.count(opening) == bare.count(closing) for opening, closing in ("[]", "()"))
