"""`kotacerdas find`: from the words of a sentence to where its numbers went."""

import json
import sys
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from pipeline import publish
from pipeline.agencies import load_registry
from pipeline.audit.as_json import plain
from pipeline.audit.cells import cell
from pipeline.audit.find import Found
from pipeline.audit.find import find as look
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader
from pipeline.capture import Archive
from pipeline.cli.reports import visible
from pipeline.cli.terminal import HERE, Output, out
from pipeline.cli.trace_view import fate
from pipeline.errors import UsageError
from pipeline.workspace import Workspace


def find(
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="Words of a sentence, in quotes, as they follow each other.")
    ],
    output: Output = HERE,
    snapshot: Annotated[Path | None, typer.Option(help="Snapshot folder. Default: the newest.")] = None,
    archive: Annotated[Path | None, typer.Option(help="Archive folder. Default: the output folder's.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Show at most so many places.")] = 10,
    as_json: Annotated[
        bool, typer.Option("--json", help="For machines: one JSON object a line, one for each place.")
    ] = False,
) -> None:
    """Where did the numbers of this sentence go? Every archived text that has the words, and what became of each number: published,
    said again, refused and why, withdrawn since, or waiting because the page could not be read. Offline.

    Case and white space do not matter. Exit code 1: no archived text has these words.

    Examples:

        kotacerdas find "telah mendampingi 50 kota"

        kotacerdas find "100 Smart City" --limit 3 --json
    """
    workspace = Workspace(output)
    held = Archive(archive or workspace.archive)
    if not held.root.is_dir():
        raise UsageError(f"There is no archive at {held.root}.", "Name its folder with --archive.")
    published = Published(snapshot or publish.latest(workspace.public))
    found = list(look(published, Rereader(held, load_registry()), words))
    for place in islice(found, limit):
        if as_json:
            sys.stdout.write(json.dumps(plain(place), ensure_ascii=False) + "\n")
        else:
            _show(out, place)
    if not as_json:
        _say_count(out, len(found), limit, published.version)
    raise typer.Exit(0 if found else 1)


def _show(out: Console, place: Found) -> None:
    sentence, words = place.sentence, place.words
    first, last = words.start - place.span.start, words.end - place.span.start
    out.print(
        Text.assemble(
            visible(sentence[:first]), (f"»{visible(sentence[first:last])}«", "bold"), visible(sentence[last:])
        )
    )
    where = place.release_id or place.standing
    out.print(
        Text(visible(f"  {where}, capture {place.capture_id} of {cell(place.fetched_at)}: {place.url}"), style="dim")
    )
    if place.standing != "current":
        out.print(Text(visible(f"  {place.why}"), style="dim"))
    for number in place.numbers:
        out.print(Text.assemble(f"  {visible(number.text or '(said again)')}: ", visible(fate(number))))
    if not place.numbers and place.standing != "quarantined":
        out.print("  The sentence has no number.")
    out.print()


def _say_count(out: Console, count: int, limit: int, version: str) -> None:
    if not count:
        out.print("No archived text has these words.")
    elif count > limit:
        out.print(f"{limit} of {count} places; --limit {count} shows all. Snapshot {version}.")
    else:
        out.print(f"{count} place{'s' if count > 1 else ''}. Snapshot {version}.")
