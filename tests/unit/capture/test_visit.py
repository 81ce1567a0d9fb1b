import dataclasses
from collections.abc import Callable

import pytest

from pipeline.agencies import IndexRules, Rate
from pipeline.capture import Archive, Progress, Visit
from pipeline.capture.limits import Limits
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import FIRST, INDEX, SECOND, agency
from tests.unit.capture.fault_server import HOST, Reply, Site

Visiting = Callable[..., Visit]


def releases(archive: Archive) -> dict[str, bytes]:
    """The newest body at each release's path."""
    return {c.url.removeprefix(f"http://{HOST}"): archive.read(c).body for c in archive.releases()}


def test_a_first_visit_archives_robots_index_and_releases(visit: Visiting, archive: Archive, site: Site) -> None:
    seen: list[Progress] = []
    result = visit(progress=seen.append)
    assert result == Visit(agency_id="ministry", requested=6, new=2, listed=2, links_per_page=(2, 0, 2))
    assert site.paths == ["/robots.txt", "/index?page=1", "/index?page=2", "/index?page=1", "/r/1", "/r/2"]
    assert [role for _, role in sorted(archive.roles().items(), key=lambda i: archive.find(i[0]).warc_offset)] == [
        "robots",
        "index",
        "index",
        "listing",
        "release",
        "release",
    ]
    assert releases(archive) == {"/r/1": FIRST, "/r/2": SECOND}
    assert {c.source_kind for c in archive.captures()} == {"sample"}
    assert seen[-1] == Progress("ministry", "release", 2, 2, "")


def test_a_second_visit_fetches_nothing_again_that_the_server_calls_unchanged(
    visit: Visiting, archive: Archive, site: Site
) -> None:
    visit()
    site.requests.clear()
    result = visit()
    assert (result.not_modified, result.new, result.changed, result.complete) == (2, 0, 0, True)
    conditional = {path: "If-None-Match" in headers for path, headers in site.requests}
    assert conditional == {
        "/robots.txt": False,
        "/index?page=1": False,
        "/index?page=2": False,
        "/r/1": True,
        "/r/2": True,
    }
    first, again = [c for c in archive.releases() if c.url.endswith("/r/1")]
    assert (again.http_status, again.revisit_of, again.payload_sha256) == (304, first.capture_id, first.payload_sha256)
    assert (again.byte_count, archive.read(again).body) == (first.byte_count, FIRST)
    assert visit().not_modified == 2


