"""How a stranger proves one published cell: from the archive's records, from other published rows, and by making the snapshot again.

Rows come from the CSV files by the csv module, records from the WARC files by warcio: neither is read by our own code here. Each cell
is proven in every way that it can be; `made again` is one that all can.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from pipeline.agencies import load_registry
from pipeline.audit.cells import cell
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader, Unreadable
from pipeline.capture import Archive
from pipeline.decode import text_row
from pipeline.extract.rows import text_fragment_url
from pipeline.identity import (
    capture_id,
    observation_id,
    release_id_from_address,
    release_id_from_number,
)
from pipeline.model import ReleaseText
from pipeline.publish.changes import row_key
from pipeline.publish.versions import version_order
from pipeline.schema import table as declared

Cells = dict[str, str]
_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_DIMENSIONS = ("indicator_id", "program_id", "ref_area", "time_start", "time_end", "time_kind", "status", "unit")
_OURS = "WARC-Kota-Cerdas-"


@dataclass(frozen=True, slots=True)
class Proof:
    """One way in which a cell was proven or not. `found` is what the cell should say."""

    way: str
    found: str


class Evidence:
    """One snapshot, the archive, and the same snapshot `again`, as the archive gives it. Everything is read once."""

    def __init__(self, snapshot: Path, archive: Path, again: Path) -> None:
        self.snapshot, self.archive, self.again = snapshot, archive, again
        self.rereader = Rereader(Archive(archive), load_registry())
        self.published = Published(snapshot)
        self._tables: dict[tuple[Path, str], list[Cells]] = {}
        self._by_key: dict[tuple[Path, str, tuple[str, ...]], dict[tuple[str, ...], Cells]] = {}

    def rows(self, table: str, folder: Path | None = None) -> list[Cells]:
        """Of a CSV file; a text that was kept from being calculated is given as it was."""
        key = (folder or self.snapshot, table)
        if key not in self._tables:
            with (key[0] / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                self._tables[key] = [
                    {name: text[1:] if _FORMULA.match(text) else text for name, text in row.items()}
                    for row in csv.DictReader(file)
                ]
        return self._tables[key]

    def by(self, table: str, columns: tuple[str, ...], folder: Path | None = None) -> Mapping[tuple[str, ...], Cells]:
        key = (folder or self.snapshot, table, columns)
        if key not in self._by_key:
            self._by_key[key] = {tuple(row[name] for name in columns): row for row in self.rows(table, folder)}
        return self._by_key[key]

    @cached_property
    def before(self) -> Path | None:
        """The snapshot before, which `changes` are told from."""
        order = version_order(self.snapshot.name)
        older = [f for f in self.snapshot.parent.iterdir() if f.is_dir() and version_order(f.name) < order]
        return max(older, key=lambda folder: version_order(folder.name), default=None)

    @cached_property
    def said_of(self) -> Mapping[str, list[Cells]]:
        """The statements of each observation."""
        found = defaultdict(list)
        for row in self.rows("statements"):
            found[row["observation_id"]].append(row)
        return found

    @cached_property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many current statements, and refusals, each capture's text has."""
        found: defaultdict[tuple[str, str], int] = defaultdict(int)
        for table in ("statements", "refusals"):
            for row in self.rows(table):
                found[table, row["capture_id"]] += not row.get("superseded_by")
        return found


def prove(evidence: Evidence, table: str, row: Cells, column: str) -> Iterator[Proof]:
    """Every way in which this cell can be proven. The caller holds what is found against what is published."""
    if prover := _PROVERS.get(table):
        yield from (proof for name, proof in prover(evidence, row) if name == column)
    key = declared(table).key
    again = evidence.by(table, key, evidence.again).get(tuple(row[name] for name in key))
    yield Proof("made again from the archive", again[column] if again else "no such row")


Named = Iterator[tuple[str, Proof]]


def _each(way: str, found: Mapping[str, str]) -> Named:
    return ((name, Proof(way, text)) for name, text in found.items())


