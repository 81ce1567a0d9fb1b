"""`kotacerdas trace`: from a published row up to the archived bytes, and down to every snapshot that it stood in."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import publish
from pipeline.agencies import load_registry
from pipeline.audit.trace import trace as follow
from pipeline.audit.trace.document import document
from pipeline.audit.trace.page import page
from pipeline.capture import Archive
from pipeline.cli.reports import plain
from pipeline.cli.terminal import HERE, Output, err, out
from pipeline.cli.trace_view import show
from pipeline.errors import UsageError
from pipeline.workspace import Workspace


def trace(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A statement (s-...), observation (o-...), release (r-...), capture (c-...), or a row as TABLE:KEY, the key's "
            "parts joined by '/'.",
        ),
    ],
    output: Output = HERE,
    snapshot: Annotated[Path | None, typer.Option(help="Snapshot folder. Default: the newest.")] = None,
    archive: Annotated[Path | None, typer.Option(help="Archive folder. Default: the output folder's.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Everything: all attributes with their reasons, all visits.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: one JSON object.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Also write one self-contained page that shows the evidence.")
    ] = None,
) -> None:
    """Who says so? From a published number to its sentence, page, visit and bytes, each step verified; and down to the snapshots
    that it stood in. Offline, and without a warehouse.

    Exit code 1: something does not match what was published, or could not be checked.

    Examples:

        kotacerdas trace s-aetdw3yr5msuskxxbo7z

        kotacerdas trace o-3oqb2qdfmxyrsszjg5x2 --full

        kotacerdas trace s-aetdw3yr5msuskxxbo7z --html evidence.html

        kotacerdas trace refusals:r-2arvdja6ciqo67kmhdzx/120/123 --json

        kotacerdas trace s-aetdw3yr5msuskxxbo7z --snapshot downloaded/2026-11-23.1 --archive downloaded/archive
    """
    workspace = Workspace(output)
    found = follow(
        snapshot or publish.latest(workspace.public), Archive(archive or workspace.archive), load_registry(), identifier
    )
    if as_json:
        sys.stdout.write(document(found))
    else:
        show(out, found, full)
    if html is not None:
        try:
            html.write_text(page(found), "utf-8")
        except OSError as error:
            raise UsageError(
                f"Cannot write {html}: {error.strerror}.", "Name a file in a folder that is there."
            ) from error
        err.print(f"Wrote {plain(str(html))}.", soft_wrap=True)
    raise typer.Exit(0 if found.verified else 1)
