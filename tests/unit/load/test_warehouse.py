"""What the load resolves: versions of a text, copies of a release, superseded statements, gone sources, observations."""

import json
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import schema
from pipeline.errors import MachineError
from pipeline.model import Refusal, Span
from tests.unit.load.bench import Bench, figure, text_of

OLD, NEW = "Ada 50 kota didampingi.", "Ada 52 kota didampingi."


def test_a_page_whose_text_did_not_change_is_no_new_version(bench: Bench) -> None:
    bench.load(*[(text_of(f"c-{day}", OLD, day), [figure(OLD, "50 kota", 50)]) for day in range(3)])
    assert bench.rows("SELECT source_state, capture_id, first_seen = last_seen FROM press_releases") == [
        ("available", "c-0", True)
    ]
    assert bench.rows("SELECT capture_id, superseded_by FROM statements") == [("c-0", None)]


def test_a_changed_text_supersedes_what_it_no_longer_says(bench: Bench) -> None:
    bench.load(
        (text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]), (text_of("c-1", NEW, 1), [figure(NEW, "52 kota", 52)])
    )
    assert bench.rows("SELECT source_state, capture_id FROM press_releases") == [("changed", "c-1")]
    rows = bench.rows(
        "SELECT value, superseded_by = (SELECT statement_id FROM statements WHERE value = 52), capture_id FROM statements ORDER BY value"
    )
    assert rows == [(50, True, "c-0"), (52, None, "c-1")]
    assert bench.rows("SELECT value, statement_count FROM observations") == [(52, 1)]


def test_a_withdrawn_statement_without_successor_names_the_release(bench: Bench) -> None:
    silent = "Tidak ada angka lagi."
    bench.load((text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]), (text_of("c-1", silent, 1), []))
    assert bench.rows("SELECT superseded_by FROM statements") == [("r-1",)]
    assert bench.rows("SELECT * FROM observations") == []


def test_a_statement_that_stays_keeps_its_id_and_its_first_sight(bench: Bench) -> None:
    longer = "Pembuka baru. " + OLD
    bench.load(
        (text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]),
        (text_of("c-1", longer, 1), [figure(longer, "50 kota", 50)]),
    )
    assert bench.rows("SELECT capture_id, day(first_seen), day(last_seen), superseded_by FROM statements") == [
        ("c-1", 1, 2, None)
    ]


def test_a_text_that_returns_is_current_again(bench: Bench) -> None:
    texts = [
        (text_of(f"c-{day}", text, day), [figure(text, text[4:11], int(text[4:6]))])
        for day, text in enumerate((OLD, NEW, OLD))
    ]
    bench.load(*texts)
    assert bench.rows("SELECT value FROM statements WHERE superseded_by IS NULL") == [(50,)]


def test_one_release_at_two_addresses_is_counted_once(bench: Bench) -> None:
    bench.load(
        (text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]),
        (text_of("c-1", OLD + " Disalin.", 1, url="http://b/1"), [figure(OLD, "50 kota", 50)]),
    )
    assert bench.rows("SELECT url, other_urls, source_state FROM press_releases") == [
        ("http://a/1", json.dumps(["http://b/1"]), "available")
    ]
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]


def test_a_release_is_gone_when_every_address_that_carried_it_is(bench: Bench) -> None:
    texts = ((text_of("c-0", OLD), []), (text_of("c-1", OLD, url="http://b/1"), []))
    missing = [(f"v-{site}{day}", f"http://{site}/1", 404, day) for site in "ab" for day in (1, 2)]
    bench.load(*texts, visits=missing[:2])
    assert bench.rows("SELECT source_state FROM press_releases") == [("available",)]
    bench.load(*texts, visits=missing)
    assert bench.rows("SELECT source_state FROM press_releases") == [("gone",)]


def test_two_sources_of_one_address_are_not_changes_of_each_other(bench: Bench) -> None:
    """A ministry's data interface gives its releases the address of their page."""
    page, item = text_of("c-0", OLD), replace(text_of("c-1", OLD + " Disalin.", 1), agency_id="kominfo-api")
    bench.load((page, [figure(OLD, "50 kota", 50)]), (item, [figure(OLD, "50 kota", 50)]))
    assert bench.rows("SELECT agency_id, source_state, other_urls FROM press_releases") == [
        ("kominfo", "available", "[]")
    ]
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]


