"""What waits for a person, and how a person corrects it: `kotacerdas review`, `kotacerdas correct`."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline import publish
from pipeline.audit.as_json import plain
from pipeline.audit.published import Published
from pipeline.audit.review import KINDS, Item
from pipeline.audit.review import review as look
from pipeline.audit.trace import find_statement
from pipeline.cli.extraction import spreadsheet_cell
from pipeline.cli.reports import visible
from pipeline.cli.terminal import HERE, Output, sheet
from pipeline.clock import SystemClock, jakarta_date
from pipeline.errors import UsageError
from pipeline.gate.corrections import skeleton
from pipeline.workspace import Workspace

_FEW = 3
"""Of each kind, shown to people who do not ask for more."""
_COLUMNS = ("kind", "id", "agency_id", "when", "what", "why", "next")


class Kind(StrEnum):
    """KINDS, as the command line takes them."""

    blocked = "blocked"
    flagged = "flagged"
    low_confidence = "low_confidence"
    conflict = "conflict"
    series = "series"
    quarantine = "quarantine"
    unmapped = "unmapped"


def review(
    output: Output = HERE,
    snapshot: Annotated[Path | None, typer.Option(help="Snapshot folder. Default: the newest.")] = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", "-k", help="Only what is of this kind; repeat for several.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", min=0, help=f"Of each kind at most so many. Default: {_FEW}, or all for programs."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one JSON object, with every part.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="For spreadsheets: a line for each thing that waits.")] = False,
) -> None:
    """What waits for a person: figures read with little confidence, conflicts, series that do not fit, pages that cannot be read, figures
    that no indicator counts. Counts first, then the newest of each, each with what to do next. Offline.

    Whoever decides ends the waiting: `kotacerdas correct ID` writes the decision to be filled in. What stands there is right? Then an
    override that sets what stands there says so. Exit code 0, whatever waits: it is a list and no check.

    Examples:

        kotacerdas review

        kotacerdas review --kind conflict --kind series --limit 20

        kotacerdas review --kind unmapped --csv > candidates.csv
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv are two forms of one list.", "Give one of them.")
    workspace = Workspace(output)
    published = Published(snapshot or publish.latest(workspace.public))
    # A snapshot that was named may be anybody's: the runs of this output folder say nothing of it.
    found = look(published, workspace.runs if snapshot is None else None)
    chosen = [item for item in found if not kind or item.kind in kind]
    if as_json:
        items = [plain(asdict(item)) for item in _at_most(chosen, limit)]
        document = {"snapshot": published.version, "waiting": Counter(item.kind for item in chosen), "items": items}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(
            [spreadsheet_cell(getattr(item, name)) for name in _COLUMNS] for item in _at_most(chosen, limit)
        )
    else:
        with sheet(sys.stdout, 120) as console:
            _show(console, published.version, chosen, _FEW if limit is None else limit)


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


def _at_most(items: Sequence[Item], limit: int | None) -> list[Item]:
    """The first few of each kind."""
    seen: Counter[str] = Counter()
    kept = []
    for item in items:
        seen[item.kind] += 1
        if limit is None or seen[item.kind] <= limit:
            kept.append(item)
    return kept


def _show(console: Console, version: str, items: Sequence[Item], limit: int) -> None:
    counts = Counter(item.kind for item in items)
    if not items:
        console.print(f"Nothing of what was asked for waits for a person in snapshot {version}.")
        return
    table = Table(box=SIMPLE_HEAD, title=f"Waits for a person, snapshot {version}", title_justify="left")
    table.add_column("kind")
    table.add_column("waiting", justify="right")
    table.add_column("what it is")
    for kind, about in KINDS.items():
        if counts[kind]:
            table.add_row(kind, str(counts[kind]), about)
    console.print(table)
    for kind in KINDS:
        shown = _at_most([item for item in items if item.kind == kind], limit)
        if not shown:
            continue
        rest = counts[kind] - len(shown)
        more = f", {len(shown)} of {counts[kind]}; all: --kind {kind} --limit {counts[kind]}" if rest else ""
        console.print(Text.assemble((kind, "bold"), (more, "dim")))
        for item in shown:
            for text, indent in _lines(item):
                console.print(Padding(text, (0, 0, 0, indent)))
        console.print()
    decisions = f"pipeline/gate/corrections/{version[:4]}.toml"
    console.print(f"To decide: kotacerdas correct ID >> {decisions}, fill it in, then kotacerdas publish.")


def _lines(item: Item) -> Iterator[tuple[Text, int]]:
    """What is said of one thing, with how far each part stands in."""
    if head := "  ".join(filter(None, (item.id, item.when, item.agency_id))):
        yield Text(visible(head), style="bold"), 2
    yield Text(visible(item.what)), 4
    yield Text(visible(f"why: {item.why}"), style="dim"), 4
    yield Text(visible(f"next: {item.next}"), style="dim"), 4
