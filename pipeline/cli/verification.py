"""`kotacerdas verify`: everything in a snapshot that can be proven, as a person reads it."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipeline import publish
from pipeline.agencies import load_registry
from pipeline.audit.keys import read_public_key
from pipeline.audit.verify import Checked, Sample, Telling, Verification, Verifier
from pipeline.cli.reports import moving, plain
from pipeline.cli.terminal import HERE, Corrections, Output, err, out
from pipeline.errors import EXIT_NEEDS_A_PERSON, UsageError
from pipeline.gate.corrections import FOLDER, load_corrections
from pipeline.workspace import Workspace


def verify(
    snapshot: Annotated[Path | None, typer.Argument(help="Snapshot folder. Default: the newest.")] = None,
    output: Output = HERE,
    archive: Annotated[Path | None, typer.Option(help="Archive folder. Default: the output folder's.")] = None,
    sample: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Only N statements, chosen at random, and what they stand on."),
    ] = None,
    seed: Annotated[int, typer.Option(help="With --sample: another seed chooses others.")] = 0,
    every: Annotated[bool, typer.Option("--all", help="Every row of every table (the default).")] = False,
    public_key: Annotated[
        str | None, typer.Option(metavar="KEY", help="The publisher's .pub file, or the key itself (RW...).")
    ] = None,
    signature: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The signature. Default: signatures/ beside snapshots/.")
    ] = None,
    corrections: Corrections = FOLDER,
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=1, max=64, help="Processes side by side. Default: one for each core.")
    ] = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Prove a snapshot: hash its files, read every quote and value again from the archived bytes, make every id and table again. Offline.

    What could not be checked is said, with the reason. Exit code 1: something does not match.

    Examples:

        kotacerdas verify

        kotacerdas verify downloaded/2026-11-23.1 --archive downloaded/archive --public-key minisign.pub

        kotacerdas verify --sample 200 --seed 7
    """
    if sample and every:
        raise UsageError("--sample and --all cannot both be meant.", "Leave one out.")
    workspace = Workspace(output)
    folder = snapshot or publish.latest(workspace.public)
    held = archive or workspace.archive
    is_archive = any(held.glob("*/*.warc.gz"))
    if archive is not None and not is_archive:
        raise UsageError(f"There is no archive at {archive}.", "Name the folder that holds <agency>/*.warc.gz.")
    if not any((folder / name).exists() for name in ("datapackage.json", "SHA256SUMS", "data")):
        raise UsageError(f"{folder} is no snapshot.", "Name a snapshot's folder, the one that holds SHA256SUMS.")
    with moving(err) as (step, done):
        telling = Telling(step, lambda count, total: done(count, total, None))
        verifier = Verifier(
            folder,
            held if is_archive else None,
            load_registry(),
            load_corrections(corrections),
            read_public_key(public_key) if public_key else None,
            signature,
            workers,
            telling,
        )
        found = verifier.verify(Sample(sample, seed) if sample else None)
    if as_json:
        document = {**asdict(found), "holds": found.holds}
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        _show(out, found)
    raise typer.Exit(0 if found.holds else EXIT_NEEDS_A_PERSON)


def _show(console: Console, found: Verification) -> None:
    console.print(f"Snapshot {plain(found.snapshot)}, as of {plain(found.as_of or 'an unknown time')}", soft_wrap=True)
    if found.sampled:
        size, seed = found.sampled
        console.print(f"A sample of {size:,} statements, seed {seed}: the same seed chooses the same again.")
    for check in found.checks:
        console.print(f"{_mark(check)} [bold]{plain(check.name)}[/]: {_said(check)}", soft_wrap=True)
        for finding in check.findings:
            console.print(f"    {plain(finding)}", soft_wrap=True)
        if (more := check.wrong - len(check.findings)) > 0:
            console.print(f"    and {more:,} more", soft_wrap=True)
        if check.unchecked:
            console.print(f"    [dim]not checked:[/] {plain(check.unchecked)}", soft_wrap=True)
    wrong = [check.name for check in found.checks if not check.holds]
    partly = [check.name for check in found.checks if check.unchecked]
    if wrong:
        console.print(f"[bold red]DOES NOT HOLD[/]: {', '.join(wrong)}")
    elif partly:
        console.print(
            f"[bold green]Holds[/], as far as it could be checked; not, or not wholly, checked: {', '.join(partly)}"
        )
    else:
        console.print("[bold green]Holds[/]: everything was checked.")


def _mark(check: Checked) -> str:
    if not check.holds:
        return "[bold red]differs[/]"
    return "[green]holds[/]  " if check.proven or not check.unchecked else "[yellow]-[/]      "


def _said(check: Checked) -> str:
    if check.wrong:
        return f"{check.wrong:,} of {check.proven + check.wrong:,}: {plain(check.what)}"
    return f"{check.proven:,} {plain(check.what)}" if check.proven != 1 and not check.unchecked else plain(check.what)
