"""The templates of the pages and how they are filled: everything is escaped, what is missing is an error.

Apart from the templates of documents, because the landing page is written where documents are not known.
"""

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

PAGES = Environment(
    loader=PackageLoader("pipeline.publish.page", "templates"),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=True,
)

_STYLE = files("pipeline.publish.page.templates").joinpath("page.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

PAGES.globals |= {
    "style": Markup(_STYLE),  # noqa: S704 - our own file
    # Nothing is loaded from anywhere, no script runs, and the one style sheet is the one that was written here.
    "policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'",
}
