"""The templates of the pages and how they are filled: everything is escaped, what is missing is an error.

Apart from the templates of documents, because the landing page is written where documents are not known.
"""

import base64
import hashlib
from importlib.resources import files

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

LOADER = PackageLoader("pipeline.publish.page", "templates")
STYLE = files("pipeline.publish.page.templates").joinpath("page.css").read_text("utf-8")


def environment(loader: BaseLoader, style: str) -> Environment:
    """Templates that may extend the frame of the pages, with a style sheet of our own writing."""
    pages = Environment(
        loader=loader,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    pages.globals |= {
        "style": Markup(style),  # noqa: S704 - our own file
        # Nothing is loaded from anywhere, no script runs, and the one style sheet is the one that was written here.
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    }
    return pages


PAGES = environment(LOADER, STYLE)