def test_a_web_archive_s_copy_is_not_read_instead_of_the_live_one(bench: Bench) -> None:
    bench.load(
        (text_of("c-0", OLD, 1), [figure(OLD, "50 kota", 50)]),
        (text_of("c-1", OLD, 0, url="http://b/1"), [figure(OLD, "50 kota", 50)]),
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
    bench.load((text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]), visits=visits)
    assert bench.rows("SELECT source_state FROM press_releases") == [(state,)]


def test_figures_without_indicator_or_time_are_statements_only(bench: Bench) -> None:
    bench.load((text_of("c-0", OLD), [figure(OLD, "50 kota", 50, indicator_id=None)]))
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]
    assert bench.rows("SELECT count(*) FROM observations") == [(0,)]


def test_the_warehouse_is_built_anew_and_holds_comments(bench: Bench) -> None:
    bench.load((text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]))
    bench.load((text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]))
    assert bench.rows("SELECT count(*) FROM statements") == [(1,)]
    assert bench.rows("SELECT comment FROM duckdb_tables() WHERE table_name = 'statements'") == [
        (schema.STATEMENTS.en,)
    ]


def test_a_warehouse_held_by_another_process_is_a_clear_error_and_stays(bench: Bench) -> None:
    bench.load((text_of("c-0", OLD), [figure(OLD, "50 kota", 50)]))
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


def test_a_disk_that_fills_up_as_the_file_is_closed_leaves_the_old_one(tmp_path: Path) -> None:
    """The journal still found room, the file itself does not: DuckDB closes without a word, and the rows would be lost."""
    warehouse = tmp_path / "warehouse.duckdb"
    warehouse_of = f"""
        import resource, sys
        from pathlib import Path
        import pyarrow as pa
        from pipeline import schema
        from pipeline.errors import MachineError
        from pipeline.load import load
        limit = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        inputs = {{t: [] for t in (schema.TEXTS, schema.STATEMENTS, schema.REFUSALS, schema.QUARANTINE)}}
        captures = pa.table({{"capture_id": pa.array([], pa.string()), "is_content": pa.array([], pa.bool_())}})
        try:
            load(Path({str(warehouse)!r}), inputs, {{}}, captures)
        except MachineError as error:
            print(error)
    """

    def loaded(limit: int) -> str:
        code = textwrap.dedent(warehouse_of)
        return subprocess.run(
            [sys.executable, "-B", "-c", code, str(limit)], capture_output=True, text=True, check=True
        ).stdout

    assert loaded(-1) == ""
    whole = warehouse.read_bytes()
    for share in (1, 4, 7):
        assert "Cannot write the warehouse" in loaded(len(whole) * share // 8)
        assert warehouse.read_bytes() == whole
        assert [path.name for path in tmp_path.iterdir()] == [warehouse.name]


def test_a_refusal_that_stays_keeps_its_first_sight_wherever_it_moves(bench: Bench) -> None:
    old, new = "Nomor 7 dan nomor 7.", "Pembuka. Nomor 7, nomor 7 dan nomor 7."

    def refused(text: str) -> list[Refusal]:
        starts = [at for at, letter in enumerate(text) if letter == "7"]
        return [Refusal(Span(start, start + 1), "ordinal", "") for start in starts]

    texts = text_of("c-0", old), text_of("c-1", new, 1), text_of("c-2", new, 2)
    bench.load(*((text, []) for text in texts), refusals=[(text, refused(text.text)) for text in texts])
    found = bench.rows("SELECT mention_start, day(first_seen), day(last_seen), capture_id FROM refusals ORDER BY 1")
    assert found == [(15, 1, 2, "c-1"), (24, 1, 2, "c-1"), (36, 2, 2, "c-1")]
    assert bench.rows("SELECT refusal_count FROM press_releases") == [(3,)]
