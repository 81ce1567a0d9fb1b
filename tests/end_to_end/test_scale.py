"""Nights in a row on a generated site, through to the press releases: the small sister of `make soak`."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from pipeline.agencies import Registry
from pipeline.capture import Archive, Visit, visit_agency
from pipeline.capture.verify import verify
from pipeline.clock import FixedClock
from pipeline.steps import decode_step, extract_step, load_step
from pipeline.workspace import Workspace
from tests.generated_site import GeneratedSite, agency
from tests.soak import Soak, recent, three_nights
from tests.unit.capture.fault_server import serve

COUNT = 130
INDEX_PAGES = 11


@pytest.fixture(scope="module")
def soak(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Soak]:
    workspace = Workspace(tmp_path_factory.mktemp("soak") / "output")
    return workspace, three_nights(Archive(workspace.archive), COUNT)


@pytest.fixture(scope="module")
def rows(soak: tuple[Workspace, Soak]) -> Callable[[str], list[tuple[Any, ...]]]:
    workspace, _ = soak
    return load(workspace)


def load(workspace: Workspace) -> Callable[[str], list[tuple[Any, ...]]]:
    registry = Registry([agency()])
    decode_step(workspace, registry)
    extract_step(workspace)
    load_step(workspace, registry)

    def query(sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return query


def test_the_first_night_is_complete(soak: tuple[Workspace, Soak]) -> None:
    night = soak[1].nights[0]
    assert (night.visit.new, night.visit.complete) == (COUNT, True)
    assert len(set(night.release_requests)) == len(night.release_requests) == COUNT
    assert night.index_requests == INDEX_PAGES + 1  # the first page is read again: did the index shift?


def test_a_second_night_asks_for_known_ground_and_the_recent_window_alone(soak: tuple[Workspace, Soak]) -> None:
    night = soak[1].nights[1]
    assert night.index_requests == 2  # 24 releases: an overlap of 20
    assert len(night.release_requests) == night.visit.not_modified == recent(COUNT) < COUNT / 2
    assert (night.visit.new, night.visit.changed, night.visit.gone, night.visit.complete) == (0, 0, 0, True)


def test_a_third_night_finds_exactly_what_changed(soak: tuple[Workspace, Soak]) -> None:
    workspace, found = soak
    visit: Visit = found.nights[2].visit
    assert (visit.new, visit.changed, visit.gone, visit.failed, visit.quarantined) == (21, 3, 2, 0, 0)
    third = [c for c in Archive(workspace.archive).releases() if "20260202" in c.warc_file]
    by_kind = {
        kind: {
            c.url.removeprefix("http://ministry.example") for c in third if c.http_status == status and not c.revisit_of
        }
        for kind, status in (("content", 200), ("missing", 404))
    }
    assert by_kind["content"] == found.added | found.edited
    assert by_kind["missing"] == found.removed


def test_a_rehosted_release_is_one_and_an_edited_one_has_two_texts(
    soak: tuple[Workspace, Soak], rows: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    assert rows("SELECT count(*) FROM press_releases") == [(COUNT + 20,)]
    assert rows("SELECT count(*) FROM press_releases WHERE other_urls <> '[]'") == [(1,)]
    assert rows("SELECT count(*) FROM press_releases WHERE source_state = 'changed'") == [(3,)]
    assert rows("SELECT count(*) FROM texts") == [(COUNT + 20 + 1 + 3,)]
    # Missing for one night only: not gone yet.
    assert rows("SELECT count(*) FROM press_releases WHERE source_state = 'gone'") == [(0,)]


def test_missing_on_a_second_night_is_gone_its_statements_stay_and_it_may_return(
    soak: tuple[Workspace, Soak], rows: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    workspace, found = soak
    before = rows("SELECT count(*) FROM statements")
    clock = FixedClock(datetime(2026, 2, 3, 18, 30, tzinfo=UTC))
    with serve() as served:
        served.otherwise = found.site
        fourth = visit_agency(agency(), Archive(workspace.archive), "20260203", clock, connect_to=served.connect_to)
        assert (fourth.gone, fourth.new, fourth.changed) == (2, 0, 0)
        query = load(workspace)
        gone = query("SELECT release_id, url FROM press_releases WHERE source_state = 'gone'")
        assert {url.removeprefix("http://ministry.example") for _, url in gone} == found.removed
        assert query("SELECT count(*) FROM statements") == before
        (release_id, url), *_ = gone
        back = next(r for r in GeneratedSite.of(COUNT).releases if url.endswith(r.path))
        found.site.releases.append(back)
        clock.sleep(2 * 86_400)
        fifth = visit_agency(agency(), Archive(workspace.archive), "20260205", clock, connect_to=served.connect_to)
        assert (fifth.gone, fifth.new) == (1, 0)
    query = load(workspace)
    assert query(f"SELECT source_state FROM press_releases WHERE release_id = '{release_id}'") == [("available",)]
    assert query("SELECT count(*) FROM press_releases WHERE source_state = 'gone'") == [(1,)]
    assert verify(workspace.archive).mismatches == ()
