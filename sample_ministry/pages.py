"""HTML of the two generations of the ministry's site: the templates, and what they need beside the release itself."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sample_ministry.releases import Release, Site, day_in_words

_TEMPLATES = Path(__file__).parent / "templates"
_RELATED = 20


def release_page(release: Release, siblings: Sequence[Release]) -> str:
    """`siblings` are all releases of the site: the page's sidebar lists some, as the real site does."""
    place = siblings.index(release)
    related = [siblings[(place + step) % len(siblings)] for step in range(1, min(_RELATED, len(siblings) - 1) + 1)]
    return _render(f"{release.site}-release.html.j2", release.site, release=release, related=related)


def index_page(site: Site, releases: Sequence[Release], page: int, last_page: int) -> str:
    return _render(f"{site}-index.html.j2", site, releases=releases, page=page, last_page=last_page)


def not_found_page(site: Site) -> str:
    return _render(f"{site}-404.html.j2", site)


def _render(template: str, site: Site, **values: Any) -> str:
    return _environment().get_template(template).render(site=site, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day_in_words"] = day_in_words
    environment.globals["furniture"] = tomllib.loads((_TEMPLATES / "furniture.toml").read_text(encoding="utf-8"))
    return environment
