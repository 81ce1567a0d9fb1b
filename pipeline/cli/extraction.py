"""`kotacerdas extract`: a file's releases in, statements and refusals out, through the same decoder as any capture."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.agencies import Agency, Registry
from pipeline.capture.payload import read_payload
from pipeline.cli.reports import visible
from pipeline.cli.terminal import sheet
from pipeline.decode import decode
from pipeline.errors import UsageError
from pipeline.extract import extract, load_codebook
from pipeline.model import Capture, Extraction, Figure, Quarantined, Refusal, ReleaseText, Span

_NOT_CAPTURED = datetime(1970, 1, 1, tzinfo=UTC)
_MEDIA_TYPES = {
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/json",
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """One release of the file and what was read out of it. `doc` is the line's own name, or the file's."""

    doc: str
    release: ReleaseText
    extraction: Extraction

    def place(self, span: Span) -> tuple[str, int, int]:
        """Field and offsets as the release file has them: characters of its title, or of its text."""
        if span.start < self.release.body_start:
            return "title", span.start, span.end
        return "body", span.start - self.release.body_start, span.end - self.release.body_start


def read(file: str, day: date | None, registry: Registry) -> Iterator[Extracted]:
    """The releases of the file (`-`: standard input, its kind told by its first character).

    UsageError for a file that cannot be read or whose content is no release; of a .jsonl, for the line that is none.
    """
    data, media_type, name = _input(file)
    shown = "Standard input" if file == "-" else file
    if not data.strip():
        raise UsageError(f"{shown} is empty.", "Give a file that holds the text of a release.")
    if media_type != "application/json":
        yield _extract(name, shown, data, media_type, day, registry)
        return
    for count, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield _extract(f"{name}:{count}", f"{shown}, line {count},", line, media_type, day, registry)


def _input(file: str) -> tuple[bytes, str, str]:
    if file == "-":
        data = sys.stdin.buffer.read()
        first = data.lstrip()[:1]
        return data, _MEDIA_TYPES[{b"{": ".jsonl", b"<": ".html"}.get(first, ".txt")], "stdin"
    path = Path(file)
    if path.is_dir():
        raise UsageError(f"{file} is a folder.", "Give one file; `kotacerdas import` takes folders.")
    media_type = _MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        ending = f"a '{path.suffix}' file" if path.suffix else "a file whose name has no ending"
        raise UsageError(
            f"{file} is {ending}, which is not read.",
            "Give a .txt, .html or .jsonl file, or - for standard input.",
        )
    try:
        return path.read_bytes(), media_type, path.stem
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}.", "Give the path of a file that exists and is readable."
        ) from error


def _extract(name: str, shown: str, data: bytes, media_type: str, day: date | None, registry: Registry) -> Extracted:
    """`shown`: the file, and of a .jsonl the line, in the words of the command line."""
    agency_name, doc = _own_names(data) if media_type == "application/json" else (None, None)
    payload = read_payload(None, (("Content-Type", media_type),), data)
    capture = Capture(
        "", "", f"file:{name}", _NOT_CAPTURED, None, media_type, "", len(data), "", 0, None, None, "import", None
    )
    problem = ""
    for agency in _candidates(registry, agency_name, media_type):
        release = decode(capture, payload, agency)
        if not isinstance(release, Quarantined):
            release = replace(release, published_on=day or release.published_on)
            found = extract(
                release.text, body_start=release.body_start, published_on=release.published_on, codebook=load_codebook()
            )
            return Extracted(doc or name, release, found)
        problem = release.detail
    raise UsageError(
        f"{shown} cannot be read as a press release: {problem}",
        "See docs/operations.md for what each file kind must hold.",
    )


def _own_names(line: bytes) -> tuple[str | None, str | None]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return None, None
    if not isinstance(document, dict):
        return None, None
    agency, doc = document.get("agency"), document.get("doc")
    return (agency.lower() if isinstance(agency, str) else None), (str(doc) if doc is not None else None)


def _candidates(registry: Registry, agency_name: str | None, media_type: str) -> Iterator[Agency]:
    """Whose rules to read by: the named agency's; for a page, each site's selectors and at last the usual places."""
    anyone = next(iter(registry.values()))
    if media_type == "text/html":
        yield from (agency for agency in registry.values() if agency.page)
    yield registry.get(agency_name or "", replace(anyone, page=None))


def write_jsonl(releases: Iterable[Extracted], out: TextIO) -> None:
    """One object a line for each statement and refusal, in reading order."""
    for extracted in releases:
        rows = [(f.value_span, _statement(extracted, f)) for f in extracted.extraction.figures]
        rows += [(r.span, _refusal(extracted, r)) for r in extracted.extraction.refusals]
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for _, row in sorted(rows, key=lambda item: item[0]))


_CSV_COLUMNS = (
    "doc", "kind", "field", "start", "end", "value_text", "value", "value_max", "qualifier", "unit", "counted", "indicator_id",
    "program_id", "ref_area", "ref_area_name", "time_start", "time_end", "time_kind", "time_basis", "status", "speaker",
    "scope_total", "repeats", "reason", "rule_id", "confidence", "quote",
)  # fmt: skip


def write_csv(releases: Iterable[Extracted], out: TextIO) -> None:
    """The same rows as `write_jsonl`; cells that a spreadsheet would run as a formula get a leading apostrophe."""
    writer = csv.DictWriter(out, _CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for extracted in releases:
        rows = [_statement(extracted, f) for f in extracted.extraction.figures]
        rows += [_refusal(extracted, r) for r in extracted.extraction.refusals]
        for row in sorted(rows, key=lambda row: (row["field"] != "title", row["start"])):
            row["repeats"] = json.dumps(row["repeats"]) if row.get("repeats") else None
            writer.writerow({name: spreadsheet_cell(row.get(name)) for name in _CSV_COLUMNS})


def spreadsheet_cell(value: object) -> object:
    """A text that a spreadsheet would calculate gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def write_table(releases: Iterable[Extracted], out: TextIO) -> None:
    for extracted in releases:
        with sheet(out, 200) as console:
            _print_tables(console, extracted)


