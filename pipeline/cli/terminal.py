"""Where commands print to, and the options that they share."""

import datetime as dt
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console

_WIDTH = None if sys.stdout.isatty() else 120  # a file or a pipe has no width of its own
out = Console(highlight=False, width=_WIDTH)
err = Console(stderr=True, highlight=False, width=_WIDTH)


def day(text: str) -> dt.date:
    """A day on the command line."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError as error:
        raise typer.BadParameter("Give a day as 2020-12-31.") from error


@contextmanager
def sheet(file: TextIO, width: int) -> Iterator[Console]:
    """A console whose lines are written to the file at the end; off a terminal in this width, and no line filled up with spaces."""
    console = Console(file=file, highlight=False, width=None if file.isatty() else width)
    with console.capture() as lines:
        yield console
    file.write(re.sub(" +$", "", lines.get(), flags=re.MULTILINE))


Output = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        envvar="KOTACERDAS_OUTPUT",
        help="Output folder: archive, partitions, warehouse, public.",
        show_default=True,
    ),
]
HERE = Path("output")

Contact = Annotated[
    str,
    typer.Option(
        envvar="KOTACERDAS_CONTACT",
        help="Whom a site's operators may write to: a mail address or a page. Needed to visit live sites.",
    ),
]

Corrections = Annotated[
    Path,
    typer.Option(
        envvar="KOTACERDAS_CORRECTIONS",
        help="Folder with people's corrections of what was read, as TOML files.",
        show_default=False,
    ),
]

PublisherFile = Annotated[
    Path | None,
    typer.Option(
        "--publisher",
        envvar="KOTACERDAS_PUBLISHER",
        help="Who publishes, and at which address: a copy of pipeline/publish/publisher.toml, filled in.",
    ),
]
