"""What can be proven of one published row: each comparison with the archived bytes, and with what they give when they are read again.

What no single row can tell (when it was first seen, what took its place, whether a release is missing) is proven by making all
tables again: verify/rebuilt.py.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.audit.cells import amount, cell
from pipeline.audit.fates import addresses
from pipeline.audit.published import Published, plain_rows
from pipeline.audit.reread import Rereader, Unreadable
from pipeline.audit.steps import Step
from pipeline.capture.entry import entry_of
from pipeline.capture.warc import DamagedRecordError
from pipeline.decode import text_row
from pipeline.errors import ArchiveError
from pipeline.extract import value_of
from pipeline.extract.rows import text_fragment_url
from pipeline.gate.corrections.apply import RULE_ID
from pipeline.identity import (
    capture_id,
    observation_id,
    release_id_from_address,
    release_id_from_number,
    sha256_hex,
    statement_id,
)
from pipeline.load import observations_again
from pipeline.model import Capture, ReleaseText
from pipeline.schema import CAPTURES, STATEMENTS

Row = dict[str, Any]

OF_THE_VISIT = ("url", "fetched_at", "http_status")
OF_THE_CAPTURE = tuple(
    column.name for column in CAPTURES.columns if column.name not in ("capture_id", "payload_sha256", *OF_THE_VISIT)
)
OF_THE_RELEASE = (
    "agency_id",
    "number",
    "title",
    "published_on",
    "place",
    "language",
    "url",
    "body_start",
    "attachments",
)
BY_HISTORY = ("first_seen", "last_seen", "superseded_by", "observation_id", "correction_id")
"""Columns of a statement that its text alone does not give."""
READ = tuple(column.name for column in STATEMENTS.columns if column.name not in BY_HISTORY)
_DIMENSIONS = ("indicator_id", "program_id", "ref_area", "time_start", "time_end", "time_kind", "status", "unit")
_RESOLVED = "every column, resolved again from its statements"
_MOST_CHARACTERS = 200


class Prover:
    """Compares rows of one snapshot with one archive. Whatever a stranger's row holds, the answer is steps."""

    def __init__(self, published: Published, rereader: Rereader, *, read_again: bool = True) -> None:
        """`read_again`: whether to extract each text anew; whoever makes all tables again need not."""
        self.published, self.rereader = published, rereader
        self.can_read_again = read_again and published.is_of_installed_code
        """Whether the installed extractor and codebook are those of the snapshot, so that it must read the same."""
        self._rows: tuple[tuple[str, str], dict[str, Row], dict[tuple[int, int], str]] | None = None

    @cached_property
    def corrections(self) -> Mapping[str, Row]:
        return {row["correction_id"]: row for row in self.published.rows("corrections")}

    def capture(self, row: Row) -> Iterator[Step]:
        """That the archive holds the bytes that a row of `captures` tells of, and says the same of their visit."""
        try:
            held = self.rereader.capture(row["capture_id"])
            payload = self.rereader.archive.read(held)
            held = self._recorded(held)
        except (Unreadable, ArchiveError, DamagedRecordError) as error:
            yield Step("archived bytes", self._missing(), str(error))
            return
        digest = sha256_hex(payload.raw)
        yield _compare("payload SHA-256, computed again from the WARC record", row["payload_sha256"], digest)
        found = {name: getattr(held, name) for name in ("capture_id", "payload_sha256", *OF_THE_VISIT, *OF_THE_CAPTURE)}
        yield _compare("address and time of the visit", _visit_of(row), _visit_of(found))
        yield _columns("place in the archive, size, type and kind of the capture", OF_THE_CAPTURE, row, found)
        made = capture_id(held.agency_id, held.url, held.fetched_at, digest)
        yield _compare("capture's id, made again from agency, address, time and payload", row["capture_id"], made)

    def release(self, row: Row, capture_id: str) -> Iterator[Step]:
        """That the text of a release, decoded again from this capture, is the published one, with what was read in its head."""
        try:
            text = self.rereader.text(capture_id)
        except Unreadable as error:
            yield Step("release text decoded again", self._missing(), str(error))
            return
        if row["capture_id"] != capture_id:
            yield Step("release text decoded again", True, "an older text of this release, kept in the archive")
            return
        yield _compare("release text SHA-256, decoded again", row["text_sha256"], text.text_sha256)
        yield _columns("title, number, date, place and address of the release", OF_THE_RELEASE, row, text_row(text))
        name = row["release_id"]
        yield Step("release's id, made again from its number or its address", *self._release_id(row, text, name))

    def statement(self, row: Row, text: ReleaseText) -> Iterator[Step]:
        """That quote, number, value and ids are those of the text, and that it is read again as it was published."""
        for name, said in (("quote", row["quote"]), ("value", row["value_text"])):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            what = "quote" if name == "quote" else "number"
            yield _compare(f"{what} at [{start}:{end}]", said, _slice(text, start, end))
        said = value_of(row["value_text"], self.rereader.codebook)
        found = amount({"value": said[0], "value_max": said[1]}) if said else "no number"
        yield _compare("value, computed again from the number", amount(row), found)
        yield _compare(
            "address of the quote", cell(row["text_fragment_url"]), cell(text_fragment_url(text.url, row["quote"]))
        )
        what = "statement's id, made again from release, rule, number and place in order"
        made = _statement_id(row, text)
        yield Step(what, made, row["statement_id"] if made else f"{row['statement_id']} is not made of these facts")
        if "observation_id" in self.published.columns("statements"):
            what = "observation's id, made again from what is said"
            yield _compare(what, cell(row["observation_id"]), _observation_id(row))
        if self.can_read_again:
            yield self._reading(row, text)

    def refusal(self, row: Row, text: ReleaseText) -> Iterator[Step]:
        """That the number stands there, and is refused again for that reason."""
        start, end = row["mention_start"], row["mention_end"]
        yield _compare(f"number at [{start}:{end}]", row["mention_text"], _slice(text, start, end))
        if not self.can_read_again:
            return
        statements, refusals = self._read(text, row["release_id"])
        what = "reason, when the text is read again"
        if row["correction_id"]:
            dropped = any((each["value_start"], each["value_end"]) == (start, end) for each in statements.values())
            how = self._by_correction(row, "drop")
            yield Step(what, dropped and how is not None, how or f"no correction {row['correction_id']} drops it")
        else:
            yield _compare(what, row["reason"], refusals.get((start, end), "not refused"))

    def observation(self, row: Row) -> Iterator[Step]:
        """That it is what its statements give, resolved again by the rules; the archive is not needed."""
        made = observation_id(*(cell(row[name]) for name in _DIMENSIONS))
        yield _compare("observation's id, made again from its dimensions", row["observation_id"], made)
        if "observation_id" not in self.published.columns("statements"):
            yield Step(_RESOLVED, None, "The statements of this schema do not say which observation they enter.")
            return
        said = self.published.part("statements", observation_id=row["observation_id"])
        releases = self.published.part("press_releases", release_id=set(said["release_id"].to_pylist()))
        try:
            with tempfile.TemporaryDirectory(prefix="kotacerdas-") as scratch:
                paths = Path(scratch) / "statements.parquet", Path(scratch) / "press_releases.parquet"
                for part, path in zip((said, releases), paths, strict=True):
                    pq.write_table(part, path)
                again = list(plain_rows(observations_again(*paths)))
        except ValueError as error:
            yield Step(_RESOLVED, False, f"They cannot be resolved: {error}")
            return
        mine = next((found for found in again if found["observation_id"] == row["observation_id"]), None)
        if mine is None:
            yield Step(_RESOLVED, False, "None of the published statements enters it.")
        else:
            names = [name for name in mine if name in self.published.columns("observations")]
            yield _columns(f"{_RESOLVED} ({said.num_rows})", names, row, mine)

    def quarantined(self, row: Row) -> Iterator[Step]:
        """That the page of a row of `quarantine` is still read as no release, for the reason that was published."""
        what = "the page read again, as a release"
        try:
            text = self.rereader.text(row["capture_id"])
        except Unreadable as error:
            told = str(error).startswith(f"{row['reason']}:")
            detail = str(error) if told else f"published {_cut(row['reason'])}, found {_cut(str(error))}"
            yield Step(what, told or self._missing(), detail)
        else:
            yield Step(what, False, f"published {_cut(row['reason'])}, and it can be read: {text.title}")

    def _release_id(self, row: Row, text: ReleaseText, name: str) -> tuple[bool, str]:
        registry = self.rereader.registry
        agency = registry.get(row["agency_id"])
        if agency is None:
            return False, f"There is no agency file for {cell(row['agency_id'])}."
        giver = agency.number_giver
        urls = [row["url"], *addresses(row["other_urls"])]
        owners = [each.agency_id for each in registry.values() if each.number_giver == giver]
        if text.number and name == release_id_from_number(giver, text.number):
            return True, f"{name}, from the number {text.number}"
        for url in urls:
            if any(name == release_id_from_address(owner, url) for owner in owners):
                return True, f"{name}, from the address {url}"
        # The first text that carried the release gave it its id, and its number may have been another.
        for number in self._numbers_at(urls, owners):
            if name == release_id_from_number(giver, number):
                return True, f"{name}, from the number {number} of an earlier text"
        return False, f"{name} is made neither of the release's number nor of one of its addresses"

    def _numbers_at(self, urls: Iterable[str], owners: Iterable[str]) -> Iterator[str]:
        wanted = set(urls)
        for owner in owners:
            for held in self.rereader.archive.releases(owner):
                if held.url in wanted:
                    try:
                        number = self.rereader.text(held.capture_id).number
                    except Unreadable:
                        continue
                    if number:
                        yield number

    def _reading(self, row: Row, text: ReleaseText) -> Step:
        what = "what it says, when the text is read again"
        rule = f"as rule {cell(row['rule_id'])} version {cell(row['rule_version'])} reads it"
        statements, refusals = self._read(text, row["release_id"])
        again = statements.get(row["statement_id"])
        if again is None:
            span = range(row["value_start"], row["value_end"])
            refused = any(start in span for start, _ in refusals)
            how = self._by_correction(row, "add") if row["rule_id"] == RULE_ID and refused else None
            return Step(what, how is not None, how or "read again, the text makes no such statement")
        differing = [name for name in READ if row[name] != again[name]]
        if not differing:
            return Step(what, True, rule)
        how = self._by_correction(row, "override", "flag")
        if how is None:
            return _columns(what, differing, row, again)
        was = _object(self.corrections[row["correction_id"]]["was"])
        wrong = {name: said for name, said in was.items() if name in again and cell(again[name]) != said}
        if wrong:
            return _columns(f"what was read before correction {row['correction_id']}", list(wrong), wrong, again)
        return Step(what, True, how)

    def _by_correction(self, row: Row, *actions: str) -> str | None:
        """The correction of this row as a sentence, where the snapshot holds one that does such a thing to it."""
        found = self.corrections.get(row["correction_id"] or "")
        if found is None or found["action"] not in actions or found["release_id"] != row["release_id"]:
            return None
        if row.get("statement_id", found["statement_id"]) != found["statement_id"]:
            return None
        return f"as correction {found['correction_id']} says: {found['action']} by {found['corrected_by']}"

    def _read(self, text: ReleaseText, release_id: str) -> tuple[dict[str, Row], dict[tuple[int, int], str]]:
        """Statements by id and refusals' reasons by span, as the installed extractor reads the text. The last text is remembered."""
        key = (text.capture_id, release_id)
        if self._rows is None or self._rows[0] != key:
            statements, refusals = self.rereader.rows(text, release_id)
            self._rows = (
                key,
                {each["statement_id"]: each for each in statements},
                {(each["mention_start"], each["mention_end"]): each["reason"] for each in refusals},
            )
        return self._rows[1], self._rows[2]

    def read_again(self, text: ReleaseText, release_id: str) -> tuple[set[str], set[tuple[int, int]]]:
        """The ids of statements and the spans of refusals that the installed extractor makes of a text."""
        statements, refusals = self._read(text, release_id)
        return set(statements), set(refusals)

    def _recorded(self, held: Capture) -> Capture:
        """As the record itself tells of the visit: the index that led to it proves nothing."""
        record = self.rereader.archive.records(held)[0]
        entry = entry_of(record, held.warc_file, held.warc_offset, 0)
        if entry is None:
            raise Unreadable(f"{held.warc_file}, record at {held.warc_offset}: it is no record of a capture.")
        return entry.capture

    def _missing(self) -> bool | None:
        """Without an archive nothing was compared; in one that is there, bytes that are missing or damaged do not hold."""
        return False if any(self.rereader.archive.root.glob("*/*.warc.gz*")) else None


