"""docs/extraction.md and the parts of it that are made by machine. `make docs` writes the explained example anew."""

import re
from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli.commands import app

PATH = Path(__file__).parent.parent / "docs/extraction.md"
EXAMPLE = "Pada 2022 kementerian telah mendampingi 50 kota menuju smart city, kata Direktur Jenderal Rina Wulandari."


def explained() -> str:
    """The example and what `extract --explain` says of it, as blocks of the document."""
    said = CliRunner().invoke(app, ["extract", "--explain", "-"], input=EXAMPLE, catch_exceptions=False).stdout
    lines = [f"$ echo '{EXAMPLE}' | kotacerdas extract --explain -", *said.splitlines()]
    return "\n".join(f"    {line}".rstrip() for line in lines).rstrip()


def replaced(document: str, name: str, part: str) -> str:
    """The document with the part between its marks `<!-- name -->` and `<!-- /name -->`."""
    marked = re.compile(rf"(<!-- {name} -->\n\n).*?(\n\n<!-- /{name} -->)", re.DOTALL)
    assert marked.search(document), f"{PATH.name} has no place for '{name}'"
    return marked.sub(lambda match: match[1] + part + match[2], document)


if __name__ == "__main__":
    PATH.write_text(replaced(PATH.read_text("utf-8"), "explained", explained()), "utf-8")
