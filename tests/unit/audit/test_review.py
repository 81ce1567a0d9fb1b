"""What waits for a person, and what ends the waiting."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.audit.published import Published
from pipeline.audit.review import KINDS, Item, blocked, review
from pipeline.errors import UsageError
from pipeline.gate.corrections import STALE
from tests.unit.audit.nights import Nights
from tests.unit.publish.warehouses import (
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
    write_tables,
)

Reviewed = Callable[[Rows], dict[str, list[Item]]]


def _rows() -> Rows:
    """A snapshot in which one thing of each kind waits."""
    rows = small()
    rows["series_checks"] = [series_check("o-2")]
    rows["press_releases"] += [release("r-3", published_on=None)]
    rows["captures"] += [capture("c-r-3"), *(capture(f"c-wait-{n}") for n in range(3))]
    rows["statements"] = [
        statement("s-1", "r-1", "50", observation_id="o-1"),
        statement("s-2", "r-2", "48", observation_id="o-1"),
        statement("s-3", "r-2", "9", observation_id="o-2"),
        statement("s-4", "r-2", "3", obs_status="U", confidence=0.5),
        statement("s-5", "r-3", "4", obs_status="U", confidence=0.55),
        statement("s-6", "r-1", "7", indicator_id=None, unit="local_government", counted="Desa"),
        statement("s-7", "r-2", "8", indicator_id=None, unit="local_government", counted="desa yang ikut"),
        statement("s-8", "r-1", "6", obs_status="U", correction_id="k-flag"),
        statement("s-9", "r-2", "5", obs_status="U", superseded_by="r-2"),
    ]
    rows["observations"] = [
        observation(
            "o-1",
            "s-1",
            "50",
            agreement="conflict",
            statement_count=2,
            release_count=2,
            preference_rule="later_release",
            value_lowest=48,
        ),
        observation("o-2", "s-3", "9"),
    ]
    rows["corrections"] = [correction("k-flag", "s-8", "r-1", action="flag", why="Kota atau kabupaten?")]
    rows["quarantine"] = [
        quarantined("c-wait-0", reason="login", url="http://127.0.0.1/0"),
        quarantined("c-wait-1", reason="no_body", url="http://127.0.0.1/2"),
        quarantined("c-wait-2", reason="no_body", url="http://127.0.0.1/1"),
    ]
    return rows


def _override(rows: Rows, statement_id: str) -> Rows:
    row = next(row for row in rows["statements"] if row["statement_id"] == statement_id)
    row |= {"correction_id": "k-new", "obs_status": "A"}
    rows["corrections"].append(correction("k-new", statement_id, row["release_id"]))
    return rows


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    def run(rows: Rows) -> dict[str, list[Item]]:
        found = review(Published(write_tables(tmp_path / "snapshot", rows)))
        assert [item.kind for item in found] == sorted((item.kind for item in found), key=list(KINDS).index)
        return {kind: [item for item in found if item.kind == kind] for kind in KINDS}

    return run


def test_the_rows_of_these_tests_can_be_published(reviewed: Reviewed, tmp_path: Path) -> None:
    """And what waits is read from a whole snapshot as from its tables."""
    found = reviewed(_rows())
    published = review(Published(publish_in(tmp_path, _rows()).folder))
    assert published == [item for items in found.values() for item in items]


def test_everything_that_waits_is_listed_by_kind(reviewed: Reviewed) -> None:
    found = reviewed(_rows())
    assert {kind: [item.id for item in items] for kind, items in found.items()} == {
        "blocked": [],
        "flagged": ["s-8"],
        "low_confidence": ["s-4", "s-5"],  # the newest first, without a date last
        "conflict": ["o-1"],
        "series": ["o-2"],
        "quarantine": [
            "c-wait-2",
            "c-wait-1",
            "c-wait-0",
        ],  # what is mended at once stands together, the most frequent first
        "unmapped": ["s-6"],
    }
    for items in found.values():
        for item in items:
            assert item.what
            assert item.why
            assert item.id in item.next


def test_a_conflict_says_its_values_and_why_one_was_chosen(reviewed: Reviewed) -> None:
    (item,) = reviewed(_rows())["conflict"]
    assert item.what.endswith("realised: 50 of 48 (1 statement); 50 (1 statement)")
    assert item.why == "50 was chosen: the later release goes first (later_release)"
    assert "kotacerdas correct s-1" in item.next
    assert (item.agency_id, item.when) == ("sample", "2023-12-01")


def test_what_only_the_order_decided_waits_most(reviewed: Reviewed) -> None:
    rows = _rows()
    rows["statements"] += [statement(f"s-1{n}", "r-3", str(n), observation_id="o-3") for n in range(2)]
    rows["observations"].append(
        observation(
            "o-3", "s-10", "0", agreement="conflict", statement_count=2, obs_status="U", preference_rule="first_in_order",
            value_highest=1, ref_area="11",
        )
    )  # fmt: skip
    assert [item.id for item in reviewed(rows)["conflict"]] == ["o-3", "o-1"], "although the other is newer"


def test_a_flag_says_who_asks_and_why(reviewed: Reviewed) -> None:
    assert reviewed(_rows())["flagged"][0].why == "flagged by Rini: Kota atau kabupaten?"


@pytest.mark.parametrize(
    ("statement_id", "kind", "left"),
    [
        ("s-4", "low_confidence", ["s-5"]),
        ("s-8", "flagged", []),
        ("s-1", "conflict", []),
        ("s-2", "conflict", ["o-1"]),
        ("s-3", "series", []),
        ("s-6", "unmapped", []),
    ],
)
def test_a_decision_ends_the_waiting(reviewed: Reviewed, statement_id: str, kind: str, left: list[str]) -> None:
    """Of a conflict: that the chosen statement is right; another one's correction says nothing of the choice."""
    assert [item.id for item in reviewed(_override(_rows(), statement_id))[kind]] == left