def _statement_id(row: Row, text: ReleaseText) -> bool:
    """Whether the id is made of these facts with some place in order: how many of the like come before, other rows decide."""
    facts = (row["release_id"], row["rule_id"].split("/")[0], row["value_text"])
    if row["rule_id"] == RULE_ID:
        return bool(row["statement_id"] == statement_id(*facts, row["value_start"]))
    # One numeral can state a figure for each of several receivers.
    most = 64 + 8 * text.text.count(row["value_text"])
    return any(row["statement_id"] == statement_id(*facts, ordinal) for ordinal in range(most))


def _observation_id(row: Row) -> str:
    if row["superseded_by"] is not None or row["indicator_id"] is None or row["time_end"] is None:
        return ""
    return observation_id(*(cell(row[name]) for name in _DIMENSIONS))


def _slice(text: ReleaseText, start: int, end: int) -> str:
    """A stranger's offsets may be negative, which Python would count from the end."""
    return text.text[start:end] if 0 <= start <= end <= len(text.text) else "nothing: the text is shorter"


def _columns(what: str, names: Iterable[str], published: Mapping[str, Any], found: Mapping[str, Any]) -> Step:
    """All these columns in one step; those that differ are named with both sides."""
    listed = list(names)
    wrong = [name for name in listed if cell(published[name]) != cell(found[name])]
    sides = (f"{name}: published {_cut(published[name])}, found {_cut(found[name])}" for name in wrong)
    return Step(what, not wrong, "; ".join(sides) or ", ".join(listed))


def _compare(what: str, published: str, found: str) -> Step:
    if published == found:
        return Step(what, True, found)
    return Step(what, False, f"published {_cut(published)}, found {_cut(found)}")


def _cut(value: object) -> str:
    text = cell(value)
    return repr(text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}...")


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _visit_of(row: Mapping[str, Any]) -> str:
    status = f"HTTP {row['http_status']}" if row["http_status"] is not None else "imported file"
    return f"{row['url']} at {row['fetched_at']:%Y-%m-%dT%H:%M:%SZ}, {status}"
