"""Whether the codebook's lists fit each other; a wrong reference is an error with its place, not a null in the output."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import UsageError

Entries = Sequence[Mapping[str, Any]]


def check_references(indicators: Entries, units: Entries, currencies: Entries) -> None:
    """Each unit that an indicator or currency names must be listed; ids are unique. UsageError otherwise."""
    known = [unit["unit_id"] for unit in units]
    _unique("units.toml", known)
    _unique("indicators.toml", [entry["indicator_id"] for entry in indicators])
    for entry in indicators:
        for unit in (entry["unit"], *entry["units"]):
            if unit not in known:
                raise UsageError(
                    f"indicators.toml: {entry['indicator_id']} has the unit '{unit}', which units.toml does not list.",
                    "Correct the unit's name, or add it to units.toml.",
                )
    for entry in currencies:
        if entry["code"] not in known:
            raise UsageError(
                f"currencies.toml: units.toml does not list '{entry['code']}'.", "Add the currency to units.toml."
            )


def _unique(file_name: str, ids: Sequence[str]) -> None:
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise UsageError(f"{file_name}: {', '.join(twice)} is listed twice.", "Remove one of the entries.")
