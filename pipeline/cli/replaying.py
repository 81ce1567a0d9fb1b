"""`kotacerdas replay`: the night done again from the archive alone, and what differs from what was published."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.agencies import load_registry
from pipeline.audit.replay import Replayed, Replayer, Side, summary
from pipeline.cli.reports import live, plain, visible
from pipeline.cli.terminal import HERE, Corrections, Output, err, out
from pipeline.errors import EXIT_NEEDS_A_PERSON, UsageError
from pipeline.gate.corrections import FOLDER, load_corrections
from pipeline.publish.differences import FOLLOWS, Difference
from pipeline.schema import REFUSALS, STATEMENTS
from pipeline.workspace import Workspace

_MOST_ROWS, _MOST_NUMBERS, _MOST_COUNTS = 12, 5, 12
_ONLY = {"added": "made today", "removed": "published"}
_KINDS = {
    "reading": "read otherwise",
    "stated": "refused then, a statement today",
    "refused": "a statement then, refused today",
    "reason": "refused for another reason",
    "new": "not seen then",
    "gone": "not seen today",
}


def replay(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[RUN|VERSION]", help="A snapshot's version, or a run's id. Default: the newest version."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every version in order.")] = False,
    output: Output = HERE,
    archive: Annotated[Path | None, typer.Option(help="Archive folder. Default: the output folder's.")] = None,
    corrections: Corrections = FOLDER,
    allow_other_code: Annotated[
        bool,
        typer.Option(
            "--allow-other-code",
            help="Exit with 0 where all that differs was made by other code, code lists or corrections than today's.",
        ),
    ] = False,
    keep: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Leave what was made again in this folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for machines.")] = False,
) -> None:
    """Do the night again from the archive alone, without a network, and compare it byte for byte with what was published.

    Where the code has changed since, each number that is read differently is shown with both readings side by side.

    Exit code 0: the same bytes. 1: something differs; other code is a reason, and said to be one. 3: the archive is damaged.

    Examples:

        kotacerdas replay

        kotacerdas replay 2026-11-23.1 --keep /tmp/again

        kotacerdas replay 20261123T183000Z --json

        kotacerdas replay --all --allow-other-code
    """
    if every and name:
        raise UsageError("--all replays every version.", "Leave the name out, or --all.")
    workspace = Workspace(output)
    with live(err) as listener:
        replayer = Replayer(
            workspace,
            archive or workspace.archive,
            load_registry(),
            load_corrections(corrections),
            keep,
            listener.step,
        )
        results = list(replayer.replay_all()) if every else [replayer.replay(name)]
    code = exit_code(results, allow_other_code)
    if as_json:
        document = {"exit_code": code, "replays": [as_document(result) for result in results]}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n")
    else:
        for result in results:
            show(out, err, result)
    raise typer.Exit(code)


def exit_code(results: Iterable[Replayed], allow_other_code: bool) -> int:
    """1 where something differs that nothing explains, or other code does and may not; what an error says where only that came up."""
    listed = list(results)
    for result in listed:
        if result.verdict == "differs" or (result.verdict == "explained" and not allow_other_code):
            return EXIT_NEEDS_A_PERSON
    return max((result.error.exit_code for result in listed if result.error), default=0)


def as_document(result: Replayed) -> dict[str, Any]:
    """Everything of a result, for JSON."""
    return {
        "name": result.name,
        "version": result.version,
        "verdict": result.verdict,
        "files": result.files,
        "notes": list(result.notes),
        "error": str(result.error) if result.error else None,
        "code": [{**asdict(code), "same": code.same} for code in result.code],
        "files_that_differ": [asdict(finding) for finding in result.findings],
        "rows_that_differ": [row._asdict() for row in result.rows],
        "numbers_that_differ": [{**asdict(side), "rules": side.rules} for side in result.numbers],
        "summary": summary(result.numbers),
    }


def show(out: Console, err: Console, result: Replayed) -> None:
    """The verdict, which code is another, the files and rows that differ and the numbers side by side, the first of each."""
    for note in result.notes:
        err.print(f"[yellow]note:[/] {plain(note)}", soft_wrap=True)
    if result.error:
        out.print(
            f"[bold red]{plain(result.name)}: cannot be done again[/]: {plain(str(result.error))}", soft_wrap=True
        )
        if result.error.hint:
            err.print(f"[bold]next:[/] {plain(result.error.hint)}", soft_wrap=True)
        return
    if result.verdict == "identical":
        said = f"{result.files} files, byte for byte" if result.files else "nothing new, as then"
        out.print(f"{plain(result.name)} is [bold green]the same[/]: {said}.", soft_wrap=True)
        return
    colour, why = (
        ("yellow", "all of it explained by what it was made by")
        if result.verdict == "explained"
        else ("red", "not all of it is explained")
    )
    out.print(
        f"[bold {colour}]{plain(result.name)}: {len(result.findings)} of {result.files} files DIFFER[/], {why}.",
        soft_wrap=True,
    )
    _show_code(out, result)
    for finding in result.findings:
        cause = f"[yellow]{plain(finding.cause)}[/]" if finding.cause else "[bold red]unexplained[/]"
        out.print(f"  {cause}  {plain(finding.name)}: {plain(finding.what)}", soft_wrap=True)
    _show_rows(out, result.rows)
    _show_numbers(out, result.numbers)


def _show_code(out: Console, result: Replayed) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in ("made by", "then", "today", ""):
        table.add_column(heading, overflow="fold")
    for code in result.code:
        mark = (
            Text("same")
            if code.same
            else Text(": ".join(filter(None, ("other", ", ".join(code.parts)))), style="yellow")
        )
        sides = (_short(code.published, code.today), _short(code.today, code.published))
        table.add_row(code.name, *(Text(visible(side)) for side in sides), mark)
    out.print(table)


def _show_rows(out: Console, rows: Iterable[Difference]) -> None:
    """Cells that nothing else shows: those that nothing explains, then those that are no number's."""
    numbers = (STATEMENTS.name, REFUSALS.name)
    shown = [row for row in rows if not row.cause or (row.cause != FOLLOWS and row.table not in numbers)]
    shown.sort(key=lambda row: bool(row.cause))
    if not shown:
        return
    out.print("[bold]Cells that differ[/]:")
    for row in shown[:_MOST_ROWS]:
        said = f"only {_ONLY[row.change]}" if row.column == "*" else _both(row)
        cause = "" if row.cause else "[bold red]unexplained[/]  "
        out.print(f"  {cause}{plain(f'{row.table} {row.row_id}: {said}')}", soft_wrap=True)
    if len(shown) > _MOST_ROWS:
        out.print(f"{len(shown) - _MOST_ROWS:,} more: --json gives all.")


