"""The sections of a page of evidence: what was read and why, what else was said, the source over time, the snapshots."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.audit.cells import amount, cell
from pipeline.audit.fates import Fate
from pipeline.audit.trace.blocks import Cell, Facts, Section, Table
from pipeline.audit.trace.nodes import (
    Attribute,
    Capture,
    History,
    Node,
    Observation,
    Other,
    Refusal,
    Release,
    Statement,
)
from pipeline.schema.concepts import concept_of

Row = dict[str, Any]


def figure_sections(node: Node) -> Iterator[Section]:
    """Of what the node says."""
    match node:
        case Statement():
            yield _read(
                "statements", node.attributes, "Why", f"Rule {node.row['rule_id']}, version {node.row['rule_version']}"
            )
            yield from _corrected([node.correction])
            if node.observation:
                yield from _observed(node.observation)
            yield from _series("Checks that this statement explains", node.series_checks)
        case Observation():
            yield from _observed(node)
            if node.statement:
                yield from figure_sections(node.statement)
        case Refusal():
            yield _read("refusals", node.attributes, "Why", "What the number was taken for")
            yield from _corrected([node.correction])
        case Release() | Capture():
            yield from _numbers(node.numbers)
            if isinstance(node, Release):
                yield from _corrected(node.corrections)
        case Other():
            yield _read(node.table, node.attributes, "", "The row")
            if node.uses:
                rows = tuple((Cell(name, "code"), Cell(str(count))) for name, count in node.uses)
                yield Section(
                    "uses", "Where it is used", "Dipakai di", (Table("Rows with this code", ("Table", "Rows"), rows),)
                )
            for about in node.about:
                yield from figure_sections(about)


def source_sections(node: Node) -> Iterator[Section]:
    """Of where the node comes from, and what became of it."""
    match node:
        case Observation():
            if node.statement:
                yield from _source(node.statement.release, node.statement.capture)
            chosen = node.statement.history if node.statement else None
            yield from _histories([("observation", node.history), ("statement", chosen)])
        case Statement() | Refusal():
            yield from _source(node.release, node.capture)
            yield from _histories([(node.kind, node.history)])
        case Release():
            if node.capture:
                yield from _source(node, node.capture)
            yield from _histories([("release", node.history), *node.figures])
        case Capture():
            yield from _source(None, node)
            yield from _histories([("capture", node.history), *node.figures])
        case Other():
            yield from _histories([("row", node.history)])


def _read(table: str, attributes: Sequence[Attribute], why: str, caption: str) -> Section:
    rows = []
    for each in attributes:
        _, alias = concept_of(table, each.name)
        meaning = [Cell(each.meaning_en), Cell(each.meaning_id)] if each.meaning_en else [Cell(""), Cell("")]
        cells = [Cell(each.name, "code"), Cell(f"{alias.en} / {alias.id}", "soft"), Cell(each.value or "–"), *meaning]
        rows.append(tuple([*cells, Cell(each.because, "soft")] if why else cells))
    heads = ("Column", "Called", "Value", "Meaning", "Arti", *([why] if why else []))
    return Section("read", "What was read", "Hasil baca", (Table(caption, heads, tuple(rows)),))


def _corrected(corrections: Sequence[Row | None]) -> Iterator[Section]:
    rows = tuple(
        tuple(
            Cell(cell(row[name]))
            for name in ("correction_id", "action", "corrected_by", "corrected_on", "why", "evidence", "was")
        )
        for row in corrections
        if row
    )
    if rows:
        heads = ("Correction", "Action", "Who", "When", "Why", "Evidence", "It read")
        yield Section("corrections", "Corrected by a person", "Dikoreksi", (Table("Corrections", heads, rows),))


def _observed(node: Observation) -> Iterator[Section]:
    row = node.row
    facts = Facts(
        (
            ("Observation", Cell(row["observation_id"], "code")),
            ("Value", Cell(f"{cell(row['value'])} {row['unit']}")),
            ("Agreement", Cell(row["agreement"])),
            ("Chosen by", Cell(f"{row['preference_rule']}: {node.rule_en} / {node.rule_id}")),
        )
    )
    rows = tuple(
        (
            Cell(each.row["statement_id"], "code"),
            Cell(amount(each.row)),
            Cell(each.row["quote"], "quote"),
            Cell(f"{each.title} ({each.published_on or 'undated'})"),
            Cell(each.why, "holds" if each.agrees else "unchecked"),
        )
        for each in node.candidates
    )
    heads = ("Statement", "Says", "Sentence", "Release", "Why")
    blocks = (facts, Table("All statements of the observation", heads, rows))
    yield Section("observation", "What else was said of it", "Pernyataan lain", blocks)
    yield from _series("Checks on its series", node.series_checks)


def _series(caption: str, checks: Sequence[Row]) -> Iterator[Section]:
    rows = tuple(
        (Cell(row["kind"], "code"), Cell(row["verdict"]), Cell(row["explanation_en"]), Cell(row["explanation_id"]))
        for row in checks
    )
    if rows:
        heads = ("Check", "Verdict", "Calculation", "Uraian")
        yield Section("series", "Held against its series", "Pemeriksaan deret", (Table(caption, heads, rows),))


def _numbers(numbers: Sequence[Fate]) -> Iterator[Section]:
    rows = tuple(
        (
            Cell(f"{each.span.start}:{each.span.end}", "code"),
            Cell(each.text or "(said again)"),
            Cell(each.what),
            Cell(f"{each.statement_id} {each.reason}".strip(), "code"),
            Cell(each.value),
            Cell(each.detail, "soft"),
        )
        for each in numbers
    )
    if rows:
        heads = ("Place", "Number", "What became of it", "Statement or reason", "Value", "Note")
        yield Section(
            "numbers", "Every number of the text", "Semua bilangan", (Table("In reading order", heads, rows),)
        )


def _source(release: Release | None, capture: Capture) -> Iterator[Section]:
    row = capture.row
    facts = [
        ("Capture", Cell(row["capture_id"], "code")),
        ("What it is", Cell(capture.about)),
        ("Address", Cell(row["url"], "code", row["url"] if row["url"].startswith(("http://", "https://")) else "")),
        ("Time of the visit (UTC)", Cell(cell(row["fetched_at"]))),
        ("Answer", Cell(f"HTTP {row['http_status']}" if row["http_status"] is not None else "imported from a file")),
        ("SHA-256 of the payload", Cell(row["payload_sha256"], "code")),
        ("Bytes", Cell(cell(row["byte_count"]))),
        ("WARC record", Cell(f"{row['warc_file']} at byte {row['warc_offset']}", "code")),
    ]
    for told in [release.row] if release else capture.releases:
        facts += [
            ("Release", Cell(told["release_id"], "code")),
            ("Official number", Cell(told["number"] or "none")),
            ("Headline", Cell(told["title"])),
            ("Published on", Cell(cell(told["published_on"]) or "not stated")),
            ("SHA-256 of its newest text", Cell(told["text_sha256"], "code")),
            ("State of the page", Cell(told["source_state"])),
        ]
    blocks: list[Facts | Table] = [Facts(tuple((name, text) for name, text in facts if text.text))]
    if release and release.versions:
        blocks.append(_versions(release))
    visits = tuple(
        (
            Cell(cell(visit.fetched_at)),
            Cell(visit.what),
            Cell(visit.capture_id, "code"),
            Cell(visit.payload_sha256, "code"),
            Cell(f"{visit.warc_file} at byte {visit.warc_offset}", "code"),
        )
        for visit in capture.visits
    )
    if visits:
        heads = ("Time (UTC)", "Answer", "Capture", "SHA-256", "WARC record")
        blocks.append(Table("Every visit to the address", heads, visits))
    yield Section("source", "The source", "Sumber", tuple(blocks))


def _versions(release: Release) -> Table:
    rows = []
    for version in release.versions:
        if version.unreadable:
            said = Cell(f"cannot be read: {version.unreadable}", "differs")
        elif version.says:
            said = Cell(version.says, "quote")
        else:
            said = Cell("says the same" if version.same else "does not say it", "soft")
        here = "this was read from it" if version.is_read else "the same" if version.same else "different"
        rows.append((Cell(cell(version.fetched_at)), Cell(version.capture_id, "code"), Cell(here), said))
    heads = ("First seen (UTC)", "Capture", "Is", "Says at this place")
    return Table("Texts of the release that differ, oldest first", heads, tuple(rows))


def _histories(histories: Sequence[tuple[str, History | None]]) -> Iterator[Section]:
    rows: list[tuple[Cell, ...]] = []
    notes: dict[str, None] = {}
    for name, history in histories:
        if history is None:
            continue
        notes |= dict.fromkeys(history.notes)
        for edition in history.editions:
            head = (Cell(name, "code"), Cell(edition.version, "code"), Cell(edition.change))
            for column, old, new in edition.cells or (("", "", ""),):
                change = f"{column}: {old or 'null'} → {new or 'null'}" if column else ""
                rows.append((*head, Cell(change), Cell(edition.cause)))
    if rows or notes:
        blocks: list[Facts | Table] = []
        if rows:
            heads = ("Row", "Snapshot", "Was", "Column: before → now", "Cause")
            blocks.append(Table("What the snapshots at hand did with it", heads, tuple(rows)))
        if notes:
            blocks.append(Facts(tuple(("Note", Cell(note)) for note in notes)))
        yield Section("history", "In the snapshots", "Dalam terbitan", tuple(blocks))
