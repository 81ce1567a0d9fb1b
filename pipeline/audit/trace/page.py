"""A trace as one page of evidence: nothing is loaded from elsewhere, no script runs, and it prints."""

import json
import shlex
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from pipeline.audit.as_json import plain
from pipeline.audit.trace.blocks import Cell, Facts, Section, shown
from pipeline.audit.trace.evidence import figure_sections, source_sections
from pipeline.audit.trace.nodes import Node, Observation, Other, Place, Refusal, Release, Statement, Trace
from pipeline.publish import wording
from pipeline.publish.page import speech
from pipeline.publish.page.templates import LOADER, STYLE, environment
from pipeline.publish.page.words import page_words

Row = dict[str, Any]


def page(found: Trace) -> str:
    """The whole page. A pure function of the trace: the same evidence gives the same bytes."""
    node = found.node
    statement = node.statement if isinstance(node, Observation) else node
    place = statement.place if isinstance(statement, (Statement, Refusal)) else None
    return (
        _templates()
        .get_template("evidence.html.j2")
        .render(
            text=wording,
            found=found,
            title=_title(node),
            lead=_lead(node),
            outcome=_outcome(found),
            place=_placed(place) if place else None,
            link=_link(statement.row) if isinstance(statement, Statement) else None,
            sections=[*figure_sections(node), *source_sections(node), *_by_hand(found), *_whole(node)],
            steps=found.steps,
        )
    )


@cache
def _templates() -> Environment:
    own = PackageLoader("pipeline.audit.trace", "templates")
    style = files("pipeline.audit.trace.templates").joinpath("evidence.css").read_text("utf-8")
    pages = environment(ChoiceLoader([own, LOADER]), STYLE + style)
    pages.filters["shown"] = shown
    return pages


def _title(node: Node) -> str:
    match node:
        case Statement() | Observation():
            words = page_words("en")
            ends = [
                speech.number(end, words) for end in (node.row["value"], node.row.get("value_max")) if end is not None
            ]
            both = f" {words['range_and']} ".join(ends)
            return f"{words.get(node.row['qualifier'], '')} {both}".strip()
        case Refusal():
            return f"“{shown(node.row['mention_text'])}” is no figure"
        case Release():
            return shown(node.row["title"])
        case Other():
            return f"A row of {node.table}"
    return f"Capture {shown(node.row['capture_id'])}"


def _lead(node: Node) -> tuple[str, str]:
    """What a figure says, by the labels of its codes, in English and Indonesian."""
    if not isinstance(node, (Statement, Observation)):
        return "", ""
    by_name = {each.name: each for each in node.attributes}
    names = ("unit", "indicator_id", "ref_area", "status")
    english = [by_name[name].meaning_en or by_name[name].value for name in names if by_name[name].value]
    indonesian = [by_name[name].meaning_id or by_name[name].value for name in names if by_name[name].value]
    start, end = node.row["time_start"], node.row["time_end"]
    if end is not None:
        english.append(speech.period(start, end, page_words("en")))
        indonesian.append(speech.period(start, end, page_words("id")))
    return "; ".join(english), "; ".join(indonesian)


def _outcome(found: Trace) -> tuple[str, str]:
    if not found.steps:
        return "unchecked", "Nothing in this row stands on archived bytes."
    if found.verified:
        return "holds", f"Verified: all {len(found.steps)} comparisons hold."
    if any(step.holds is False for step in found.steps):
        return "differs", "Not verified: something differs from what was published."
    return "unchecked", "Not verified: not everything could be checked."


def _placed(place: Place) -> dict[str, str]:
    """The paragraph in its five parts, around the sentence and its number."""
    text, quote, number = place.text, place.quote, place.number
    return {
        "before": place.before,
        "opening": text[: quote.start],
        "left": text[quote.start : number.start],
        "number": number.of(text),
        "right": text[number.end : quote.end],
        "closing": text[quote.end :],
        "after": place.after,
        "archived": "yes" if place.archived else "",
    }


def _link(row: Row) -> str | None:
    address = row["text_fragment_url"]
    return shown(address) if address and address.startswith(("http://", "https://")) else None


def _by_hand(found: Trace) -> Iterator[Section]:
    commands = [
        f"kotacerdas trace {shlex.quote(found.asked)} --snapshot snapshots/{shlex.quote(found.snapshot)} --archive archive"
    ]
    node = found.node.statement if isinstance(found.node, Observation) else found.node
    capture = getattr(node, "capture", None) or (node if node and node.kind == "capture" else None)
    if capture is not None:
        file, offset = shlex.quote(f"archive/{capture.row['warc_file']}"), capture.row["warc_offset"]
        commands += [
            f"warcio extract --payload {file} {offset} | sha256sum",
            f"warcio extract --headers {file} {offset} | grep -i WARC-Payload-Digest",
        ]
    commands += [f"cd snapshots/{shlex.quote(found.snapshot)} && sha256sum -c SHA256SUMS"]
    words = (
        "With the snapshot's folder and the archive at hand, and nothing else. The first hash is that of the page without the "
        "compression of its transport; the second is that of the bytes as they were sent, which the snapshot publishes."
    )
    yield Section(
        "hand", "Check it by hand", "Periksa sendiri", (Facts(((words, Cell("\n".join(commands), "commands")),)),)
    )


def _whole(node: Node) -> Iterator[Section]:
    row = json.dumps(plain(node.row), ensure_ascii=False, indent=2)
    yield Section("row", "The published row", "Baris yang diterbitkan", (Facts((("", Cell(row, "commands")),)),))
