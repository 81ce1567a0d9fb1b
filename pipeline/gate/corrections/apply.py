"""Corrections applied to the rows of a partition, after what each expects was found there."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pipeline.errors import PublicationBlocked
from pipeline.extract import Codebook, value_of
from pipeline.extract.rows import text_fragment_url
from pipeline.extract.sentences import sentence_around
from pipeline.gate.corrections.rules import Cells, Correction
from pipeline.identity import statement_id
from pipeline.model import Span
from pipeline.schema import CORRECTIONS, REFUSALS, STATEMENTS, Column, Table

Row = dict[str, Any]
STALE = "Corrections do not fit what was read:"
"""How the message of CorrectionsFailed begins; below it, a line for each."""
RULE_ID, RULE_VERSION = "correction", 1
_READ: Mapping[str, Callable[[str], Any]] = {"string": str, "date": date.fromisoformat, "decimal": Decimal}


class CorrectionsFailed(PublicationBlocked):
    """Corrections that do not fit what was read: each is named with what it expected and what stands there."""


class _StaleError(Exception):
    """A correction whose expectation is not met; the message says how."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The rows of one partition after correction, and the corrections applied, as rows of their table."""

    statements: list[Row]
    refusals: list[Row]
    corrections: list[Row]


def correct(
    texts: Iterable[Mapping[str, Any]],
    statements: Iterable[Mapping[str, Any]],
    refusals: Iterable[Mapping[str, Any]],
    corrections: Iterable[Correction],
    codebook: Codebook,
) -> Corrected:
    """Apply the corrections of these releases. CorrectionsFailed names every one that does not fit.

    A statement that several texts of its release make is corrected in each of them. What the newest at each address says is what a
    correction expects: nobody sees the older readings, so nobody can say what stands in them.
    """
    result = Corrected([dict(row) for row in statements], [dict(row) for row in refusals], [])
    listed = list(texts)
    stale = []
    for correction in corrections:
        try:
            if correction.action == "add":
                row, was = _add_wherever_it_stands(correction, listed, result, codebook)
            else:
                row, was = _change(correction, listed, result, codebook)
            result.corrections.append(_record(correction, row, was))
        except _StaleError as error:
            stale.append(f"{correction.correction_id} ({correction.who}, {correction.when}): {error}")
    if stale:
        raise CorrectionsFailed(
            f"{STALE}\n" + "\n".join(f"  {sentence}" for sentence in stale),
            "Take out a correction that the extractor has overtaken; write another for what stands there now.",
        )
    return result


def _change(
    correction: Correction, texts: Iterable[Mapping[str, Any]], result: Corrected, codebook: Codebook
) -> tuple[Row, Cells]:
    """Drop, override or flag; the statement as it was read last, and the cells that were expected and found."""
    meant = {row["capture_id"]: row for row in result.statements if row["statement_id"] == correction.statement_id}
    if not meant:
        raise _StaleError(f"its release has no statement {correction.statement_id} any more.")
    making = [text for text in texts if text["capture_id"] in meant]
    text_of = {text["capture_id"]: text["text"] for text in making}
    newest = [meant[text["capture_id"]] for text in _newest_there(making)]
    for row in newest:
        _expect(correction, row, STATEMENTS)
    last = dict(newest[-1])
    for row in meant.values():
        if correction.action == "drop":
            if correction.reason not in {reason["reason_id"] for reason in codebook.reasons}:
                raise _StaleError(f"'{correction.reason}' is no reason of the codebook.")
            result.statements.remove(row)
            result.refusals.extend(_refusals_of(row, correction, text_of[row["capture_id"]], result.statements))
            continue
        row["correction_id"] = correction.correction_id
        if correction.action == "flag":
            row["obs_status"] = "U"
        else:
            row |= _cells(correction, codebook)
            row["obs_status"] = "F" if row["status"] in ("planned", "target") else "A"
    return last, {name: cell(last.get(name)) for name in correction.expect}


