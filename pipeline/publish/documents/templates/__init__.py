"""The templates of documents, and how they are filled: what is missing is an error; only HTML is escaped."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

TEMPLATES = Environment(
    loader=PackageLoader("pipeline.publish.documents", "templates"),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
    # Markdown is filled with texts of the schema, with ids, and with what markdown.py has escaped.
    autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=False, default=False),
)


def cell(text: str) -> str:
    """A text as it can stand in a cell of a Markdown table."""
    return text.replace("|", "\\|")
