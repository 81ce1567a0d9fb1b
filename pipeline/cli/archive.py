"""`kotacerdas archive`: one capture as it went over the wire, and what a verification of all of them found."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from pipeline.capture import Archive
from pipeline.capture.characters import characters, content_type
from pipeline.capture.verify import Verification, verify
from pipeline.capture.warc import Record
from pipeline.cli.reports import plain
from pipeline.cli.terminal import HERE, Output, err, out
from pipeline.model import Capture
from pipeline.workspace import Workspace

_MOST_CHARACTERS = 200_000

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


@app.callback()
def archive() -> None:
    """Look into the archive, and prove that it is whole. Offline.

    Examples:

        kotacerdas archive verify

        kotacerdas archive show c-aetdw3yr5msuskxxbo7z
    """


@app.command("verify")
def verify_(output: Output = HERE) -> None:
    """Hash every record again, follow every revisit, compare every index. Exit code 1: something does not match.

    Examples:

        kotacerdas archive verify --output /data/kotacerdas
    """
    found = verify(Workspace(output).archive)
    raise typer.Exit(_show_verification(found))


@app.command("show")
def show(
    capture: Annotated[str, typer.Argument(metavar="CAPTURE", help="A capture (c-...) of the captures table.")],
    output: Output = HERE,
    raw: Annotated[bool, typer.Option("--raw", help="Only the body, its bytes as they are.")] = False,
) -> None:
    """One capture as it went over the wire: headers and body, with control characters made visible.

    Examples:

        kotacerdas archive show c-aetdw3yr5msuskxxbo7z

        kotacerdas archive show --raw c-aetdw3yr5msuskxxbo7z > page.html
    """
    held = Archive(Workspace(output).archive)
    found = held.find(capture)
    if raw:
        sys.stdout.buffer.write(held.read(found).body)
    else:
        _show_capture(held, found)


def _show_verification(found: Verification) -> int:
    """Returns the exit code."""
    for note in found.notes:
        err.print(f"[yellow]note:[/] {plain(note)}", soft_wrap=True)
    for mismatch in found.mismatches:
        err.print(f"[bold red]MISMATCH[/] {plain(str(mismatch))}", soft_wrap=True)
    out.print(
        f"{found.files:,} WARC files, {found.records:,} records, {found.captures:,} captures, "
        f"{found.payload_bytes:,} payload bytes hashed again."
    )
    if found.mismatches:
        err.print(f"[bold]next:[/] {len(found.mismatches)} mismatches: put the named files back from a backup.")
        return 1
    out.print("[bold green]verified[/]: every digest, revisit and index entry holds.")
    return 0


def _show_capture(archive: Archive, capture: Capture) -> None:
    """Facts, the request's and the response's headers as curl -v marks them, and the body, safe to print."""
    payload = archive.read(capture)
    entry = archive.entry(capture.capture_id)
    facts = {
        "capture": capture.capture_id,
        "address": capture.url,
        "fetched at": f"{capture.fetched_at:%Y-%m-%d %H:%M:%S} UTC",
        "made for": f"{entry.role} of {capture.agency_id}, {capture.source_kind}",
        "WARC record": f"{capture.warc_file} at byte {capture.warc_offset}",
        "payload": f"{capture.byte_count:,} bytes, SHA-256 {capture.payload_sha256}",
        "revisit of": capture.revisit_of or "",
        "no content": entry.not_content.replace("_", " ") or payload.problem,
    }
    for name, value in facts.items():
        if value:
            out.print(f"[dim]{name:<12}[/] {plain(value)}", soft_wrap=True)
    for line in _wire(archive.records(capture)):
        out.print(plain(line), soft_wrap=True)
    out.print()
    media_type, charset = content_type(next((v for k, v in payload.headers if k.lower() == "content-type"), ""))
    if media_type.startswith("text/") or media_type.endswith(("json", "xml")):
        text = characters(payload.body, charset)
        out.print(plain(text[:_MOST_CHARACTERS]), soft_wrap=True)
        if len(text) > _MOST_CHARACTERS:
            out.print(f"[yellow]... {len(text) - _MOST_CHARACTERS:,} more characters: --raw writes all of it.[/]")
    elif payload.body:
        out.print(f"{len(payload.body):,} bytes of {plain(media_type or 'no stated type')}: --raw writes them.")


def _wire(records: list[Record]) -> Iterator[str]:
    """Request before response; in the archive the response stands first, because it is what must not be lost."""
    for record in reversed(records):
        if record.http_line:
            mark = ">" if record.kind == "request" else "<"
            yield ""
            yield from (f"{mark} {line}" for line in (record.http_line, *(f"{k}: {v}" for k, v in record.http_headers)))
