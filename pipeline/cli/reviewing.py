"""What waits for a person, and how a person corrects it: `kotacerdas correct`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import publish
from pipeline.audit.trace import find_statement
from pipeline.cli.terminal import HERE, Output
from pipeline.clock import SystemClock, jakarta_date
from pipeline.gate.corrections import skeleton
from pipeline.workspace import Workspace


def correct(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The statement (s-...) that was misread.")],
    output: Output = HERE,
    snapshot: Annotated[Path | None, typer.Option(help="Snapshot folder. Default: the newest.")] = None,
) -> None:
    """Write a correction of a statement, to be filled in: what the columns say now, and what they should say.

    It goes into a TOML file of the corrections folder, under version control; the next run applies it, and publishes who, when and why.

    Examples:

        kotacerdas correct s-aetdw3yr5msuskxxbo7z >> pipeline/gate/corrections/2026.toml
    """
    statement = find_statement(snapshot or publish.latest(Workspace(output).public), identifier)
    sys.stdout.write(skeleton(statement, jakarta_date(SystemClock().now()), statement["text_fragment_url"] or ""))
