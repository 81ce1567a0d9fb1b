"""A trace as a person reads it on a terminal: short, or with everything that it holds."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pipeline.audit.cells import amount, cell, period
from pipeline.audit.fates import Fate
from pipeline.audit.steps import Step
from pipeline.audit.trace.nodes import (
    Attribute,
    Capture,
    Edition,
    History,
    Node,
    Observation,
    Other,
    Place,
    Refusal,
    Release,
    Statement,
    Trace,
)
from pipeline.cli.reports import visible

_FEW = 5
"""Lines of a kind that the short form shows."""
_SIDE = 400
"""Characters of a paragraph that the short form shows on either side of its number."""
_OF_VISITS = frozenset(("capture_id", "last_seen", "text_fragment_url", "text_sha256"))
"""Columns that move with every new text of a release; that they did is no news of a figure."""
_MARKS = {True: "[green]holds[/]", False: "[bold red]DIFFERS[/]", None: "[yellow]unchecked[/]"}

Fact = tuple[str, str]
Row = dict[str, object]


def show(out: Console, found: Trace, full: bool) -> None:
    """The number in its paragraph, what it stands on, what was made of it, and each comparison with its outcome."""
    node = found.node
    place = node.place if isinstance(node, (Statement, Refusal)) else None
    if isinstance(node, Observation) and node.statement:
        place = node.statement.place
    if place:
        out.print(Panel(_marked(place, full), title="In its paragraph", title_align="left"))
    facts = _grid(2)
    for name, text in (*_facts(node, full), ("snapshot", f"{found.snapshot}, as of {found.as_of}")):
        facts.add_row(Text(name, style="dim"), Text(visible(text)))
    out.print(facts)
    if full:
        for attributes in _attributes(node):
            out.print()
            out.print(_attribute_table(attributes))
    out.print()
    if found.steps:
        out.print(_step_table(found.steps, full))
    for note in found.notes:
        out.print(f"[yellow]note:[/] {_escaped(note)}")
    if not found.steps:
        out.print("Nothing in this row stands on archived bytes.")
    elif found.verified:
        out.print("[bold green]verified[/]")
    elif any(step.holds is False for step in found.steps):
        out.print("[bold red]NOT VERIFIED: see what differs above[/]")
    else:
        out.print("[bold yellow]NOT VERIFIED: not everything could be checked[/]")


def _escaped(text: str) -> Text | str:
    return visible(text).replace("[", "\\[")


def _facts(node: Node, full: bool) -> Iterator[Fact]:
    match node:
        case Statement():
            yield from _statement(node, full)
        case Observation():
            yield from _observation(node, full)
            if node.statement:
                yield from _statement(node.statement, full)
        case Release():
            yield from _release(node.row)
            if node.capture:
                yield from _capture(node.capture, full)
            yield from _versions(node, full)
            yield from _numbers(node.numbers, full)
            for row in node.corrections:
                yield from _correction(row)
            yield from _figures(node.figures, full)
            yield from _history(node.history, full)
        case Capture():
            yield from _capture(node, full)
            for row in node.releases:
                yield from _release(row)
            yield from _numbers(node.numbers, full)
            yield from _figures(node.figures, full)
            yield from _history(node.history, full)
        case Refusal():
            yield "number", f"{node.row['mention_text']} at [{node.row['mention_start']}:{node.row['mention_end']}]"
            yield "refused", "; ".join(_told(each) for each in node.attributes if each.name == "reason")
            yield from _correction(node.correction)
            yield from _release(node.release.row)
            yield from _capture(node.capture, full)
            yield from _versions(node.release, full)
            yield from _history(node.history, full)
        case Other():
            yield from _other(node, full)


def _statement(node: Statement, full: bool) -> Iterator[Fact]:
    row = node.row
    yield "statement", row["statement_id"]
    indicator = row["indicator_id"] or "no indicator of the codebook"
    yield "says", f"{amount(row)} {row['unit']}, {indicator}, {row['ref_area']}, {period(row)}, {row['status']}"
    yield "read by", f"rule {row['rule_id']} version {row['rule_version']}, confidence {row['confidence']:.2f}"
    yield "standing", node.standing
    yield from _correction(node.correction)
    yield from _release(node.release.row)
    yield from _capture(node.capture, full)
    yield from _versions(node.release, full)
    if node.repeats:
        yield "said again", f"{len(node.repeats)} times in the same text"
    if node.observation:
        yield from _observation(node.observation, full)
    for check in node.series_checks:
        yield "explains", f"{check['kind']}: {check['explanation_en']}"
    yield from _history(node.history, full)


def _observation(node: Observation, full: bool) -> Iterator[Fact]:
    row = node.row
    yield "observation", row["observation_id"]
    yield (
        "value",
        f"{cell(row['value'])} {row['unit']}, {row['indicator_id']}, {row['ref_area']}, {period(row)}, {row['status']}",
    )
    yield "agreement", f"{row['agreement']}; {row['preference_rule']}: {node.rule_en}"
    others = [each for each in node.candidates if full or not each.agrees]
    for each in others if full else others[:_FEW]:
        said = f"{each.row['statement_id']} says {amount(each.row)} ({each.published_on or 'undated'}): {each.why}"
        yield "also said" if not each.agrees else "says so", said
    if not full and len(others) > _FEW:
        yield "", f"{len(others) - _FEW} more say something else"
    agreeing = sum(each.agrees and not each.chosen for each in node.candidates)
    if agreeing and not full:
        yield "agree", f"{agreeing} other statement{'s' if agreeing > 1 else ''} of the observation"
    for check in node.series_checks:
        yield "series check", f"{check['kind']}, {check['verdict']}: {check['explanation_en']}"
    yield from _history(node.history, full)


def _release(row: Row) -> Iterator[Fact]:
    yield "release", f"{row['release_id']}, {row['number'] or 'no number'}: {row['title']}"
    yield "published on", f"{cell(row['published_on']) or 'not stated'}; the page is {row['source_state']}"


def _capture(node: Capture, full: bool) -> Iterator[Fact]:
    row = node.row
    yield "capture", f"{row['capture_id']}{'' if node.published else ', which the snapshot does not have'}"
    if node.about:
        yield "is", node.about
    yield "address", str(row["url"])
    status = f"HTTP status {row['http_status']}" if row["http_status"] is not None else "imported from a file"
    yield "captured", f"{cell(row['fetched_at'])}, {status}, {row['byte_count']} bytes"
    if row["revisit_of"]:
        yield "confirms", str(row["revisit_of"])
    yield "SHA-256", str(row["payload_sha256"])
    yield "WARC record", f"{row['warc_file']} at byte {row['warc_offset']}"
    if full:
        for visit in node.visits:
            where = f"{visit.warc_file} at byte {visit.warc_offset}"
            yield "visit", f"{cell(visit.fetched_at)} {visit.what}; {visit.capture_id}, {visit.payload_sha256}, {where}"
    else:
        last = [f"{visit.fetched_at:%Y-%m-%d} {visit.what}" for visit in node.visits[-_FEW:]]
        more = f"{len(node.visits) - _FEW} before, " if len(node.visits) > _FEW else ""
        yield "visits", more + ", ".join(last) if last else "none in this archive"


def _versions(node: Release, full: bool) -> Iterator[Fact]:
    if len(node.versions) < 2 and not full:
        return
    for version in node.versions:
        if version.unreadable:
            said = f"cannot be read: {version.unreadable}"
        elif version.is_read:
            said = "the text that this was read from"
        elif version.same:
            said = "says the same"
        else:
            said = f"says: {version.says}" if version.says else "does not say it"
        yield "text", f"{cell(version.fetched_at)}, {version.capture_id}: {said}"


def _numbers(numbers: Sequence[Fate], full: bool) -> Iterator[Fact]:
    if not numbers:
        return
    counts = ", ".join(f"{sum(each.what == what for each in numbers)} {what}" for what in _kinds(numbers))
    yield "numbers", f"{len(numbers)}: {counts}"
    for each in numbers:
        if full or each.what not in ("refusal", "repeat"):
            yield "", f"[{each.span.start}:{each.span.end}] {each.text or '(said again)'}: {fate(each)}"


def _kinds(numbers: Iterable[Fate]) -> list[str]:
    return list(dict.fromkeys(each.what for each in numbers))


def fate(each: Fate) -> str:
    """What became of a number, in one line."""
    said = {
        "statement": f"{each.statement_id} = {each.value}",
        "repeat": f"says again {each.statement_id} = {each.value}",
        "refusal": f"refused, {each.reason}",
        "superseded": f"{each.statement_id} = {each.value}, withdrawn",
        "unpublished": f"not published{f' ({each.value})' if each.value else ''}",
    }[each.what]
    return f"{said}. {each.detail}" if each.detail else said


def _figures(figures: Sequence[tuple[str, History]], full: bool) -> Iterator[Fact]:
    """How each figure changed; the short form leaves out those that only came."""
    for name, history in figures:
        told = [line for edition in history.editions for line in _edition(edition, full)]
        if full or len(told) > 1:
            yield "figure", name
            yield from (("", line) for line in told)


def _history(history: History | None, full: bool) -> Iterator[Fact]:
    if history is None:
        return
    told = [line for edition in history.editions for line in _edition(edition, full)]
    if history.first:
        span = history.first if history.first == history.last else f"{history.first} to {history.last}"
        yield "in snapshots", span
    for line in told if full else told[-_FEW:]:
        yield "", line
    for note in history.notes:
        yield "", note


def _edition(edition: Edition, full: bool) -> Iterator[str]:
    if not edition.cells:
        yield f"{edition.version}: {edition.change}" + (f" ({edition.cause})" if edition.cause else "")
    for column, old, new in edition.cells:
        if full or column not in _OF_VISITS:
            yield f"{edition.version}: {column} {old or 'null'} -> {new or 'null'} ({edition.cause})"


def _correction(row: Row | None) -> Iterator[Fact]:
    if row:
        yield "corrected", f"{row['action']} by {row['corrected_by']} on {row['corrected_on']}: {row['why']}"
        yield "", f"it read {row['was']}; evidence: {row['evidence']}; correction {row['correction_id']}"


def _other(node: Other, full: bool) -> Iterator[Fact]:
    yield "row of", node.table
    for each in node.attributes:
        if each.value:
            yield each.name, _told(each)
    for table, count in node.uses:
        yield "used by", f"{count} rows of {table}"
    for about in node.about:
        yield "", ""
        yield from _facts(about, full)
    yield from _history(node.history, full)


def _told(each: Attribute) -> str:
    text = f"{each.value}: {each.meaning_en}" if each.meaning_en else each.value
    return f"{text}; {each.because}" if each.because else text


def _attributes(node: Node) -> Iterator[tuple[Attribute, ...]]:
    if isinstance(node, Observation):
        yield node.attributes
        if node.statement:
            yield node.statement.attributes
    elif isinstance(node, (Statement, Refusal)):
        yield node.attributes


def _attribute_table(attributes: tuple[Attribute, ...]) -> Table:
    table = _grid(4)
    for each in attributes:
        meaning = " / ".join(dict.fromkeys(filter(None, (each.meaning_en, each.meaning_id))))
        cells = (each.value or "-", meaning, each.because)
        table.add_row(Text(each.name, style="dim"), *(Text(visible(text)) for text in cells))
    return table


def _step_table(steps: Sequence[Step], full: bool) -> Table:
    table = _grid(3)
    for step in steps:
        detail = step.detail if full or not step.holds or len(step.detail) <= _SIDE else step.detail[:_SIDE] + "…"
        table.add_row(_MARKS[step.holds], Text(visible(step.what)), Text(visible(detail), style="dim"))
    return table


def _marked(place: Place, full: bool) -> Text:
    before, number, after = (
        place.text[: place.number.start],
        place.number.of(place.text),
        place.text[place.number.end :],
    )
    if not full:
        before = before if len(before) <= _SIDE else "…" + before[-_SIDE:]
        after = after if len(after) <= _SIDE else after[:_SIDE] + "…"
    marked = Text.assemble(visible(before), (f"»{visible(number)}«", "bold"), visible(after))
    return (
        Text.assemble((f"{visible(place.before)}\n", "dim"), marked, (f"\n{visible(place.after)}", "dim"))
        if full
        else marked
    )


def _grid(columns: int) -> Table:
    """Columns whose last one is folded, never cut: hashes and addresses are there to be copied."""
    grid = Table.grid(padding=(0, 2))
    for _ in range(columns):
        grid.add_column(overflow="fold")
    return grid
