"""Nights in a row on a site with a paged index: everything is found, and little is asked for."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.agencies import IndexRules, PageRules
from pipeline.capture import Archive
from pipeline.capture.limits import Limits
from pipeline.capture.memory import Memory
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST, Reply, Site
from tests.unit.capture.ministry import TODAY, Ministry, Visiting, index_pages, paths, who


@pytest.fixture
def ministry(site: Site) -> Ministry:
    return Ministry(site, 23)


def test_the_first_night_reads_the_whole_index(visit: Visiting, ministry: Ministry, archive: Archive) -> None:
    result = visit(who())
    assert (result.listed, result.new, result.complete) == (23, 23, True)
    assert result.links_per_page == (5, 5, 5, 5, 3, 5)  # page 6 is missing, and page 1 is read again: did it shift?
    assert paths(archive) == set(ministry.order)


def test_a_night_without_news_asks_for_one_index_page_and_no_release(visit: Visiting, ministry: Ministry) -> None:
    visit(who())
    ministry.asked.clear()
    result = visit(who())
    assert ministry.asked == index_pages(1)
    assert (result.requested, result.new, result.complete) == (2, 0, True)


def test_the_index_is_never_asked_for_conditionally(visit: Visiting, ministry: Ministry) -> None:
    visit(who())
    visit(who())
    assert not [path for path, headers in ministry.site.requests if "index" in path and "If-None-Match" in headers]


def test_reading_goes_on_until_an_overlap_of_known_releases(visit: Visiting, ministry: Ministry) -> None:
    visit(who())
    ministry.asked.clear()
    for number in (24, 25, 26):
        ministry.publish(f"/r/{number}")
    result = visit(who())
    # Page 1 has two known ones, page 2 five; page 1 once more, because the index might have moved on meanwhile.
    assert ministry.asked == [*index_pages(1, 2, 1), "/r/26", "/r/25", "/r/24"]
    assert (result.new, result.complete) == (3, True)


def test_a_release_inserted_below_known_ones_is_found_within_the_overlap(visit: Visiting, ministry: Ministry) -> None:
    visit(who(overlap=12))
    ministry.publish("/r/late", place=8, day=TODAY - timedelta(days=8))
    assert visit(who(overlap=12)).new == 1


def test_a_release_inserted_deep_in_the_index_is_found_when_older_pages_are_read_again(
    visit: Visiting, ministry: Ministry, clock: FixedClock
) -> None:
    visit(who())
    ministry.publish("/r/late", place=18, day=TODAY - timedelta(days=18))
    ministry.asked.clear()
    assert visit(who()).new == 0
    assert ministry.asked == index_pages(1)
    clock.sleep(7 * 86_400)
    result = visit(who(), limits=Limits(reread_pages=3))
    assert ministry.asked == [*index_pages(1, 2, 3, 4), "/r/late"]
    assert (result.new, result.complete) == (1, True)
    assert visit(who(), limits=Limits(reread_pages=3)).complete
    assert ministry.asked == index_pages(1, 5, 6)  # the longest unread come first
    # What was found late is no head of the index: the next night ends at page 1 as before.
    visit(who())
    assert ministry.asked == index_pages(1)


def test_index_pages_of_an_older_agency_file_are_left_alone(
    visit: Visiting, ministry: Ministry, clock: FixedClock
) -> None:
    visit(who())
    moved = who()
    assert moved.index is not None
    index = dataclasses.replace(moved.index, url=f"http://{HOST}/list?page={{page}}")
    for page in range(1, 8):
        ministry.site.pages[f"/list?page={page}"] = ministry.site.pages[f"/index?page={page}"]
    clock.sleep(30 * 86_400)
    ministry.asked.clear()
    assert visit(dataclasses.replace(moved, index=index)).complete
    assert ministry.asked == ["/list?page=1"]


def test_a_release_that_comes_out_while_the_pages_are_read_is_found_in_the_same_night(
    visit: Visiting, ministry: Ministry, archive: Archive
) -> None:
    ministry.before_page[3] = lambda: ministry.publish("/r/new")
    result = visit(who())
    assert (result.new, result.complete) == (24, True)
    assert paths(archive) == set(ministry.order)
    assert Memory(archive, "ministry").head(2) == [f"http://{HOST}/r/new", f"http://{HOST}/r/23"]


def test_a_release_withdrawn_while_the_pages_are_read_hides_none_of_the_others(
    visit: Visiting, ministry: Ministry, archive: Archive
) -> None:
    """The first of page 3 moves to page 2, which was read already."""
    ministry.before_page[3] = lambda: ministry.order.remove("/r/23")
    result = visit(who())
    assert paths(archive) >= set(ministry.order)
    assert result.complete


def test_an_index_in_another_order_is_read_to_its_end(visit: Visiting, ministry: Ministry) -> None:
    visit(who())
    ministry.publish("/r/24")
    ministry.order.reverse()
    result = visit(who())
    assert (result.new, result.complete) == (1, False)
    assert any("in another order than before" in error for error in result.errors)


def test_old_releases_pinned_on_top_do_not_end_the_reading(visit: Visiting, ministry: Ministry) -> None:
    visit(who())
    pinned = ministry.order[-5:]
    ministry.order = [*pinned, *ministry.order[:-5]]
    ministry.publish("/r/24", place=5)
    result = visit(who())
    assert result.new == 1


def test_an_index_that_is_suddenly_short_is_said_and_takes_nothing_away(
    visit: Visiting, ministry: Ministry, archive: Archive
) -> None:
    visit(who())
    before = ministry.order
    ministry.order = ["/r/24", *before[:3]]
    ministry.days["/r/24"] = TODAY
    ministry.release("/r/24")
    result = visit(who())
    assert (result.new, result.gone, result.complete) == (1, 0, False)
    assert any("The index is short: it lists 4 releases where 23 were listed before." in e for e in result.errors)
    ministry.order = ["/r/24", *before]
    again = visit(who())
    assert (again.new, again.complete) == (0, True)


@pytest.mark.parametrize("fault", [Reply(status=500), Reply(b"<p>You are now in line.</p>", status=503)])
def test_a_gap_in_the_index_is_closed_the_next_night(
    visit: Visiting, ministry: Ministry, archive: Archive, fault: Reply
) -> None:
    visit(who())
    for number in range(24, 36):
        ministry.publish(f"/r/{number}")
    healthy, ministry.site.pages["/index?page=2"] = ministry.site.pages["/index?page=2"], fault
    broken = visit(who(), limits=Limits(tries=1))
    assert (broken.new, broken.complete) == (5, False)
    ministry.site.pages["/index?page=2"] = healthy
    # All of page 1 is known by now, but it lies above the gap: it is no ground to stop at.
    mended = visit(who())
    assert (mended.new, mended.complete) == (7, True)
    assert paths(archive) == set(ministry.order)


def test_what_a_visit_did_not_come_to_is_asked_for_though_the_index_says_nothing_new(
    visit: Visiting, ministry: Ministry, archive: Archive
) -> None:
    for path in ministry.order[10:]:
        ministry.site.pages[path] = Reply(status=503)
    first = visit(who(), limits=Limits(tries=1, failures_in_a_row=3))
    assert (first.new, first.failed, first.unasked) == (10, 3, 10)
    for path in ministry.order[10:]:
        ministry.release(path)
    ministry.asked.clear()
    second = visit(who())
    assert (second.new, second.complete) == (13, True)
    assert [path for path in ministry.asked if path.startswith("/index")] == index_pages(1)


def test_only_recent_releases_are_checked_again_and_conditionally(
    visit: Visiting, ministry: Ministry, clock: FixedClock
) -> None:
    visit(who(recheck_days=4))
    ministry.site.requests.clear()
    result = visit(who(recheck_days=4))  # the second night ends on 2 February in Jakarta: 29 January and later
    checked = [(path, "If-None-Match" in headers) for path, headers in ministry.site.requests if path.startswith("/r/")]
    assert checked == [("/r/23", True), ("/r/22", True), ("/r/21", True)]
    assert result.not_modified == 3


def test_an_old_release_that_the_index_dates_anew_is_checked_once(visit: Visiting, ministry: Ministry) -> None:
    visit(who(overlap=23))
    ministry.release("/r/4", "Ralat.")
    ministry.days["/r/4"] = TODAY
    ministry.asked.clear()
    assert visit(who(overlap=23)).changed == 1
    assert [path for path in ministry.asked if path.startswith("/r/")] == ["/r/4"]
    visit(who(overlap=23))
    assert [path for path in ministry.asked if path.startswith("/r/")] == []


def test_without_dates_the_newest_listed_count_as_recent(visit: Visiting, site: Site) -> None:
    Ministry(site, 70)
    visit(who(dates=False, recheck_days=3))
    assert visit(who(dates=False, recheck_days=3)).not_modified == 60


def test_a_backfill_reads_past_known_releases_to_its_first_day(visit: Visiting, ministry: Ministry) -> None:
    visit(who(), since=TODAY - timedelta(days=4))
    assert len([path for path in ministry.asked if path.startswith("/r/")]) == 10  # pages are taken whole
    assert visit(who()).new == 0
    ministry.asked.clear()
    result = visit(who(), since=TODAY - timedelta(days=9))
    assert (result.new, result.complete) == (5, True)
    assert [path for path in ministry.asked if path.startswith("/r/")] == [f"/r/{n}" for n in range(13, 8, -1)]


def test_a_backfill_leaves_out_what_is_newer_than_its_last_day(visit: Visiting, ministry: Ministry) -> None:
    result = visit(who(), since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=3))
    assert (result.new, result.complete) == (12, True)
    assert (
        visit(who()).new == 3
    )  # the nightly run then finds the newer ones, and goes no further back than the backfill


def test_a_release_that_the_index_holds_whole_is_recorded_when_it_changes(
    visit: Visiting, archive: Archive, site: Site
) -> None:
    site.pages.clear()
    rules = agency(
        index=IndexRules(
            kind="json", url=f"http://{HOST}/api?page={{page}}", item="data", link="slug", link_template="/berita/{link}",
            last_page="last",
        ),
        page=PageRules(kind="json", in_listing=True, title="title", body="body"),
    )  # fmt: skip

    def serve(*titles: str) -> None:
        items = ",".join(f'{{"slug": "{n}", "title": "{title}", "body": "x"}}' for n, title in enumerate(titles))
        site.pages["/api?page=1"] = Reply(
            f'{{"data": [{items}], "last": 1}}'.encode(), headers={"Content-Type": "application/json"}
        )

    serve("one", "two")
    assert (visit(rules).new, site.paths) == (2, ["/robots.txt", "/api?page=1"])
    serve("one", "two edited", "three")
    result = visit(rules)
    assert (result.new, result.changed, result.not_modified) == (1, 1, 1)
    captures = archive.releases()
    assert [(c.url.rsplit("/", 1)[-1], c.http_status, c.media_type) for c in captures[:2]] == [
        ("0", None, "application/json"),
        ("1", None, "application/json"),
    ]
    assert b'"two edited"' in archive.read(next(c for c in captures if c.url.endswith("/1") and c != captures[1])).body


def test_a_copy_of_the_archive_remembers_the_same(
    visit: Visiting, ministry: Ministry, archive: Archive, tmp_path: Path
) -> None:
    visit(who())
    for index in archive.root.rglob("*.cdxj"):
        index.unlink()
    ministry.asked.clear()
    visit(who())
    assert ministry.asked == index_pages(1)


def test_a_backfill_after_a_reading_that_broke_off_hides_no_gap(
    visit: Visiting, ministry: Ministry, archive: Archive
) -> None:
    healthy, ministry.site.pages["/index?page=3"] = ministry.site.pages["/index?page=3"], Reply(status=500)
    assert not visit(who()).complete
    ministry.site.pages["/index?page=3"] = healthy
    visit(who(), since=TODAY - timedelta(days=2))  # its two days end above the gap
    assert visit(who()).new == 13
    assert paths(archive) == set(ministry.order)
