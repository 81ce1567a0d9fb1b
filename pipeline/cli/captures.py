"""The archive shown to a person: one capture as it went over the wire, and what a verification found."""

from collections.abc import Iterator

from rich.console import Console

from pipeline.capture import Archive
from pipeline.capture.characters import characters, content_type
from pipeline.capture.verify import Verification
from pipeline.capture.warc import Record
from pipeline.cli.reports import plain
from pipeline.model import Capture

_MOST_CHARACTERS = 200_000


def show_verification(out: Console, err: Console, found: Verification) -> int:
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


def show_capture(out: Console, archive: Archive, capture: Capture) -> None:
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
