"""What the load resolves: versions of a text, copies of a release, superseded statements, gone sources, observations."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from pipeline import schema
from pipeline.decode import text_row
from pipeline.errors import MachineError
from pipeline.extract.rows import statement_rows
from pipeline.identity import sha256_hex
from pipeline.load import load
from pipeline.model import Extraction, Figure, ReleaseText, Span
from pipeline.partitions import Key, PartitionStore

DAY = datetime(2026, 1, 1, 18, tzinfo=UTC)


def _text(
    capture: str, text: str, day: int = 0, url: str = "http://a/1", release: str = "r-1", published: date | None = None
) -> ReleaseText:
    return ReleaseText(
        capture, "kominfo", release, url, None, "Judul", published or date(2024, 1, 18), None, "id", text, 0, sha256_hex(text.encode()),
        DAY.replace(day=1 + day),
    )  # fmt: skip


def _figure(text: str, words: str, value: int, **changes: Any) -> Figure:
    start = text.index(words)
    figure = Figure(
        Decimal(value), None, "exact", "local_government", "kota", "local_governments_assisted", None, "ID", "Indonesia", "country",
        date(2023, 1, 1), date(2023, 12, 31), "2023", "annual", "stated", "realised", None, None, Span(start, start + len(words)),
        Span(0, len(text)), (), "count/unit_noun", 1, 0.9,
    )  # fmt: skip
    return replace(figure, **changes)


class Bench:
    """A warehouse built from a few texts, each with its figures."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "warehouse.duckdb"

    def load(
        self,
        *texts: tuple[ReleaseText, list[Figure]],
        visits: Iterable[tuple[str, str, int, int]] = (),
        archived: Iterable[str] = (),
    ) -> None:
        """`visits`: (capture, url, HTTP status, day), beside the captures of the texts; w-... is a waiting room. `archived`: captures of a web archive."""
        store, key = PartitionStore(self.folder / "partitions"), Key("kominfo", "2024-01")
        store.write(schema.TEXTS, key, [text_row(t) for t, _ in texts], "x")
        store.write(
            schema.STATEMENTS,
            key,
            [row for t, figures in texts for row in statement_rows(t, Extraction(tuple(figures), ()))],
            "x",
        )
        captures = [(t.capture_id, t.url, 200, t.fetched_at.day - 1) for t, _ in texts] + list(visits)
        rows = [
            {
                "capture_id": capture, "url": url, "fetched_at": DAY.replace(day=1 + day), "http_status": status, "payload_sha256": "00",
                "byte_count": 0, "warc_file": "w", "warc_offset": 0, "source_kind": "archive" if capture in archived else "live", "agency_id": "kominfo",
            }
            for capture, url, status, day in captures
        ]  # fmt: skip
        load(
            self.path,
            {
                t: [store.path(t, key)] if store.path(t, key).exists() else []
                for t in (schema.TEXTS, schema.QUARANTINE, schema.STATEMENTS, schema.REFUSALS)
            },
            {schema.CAPTURES: schema.CAPTURES.rows(rows)},
            pa.table(
                {
                    "capture_id": [capture for capture, *_ in captures],
                    "is_content": [status == 200 and not c.startswith("w-") for c, _, status, _ in captures],
                }
            ),
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


OLD, NEW = "Ada 50 kota didampingi.", "Ada 52 kota didampingi."


def test_a_page_whose_text_did_not_change_is_no_new_version(bench: Bench) -> None:
    bench.load(*[(_text(f"c-{day}", OLD, day), [_figure(OLD, "50 kota", 50)]) for day in range(3)])
    assert bench.rows("SELECT source_state, capture_id, first_seen = last_seen FROM press_releases") == [
        ("available", "c-0", True)
    ]
    assert bench.rows("SELECT capture_id, superseded_by FROM statements") == [("c-0", None)]


def test_a_changed_text_supersedes_what_it_no_longer_says(bench: Bench) -> None:
    bench.load(
        (_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]), (_text("c-1", NEW, 1), [_figure(NEW, "52 kota", 52)])
    )
    assert bench.rows("SELECT source_state, capture_id FROM press_releases") == [("changed", "c-1")]
    rows = bench.rows(
        "SELECT value, superseded_by = (SELECT statement_id FROM statements WHERE value = 52), capture_id FROM statements ORDER BY value"
    )
    assert rows == [(50, True, "c-0"), (52, None, "c-1")]
    assert bench.rows("SELECT value, statement_count FROM observations") == [(52, 1)]


def test_a_withdrawn_statement_without_successor_names_the_release(bench: Bench) -> None:
    silent = "Tidak ada angka lagi."
    bench.load((_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]), (_text("c-1", silent, 1), []))
    assert bench.rows("SELECT superseded_by FROM statements") == [("r-1",)]
    assert bench.rows("SELECT * FROM observations") == []


def test_a_statement_that_stays_keeps_its_id_and_its_first_sight(bench: Bench) -> None:
    longer = "Pembuka baru. " + OLD
    bench.load(
        (_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]), (_text("c-1", longer, 1), [_figure(longer, "50 kota", 50)])
    )
    assert bench.rows("SELECT capture_id, day(first_seen), day(last_seen), superseded_by FROM statements") == [
        ("c-1", 1, 2, None)
    ]


def test_a_text_that_returns_is_current_again(bench: Bench) -> None:
    texts = [
        (_text(f"c-{day}", text, day), [_figure(text, text[4:11], int(text[4:6]))])
        for day, text in enumerate((OLD, NEW, OLD))
    ]
    bench.load(*texts)
    assert bench.rows("SELECT value FROM statements WHERE superseded_by IS NULL") == [(50,)]


