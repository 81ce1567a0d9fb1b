"""How a published value reads: the same text as in the CSV files."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def cell(value: object) -> str:
    """As in CSV: decimals without trailing zeros, ISO 8601 dates, times in UTC to the second; null is the empty text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case float():
            return repr(value).removesuffix(".0")
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
    return str(value)


def amount(row: Mapping[str, Any]) -> str:
    """The value of a statement or an observation; of a range both ends."""
    upper = row.get("value_max")
    return cell(row["value"]) + (f" to {cell(upper)}" if upper is not None else "")


def period(row: Mapping[str, Any]) -> str:
    """'2019-01-01 to 2019-12-31'; without a beginning 'until 2019-12-31'."""
    start, end = row.get("time_start"), row.get("time_end")
    if end is None:
        return "no stated time"
    return f"until {end}" if start is None else f"{start} to {end}" if start != end else str(end)