def _both(row: Difference) -> str:
    then, today = ("nothing" if cell is None else repr(_cut(cell)) for cell in (row.published, row.today))
    return f"{row.column}: published {then}, today {today}"


def _show_numbers(out: Console, numbers: tuple[Side, ...]) -> None:
    if not numbers:
        return
    out.print(f"[bold]{len(numbers):,} numbers are read differently[/]:")
    for what, counts in summary(numbers).items():
        listed = [f"{count:,} {_KINDS.get(name, name)}" for name, count in counts.items()][:_MOST_COUNTS]
        if listed:
            out.print(f"  by {what}: {plain('; '.join(listed))}", soft_wrap=True)
    for side in _examples(numbers)[:_MOST_NUMBERS]:
        title = f"{side.number!r} at [{side.start}:{side.end}] of {side.capture_id}: {_KINDS[side.kind]}"
        out.print(f"\n{plain(title)}", soft_wrap=True)
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
        for heading in ("", "published", "today"):
            table.add_column(heading, overflow="fold")
        table.add_row("read by", Text(visible(side.rule(side.published))), Text(visible(side.rule(side.today))))
        for name in side.differs or _saying(side):
            cells = (_cut(str(_cell(row, name))) for row in (side.published, side.today))
            table.add_row(name, *(Text(visible(cell)) for cell in cells))
        quote = next((row["quote"] for row in (side.published, side.today) if row and "quote" in row), "")
        if quote:
            out.print(Text(_cut(visible(quote), 300), style="dim"))
        out.print(table)
    if len(numbers) > _MOST_NUMBERS:
        out.print(f"{len(numbers) - _MOST_NUMBERS:,} more: --json gives all.")


def _examples(numbers: tuple[Side, ...]) -> list[Side]:
    """One of each way to differ, the most frequent first; then the others."""
    groups: dict[tuple[str, tuple[str, ...]], list[Side]] = {}
    for side in numbers:
        groups.setdefault((side.kind, side.differs), []).append(side)
    listed = sorted(groups.values(), key=len, reverse=True)
    return [sides[0] for sides in listed] + [side for sides in listed for side in sides[1:]]


def _saying(side: Side) -> tuple[str, ...]:
    """What a statement says, where the other side has none to compare with."""
    rows = [row for row in (side.published, side.today) if row and "rule_id" in row]
    said = ("indicator_id", "program_id", "ref_area", "time_start", "time_end", "status", "value", "unit")
    return tuple(name for name in said if any(row[name] is not None for row in rows))


def _cell(row: dict[str, Any] | None, name: str) -> object:
    value = row.get(name) if row else None
    return "" if value is None else value


def _short(fingerprint: str, other: str) -> str:
    """Twelve characters of a long one, from where the two part; they may begin alike."""
    if len(fingerprint) < 64:
        return fingerprint or "not stated"
    at = next((n for n, pair in enumerate(zip(fingerprint, other, strict=False)) if len(set(pair)) > 1), 0) // 16 * 16
    return f"{'..' if at else ''}{fingerprint[at : at + 12]}"


def _cut(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[:most] + "..."
