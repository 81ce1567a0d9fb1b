"""Who says so? From a published statement down to the archived bytes, each step verified as it is taken, offline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.agencies import Registry
from pipeline.capture import Archive
from pipeline.decode import decode
from pipeline.errors import ArchiveError, UsageError
from pipeline.extract import load_codebook, value_of
from pipeline.identity import sha256_hex
from pipeline.model import Capture, Quarantined, ReleaseText, Span


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was compared: what, whether it holds, and both sides where it does not."""

    what: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A statement with everything it stands on. `paragraph` is the line of the release text around the number.

    `others`: the other statements of its observation, those that agree and those that do not.
    """

    snapshot: str
    statement: dict[str, Any]
    release: dict[str, Any]
    capture: dict[str, Any]
    visits: tuple[tuple[datetime, str], ...]
    correction: dict[str, Any] | None
    paragraph: str
    number_in_paragraph: Span
    steps: tuple[Step, ...]
    others: tuple[dict[str, Any], ...] = ()

    @property
    def verified(self) -> bool:
        return all(step.holds for step in self.steps)


def trace(snapshot: Path, archive: Archive, registry: Registry, identifier: str) -> Trace:
    """Follow a statement (or an observation, through its chosen statement) of the snapshot to the archive.

    UsageError for an id that the snapshot does not hold. A mismatch is no error: it is a step that does not hold.
    """
    statement = find_statement(snapshot, identifier)
    release = _row(snapshot, "press_releases", "release_id", statement["release_id"])
    capture = _row(snapshot, "captures", "capture_id", statement["capture_id"])
    steps = []
    text: str | None = None
    for step, found in _steps(archive, registry, statement, release, capture):
        steps.append(step)
        text = found or text
    paragraph, number = _paragraph(text, statement)
    name = statement.get("correction_id")  # a snapshot of an older schema has no such column
    correction = _row(snapshot, "corrections", "correction_id", name) if name else None
    visits, others = _visits(archive, capture), _others(snapshot, statement)
    return Trace(
        snapshot.name, statement, release, capture, visits, correction, paragraph, number, tuple(steps), others
    )


def _steps(
    archive: Archive, registry: Registry, statement: dict[str, Any], release: dict[str, Any], published: dict[str, Any]
) -> Iterator[tuple[Step, str | None]]:
    capture_id = published["capture_id"]
    try:
        capture = archive.find(capture_id)
        payload = archive.read(capture)
    except (ArchiveError, UsageError) as error:
        yield Step("archived bytes", False, str(error)), None
        return
    digest = sha256_hex(payload.raw)
    yield _compare("payload SHA-256, computed again from the WARC record", published["payload_sha256"], digest), None
    yield _compare("address and time of the visit", _visit_of(published), _visit_of(_as_row(capture))), None
    agency = registry.get(capture.agency_id)
    result = decode(capture, payload, agency) if agency else None
    if not isinstance(result, ReleaseText):
        why = result.detail if isinstance(result, Quarantined) else f"There is no agency file for {capture.agency_id}."
        yield Step("release text decoded again", False, why), None
        return
    if release["capture_id"] == capture_id:
        yield _compare("release text SHA-256, decoded again", release["text_sha256"], result.text_sha256), result.text
    else:
        yield (
            Step("release text decoded again", True, "an older text of this release, kept in the archive"),
            result.text,
        )
    for what in ("quote", "value"):
        start, end = statement[f"{what}_start"], statement[f"{what}_end"]
        said = statement["quote" if what == "quote" else "value_text"]
        yield (
            _compare(f"{'quote' if what == 'quote' else 'number'} at [{start}:{end}]", said, result.text[start:end]),
            None,
        )

    said = value_of(result.text[statement["value_start"] : statement["value_end"]], load_codebook())
    yield (
        _compare(
            "value, computed again from the number",
            _amount(statement["value"], statement["value_max"]),
            _amount(*said or ()),
        ),
        None,
    )


def _compare(what: str, published: str, found: str) -> Step:
    return Step(what, published == found, found if published == found else f"published {published!r}, found {found!r}")


def _amount(value: Decimal | None = None, value_max: Decimal | None = None) -> str:
    """Without trailing zeros: the published column carries nine decimal places."""
    ends = [f"{end:f}" for end in (value, value_max) if end is not None]
    return " to ".join(end.rstrip("0").rstrip(".") if "." in end else end for end in ends) or "no number"


def _as_row(capture: Capture) -> dict[str, Any]:
    return {"url": capture.url, "fetched_at": capture.fetched_at, "http_status": capture.http_status}


def _visit_of(row: dict[str, Any]) -> str:
    status = f"HTTP {row['http_status']}" if row["http_status"] is not None else "imported file"
    return f"{row['url']} at {row['fetched_at']:%Y-%m-%dT%H:%M:%SZ}, {status}"


def _visits(archive: Archive, capture: dict[str, Any]) -> tuple[tuple[datetime, str], ...]:
    """Every visit to the address in the archive, with what the server said then."""
    return tuple(
        (
            visit.fetched_at,
            "unchanged" if visit.revisit_of else f"HTTP {visit.http_status}" if visit.http_status else "imported",
        )
        for visit in archive.captures(capture["agency_id"])
        if visit.url == capture["url"]
    )


def find_statement(snapshot: Path, identifier: str) -> dict[str, Any]:
    """The row of a statement, or of the one that an observation takes its value from. UsageError for an id that is not there."""
    if identifier.startswith("o-"):
        return find_statement(
            snapshot, _row(snapshot, "observations", "observation_id", identifier)["chosen_statement_id"]
        )
    if not identifier.startswith("s-"):
        raise UsageError(
            f"'{identifier}' is not the id of a statement (s-...) or an observation (o-...).",
            f"Ids stand in the first column of {snapshot / 'data' / 'statements.csv'}.",
        )
    return _row(snapshot, "statements", "statement_id", identifier)


def _others(snapshot: Path, statement: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """None in a snapshot older than schema 1.1.0, whose statements do not say which observation they enter."""
    observation_id = statement.get("observation_id")
    rows = _rows(snapshot, "statements", "observation_id", observation_id) if observation_id else []
    return tuple(row for row in rows if row["statement_id"] != statement["statement_id"])


def _row(snapshot: Path, table: str, key: str, value: str) -> dict[str, Any]:
    rows = _rows(snapshot, table, key, value)
    if not rows:
        raise UsageError(
            f"Snapshot {snapshot.name} has no {key.removesuffix('_id')} '{value}'.",
            "Look the id up in its data/ folder, or name another snapshot with --snapshot.",
        )
    return rows[0]


def _rows(snapshot: Path, table: str, key: str, value: str) -> list[dict[str, Any]]:
    path = snapshot / "data" / f"{table}.parquet"
    try:
        rows: list[dict[str, Any]] = pq.read_table(path, filters=pc.field(key) == value, partitioning=None).to_pylist()
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}", "Give --snapshot the folder of a whole snapshot."
        ) from error
    return rows


def _paragraph(text: str | None, statement: dict[str, Any]) -> tuple[str, Span]:
    """The line around the number; where the archive cannot show it, the published quote."""
    start, end = statement["value_start"], statement["value_end"]
    if text is None:
        offset = start - statement["quote_start"]
        return statement["quote"], Span(offset, offset + end - start)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first : last if last >= 0 else len(text)], Span(start - first, end - first)