@pytest.mark.parametrize(
    ("reason", "todo"),
    [
        ("no_body", "mend the file of sample in pipeline/agencies/sites, then kotacerdas publish; "),
        ("decoder_failed", "report the fault; "),
        ("login", "it is asked for again at the next visit; "),
    ],
)
def test_each_reason_of_quarantine_says_what_to_do(reviewed: Reviewed, reason: str, todo: str) -> None:
    rows = _rows()
    rows["quarantine"] = [quarantined("c-wait-0", reason=reason)]
    (item,) = reviewed(rows)["quarantine"]
    assert item.next == f"{todo}kotacerdas archive show c-wait-0"
    assert item.more["meaning"]


def test_candidates_carry_their_examples(reviewed: Reviewed) -> None:
    (item,) = reviewed(_rows())["unmapped"]
    assert item.what == "desa (local_government): 2 figures in 2 releases"
    assert [example["statement_id"] for example in item.more["examples"]] == ["s-6", "s-7"]


def test_nothing_waits_where_nothing_is_doubtful(reviewed: Reviewed) -> None:
    rows = small() | {"series_checks": []}
    assert [item for items in reviewed(rows).values() for item in items] == []


def test_four_nights_leave_what_they_leave(nights: Nights) -> None:
    found = review(nights.published, nights.workspace.runs)
    assert {item.kind for item in found} >= {"conflict", "quarantine"}
    corrected = {row["statement_id"] for row in nights.rows("corrections")}
    assert corrected & {item.id for item in found} == set()


# The report of the last run


def _report(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(text, "utf-8")


def test_stale_corrections_of_the_last_run_are_listed_one_by_one(tmp_path: Path) -> None:
    error = f"{STALE}\n  k-1 (Rini, 2026-01-05): status is 'target', and it expects 'realised'.\n  k-2 (Budi, 2026-01-06): gone."
    _report(tmp_path, "20260101T000000Z", json.dumps({"error": "older"}))
    _report(tmp_path, "20260102T000000Z", json.dumps({"error": error}))
    first, second = blocked(tmp_path)
    assert first.what == "k-1 (Rini, 2026-01-05): status is 'target', and it expects 'realised'."
    assert second.why == "the correction does not find what it expects"
    assert "write another" in second.next


def test_another_error_of_the_last_run_is_told_as_it_is(tmp_path: Path) -> None:
    _report(tmp_path, "20260102T000000Z", json.dumps({"error": "Nothing was published,\nbecause a check failed."}))
    (item,) = blocked(tmp_path)
    assert item.what == "Nothing was published, because a check failed."
    assert item.why == "run 20260102T000000Z published nothing"


def test_a_run_that_was_mended_is_forgotten(tmp_path: Path) -> None:
    assert blocked(tmp_path / "nowhere") == []
    _report(tmp_path, "20260101T000000Z", json.dumps({"error": "older"}))
    _report(tmp_path, "20260102T000000Z", json.dumps({"error": None}))
    assert blocked(tmp_path) == []


@pytest.mark.parametrize("text", ["", "[]", "{", '{"error": 7}', "\x00", "[" * 100_000])
def test_a_report_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    _report(tmp_path, "20260102T000000Z", text)
    with pytest.raises(UsageError, match=r"20260102T000000Z\.json"):
        blocked(tmp_path)


# Snapshots that are not as expected


def test_a_snapshot_without_quarantine_lists_the_rest(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "snapshot", _rows())
    (folder / "data/quarantine.parquet").unlink()
    assert "quarantine" not in {item.kind for item in review(Published(folder))}


def _spoil(folder: Path, table: str, column: str, values: Callable[[pa.Table], Any]) -> None:
    path = folder / f"data/{table}.parquet"
    rows = pq.read_table(path)
    pq.write_table(rows.set_column(rows.schema.names.index(column), column, values(rows)), path)


def test_a_column_of_another_type_is_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "snapshot", _rows())
    _spoil(folder, "statements", "confidence", lambda rows: pa.array(["x"] * rows.num_rows))
    with pytest.raises(UsageError, match=r"statements\.confidence .* is string"):
        review(Published(folder))


def test_a_missing_value_is_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "snapshot", _rows())
    _spoil(folder, "quarantine", "reason", lambda rows: pa.array([None] * rows.num_rows, pa.string()))
    with pytest.raises(UsageError, match="missing in quarantine"):
        review(Published(folder))


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" * 1000])
def test_a_damaged_table_is_named(tmp_path: Path, data: bytes) -> None:
    folder = write_tables(tmp_path / "snapshot", _rows())
    (folder / "data/observations.parquet").write_bytes(data)
    with pytest.raises(UsageError, match=r"observations\.parquet"):
        review(Published(folder))