def _print_tables(console: Console, extracted: Extracted) -> None:
    release = extracted.release
    console.print(
        Text(visible(release.title), style="bold"),
        Text(f"{release.number or 'no number'}, {release.published_on or 'no date'}"),
    )
    statements = Table(
        "value_text",
        "value",
        "unit",
        "indicator",
        "time",
        "status",
        "area",
        title="Statements",
        title_justify="left",
    )
    for figure in extracted.extraction.figures:
        statements.add_row(*(Text(visible(cell)) for cell in _table_row(release, figure)))
    console.print(statements)
    refusals = Table("number", "reason", "at", title="Refused: no figures", title_justify="left")
    for refusal in extracted.extraction.refusals:
        refusals.add_row(
            Text(visible(refusal.span.of(release.text))), refusal.reason, f"{refusal.span.start}:{refusal.span.end}"
        )
    console.print(refusals)


def _table_row(release: ReleaseText, figure: Figure) -> tuple[str, ...]:
    again = sorted({span.of(release.text) for span in figure.repeats})
    said = figure.value_span.of(release.text) + (f" (said again: {', '.join(again)})" if again else "")
    qualifier = "" if figure.qualifier in ("exact", "range") else f" ({figure.qualifier})"
    return (
        said,
        amount(figure) + qualifier,
        figure.unit,
        figure.indicator_id or "-",
        period(figure),
        figure.status,
        figure.ref_area,
    )


def amount(figure: Figure) -> str:
    """The value, and of a range both ends."""
    return str(_number(figure.value)) + (f" to {_number(figure.value_max)}" if figure.value_max is not None else "")


def period(figure: Figure) -> str:
    """A year or a month where the period is exactly one, else first/last day."""
    start, end = figure.time_start, figure.time_end
    if end is None:
        return "-"
    if start is None:
        return f"../{end}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}/{end.year}"
    return str(start) if start == end else f"{start}/{end}"


def _statement(extracted: Extracted, figure: Figure) -> dict[str, Any]:
    field, start, end = extracted.place(figure.value_span)
    return {
        "doc": extracted.doc,
        "kind": "statement",
        "field": field,
        "start": start,
        "end": end,
        "value_text": figure.value_span.of(extracted.release.text),
        "value": _number(figure.value),
        "value_max": None if figure.value_max is None else _number(figure.value_max),
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "counted": figure.counted,
        "indicator_id": figure.indicator_id,
        "program_id": figure.program_id,
        "ref_area": figure.ref_area,
        "ref_area_name": figure.ref_area_name,
        "time_start": None if figure.time_start is None else figure.time_start.isoformat(),
        "time_end": None if figure.time_end is None else figure.time_end.isoformat(),
        "time_kind": figure.time_kind,
        "time_basis": figure.time_basis,
        "status": figure.status,
        "speaker": figure.speaker,
        "scope_total": None if figure.scope_total is None else _number(figure.scope_total),
        "repeats": [list(extracted.place(span)) for span in figure.repeats],
        "rule_id": figure.rule_id,
        "confidence": figure.confidence,
        "quote": figure.quote_span.of(extracted.release.text),
        "because": dict(figure.because),
    }


def _refusal(extracted: Extracted, refusal: Refusal) -> dict[str, Any]:
    field, start, end = extracted.place(refusal.span)
    text = refusal.span.of(extracted.release.text)
    return {
        "doc": extracted.doc, "kind": "refusal", "field": field, "start": start, "end": end, "value_text": text, "reason": refusal.reason,
        "because": refusal.because,
    }  # fmt: skip


def _number(value: Decimal) -> int | float:
    """As a JSON number; whole values stay whole."""
    return int(value) if value == value.to_integral_value() else float(value)