def test_identical_bytes_without_validators_become_a_revisit(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = Reply(FIRST)
    visit()
    result = visit()
    assert (result.not_modified, result.changed) == (2, 0)
    first, again = [c for c in archive.releases() if c.url.endswith("/r/1")]
    assert (again.http_status, again.revisit_of) == (200, first.capture_id)


def test_changed_bytes_are_a_new_capture(visit: Visiting, archive: Archive, site: Site) -> None:
    visit()
    site.pages["/r/1"] = Reply(FIRST + b"edited", etag=True)
    result = visit()
    assert (result.not_modified, result.new, result.changed) == (1, 0, 1)
    assert releases(archive)["/r/1"] == FIRST + b"edited"


def test_last_modified_is_sent_back(visit: Visiting, site: Site) -> None:
    moment = "Thu, 18 Jan 2024 03:00:00 GMT"
    site.pages["/r/1"] = lambda request: (
        Reply(status=304)
        if request.headers.get("If-Modified-Since") == moment
        else Reply(FIRST, headers={"Last-Modified": moment})
    )
    assert visit().new == 2
    # The 304 carries no validator; the third visit still knows the one of the first.
    assert [visit().not_modified, visit().not_modified] == [2, 2]


def test_one_bad_page_stops_nothing_else(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = Reply(b"oops", status=500)
    result = visit()
    assert (result.new, result.failed, result.complete) == (1, 1, False)
    assert result.errors == (f"http://{HOST}/r/1 answered 500.",)
    assert [c.http_status for c in archive.releases()] == [500, 200]
    site.pages["/r/1"] = Reply(FIRST)
    assert (visit().new, visit().complete) == (1, True)


def test_a_release_that_is_gone_is_said_and_does_not_make_the_visit_incomplete(visit: Visiting, site: Site) -> None:
    del site.pages["/r/1"]
    result = visit()
    assert (result.gone, result.complete, result.errors) == (1, True, (f"http://{HOST}/r/1 answered 404.",))


def test_an_unreachable_site_is_an_error_and_leaves_no_file(visit: Visiting, archive: Archive) -> None:
    result = visit(connect_to={HOST: ("127.0.0.1", 1)})
    assert (result.requested, result.listed, result.complete) == (3, 0, False)
    assert "robots.txt could not be reached (Connection refused)" in result.errors[0]
    assert archive.captures() == []
    assert not archive.root.exists()


@pytest.mark.parametrize("status", [500, 503, 429, 301])
def test_without_a_sound_robots_txt_nothing_is_fetched(visit: Visiting, site: Site, status: int) -> None:
    site.pages["/robots.txt"] = Reply(status=status)
    result = visit()
    assert (result.complete, result.listed) == (False, 0)
    assert f"answered {status}" in result.errors[0]
    assert set(site.paths) == {"/robots.txt"}


@pytest.mark.parametrize("media_type", ["text/html; charset=utf-8", "text/plain", ""])
def test_a_waiting_room_instead_of_robots_txt_permits_nothing(visit: Visiting, site: Site, media_type: str) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    site.pages["/robots.txt"] = Reply(b"\n<html><title>You are now in line</title></html>", headers=headers)
    result = visit()
    assert (result.complete, result.listed, set(site.paths)) == (False, 0, {"/robots.txt"})
    assert f"http://{HOST}/robots.txt answered with a page of the kind 'waiting_room'" in result.errors[0]
    del site.pages["/robots.txt"]
    assert visit().new == 2


@pytest.mark.parametrize("body", [b"<html><h1>Beranda</h1></html>", b"<html><h1>Halaman tidak ditemukan</h1></html>"])
def test_an_ordinary_page_instead_of_robots_txt_holds_no_rules(visit: Visiting, site: Site, body: bytes) -> None:
    site.pages["/robots.txt"] = Reply(body, headers={"Content-Type": "text/html"})
    assert visit().new == 2


def test_robots_txt_is_obeyed_page_by_page(visit: Visiting, site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /r/2\n")
    result = visit()
    assert (result.new, result.refused_by_robots, result.failed, result.complete) == (1, 1, 0, True)
    assert "/r/2" not in site.paths


def test_robots_txt_that_closes_the_index_is_said(visit: Visiting, site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: kotacerdas\nDisallow: /\n")
    result = visit()
    assert (result.complete, site.paths) == (False, ["/robots.txt"])
    assert "does not let us fetch the index page" in result.errors[0]


def test_requests_keep_the_larger_of_two_pauses(visit: Visiting, site: Site, clock: FixedClock) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 7\n")
    pauses: list[float] = []
    clock.on_sleep = pauses.append
    visit(agency(rate=Rate(delay_seconds=3.0)))
    assert pauses[:-1] == [7.0] * 5


def test_a_request_rate_is_a_pause_too(visit: Visiting, site: Site, clock: FixedClock) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nRequest-rate: 2/10s\nCrawl-delay: 3\n")
    pauses: list[float] = []
    clock.on_sleep = pauses.append
    visit()
    assert pauses[:-1] == [5.0] * 5


def test_a_crawl_delay_beyond_patience_is_obeyed_by_staying_away(visit: Visiting, site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 3600\n")
    result = visit()
    assert site.paths == ["/robots.txt"]
    assert "asks for a pause" in result.errors[0]


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"<p>You are waiting.</p>",
        b"\x00\xff\xfe garbage",
        b"<?xml version='1.0'?><rss></rss>",
        b"https://a.example/",
    ],
)
def test_an_index_without_releases_is_said(visit: Visiting, site: Site, page: bytes) -> None:
    site.pages["/index?page=1"] = Reply(page)
    result = visit()
    assert (result.listed, result.complete) == (0, False)
    assert "lists no release" in result.errors[0]


def test_an_index_that_would_keep_a_parser_busy_is_not_parsed(visit: Visiting, site: Site) -> None:
    site.pages["/index?page=1"] = Reply(b"<div>" * 200_000 + INDEX)
    assert "nested too deep" in visit().errors[0]


def test_an_index_that_breaks_off_keeps_what_it_listed(visit: Visiting, site: Site) -> None:
    site.pages["/index?page=2"] = Reply(status=500)
    result = visit()
    assert (result.new, result.listed, result.complete) == (2, 2, False)
    assert "not read to its end" in result.errors[0]


@pytest.mark.parametrize("second", [Reply(INDEX), Reply(status=404), Reply(b"")])
def test_the_index_ends_where_a_page_lists_nothing_new(visit: Visiting, site: Site, second: Reply) -> None:
    site.pages["/index?page=2"] = second
    assert visit().complete
    assert "/index?page=3" not in site.paths


def test_an_index_without_end_stops_at_the_limit(visit: Visiting, site: Site) -> None:
    for number in range(1, 5):
        site.pages[f"/index?page={number}"] = Reply(f"<a class='release' href='/r/{number}'>".encode())
    result = visit(
        agency(index=IndexRules(url=f"http://{HOST}/index?page={{page}}", link="a.release", last_page_limit=3))
    )
    assert (result.listed, result.complete) == (3, False)
    assert any("after 3 pages" in error for error in result.errors)


def test_a_selector_that_is_no_css_is_said(visit: Visiting) -> None:
    result = visit(agency(index=IndexRules(url=f"http://{HOST}/index?page={{page}}", link="a[")))
    assert "A selector of the agency file's [index] is no CSS" in result.errors[0]


def test_links_that_lead_elsewhere_are_not_followed(visit: Visiting, site: Site) -> None:
    links = ("http://other.example/r", "javascript:alert(1)", "//user:x@ministry.example/r", "http://[::1", "/r/1#top")
    page = "".join(f"<a class='release' href='{link}'>x</a>" for link in links)
    site.pages["/index?page=1"] = Reply(page.encode())
    result = visit()
    assert (result.listed, result.new, len(result.errors)) == (1, 1, 4)
    assert site.paths[-1] == "/r/1"


def test_a_server_that_fails_all_the_time_is_left_in_peace(visit: Visiting, site: Site) -> None:
    site.pages["/index?page=1"] = Reply("".join(f"<a class='release' href='/x/{n}'>" for n in range(9)).encode())
    for number in range(9):
        site.pages[f"/x/{number}"] = Reply(status=503)
    result = visit(limits=Limits(tries=1, failures_in_a_row=3))
    assert (result.failed, result.listed, result.complete) == (3, 9, False)
    assert result.errors[0] == (
        "The visit ended early: 3 addresses in a row did not answer. Left for the next run: 6 releases."
    )
    assert result.unasked == 6


def test_an_agency_that_is_not_synthetic_is_captured_live(visit: Visiting, archive: Archive) -> None:
    visit(dataclasses.replace(agency(), synthetic=False))
    assert {c.source_kind for c in archive.captures()} == {"live"}