def _capture(evidence: Evidence, row: Cells) -> Named:
    with (evidence.archive / row["warc_file"]).open("rb") as file:
        file.seek(int(row["warc_offset"]))
        record = next(iter(ArchiveIterator(file)))
        payload = record.raw_stream.read()
    say, http = record.rec_headers.get_header, record.http_headers
    if row["revisit_of"]:
        held = evidence.by("captures", ("capture_id",))[row["revisit_of"],]
        with (evidence.archive / held["warc_file"]).open("rb") as file:
            file.seek(int(held["warc_offset"]))
            payload = next(iter(ArchiveIterator(file))).raw_stream.read()
    digest = sha256(payload).hexdigest()
    agency, url = say(f"{_OURS}Agency"), say("WARC-Target-URI")
    moment = datetime.fromisoformat(say("WARC-Date")).astimezone(UTC)
    kind = http.get_header("Content-Type") if http else say("Content-Type")
    yield from _each(
        "read from the WARC record",
        {
            "capture_id": capture_id(agency, url, moment, digest),
            "url": url,
            "fetched_at": cell(moment),
            "http_status": http.get_statuscode() if http else "",
            "media_type": (kind or "").partition(";")[0].strip().lower(),
            "payload_sha256": digest,
            "byte_count": str(len(payload)),
            "etag": (http and http.get_header("ETag")) or "",
            "last_modified": (http and http.get_header("Last-Modified")) or "",
            "source_kind": say(f"{_OURS}Source-Kind"),
            "revisit_of": say(f"{_OURS}Revisit-Of") or "",
            "agency_id": agency,
        },
    )


def _release(evidence: Evidence, row: Cells) -> Named:
    text = evidence.rereader.text(row["capture_id"])
    found = {name: cell(value) for name, value in text_row(text).items() if name not in ("release_id", "text")}
    found["text_sha256"] = sha256(text.text.encode()).hexdigest()
    found["statement_count"], found["refusal_count"] = (
        str(evidence.counts[table, row["capture_id"]]) for table in ("statements", "refusals")
    )
    yield from _each("read from the archived bytes", found)
    giver = evidence.rereader.registry[text.agency_id].number_giver
    urls = [text.url, *json.loads(row["other_urls"])]
    names = [release_id_from_address(text.agency_id, url) for url in urls]
    if text.number:
        names.insert(0, release_id_from_number(giver, text.number))
    if row["release_id"] in names:  # else another text of it gave it its id, which making it again shows
        yield "release_id", Proof("id made again from number or address", names[names.index(row["release_id"])])


def _statement(evidence: Evidence, row: Cells) -> Named:
    text = evidence.rereader.text(row["capture_id"])
    quote = text.text[int(row["quote_start"]) : int(row["quote_end"])]
    bytes_say = {"quote": quote, "value_text": text.text[int(row["value_start"]) : int(row["value_end"])]}
    if bytes_say["quote"] == row["quote"] and bytes_say["value_text"] == row["value_text"]:
        bytes_say |= {name: row[name] for name in ("quote_start", "quote_end", "value_start", "value_end")}
    bytes_say["text_fragment_url"] = text_fragment_url(text.url, quote) or ""
    yield from _each("read from the archived bytes", bytes_say)
    enters = row["indicator_id"] and row["time_end"] and not row["superseded_by"]
    made = observation_id(*(row[name] for name in _DIMENSIONS)) if enters else ""
    yield "observation_id", Proof("id made again from the row", made)
    read = {each["statement_id"]: each for each in evidence.rereader.rows(text, row["release_id"])[0]}
    again = {name: cell(value) for name, value in read.get(row["statement_id"], {}).items()}
    for name in ("first_seen", "last_seen", "superseded_by", "observation_id", "correction_id"):
        again.pop(name, None)  # which the other texts and rows decide
    yield from _each("read again from the text", _uncorrected(evidence, row, again))


def _uncorrected(evidence: Evidence, row: Cells, again: Cells) -> Cells:
    """Without what a correction set, where its `was` says what the text says; and without obs_status, which follows from the others."""
    if not row["correction_id"]:
        return again
    was = json.loads(evidence.by("corrections", ("correction_id",))[row["correction_id"],]["was"])
    return {name: text for name, text in again.items() if was.get(name) != text and name != "obs_status"}


def _refusal(evidence: Evidence, row: Cells) -> Named:
    text = evidence.rereader.text(row["capture_id"])
    span = int(row["mention_start"]), int(row["mention_end"])
    said = text.text[slice(*span)]
    yield "mention_text", Proof("read from the archived bytes", said)
    if said == row["mention_text"]:
        yield from _each("read from the archived bytes", {name: row[name] for name in ("mention_start", "mention_end")})
    if not row["correction_id"]:
        refused = evidence.rereader.rows(text, row["release_id"])[1]
        reasons = {(each["mention_start"], each["mention_end"]): each["reason"] for each in refused}
        yield "reason", Proof("read again from the text", reasons.get(span, "not refused"))


