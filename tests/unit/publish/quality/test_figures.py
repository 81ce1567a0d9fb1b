"""Each figure of a snapshot's quality, counted again by other means: Python's csv module on the files that people download."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.engine import engine
from pipeline.publish.quality import FIGURES
from pipeline.schema import PUBLISHED
from tests.unit.publish.warehouses import (
    SEEN,
    Rows,
    capture,
    correction,
    observation,
    publish_in,
    quarantined,
    release,
    series_check,
    small,
    statement,
)

Table = list[dict[str, str]]


def _rows() -> Rows:
    """A snapshot in which no figure is trivially right: every kind of row, and two agencies."""
    rows = small()
    later = SEEN + timedelta(hours=2)
    rows["agencies"].append({**rows["agencies"][0], "agency_id": "other"})
    rows["press_releases"] += [
        release("r-3", source_state="gone", published_on=None, number="3/HM/2023"),
        release("r-4", source_state="changed", agency_id="other"),
    ]
    rows["captures"] += [
        capture("c-r-3", fetched_at=SEEN - timedelta(days=1)),
        capture("c-r-4", agency_id="other", http_status=None, source_kind="import"),
        capture("c-same", revisit_of="c-r-1", http_status=304, fetched_at=SEEN + timedelta(hours=1)),
        capture("c-wait", fetched_at=later),
        capture("c-lost", http_status=404, fetched_at=later),
        capture("c-robots", url="http://127.0.0.1/robots.txt", fetched_at=later),
    ]
    rows["quarantine"] = [quarantined("c-wait", reason="waiting_room")]
    rows["statements"] += [
        statement(
            "s-3", "r-3", "7", confidence=0.5, obs_status="U", time_basis="none", repeats="[[120,121],[130,131]]"
        ),
        statement("s-4", "r-4", "8", confidence=1.0, superseded_by="s-1", repeats="[[120,121]]"),
        statement("s-5", "r-4", "9", confidence=0.7, indicator_id=None, time_basis="inferred"),
    ]
    rows["refusals"] += [
        {**rows["refusals"][0], "release_id": "r-3", "reason": "ordinal", "capture_id": "c-r-3"},
        {**rows["refusals"][0], "release_id": "r-4", "capture_id": "c-r-4"},
    ]
    rows["observations"] += [
        observation("o-2", "s-3", "7", agreement="conflict", statement_count=2, release_count=2, obs_status="U"),
        observation("o-3", "s-4", "8", agreement="agree", statement_count=3, release_count=1),
    ]
    rows["series_checks"].append(series_check("o-2", verdict="holds"))
    rows["corrections"] = [
        correction("k-1", "s-1", "r-1", action="flag"),
        correction("k-2", "s-2", "r-2"),
        correction("k-3", "s-3", "r-3"),
    ]
    return rows


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_in(tmp_path_factory.mktemp("quality"), _rows()).folder


@pytest.fixture(scope="module")
def counted(snapshot: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((snapshot / "quality.json").read_text("utf-8"))
    return document


@pytest.fixture(scope="module")
def tables(snapshot: Path) -> dict[str, Table]:
    found = {}
    for table in PUBLISHED:
        with (snapshot / f"data/{table.name}.csv").open(encoding="utf-8", newline="") as file:
            found[table.name] = list(csv.DictReader(file))
    return found


def _current(tables: dict[str, Table]) -> Table:
    return [row for row in tables["statements"] if not row["superseded_by"]]


def _repeats(tables: dict[str, Table]) -> int:
    return sum(len(json.loads(row["repeats"])) for row in tables["statements"])


def _share(table: Table, column: str) -> float:
    return round(sum(bool(row[column]) for row in table) / len(table), 4)


def _by(table: Table, column: str) -> dict[str, int]:
    return dict(Counter(row[column] for row in table))


def _waiting(table: Table) -> int:
    return sum(row["obs_status"] == "U" for row in table)


def _agency(tables: dict[str, Table], name: str) -> dict[str, Any]:
    def own(table: str) -> Table:
        return [row for row in tables[table] if row["agency_id"] == name]

    unread = {row["capture_id"] for row in tables["quarantine"]}
    good = [
        row["fetched_at"]
        for row in own("captures")
        if row["http_status"] in ("", "200", "304")
        and row["capture_id"] not in unread
        and not row["url"].endswith("/robots.txt")
    ]
    ids = {row["release_id"] for row in own("press_releases")}
    states = _by(own("press_releases"), "source_state")
    return {
        "agency_id": name,
        "releases": len(ids),
        "releases_changed": states.get("changed", 0),
        "releases_gone": states.get("gone", 0),
        "statements": sum(row["release_id"] in ids for row in tables["statements"]),
        "quarantined": len(own("quarantine")),
        "first_visit": min(row["fetched_at"] for row in own("captures")),
        "last_successful_visit": max(good),
    }


AGAIN: dict[str, Callable[[dict[str, Table]], Any]] = {
    "captures.total": lambda t: len(t["captures"]),
    "captures.unchanged": lambda t: sum(bool(row["revisit_of"]) for row in t["captures"]),
    "captures.errors": lambda t: sum(int(row["http_status"] or 0) >= 400 for row in t["captures"]),
    "pages.read": lambda t: len(
        {row["capture_id"] for name in ("press_releases", "statements", "refusals") for row in t[name]}
    ),
    "pages.quarantined": lambda t: len(t["quarantine"]),
    "pages.quarantined_by_reason": lambda t: _by(t["quarantine"], "reason"),
    "releases.total": lambda t: len(t["press_releases"]),
    "releases.dated_share": lambda t: _share(t["press_releases"], "published_on"),
    "releases.numbered_share": lambda t: _share(t["press_releases"], "number"),
    "releases.by_source_state": lambda t: _by(t["press_releases"], "source_state"),
    "numbers.seen": lambda t: len(t["statements"]) + _repeats(t) + len(t["refusals"]),
    "numbers.stated": lambda t: len(t["statements"]),
    "numbers.repeated": _repeats,
    "numbers.refused": lambda t: len(t["refusals"]),
    "numbers.refused_by_reason": lambda t: _by(t["refusals"], "reason"),
    "statements.current": lambda t: len(_current(t)),
    "statements.superseded": lambda t: sum(bool(row["superseded_by"]) for row in t["statements"]),
    "statements.with_indicator_share": lambda t: _share(_current(t), "indicator_id"),
    "statements.in_observation_share": lambda t: _share(_current(t), "observation_id"),
    "statements.by_time_basis": lambda t: _by(_current(t), "time_basis"),
    "statements.by_confidence": lambda t: dict(
        Counter(f"0.{min(int(Decimal(row['confidence']) * 10), 9)}" for row in _current(t))
    ),
    "statements.waiting_for_review": lambda t: _waiting(_current(t)),
    "observations.total": lambda t: len(t["observations"]),
    "observations.by_agreement": lambda t: _by(t["observations"], "agreement"),
    "observations.waiting_for_review": lambda t: _waiting(t["observations"]),
    "series_checks.by_verdict": lambda t: _by(t["series_checks"], "verdict"),
    "corrections.by_action": lambda t: _by(t["corrections"], "action"),
    "agencies": lambda t: [_agency(t, name) for name in sorted(row["agency_id"] for row in t["agencies"])],
}


def _said(counted: dict[str, Any], key: str) -> Any:
    group, _, name = key.partition(".")
    return counted[group][name] if name else counted[group]


@pytest.mark.parametrize("key", [figure.key for figure in FIGURES])
def test_a_figure_is_what_the_csv_files_say(counted: dict[str, Any], tables: dict[str, Table], key: str) -> None:
    said = _said(counted, key)
    again = AGAIN[key](tables)
    if isinstance(again, dict):
        assert {code: number for code, number in said.items() if number} == again
    else:
        assert said == again
    assert again, "a figure that nothing is behind proves nothing"


@pytest.mark.parametrize("key", [figure.key for figure in FIGURES if figure.kind in ("count", "share")])
def test_the_published_sql_gives_it_on_the_csv_files(snapshot: Path, counted: dict[str, Any], key: str) -> None:
    with engine() as connection:
        for table in PUBLISHED:
            connection.execute(f"CREATE VIEW {table.name} AS FROM read_csv('{snapshot}/data/{table.name}.csv')")
        assert connection.execute(counted["counted_by"][key]).fetchone() == (_said(counted, key),)


def test_every_number_is_counted_once(counted: dict[str, Any]) -> None:
    numbers = counted["numbers"]
    assert numbers["seen"] == numbers["stated"] + numbers["repeated"] + numbers["refused"]
    assert numbers["refused"] == sum(numbers["refused_by_reason"].values())
    assert sum(counted["statements"]["by_confidence"].values()) == counted["statements"]["current"]


def test_a_waiting_room_and_an_error_are_no_successful_visit(counted: dict[str, Any]) -> None:
    other, sample = counted["agencies"]
    assert sample["last_successful_visit"] == "2026-11-23T19:30:00Z", "the visit that confirmed a page"
    assert other["last_successful_visit"] == "2026-11-23T18:30:00Z", "an imported file has no status"


def test_of_nothing_there_is_no_share(tmp_path: Path) -> None:
    rows = small()
    empty = ("statements", "refusals", "observations", "series_checks", "press_releases", "captures")
    folder = publish_in(tmp_path, rows | {name: [] for name in empty}).folder
    counted = json.loads((folder / "quality.json").read_text("utf-8"))
    assert counted["releases"]["dated_share"] is None
    assert counted["statements"]["with_indicator_share"] is None
    assert counted["numbers"]["seen"] == 0
    assert counted["agencies"][0]["last_successful_visit"] is None
    assert "none" in (folder / "README.md").read_text("utf-8")
