"""`kotacerdas trace`: from a published row to the archived bytes, as a person reads it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pipeline import publish
from pipeline.agencies import load_registry
from pipeline.audit.trace import Trace
from pipeline.audit.trace import trace as follow
from pipeline.capture import Archive
from pipeline.cli.reports import visible
from pipeline.cli.terminal import HERE, Output, out
from pipeline.workspace import Workspace

_MOST_OTHERS = 5


def trace(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A statement (s-...) or an observation (o-...).")],
    output: Output = HERE,
    snapshot: Annotated[Path | None, typer.Option(help="Snapshot folder. Default: the newest.")] = None,
    archive: Annotated[Path | None, typer.Option(help="Archive folder. Default: the output folder's.")] = None,
) -> None:
    """Who says so? From a published number to its sentence, page, visit and bytes, each step verified. Offline.

    Exit code 1: something does not match what was published.

    Examples:

        kotacerdas trace s-aetdw3yr5msuskxxbo7z

        kotacerdas trace s-aetdw3yr5msuskxxbo7z --snapshot downloaded/2026-11-23.1 --archive downloaded/archive
    """
    workspace = Workspace(output)
    found = follow(
        snapshot or publish.latest(workspace.public), Archive(archive or workspace.archive), load_registry(), identifier
    )
    _show(out, found)
    raise typer.Exit(0 if found.verified else 1)


def _show(out: Console, found: Trace) -> None:
    """The number in its sentence and paragraph, the release, the visit, and each comparison."""
    statement, release, capture = found.statement, found.release, found.capture
    start, end = found.number_in_paragraph
    paragraph = visible(found.paragraph)
    marked = Text.assemble(
        paragraph[:start], ("»", "bold"), (paragraph[start:end], "bold reverse"), ("«", "bold"), paragraph[end:]
    )
    facts = _grid(2)
    for name, value in (
        ("statement", statement["statement_id"]),
        ("says", _saying(statement)),
        (
            "read by",
            f"rule {statement['rule_id']} version {statement['rule_version']}, confidence {statement['confidence']:.2f}",
        ),
        *([("corrected", _correction(found.correction))] if found.correction else []),
        ("release", f"{release['number'] or 'no number'}: {release['title']}"),
        ("published on", str(release["published_on"] or "not stated")),
        ("address", capture["url"]),
        ("captured", f"{capture['fetched_at']:%Y-%m-%d %H:%M:%S} UTC, " + _status(capture)),
        (
            "visits",
            ", ".join(f"{moment:%Y-%m-%d} {what}" for moment, what in found.visits[-5:]) or "none in this archive",
        ),
        ("also said", _others(found)),
        ("WARC record", f"{capture['warc_file']} at byte {capture['warc_offset']}"),
        ("snapshot", found.snapshot),
    ):
        facts.add_row(Text(name, style="dim"), Text(visible(value)))
    checks = _grid(3)
    for step in found.steps:
        checks.add_row(
            "[green]holds[/]" if step.holds else "[bold red]DIFFERS[/]",
            Text(step.what),
            Text(visible(step.detail), style="dim"),
        )
    out.print(Panel(Group(marked), title="In its paragraph", title_align="left"))
    out.print(facts)
    out.print()
    out.print(checks)
    out.print("[bold green]verified[/]" if found.verified else "[bold red]NOT VERIFIED: see what differs above[/]")


def _correction(row: dict[str, object]) -> str:
    what = f"{row['action']} by {row['corrected_by']} on {row['corrected_on']}: {row['why']}"
    return f"{what}\nit read {row['was']}; evidence: {row['evidence']}; correction {row['correction_id']}"


def _others(found: Trace) -> str:
    """The other statements of the observation, those that disagree first."""
    said = found.statement["value"], found.statement["value_max"]
    other = [row for row in found.others if (row["value"], row["value_max"]) != said]
    agree = len(found.others) - len(other)
    parts = [f"{row['statement_id']} says {_number(row['value'])}" for row in other[:_MOST_OTHERS]]
    if len(other) > _MOST_OTHERS:
        parts.append(f"{len(other) - _MOST_OTHERS} more say something else")
    if agree:
        parts.append(
            f"{agree} other statement{'s' if agree > 1 else ''} of the observation agree{'' if agree > 1 else 's'}"
        )
    return "; ".join(parts) or "nowhere else"


def _grid(columns: int) -> Table:
    """Columns whose last one is folded, never cut: hashes and addresses are there to be copied."""
    grid = Table.grid(padding=(0, 2))
    for _ in range(columns):
        grid.add_column(overflow="fold")
    return grid


def _status(capture: dict[str, object]) -> str:
    status = capture["http_status"]
    return f"HTTP status {status}" if status is not None else "imported from a file"


def _saying(statement: dict[str, object]) -> str:
    period = f"{statement['time_start'] or '..'}/{statement['time_end']}" if statement["time_end"] else "no stated time"
    indicator = statement["indicator_id"] or "no indicator of the codebook"
    return f"{_number(statement['value'])} {statement['unit']}, {indicator}, {statement['ref_area']}, {period}, {statement['status']}"


def _number(value: object) -> str:
    """A published decimal without its trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