def test_one_release_at_two_addresses_is_counted_once(bench: Bench) -> None:
    bench.load(
        (_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]),
        (_text("c-1", OLD + " Disalin.", 1, url="http://b/1"), [_figure(OLD, "50 kota", 50)]),
    )
    assert bench.rows("SELECT url, other_urls, source_state FROM press_releases") == [
        ("http://a/1", json.dumps(["http://b/1"]), "available")
    ]
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]


def test_a_release_is_gone_when_every_address_that_carried_it_is(bench: Bench) -> None:
    texts = ((_text("c-0", OLD), []), (_text("c-1", OLD, url="http://b/1"), []))
    missing = [(f"v-{site}{day}", f"http://{site}/1", 404, day) for site in "ab" for day in (1, 2)]
    bench.load(*texts, visits=missing[:2])
    assert bench.rows("SELECT source_state FROM press_releases") == [("available",)]
    bench.load(*texts, visits=missing)
    assert bench.rows("SELECT source_state FROM press_releases") == [("gone",)]


def test_two_sources_of_one_address_are_not_changes_of_each_other(bench: Bench) -> None:
    """A ministry's data interface gives its releases the address of their page."""
    page, item = _text("c-0", OLD), replace(_text("c-1", OLD + " Disalin.", 1), agency_id="kominfo-api")
    bench.load((page, [_figure(OLD, "50 kota", 50)]), (item, [_figure(OLD, "50 kota", 50)]))
    assert bench.rows("SELECT agency_id, source_state, other_urls FROM press_releases") == [
        ("kominfo", "available", "[]")
    ]
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]


def test_a_web_archive_s_copy_is_not_read_instead_of_the_live_one(bench: Bench) -> None:
    bench.load(
        (_text("c-0", OLD, 1), [_figure(OLD, "50 kota", 50)]),
        (_text("c-1", OLD, 0, url="http://b/1"), [_figure(OLD, "50 kota", 50)]),
        archived=("c-1",),
    )
    assert bench.rows("SELECT url FROM press_releases") == [("http://a/1",)]


@pytest.mark.parametrize(
    ("visits", "state"),
    [
        ([("v-1", "http://a/1", 404, 1)], "available"),
        ([("v-1", "http://a/1", 404, 1), ("v-2", "http://a/1", 410, 2)], "gone"),
        ([("v-1", "http://a/1", 404, 1), ("v-2", "http://a/1", 404, 2), ("v-3", "http://a/1", 200, 3)], "available"),
        ([("v-1", "http://a/1", 500, 1), ("v-2", "http://a/1", 500, 2)], "available"),
        ([("v-1", "http://a/1", 404, 1), ("w-2", "http://a/1", 200, 2), ("v-3", "http://a/1", 404, 3)], "gone"),
        ([("v-1", "http://a/1", 404, 1), ("v-2", "http://a/1", 404, 1)], "available"),
    ],
)
def test_gone_takes_two_different_days(bench: Bench, visits: list[tuple[str, str, int, int]], state: str) -> None:
    bench.load((_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]), visits=visits)
    assert bench.rows("SELECT source_state FROM press_releases") == [(state,)]


def test_conflicts_are_data_and_the_later_release_is_preferred(bench: Bench) -> None:
    bench.load(
        (_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]),
        (_text("c-1", NEW, url="http://a/2", release="r-2", published=date(2024, 3, 1)), [_figure(NEW, "52 kota", 52)]),
    )
    assert bench.rows("SELECT value, statement_count, release_count, agreement, preference_rule FROM observations") == [
        (52, 2, 2, "conflict", "later_release")
    ]


def test_planned_is_never_mixed_with_realised(bench: Bench) -> None:
    both = "Ada 50 kota didampingi, 75 kota direncanakan."
    bench.load((_text("c-0", both), [_figure(both, "50 kota", 50), _figure(both, "75 kota", 75, status="planned")]))
    assert bench.rows("SELECT value, status, agreement FROM observations ORDER BY value") == [
        (50, "realised", "single"),
        (75, "planned", "single"),
    ]


def test_exact_comes_before_rounded_within_a_release(bench: Bench) -> None:
    both = "Ada 198 kota, atau sekitar 200 kota."
    bench.load(
        (
            _text("c-0", both),
            [_figure(both, "198 kota", 198), _figure(both, "sekitar 200 kota", 200, qualifier="approximate")],
        )
    )
    assert bench.rows("SELECT value, preference_rule FROM observations") == [(198, "exact_before_rounded")]


def test_a_stated_period_comes_before_an_inferred_one_of_a_later_release(bench: Bench) -> None:
    bench.load(
        (_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]),
        (
            _text("c-1", NEW, url="http://a/2", release="r-2", published=date(2024, 3, 1)),
            [_figure(NEW, "52 kota", 52, time_basis="inferred")],
        ),
    )
    assert bench.rows("SELECT value, preference_rule FROM observations") == [(50, "stated_before_inferred")]


def test_figures_without_indicator_or_time_are_statements_only(bench: Bench) -> None:
    bench.load((_text("c-0", OLD), [_figure(OLD, "50 kota", 50, indicator_id=None)]))
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]
    assert bench.rows("SELECT count(*) FROM observations") == [(0,)]


def test_the_warehouse_is_built_anew_and_holds_comments(bench: Bench) -> None:
    bench.load((_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]))
    bench.load((_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]))
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]
    assert bench.rows("SELECT comment FROM duckdb_tables() WHERE table_name = 'statements'") == [
        (schema.STATEMENTS.en,)
    ]


def test_a_warehouse_held_by_another_process_is_a_clear_error_and_stays(bench: Bench) -> None:
    bench.load((_text("c-0", OLD), [_figure(OLD, "50 kota", 50)]))
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()",
            bench.path,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(MachineError, match=str(holder.pid)):
            bench.load()
    finally:
        holder.communicate()
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]
