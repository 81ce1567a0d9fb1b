"""What waits for a person: everything in a snapshot that somebody should look at, each with what to do next. A list, not a check.

A person's decision ends the waiting: a statement that someone has overridden is no longer listed, nor is a conflict or a series whose
chosen statement someone has overridden (also to what it says already: then it was confirmed). A flag is a call for another look.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pipeline.audit.cells import amount, cell, period
from pipeline.audit.published import Published, Row
from pipeline.audit.trace.meanings import PREFERENCES
from pipeline.audit.unmapped import Unmapped, recurring
from pipeline.errors import UsageError
from pipeline.gate.corrections import STALE
from pipeline.schema import table
from pipeline.schema.values import QUARANTINE_REASONS

Kind = Literal["blocked", "flagged", "low_confidence", "conflict", "series", "quarantine", "unmapped"]

KINDS: Mapping[Kind, str] = {
    "blocked": "what stopped the last run from publishing",
    "flagged": "statements that a person flagged for another look",
    "low_confidence": "statements read with little confidence",
    "conflict": "observations whose statements differ in the value",
    "series": "checks on series that differ without an explanation",
    "quarantine": "pages that were fetched as releases and cannot be read",
    "unmapped": "figures without an indicator that recur: candidates for a new one",
}
"""In the order of urgency; what each lists."""

_READ: Mapping[str, tuple[str, ...]] = {
    "statements": (
        "statement_id", "release_id", "capture_id", "indicator_id", "observation_id", "value", "value_max", "qualifier", "unit", "counted",
        "ref_area", "time_start", "time_end", "status", "quote", "confidence", "obs_status", "superseded_by", "correction_id",
    ),
    "observations": (
        "observation_id", "indicator_id", "program_id", "ref_area", "time_start", "time_end", "status", "value", "unit", "agreement",
        "chosen_statement_id", "preference_rule", "obs_status", "statement_count",
    ),
    "series_checks": ("kind", "observation_id", "indicator_id", "ref_area", "verdict", "explanation_en", "statement_ids"),
    "press_releases": ("release_id", "agency_id", "published_on"),
    "corrections": ("correction_id", "action", "corrected_by", "why"),
    "quarantine": ("capture_id", "agency_id", "url", "reason", "detail"),
}  # fmt: skip
"""Columns that are looked at; none of them is a time of day, which would be slow to read."""

_MEND = frozenset(("no_title", "no_body", "short_body", "media_type", "not_json", "not_content"))
"""Reasons of quarantine that an agency's file can answer for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits. `id` can be traced where it is not empty; `when` is the release's day, ISO 8601, or empty.

    `what` says what it is and `why` why it waits; `next` what to do: a command, or a file to mend. `more` has the parts for programs.
    """

    kind: Kind
    id: str
    agency_id: str
    when: str
    what: str
    why: str
    next: str
    more: Mapping[str, Any] = field(default_factory=dict)


def review(published: Published, runs: Path | None = None) -> list[Item]:
    """All that waits in the snapshot, by kind in the order of KINDS, the newest first; of `blocked`, what the last report in `runs` says."""
    waiting = _Waiting(published)
    return [
        *(blocked(runs) if runs is not None else []),
        *waiting.statements(),
        *waiting.conflicts(),
        *waiting.series(),
        *waiting.quarantine(),
        *waiting.unmapped(),
    ]


def blocked(runs: Path) -> list[Item]:
    """What the report of the last run says of why nothing was published; stale corrections one by one."""
    newest = max(runs.glob("*.json"), default=None, key=lambda path: path.name)
    try:
        report = json.loads(newest.read_text("utf-8")) if newest else {}
        error = report.get("error") or ""
        if not isinstance(error, str):
            raise TypeError("its error is no text")
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as problem:
        raise UsageError(
            f"The report of the last run cannot be read: {newest}: {problem}", "Run again: kotacerdas publish"
        ) from problem
    if not error or newest is None:
        return []
    stale = error.startswith(STALE)
    lines = error.splitlines()[1:] if stale else [error]
    todo = "take it out of the corrections folder, or write another for what stands there now; then kotacerdas publish"
    return [
        Item(
            "blocked",
            "",
            "",
            "",
            " ".join(line.split()),
            "the correction does not find what it expects" if stale else f"run {newest.stem} published nothing",
            todo if stale else "docs/operations.md says how to mend it; then kotacerdas publish",
            {"run": newest.stem},
        )
        for line in lines
    ]


class _Waiting:
    """One snapshot's rows, read once each."""

    def __init__(self, published: Published) -> None:
        self._published = published

    def statements(self) -> Iterator[Item]:
        """Those of low confidence; those that a person flagged come first."""
        flagged, uncertain = [], []
        for row in self._current:
            if row["obs_status"] != "U":
                continue
            decision = self._decisions.get(row["correction_id"])
            if decision is None:
                why = f"confidence {row['confidence']:.2f}"
                uncertain.append(self._statement("low_confidence", row, why))
            elif decision["action"] == "flag":
                why = f"flagged by {decision['corrected_by']}: {decision['why']}"
                flagged.append(self._statement("flagged", row, why))
        yield from _newest_first(flagged)
        yield from _newest_first(uncertain)

    def conflicts(self) -> list[Item]:
        found = [
            self._conflict(row)
            for row in self._rows("observations")
            if row["agreement"] == "conflict" and not self._is_decided(row["chosen_statement_id"])
        ]
        # Those that only the order decided wait most.
        return sorted(_newest_first(found), key=lambda item: item.more["obs_status"] != "U")

    def series(self) -> list[Item]:
        chosen = {row["observation_id"]: row["chosen_statement_id"] for row in self._rows("observations")}
        return _newest_first(
            Item(
                "series",
                row["observation_id"],
                self._agency_of(chosen.get(row["observation_id"])),
                self._day_of(chosen.get(row["observation_id"])),
                f"{row['indicator_id']} of {row['ref_area']}: {row['explanation_en']}",
                row["kind"],
                f"kotacerdas trace {row['observation_id']}",
                {"statement_ids": row["statement_ids"]},
            )
            for row in self._rows("series_checks")
            if row["verdict"] == "differs" and not self._is_decided(chosen.get(row["observation_id"]))
        )

    def quarantine(self) -> list[Item]:
        """By reason, the most frequent first: what has one cause is mended at once."""
        rows = self._rows("quarantine")
        often = Counter((row["reason"], row["agency_id"]) for row in rows)
        rows.sort(
            key=lambda row: (-often[row["reason"], row["agency_id"]], row["reason"], row["agency_id"], row["url"])
        )
        return [
            Item(
                "quarantine",
                row["capture_id"],
                row["agency_id"],
                "",
                row["url"],
                f"{row['reason']}: {row['detail']}",
                _next_of(row),
                {"reason": row["reason"], "meaning": QUARANTINE_REASONS[row["reason"]].en}
                if row["reason"] in QUARANTINE_REASONS
                else {"reason": row["reason"]},
            )
            for row in rows
        ]

    def unmapped(self) -> list[Item]:
        """Groups of figures without an indicator that several releases have, those of most releases first."""
        figures = [
            Unmapped(
                row["statement_id"],
                row["release_id"],
                self._agency(row),
                self._day(row),
                row["unit"],
                row["counted"] or "",
                f"{row['qualifier']} {amount(row)}",
                row["quote"],
            )
            for row in self._current
            if row["indicator_id"] is None and not self._is_overridden(row)
        ]
        return [
            Item(
                "unmapped",
                group.examples[0].statement_id,
                ", ".join(group.agencies),
                group.examples[0].day,
                f"{group.noun or 'no noun'} ({group.unit}): {group.statements} figures in {group.releases} releases"
                f"{f' of {len(group.agencies)} agencies' if len(group.agencies) > 1 else ''}",
                "no indicator of the codebook counts this; the newest: " + _short(group.examples[0].quote),
                f"add it to indicators.toml, or leave it; kotacerdas trace {group.examples[0].statement_id}",
                {
                    "unit": group.unit,
                    "counted": group.noun,
                    "statements": group.statements,
                    "releases": group.releases,
                    "agencies": list(group.agencies),
                    "examples": [
                        {"statement_id": example.statement_id, "value": example.value, "quote": example.quote}
                        for example in group.examples
                    ],
                },
            )
            for group in recurring(figures)
        ]

    def _statement(self, kind: Kind, row: Row, why: str) -> Item:
        name = row["statement_id"]
        return Item(
            kind,
            name,
            self._agency(row),
            self._day(row),
            f"{row['qualifier']} {amount(row)} {row['unit']}, {row['indicator_id'] or 'no indicator'}, {row['ref_area']}, "
            f"{period(row)}, {row['status']}: {_short(row['quote'])}",
            why,
            f"kotacerdas trace {name}, kotacerdas correct {name}",
            {"quote": row["quote"], "value": amount(row), "unit": row["unit"], "confidence": row["confidence"]},
        )

    def _conflict(self, row: Row) -> Item:
        rule = row["preference_rule"]
        said = Counter(amount(each) for each in self._of_observation.get(row["observation_id"], ()))
        values = "; ".join(
            f"{value} ({count} statement{'s' if count > 1 else ''})"
            for value, count in sorted(said.items(), key=lambda entry: (-entry[1], entry[0]))
        )
        chosen = row["chosen_statement_id"]
        why = PREFERENCES[rule].en if rule in PREFERENCES else rule
        return Item(
            "conflict",
            row["observation_id"],
            self._agency_of(chosen),
            self._day_of(chosen),
            f"{row['indicator_id']}, {row['ref_area']}, {period(row)}, {row['status']}: {cell(row['value'])} of {values}",
            f"{cell(row['value'])} was chosen: {why} ({rule})",
            f"kotacerdas trace {row['observation_id']}, kotacerdas correct {chosen}",
            {
                "chosen_statement_id": chosen,
                "preference_rule": rule,
                "obs_status": row["obs_status"],
                "values": dict(said),
            },
        )

    @cached_property
    def _current(self) -> list[Row]:
        return [row for row in self._rows("statements") if row["superseded_by"] is None]

    @cached_property
    def _by_id(self) -> Mapping[str, Row]:
        return {row["statement_id"]: row for row in self._current}

    @cached_property
    def _of_observation(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self._current:
            if row["observation_id"]:
                found.setdefault(row["observation_id"], []).append(row)
        return found

    @cached_property
    def _decisions(self) -> Mapping[str, Row]:
        return {row["correction_id"]: row for row in self._rows("corrections")}

    @cached_property
    def _releases(self) -> Mapping[str, Row]:
        return {row["release_id"]: row for row in self._rows("press_releases")}

    def _is_overridden(self, row: Row) -> bool:
        decision = self._decisions.get(row["correction_id"])
        return decision is not None and decision["action"] != "flag"

    def _is_decided(self, statement_id: str | None) -> bool:
        row = self._by_id.get(statement_id or "")
        return row is not None and self._is_overridden(row)

    def _agency(self, row: Row) -> str:
        return str(self._releases.get(row["release_id"], {}).get("agency_id", ""))

    def _day(self, row: Row) -> str:
        return cell(self._releases.get(row["release_id"], {}).get("published_on"))

    def _agency_of(self, statement_id: str | None) -> str:
        row = self._by_id.get(statement_id or "")
        return self._agency(row) if row else ""

    def _day_of(self, statement_id: str | None) -> str:
        row = self._by_id.get(statement_id or "")
        return self._day(row) if row else ""

    def _rows(self, name: str) -> list[Row]:
        """Of the columns in _READ; one that an older schema has not is null. UsageError where a column is not what the schema says."""
        if not self._published.has(name):
            return []
        found, declared = self._published.table(name, list(_READ[name])), table(name)
        for column in found.schema:
            if column.type.id != declared.column(column.name).arrow.id:
                raise UsageError(
                    f"{name}.{column.name} of snapshot {self._published.version} is {column.type}.",
                    "Give --snapshot the folder of a whole snapshot.",
                )
        absent = dict.fromkeys(set(_READ[name]) - set(found.schema.names))
        rows = [{**absent, **row} for row in found.to_pylist()]
        required = [column.name for column in declared.columns if column.required and column.name in _READ[name]]
        if any(row[column] is None for row in rows for column in required):
            raise UsageError(
                f"A required value is missing in {name} of snapshot {self._published.version}.",
                "kotacerdas publish --check says which; give --snapshot the folder of a whole snapshot.",
            )
        return rows


def _newest_first(items: Iterable[Item]) -> list[Item]:
    """What has no day comes last; of one day in the order of the ids."""
    return sorted(sorted(items, key=lambda item: item.id), key=lambda item: item.when, reverse=True)


def _next_of(row: Row) -> str:
    look = f"kotacerdas archive show {row['capture_id']}"
    if row["reason"] in _MEND:
        return f"mend the file of {row['agency_id']} in pipeline/agencies/sites, then kotacerdas publish; {look}"
    if row["reason"] == "decoder_failed":
        return f"report the fault; {look}"
    return f"it is asked for again at the next visit; {look}"


def _short(text: str, most: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
