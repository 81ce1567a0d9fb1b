"""What changed since the snapshot before, and whether the source or the extractor did it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import SEEN, Row, Rows, capture, labels, observation, release, small, statement

Change = tuple[str, str, str, str, str | None, str | None, str]


def changes(folder: Path) -> list[Change]:
    """Table, row, change, column, old, new, cause."""
    rows: list[dict[str, Any]] = pq.read_table(folder / "data/changes.parquet").to_pylist()
    assert {row["snapshot_version"] for row in rows} <= {folder.name}
    return [tuple(list(row.values())[1:]) for row in rows]


def difference(publish_rows: Publish, after: Rows) -> tuple[list[Change], dict[str, int]]:
    publish_rows(small())
    published = publish_rows(after)
    return changes(published.folder), dict(published.changes)


def test_a_revised_row_of_an_unchanged_text_is_the_extractors_doing(publish_rows: Publish) -> None:
    rows = small()
    rows["statements"][0] |= {"status": "planned", "speaker": "Menteri", "value": Decimal("51.50")}
    found, counts = difference(publish_rows, rows)
    assert found == [
        ("statements", "s-1", "revised", "speaker", None, "Menteri", "extractor"),
        ("statements", "s-1", "revised", "status", "realised", "planned", "extractor"),
        ("statements", "s-1", "revised", "value", "50", "51.5", "extractor"),
    ]
    assert counts == {"added": 0, "removed": 0, "revised": 1}, "rows are counted, not cells"


def test_a_changed_text_is_the_sources_doing(publish_rows: Publish) -> None:
    rows = small()
    rows["press_releases"][0]["text_sha256"] = "c" * 64
    rows["statements"][0]["status"] = "planned"
    rows["observations"] = [observation("o-2", "s-1", "50", status="planned")]
    found, counts = difference(publish_rows, rows)
    assert found == [
        ("observations", "o-1", "removed", "*", None, None, "source"),
        ("observations", "o-2", "added", "*", None, None, "source"),
        ("press_releases", "r-1", "revised", "text_sha256", "a" * 64, "c" * 64, "source"),
        ("statements", "s-1", "revised", "status", "realised", "planned", "source"),
    ]
    assert counts == {"added": 1, "removed": 1, "revised": 2}


def test_a_new_release_and_a_vanished_one(publish_rows: Publish) -> None:
    rows = small()
    rows["press_releases"][1] = release("r-3")
    rows["captures"].append(capture("c-r-3"))
    rows["statements"][1] = statement("s-3", "r-3", "75", indicator_id=None)
    found, _ = difference(publish_rows, rows)
    assert found == [
        ("press_releases", "r-2", "removed", "*", None, None, "source"),
        ("press_releases", "r-3", "added", "*", None, None, "source"),
        ("statements", "s-2", "removed", "*", None, None, "source"),
        ("statements", "s-3", "added", "*", None, None, "source"),
    ]


def test_an_observation_changes_with_any_of_its_releases(publish_rows: Publish) -> None:
    """The chosen statement stays; a second release that says the same is what changed the count."""
    rows = small()
    rows["press_releases"].append(release("r-3"))
    rows["captures"].append(capture("c-r-3"))
    rows["statements"].append(statement("s-3", "r-3", "50"))
    rows["observations"][0] |= {"statement_count": 2, "release_count": 2, "agreement": "agree"}
    found, _ = difference(publish_rows, rows)
    of_observations = [change for change in found if change[0] == "observations"]
    assert of_observations == [
        ("observations", "o-1", "revised", "agreement", "single", "agree", "source"),
        ("observations", "o-1", "revised", "release_count", "1", "2", "source"),
        ("observations", "o-1", "revised", "statement_count", "1", "2", "source"),
    ]


def test_an_observation_over_unchanged_texts_is_the_extractors_doing(publish_rows: Publish) -> None:
    rows = small()
    rows["observations"][0]["preference_rule"] = "newest"
    found, _ = difference(publish_rows, rows)
    assert found == [("observations", "o-1", "revised", "preference_rule", "only", "newest", "extractor")]


def test_what_a_visit_records_is_the_sources_doing_though_the_text_is_the_same(publish_rows: Publish) -> None:
    rows = small()
    rows["press_releases"][0] |= {"source_state": "gone", "last_seen": SEEN + timedelta(days=1), "place": "Jakarta"}
    found, _ = difference(publish_rows, rows)
    assert found == [
        ("press_releases", "r-1", "revised", "last_seen", "2026-11-23T18:30:00Z", "2026-11-24T18:30:00Z", "source"),
        ("press_releases", "r-1", "revised", "place", None, "Jakarta", "extractor"),
        ("press_releases", "r-1", "revised", "source_state", "available", "gone", "source"),
    ]


def test_code_lists_are_ours(publish_rows: Publish) -> None:
    rows = small()
    rows["units"][0]["label_en"] = "Local governments"
    rows["programs"].append({"program_id": "spbe", **labels("SPBE")})
    found, _ = difference(publish_rows, rows)
    assert found == [
        ("programs", "spbe", "added", "*", None, None, "extractor"),
        ("units", "local_government", "revised", "label_en", "Local government", "Local governments", "extractor"),
    ]


@pytest.mark.parametrize("old", ["=1+1", "dua\nbaris", 'kata "kutip"'])
def test_hostile_values_are_carried_whole(publish_rows: Publish, old: str) -> None:
    before, after = small(), small()
    before["statements"][0]["speaker"] = old
    publish_rows(before)
    folder = publish_rows(after).folder
    assert changes(folder) == [("statements", "s-1", "revised", "speaker", old, None, "extractor")]
    assert (b",'=1+1," in (folder / "data/changes.csv").read_bytes()) is (old == "=1+1")


def test_changes_are_those_since_the_snapshot_before(publish_rows: Publish) -> None:
    rows = small()
    rows["statements"][0]["status"] = "planned"
    publish_rows(small())
    publish_rows(rows)
    row: Row = rows["statements"][0]
    row["speaker"] = "Menteri"
    third = publish_rows(rows)
    assert [change[3] for change in changes(third.folder)] == ["speaker"]
