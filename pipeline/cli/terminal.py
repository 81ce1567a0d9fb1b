"""Where commands print to, and the option that they all have."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

_WIDTH = None if sys.stdout.isatty() else 120  # a file or a pipe has no width of its own
out = Console(highlight=False, width=_WIDTH)
err = Console(stderr=True, highlight=False, width=_WIDTH)

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