def _quarantined(evidence: Evidence, row: Cells) -> Named:
    try:
        text: ReleaseText | None = evidence.rereader.text(row["capture_id"])
    except Unreadable as error:
        text, why = None, str(error)
    if text is None and why.startswith(f"{row['reason']}: "):
        yield "reason", Proof("read from the archived bytes", row["reason"])
    held = evidence.rereader.capture(row["capture_id"])
    yield from _each("read from the archive's index", {"agency_id": held.agency_id, "url": held.url})


def _observation(evidence: Evidence, row: Cells) -> Named:
    """A second reading of the preferences that docs/operations.md explains, written for this proof alone."""
    releases = evidence.by("press_releases", ("release_id",))
    ranked = sorted(
        (_preferred(each, releases[each["release_id"],]), each) for each in evidence.said_of[row["observation_id"]]
    )
    order, chosen = ranked[0]
    value = chosen["value"], chosen["value_max"]
    rival = next((rank for rank, each in ranked if (each["value"], each["value_max"]) != value), None)
    rules = (
        "body_before_headline",
        "stated_before_inferred",
        "exact_before_rounded",
        "official_before_quoted",
        "later_release",
        "more_certain",
    )
    if rival is None:
        rule = "only_statement" if len(ranked) == 1 else "all_agree"
    else:
        differs = (name for name, one, other in zip(rules, order[:6], rival[:6], strict=True) if one != other)
        rule = next(differs, "first_in_order")
    said = [each for _, each in ranked]
    lows, highs = [Decimal(s["value"]) for s in said], [Decimal(s["value_max"] or s["value"]) for s in said]
    yield from _each(
        "computed again from the statements",
        {name: chosen[name] for name in (*_DIMENSIONS, "value", "qualifier")}
        | {
            "observation_id": observation_id(*(chosen[name] for name in _DIMENSIONS)),
            "statement_count": str(len(said)),
            "release_count": str(len({each["release_id"] for each in said})),
            "agreement": "conflict" if rival is not None else "single" if len(said) == 1 else "agree",
            "chosen_statement_id": chosen["statement_id"],
            "preference_rule": rule,
            "obs_status": "U" if rule == "first_in_order" else chosen["obs_status"],
            "repeat_count": str(sum(len(json.loads(each["repeats"])) for each in said)),
            "value_lowest": cell(min(lows)),
            "value_highest": cell(max(highs)),
            "first_seen": min(each["first_seen"] for each in said),
            "last_seen": max(each["last_seen"] for each in said),
        },
    )


def _preferred(said: Cells, release: Cells) -> tuple[object, ...]:
    day = release["published_on"]
    return (
        int(said["value_start"]) < int(release["body_start"]) or said["quote"].lower() in release["title"].lower(),
        said["time_basis"] != "stated",
        said["qualifier"] != "exact",
        said["speaker"] != "",
        -int(day.replace("-", "")) if day else 0,
        -float(said["confidence"]),
        said["release_id"],
        int(said["value_start"]),
        said["statement_id"],
    )


def _change(evidence: Evidence, row: Cells) -> Named:
    """From the CSV files of both snapshots."""
    if evidence.before is None:
        return
    key = row_key(declared(row["table_name"]))
    old, new = (
        {"/".join(filter(None, name)): each for name, each in evidence.by(row["table_name"], key, folder).items()}.get(
            row["row_id"]
        )
        for folder in (evidence.before, evidence.snapshot)
    )
    change = "added" if old is None else "removed" if new is None else "revised"
    found = {"change": change, "snapshot_version": evidence.snapshot.name}
    if old and new:
        found |= {"old": old.get(row["column"], ""), "new": new.get(row["column"], "")}
    yield from _each("told from the CSV files of two snapshots", found)


_PROVERS: Mapping[str, Callable[[Evidence, Cells], Named]] = {
    "captures": _capture,
    "press_releases": _release,
    "statements": _statement,
    "refusals": _refusal,
    "quarantine": _quarantined,
    "observations": _observation,
    "changes": _change,
}
