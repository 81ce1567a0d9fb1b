"""Observations for the tests of series checks: `year` and `total` make those of one series."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.load.series import Observed

SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def observed(name: str, value: float | str, start: date | None, end: date, **changes: Any) -> Observed:
    facts: dict[str, Any] = {
        "observation_id": name,
        "indicator_id": "local_governments_assisted",
        "program_id": "gerakan_smart_city",
        "ref_area": "ID",
        "unit": "local_government",
        "time_start": start,
        "time_end": end,
        "time_kind": "annual",
        "status": "realised",
        "value": Decimal(str(value)),
        "value_max": None,
        "qualifier": "exact",
        "chosen_statement_id": f"s-{name}",
        "first_seen": SEEN,
        "last_seen": SEEN,
    }
    return Observed(**{**facts, **changes})


def year(number: int, value: float | str, **changes: Any) -> Observed:
    return observed(changes.pop("name", f"o-{number}"), value, date(number, 1, 1), date(number, 12, 31), **changes)


def total(first: int | None, last: int, value: float | str, **changes: Any) -> Observed:
    start = changes.pop("time_start", date(first, 1, 1) if first else None)
    name = changes.pop("name", f"o-to-{last}")
    return observed(name, value, start, date(last, 12, 31), **{"time_kind": "cumulative", **changes})
