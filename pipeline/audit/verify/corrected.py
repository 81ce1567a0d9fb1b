"""Corrections as a snapshot tells them of itself: enough to apply them again to what is read, so that they excuse nothing else."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from pipeline.audit.cells import cell
from pipeline.audit.published import Published, Row
from pipeline.audit.verify.report import Checked, found
from pipeline.gate.corrections import Correction
from pipeline.gate.corrections.rules import SETTABLE

_SAID = ("action", "release_id", "who", "when", "why", "evidence", "reason", "value_start", "value_end", "value_text")


def corrections_told(published: Published) -> tuple[Correction, ...]:
    """Each as its row and the row that it corrected tell it. ValueError names one that cannot be true."""
    return tuple(_correction(published, row) for row in published.rows("corrections"))


def verify_corrections(published: Published, folder: Sequence[Correction]) -> Checked:
    """Against the folder's files. What a person said stands nowhere else: one that the folder does not hold is not checked."""
    known = {each.correction_id: each for each in folder}
    told, findings = [], []
    for row in published.rows("corrections"):
        try:
            told.append(each := _correction(published, row))
        except ValueError as error:
            findings.append(str(error))
            continue
        if each.correction_id in known and (wrong := list(_differing(each, known[each.correction_id]))):
            findings.append(f"{each.correction_id}: {', '.join(wrong)}: not as the folder of corrections says it.")
    strange = [each.correction_id for each in told if each.correction_id not in known]
    count = max(0, len(told) - len(strange) - len(findings))
    unchecked = (
        f"That a person said so, of those that the folder of corrections does not hold: {', '.join(strange[:20])}"
        if strange
        else ""
    )
    return found("corrections", "corrections, as the folder of corrections says them", count, findings, unchecked)


def _correction(published: Published, row: Row) -> Correction:
    try:
        return Correction(**_fields(published, row))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        why = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else error
        raise ValueError(f"{row['correction_id']} is no correction that can be made: {why}") from error


def _fields(published: Published, row: Row) -> dict[str, Any]:
    name, action = row["correction_id"], row["action"]
    was = {str(column): str(text) for column, text in json.loads(row["was"]).items()}
    fields: dict[str, Any] = {
        "correction_id": name,
        "action": action,
        "release_id": row["release_id"],
        "who": row["corrected_by"],
        "when": row["corrected_on"],
        "why": row["why"],
        "evidence": row["evidence"],
        "expect": was,
        "statement_id": row["statement_id"],
    }
    if action == "drop":
        return fields | {"reason": next((r["reason"] for r in published.rows("refusals", correction_id=name)), "")}
    if action not in ("override", "add"):
        return fields
    said = next(iter(published.rows("statements", statement_id=row["statement_id"])), None)
    if said is None:
        raise ValueError(f"there is no statement {row['statement_id']}")
    cells = {column: cell(said[column]) for column in SETTABLE}
    if action == "override":
        return fields | {"set": {column: text for column, text in cells.items() if column in was}}
    place = {column: said[column] for column in ("value_start", "value_end", "value_text")}
    return fields | {"statement_id": "", "set": {column: text for column, text in cells.items() if text}, **place}


def _differing(told: Correction, kept: Correction) -> Iterable[str]:
    yield from (name for name in _SAID if getattr(told, name) != getattr(kept, name))
    if kept.action != "add" and told.statement_id != kept.statement_id:
        yield "statement_id"
    yield from (name for name, text in kept.set.items() if told.set.get(name, "") != text)
    yield from (f"was {name}" for name, text in kept.expect.items() if told.expect.get(name) != text)
