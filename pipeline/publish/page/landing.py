"""The page at the stable address: a pointer for people, to the newest version and to all of them, in both languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.publish import wording
from pipeline.publish.page.schema_org import block, catalog
from pipeline.publish.page.templates import PAGES
from pipeline.publish.page.words import LANGUAGES, page_words

FILE_NAME = "index.html"
PAGE_NAMES: Mapping[str, str] = {"en": "index.html", "id": "index.id.html"}
"""The page of a snapshot in each language."""


def landing_page(versions: Sequence[Mapping[str, Any]]) -> str:
    """The whole page. `versions` as versions.json lists them: oldest first, at least one."""
    newest = versions[-1]
    return PAGES.get_template("landing.html.j2").render(
        text=wording,
        t=getattr,
        words={language: page_words(language) for language in LANGUAGES},
        pages=PAGE_NAMES,
        newest=newest,
        entries=list(reversed(versions)),
        json_ld=block(catalog(newest)),
    )
