"""`kotacerdas extract --explain`: for each number in reading order, what it was read as and why, attribute by attribute."""

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.cli.extraction import Extracted, amount, period
from pipeline.cli.reports import visible
from pipeline.cli.terminal import sheet
from pipeline.model import Figure, Refusal, Span

_CONTEXT = 60
"""Characters of the text that are shown on either side of a number."""


def write_explained(releases: Iterable[Extracted], out: TextIO) -> None:
    for extracted in releases:
        with sheet(out, 160) as console:
            _print_numbers(console, extracted)


def _print_numbers(console: Console, extracted: Extracted) -> None:
    console.print(Text(visible(extracted.release.title), style="bold"))
    entries: list[tuple[Span, Figure | Refusal]] = [(f.value_span, f) for f in extracted.extraction.figures]
    entries += [(r.span, r) for r in extracted.extraction.refusals]
    for span, entry in sorted(entries, key=lambda item: item[0]):
        console.print(_in_context(extracted.release.text, span))
        if isinstance(entry, Refusal):
            console.print(Padding(Text(f"refused, {entry.reason}: {visible(entry.because)}"), (0, 0, 1, 4)))
        else:
            console.print(Padding(_attributes(entry), (0, 0, 1, 4)))


def _in_context(text: str, span: Span) -> Text:
    before, after = text[max(0, span.start - _CONTEXT) : span.start], text[span.end : span.end + _CONTEXT]
    return Text.assemble(
        (f"{span.start}:{span.end}  ", "dim"),
        visible(" ".join(f"…{before}|".split()))[:-1] + (" " if before[-1:].isspace() else ""),
        (f"»{visible(span.of(text))}«", "bold"),
        visible(f"{after}…".replace("\n", " ")),
    )


def _attributes(figure: Figure) -> Table:
    why = dict(figure.because)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    rows = (
        ("value", amount(figure), f"read as {figure.rule_id}, version {figure.rule_version}"),
        ("unit", figure.unit, why.get("unit", "")),
        ("qualifier", figure.qualifier, why.get("qualifier", "")),
        ("counted", figure.counted or "-", "the noun phrase" if figure.counted else "the text names nothing"),
        ("time", f"{period(figure)} ({figure.time_basis})", _time(figure, why)),
        ("status", figure.status, why.get("status", "")),
        ("area", f"{figure.ref_area} {figure.ref_area_name}", why.get("area", "")),
        ("speaker", figure.speaker or "-", "named in this sentence or quotation" if figure.speaker else "nobody named"),
        ("indicator", figure.indicator_id or "-", why.get("indicator", "")),
        ("programme", figure.program_id or "-", "a word for it near by" if figure.program_id else "no word for one"),
        (
            "repeats",
            str(len(figure.repeats)) if figure.repeats else "-",
            "the same fact said again" if figure.repeats else "said once",
        ),
        (
            "confidence",
            f"{figure.confidence:.2f}",
            "how often figures read in this way were right; see docs/extraction.md",
        ),
    )
    for name, value, because in rows:
        table.add_row(Text(name, style="dim"), Text(visible(value)), Text(visible(because)))
    return table


def _time(figure: Figure, why: dict[str, str]) -> str:
    words = f" ('{figure.time_text}')" if figure.time_text else ""
    return why.get("time", "") + words
