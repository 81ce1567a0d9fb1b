"""Audits' results for machines: the fields of their nodes as JSON, in one way."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipeline.audit.cells import cell
from pipeline.audit.steps import Step
from pipeline.model import Span


def plain(value: Any) -> Any:
    """Objects by the names of their fields, `kind` first. Decimals, dates and times are texts as in CSV; a span is [start, end].

    A step says `outcome`: holds, differs, or unchecked. Lone surrogates, which JSON cannot carry, become U+FFFD.
    """
    if isinstance(value, Step):
        outcome = {True: "holds", False: "differs", None: "unchecked"}[value.holds]
        return {"what": plain(value.what), "outcome": outcome, "detail": plain(value.detail)}
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        names = sorted((field.name for field in fields(value)), key=lambda name: name != "kind")
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, (Decimal, date, datetime)):
        return cell(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value
    return value
