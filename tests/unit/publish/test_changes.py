"""What changed since the snapshot before, and whether the source or the extractor did it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.publish import Publication
from pipeline.publish.changes import COMPARED, DIFFERENCES, compute_changes, our_cause
from pipeline.publish.edition import MadeFrom
from pipeline.publish.engine import engine
from pipeline.publish.tables import parquet_path
from pipeline.schema import CHANGES, PUBLISHED, SERIES_CHECKS, UNITS
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import (
    SEEN,
    Rows,
    capture,
    correction,
    labels,
    observation,
    release,
    small,
    statement,
    write_tables,
)

Change = tuple[str, str, str, str, str | None, str | None, str]
"""Table, row, change, column, old, new, cause."""

Difference = Callable[..., list[Change]]


@pytest.fixture
def difference(tmp_path: Path) -> Difference:
    """What differs in these rows from the small ones, in key order; `cause` is that of what no text explains."""

    def compare(after: Rows, cause: str = "extractor") -> list[Change]:
        before, now = write_tables(tmp_path / "before", small()), write_tables(tmp_path / "now", after)
        with engine() as connection:
            compute_changes(connection, "v2", before, now, cause)
            found = connection.execute(f"SELECT * FROM {DIFFERENCES} ORDER BY ALL").fetchall()
        assert {row[0] for row in found} <= {"v2"}
        return [row[1:] for row in found]

    return compare


def test_a_revised_row_of_an_unchanged_text_is_the_extractors_doing(difference: Difference) -> None:
    rows = small()
    rows["statements"][0] |= {"status": "planned", "speaker": "Menteri", "value": Decimal("51.50")}
    found = difference(rows)
    assert found == [
        ("statements", "s-1", "revised", "speaker", None, "Menteri", "extractor"),
        ("statements", "s-1", "revised", "status", "realised", "planned", "extractor"),
        ("statements", "s-1", "revised", "value", "50", "51.5", "extractor"),
    ]


def test_a_changed_text_is_the_sources_doing(difference: Difference) -> None:
    rows = small()
    rows["press_releases"][0]["text_sha256"] = "c" * 64
    rows["statements"][0]["status"] = "planned"
    rows["observations"] = [observation("o-2", "s-1", "50", status="planned")]
    found = difference(rows)
    assert found == [
        ("observations", "o-1", "removed", "*", None, None, "source"),
        ("observations", "o-2", "added", "*", None, None, "source"),
        ("press_releases", "r-1", "revised", "text_sha256", "a" * 64, "c" * 64, "source"),
        ("statements", "s-1", "revised", "status", "realised", "planned", "source"),
    ]


def test_a_new_release_and_a_vanished_one(difference: Difference) -> None:
    rows = small()
    rows["press_releases"][1] = release("r-3")
    rows["captures"].append(capture("c-r-3"))
    rows["statements"][1] = statement("s-3", "r-3", "75", indicator_id=None)
    found = difference(rows)
    assert found == [
        ("press_releases", "r-2", "removed", "*", None, None, "source"),
        ("press_releases", "r-3", "added", "*", None, None, "source"),
        ("statements", "s-2", "removed", "*", None, None, "source"),
        ("statements", "s-3", "added", "*", None, None, "source"),
    ]


def test_an_observation_changes_with_any_of_its_releases(difference: Difference) -> None:
    """The chosen statement stays; a second release that says the same is what changed the count."""
    rows = small()
    rows["press_releases"].append(release("r-3"))
    rows["captures"].append(capture("c-r-3"))
    rows["statements"].append(statement("s-3", "r-3", "50"))
    rows["observations"][0] |= {"statement_count": 2, "release_count": 2, "agreement": "agree"}
    found = difference(rows)
    of_observations = [change for change in found if change[0] == "observations"]
    assert of_observations == [
        ("observations", "o-1", "revised", "agreement", "single", "agree", "source"),
        ("observations", "o-1", "revised", "release_count", "1", "2", "source"),
        ("observations", "o-1", "revised", "statement_count", "1", "2", "source"),
    ]


def test_an_observation_over_unchanged_texts_is_the_extractors_doing(difference: Difference) -> None:
    rows = small()
    rows["observations"][0]["preference_rule"] = "newest"
    found = difference(rows)
    assert found == [("observations", "o-1", "revised", "preference_rule", "only", "newest", "extractor")]


def test_what_a_visit_records_is_the_sources_doing_though_the_text_is_the_same(difference: Difference) -> None:
    rows = small()
    rows["press_releases"][0] |= {"source_state": "gone", "last_seen": SEEN + timedelta(days=1), "place": "Jakarta"}
    found = difference(rows)
    assert found == [
        ("press_releases", "r-1", "revised", "last_seen", "2026-11-23T18:30:00Z", "2026-11-24T18:30:00Z", "source"),
        ("press_releases", "r-1", "revised", "place", None, "Jakarta", "extractor"),
        ("press_releases", "r-1", "revised", "source_state", "available", "gone", "source"),
    ]


def test_code_lists_are_the_codebook_s(difference: Difference) -> None:
    rows = small()
    rows["units"][0]["label_en"] = "Local governments"
    rows["programs"].append({"program_id": "spbe", **labels("SPBE")})
    found = difference(rows)
    assert found == [
        ("programs", "spbe", "added", "*", None, None, "codebook"),
        ("units", "local_government", "revised", "label_en", "Local government", "Local governments", "codebook"),
    ]


@pytest.mark.parametrize("cause", ["source", "codebook"])
def test_an_agency_is_listed_with_its_first_capture(difference: Difference, cause: str) -> None:
    rows = small()
    rows["agencies"].append({**rows["agencies"][0], "agency_id": "other"})
    assert difference(rows, cause) == [("agencies", "other", "added", "*", None, None, cause)]


def test_a_refusal_is_named_by_its_place(difference: Difference) -> None:
    rows = small()
    rows["refusals"][0] |= {"reason": "ordinal", "last_seen": SEEN + timedelta(days=1)}
    rows["refusals"].append({**small()["refusals"][0], "mention_start": 200, "mention_end": 204})
    assert difference(rows, "codebook") == [
        ("refusals", "r-1/106/110", "revised", "last_seen", "2026-11-23T18:30:00Z", "2026-11-24T18:30:00Z", "source"),
        ("refusals", "r-1/106/110", "revised", "reason", "date", "ordinal", "codebook"),
        ("refusals", "r-1/200/204", "added", "*", None, None, "codebook"),
    ]


def test_a_check_on_a_series_changes_with_any_text_that_speaks_of_it(difference: Difference) -> None:
    rows = small()
    rows["series_checks"][0] |= {"found": Decimal("49.5"), "verdict": "explained"}
    of_code = difference(rows)
    assert of_code == [
        ("series_checks", "plan_vs_outcome/o-1", "revised", "found", "50", "49.5", "extractor"),
        ("series_checks", "plan_vs_outcome/o-1", "revised", "verdict", "differs", "explained", "extractor"),
    ]


def test_a_text_of_the_series_is_the_source_of_its_check(difference: Difference) -> None:
    rows = small()
    rows["series_checks"][0]["verdict"] = "explained"
    rows["press_releases"][0]["text_sha256"] = "c" * 64
    assert (
        "series_checks",
        "plan_vs_outcome/o-1",
        "revised",
        "verdict",
        "differs",
        "explained",
        "source",
    ) in difference(rows)


def test_whatever_enters_a_check_can_be_its_cause_also_of_another_indicator(difference: Difference) -> None:
    """Who was selected and who finished are two indicators."""
    rows = small()
    rows["statements"][1]["observation_id"] = "o-2"
    rows["series_checks"][0] |= {"verdict": "holds", "observation_ids": '["o-2","o-1"]'}
    rows["press_releases"][1]["text_sha256"] = "c" * 64
    assert {cause for table, *_, cause in difference(rows) if table == "series_checks"} == {"source"}


def test_a_statement_that_explains_a_check_can_be_its_cause(difference: Difference) -> None:
    rows = small()
    rows["series_checks"][0] |= {"verdict": "explained", "statement_ids": '["s-2"]'}
    rows["corrections"].append(correction("k-1", "s-2", "r-2"))
    assert {cause for table, *_, cause in difference(rows) if table == "series_checks"} == {"correction"}


def test_a_column_that_becomes_empty_or_full_is_a_revision(difference: Difference) -> None:
    rows = small()
    rows["press_releases"][0] |= {"place": "Jakarta", "published_on": None}
    rows["observations"][0]["time_start"] = None
    assert difference(rows) == [
        ("observations", "o-1", "revised", "time_start", "2023-01-01", None, "extractor"),
        ("press_releases", "r-1", "revised", "place", None, "Jakarta", "extractor"),
        ("press_releases", "r-1", "revised", "published_on", "2023-12-01", None, "extractor"),
    ]


@pytest.mark.parametrize(
    ("before", "now", "cause"),
    [
        (MadeFrom("a", "b"), MadeFrom("a", "b"), "source"),
        (MadeFrom("a", "b"), MadeFrom("x", "b"), "extractor"),
        (MadeFrom("a", "b"), MadeFrom("a", "x"), "codebook"),
        (MadeFrom("a", "b"), MadeFrom("x", "x"), "extractor_and_codebook"),
    ],
)
def test_what_no_text_explains_is_laid_to_what_else_changed(before: MadeFrom, now: MadeFrom, cause: str) -> None:
    assert our_cause(before, now) == cause
    assert cause in CHANGES.column("cause").codes


def test_what_a_person_corrected_is_laid_to_the_correction(difference: Difference) -> None:
    rows = small()
    rows["corrections"].append(correction("k-1", "s-1", "r-1"))
    rows["statements"][0] |= {"status": "planned", "correction_id": "k-1"}
    rows["statements"][1]["speaker"] = "Menteri contoh"
    rows["observations"][0]["agreement"] = "conflict"
    causes = {(table, row_id): cause for table, row_id, *_, cause in difference(rows)}
    assert causes == {
        ("corrections", "k-1"): "correction",
        ("observations", "o-1"): "correction",
        ("statements", "s-1"): "correction",
        ("statements", "s-2"): "extractor",
    }


def test_captures_are_not_compared(difference: Difference) -> None:
    rows = small()
    rows["captures"].append(capture("c-later", revisit_of="c-r-1", fetched_at=SEEN + timedelta(days=1)))
    assert difference(rows) == []
    assert {table.name for table in PUBLISHED} - {table.name for table in COMPARED} == {
        "captures",
        "changes",
        "quarantine",
    }


def test_a_table_that_is_new_is_no_news_of_a_row(tmp_path: Path) -> None:
    before, now = write_tables(tmp_path / "before", small()), write_tables(tmp_path / "now", small())
    parquet_path(before, SERIES_CHECKS).unlink()
    with engine() as connection:
        compute_changes(connection, "v2", before, now, "extractor")
        assert connection.execute(f"SELECT * FROM {DIFFERENCES}").fetchall() == []


def test_hostile_values_are_carried_whole(difference: Difference) -> None:
    rows = small()
    rows["press_releases"][0]["place"] = '=1+1\n"kutip"'
    assert difference(rows) == [("press_releases", "r-1", "revised", "place", None, '=1+1\n"kutip"', "extractor")]


def test_a_column_that_is_new_or_has_another_type_is_no_news_of_a_row(tmp_path: Path) -> None:
    before, now = write_tables(tmp_path / "before", small()), write_tables(tmp_path / "now", small())
    path = parquet_path(before, UNITS)
    table = pq.read_table(path).drop_columns("label_id")
    pq.write_table(table.set_column(1, "label_en", pa.array([1])), path)
    with engine() as connection:
        compute_changes(connection, "v2", before, now, "extractor")
        assert connection.execute(f"SELECT * FROM {DIFFERENCES}").fetchall() == []


def test_published_changes_are_those_since_the_snapshot_before_counted_in_rows(
    first: Publication, publish_rows: Publish
) -> None:
    rows = small()
    rows["press_releases"][1]["place"] = "Jakarta"
    assert publish_rows(rows).changes == {"added": 0, "removed": 0, "revised": 1}
    rows["statements"][0] |= {"status": "planned", "speaker": "=1"}
    third = publish_rows(rows)
    assert third.changes == {"added": 0, "removed": 0, "revised": 1}, "rows are counted, not cells"
    assert (third.folder / "data/changes.csv").read_text() == (
        "snapshot_version,table_name,row_id,change,column,old,new,cause\n"
        "2026-11-24.3,statements,s-1,revised,speaker,,'=1,source\n"
        "2026-11-24.3,statements,s-1,revised,status,realised,planned,source\n"
    )