def _newest_there(texts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of each address the newest of these texts; the newest of all comes last."""
    in_order = sorted(texts, key=lambda text: (text["fetched_at"], text["capture_id"]))
    newest = {(text["agency_id"], text["url"]): text for text in in_order}
    return [text for text in in_order if newest[text["agency_id"], text["url"]] is text]


def _add_wherever_it_stands(
    correction: Correction, texts: Iterable[Mapping[str, Any]], result: Corrected, codebook: Codebook
) -> tuple[Row, Cells]:
    """In each newest text of the release in which these words stand at this place, as a statement is made of each text.

    An older text that read otherwise is left as it is. One that alone has the words there is what the ministry wrote before.
    """
    start, end = correction.value_start, correction.value_end
    mine = [text for text in texts if text["release_id"] == correction.release_id]
    standing = [text for text in _newest_there(mine) if text["text"][start:end] == correction.value_text]
    if not standing:
        raise _StaleError(f"'{correction.value_text}' does not stand at [{start}:{end}] of the release text.")
    made = [_add(correction, text, result, codebook) for text in standing]
    for text in mine:
        if text not in standing and text["text"][start:end] == correction.value_text:
            with suppress(_StaleError):
                _add(correction, text, result, codebook)
    return made[-1]


def _add(correction: Correction, text: Mapping[str, Any], result: Corrected, codebook: Codebook) -> tuple[Row, Cells]:
    """A figure that was refused, or lies in a number that was; its refusal goes."""
    assert correction.value_start is not None
    assert correction.value_end is not None
    span = Span(correction.value_start, correction.value_end)
    said = value_of(correction.value_text, codebook)
    if said is None:
        raise _StaleError(f"'{correction.value_text}' says no number.")
    refused = [
        row
        for row in result.refusals
        if row["capture_id"] == text["capture_id"] and span.overlaps(Span(row["mention_start"], row["mention_end"]))
    ]
    if not refused:
        raise _StaleError(f"no refused number stands at [{span.start}:{span.end}]: it is a statement already.")
    for row in refused:
        _expect(correction, row, REFUSALS)
        if not span.start <= row["mention_start"] < row["mention_end"] <= span.end:
            raise _StaleError(f"the number '{row['mention_text']}' reaches out of [{span.start}:{span.end}].")
    identifier = statement_id(correction.release_id, RULE_ID, correction.value_text, span.start)
    row = _new_statement(correction, text, span, said, identifier, codebook)
    if missing := [column.name for column in STATEMENTS.columns if column.required and row.get(column.name) is None]:
        raise _StaleError(f"set: it must say {', '.join(missing)} too.")
    for refusal in refused:
        result.refusals.remove(refusal)
    result.statements.append(row)
    return row, {name: cell(refused[0].get(name)) for name in correction.expect}


def _new_statement(
    correction: Correction,
    text: Mapping[str, Any],
    span: Span,
    said: tuple[Decimal, Decimal | None],
    identifier: str,
    codebook: Codebook,
) -> Row:
    quote = sentence_around(text["text"], text["body_start"], span)
    row: Row = {
        "statement_id": identifier,
        "release_id": correction.release_id,
        "time_basis": "none",
        "qualifier": "exact",
        "value": said[0],
        "value_max": said[1],
        "value_text": correction.value_text,
        "value_start": span.start,
        "value_end": span.end,
        "quote": quote.of(text["text"]),
        "quote_start": quote.start,
        "quote_end": quote.end,
        "repeats": "[]",
        "rule_id": RULE_ID,
        "rule_version": RULE_VERSION,
        "confidence": 1.0,
        "first_seen": text["fetched_at"],
        "last_seen": text["fetched_at"],
        "capture_id": text["capture_id"],
        "text_fragment_url": text_fragment_url(text["url"], quote.of(text["text"])),
        "correction_id": correction.correction_id,
        **_cells(correction, codebook),
    }
    row["obs_status"] = "F" if row.get("status") in ("planned", "target") else "A"
    return row


def _refusals_of(
    row: Mapping[str, Any], correction: Correction, text: str, statements: Iterable[Mapping[str, Any]]
) -> list[Row]:
    """Each number that the dropped row stated, its repeats too, unless one of the other statements still states it."""
    stated = {span for other in statements if other["capture_id"] == row["capture_id"] for span in _spans(other)}
    return [
        {
            "release_id": row["release_id"],
            "mention_text": text[span.start : span.end],
            "mention_start": span.start,
            "mention_end": span.end,
            "reason": correction.reason,
            "capture_id": row["capture_id"],
            "first_seen": row["first_seen"],
            "last_seen": row["last_seen"],
            "correction_id": correction.correction_id,
        }
        for span in _spans(row)
        if span not in stated
    ]


def _spans(row: Mapping[str, Any]) -> list[Span]:
    return [Span(row["value_start"], row["value_end"]), *(Span(*span) for span in json.loads(row["repeats"]))]


def _expect(correction: Correction, row: Mapping[str, Any], table: Table) -> None:
    for name, expected in correction.expect.items():
        if name not in {column.name for column in table.columns}:
            raise _StaleError(f"expect: {table.name} has no column {name}.")
        if (found := cell(row.get(name))) != expected:
            raise _StaleError(f"{name} is {found!r}, and it expects {expected!r}.")


def _cells(correction: Correction, codebook: Codebook) -> Row:
    """The cells that the correction sets, with their types, and what follows from them."""
    row: Row = {name: _typed(STATEMENTS.column(name), text) for name, text in correction.set.items()}
    lists = {"indicator_id": codebook.indicators, "program_id": codebook.programs, "unit": codebook.units}
    for name, listed in lists.items():
        key = "unit_id" if name == "unit" else name
        if (code := row.get(name)) and code not in {entry[key] for entry in listed}:
            raise _StaleError(f"set: {name} '{code}' is not in the codebook.")
    if area := row.get("ref_area"):
        known = next((entry for entry in codebook.areas if entry["area_id"] == area), None)
        row["area_kind"] = known["kind"] if known else "place"
        row["ref_area_name"] = known["label_id"] if known else area
    return row


def _typed(column: Column, text: str) -> Any:
    try:
        value = _READ[column.type](text) if text else None
    except (ValueError, InvalidOperation):
        raise _StaleError(f"set: {column.name} '{text}' is no {column.type}.") from None
    if value is None and column.required:
        raise _StaleError(f"set: {column.name} can never be empty.")
    if value is not None and column.codes and value not in column.codes:
        raise _StaleError(f"set: {column.name} '{text}' is none of {', '.join(column.codes)}.")
    return value


def cell(value: Any) -> str:
    """As it reads in CSV."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def _record(correction: Correction, row: Mapping[str, Any], was: Cells) -> Row:
    record = {
        "correction_id": correction.correction_id,
        "action": correction.action,
        "statement_id": row["statement_id"],
        "release_id": correction.release_id,
        "corrected_by": correction.who,
        "corrected_on": correction.when,
        "why": correction.why,
        "evidence": correction.evidence,
        "was": json.dumps(dict(was), ensure_ascii=False, separators=(",", ":"), sort_keys=True),
    }
    assert record.keys() == {column.name for column in CORRECTIONS.columns}
    return record
