"""What sites do wrong, over real sockets, and what a visit makes of it. docs/operations.md has the table of these faults."""

import gzip
import http.server
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest

from pipeline.agencies import Rate
from pipeline.capture import Archive, Visit
from pipeline.capture.limits import Limits
from pipeline.clock import FixedClock
from pipeline.decode import decode
from pipeline.model import Quarantined
from tests.unit.capture.conftest import FIRST, SECOND, agency
from tests.unit.capture.fault_server import Reply, Site

Visiting = Callable[..., Visit]
HTML = {"Content-Type": "text/html; charset=utf-8"}


def test_a_slow_server_is_asked_less_often(visit: Visiting, site: Site, clock: FixedClock) -> None:
    def slow(request: http.server.BaseHTTPRequestHandler) -> Reply:
        clock.moment += timedelta(seconds=9)
        return Reply(FIRST)

    site.pages["/r/1"] = slow
    pauses: list[float] = []
    clock.on_sleep = pauses.append
    assert visit().new == 2
    assert pauses[0] == 9.0  # before the release after the slow one; nothing was waited for before


def test_bytes_beyond_the_stated_length_do_not_disturb_the_next_answer(
    visit: Visiting, archive: Archive, site: Site
) -> None:
    def too_long(request: http.server.BaseHTTPRequestHandler) -> Reply:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nhalf and more")
        raise ConnectionAbortedError  # the line stays open: what is left over stands before the next answer

    site.pages["/r/1"] = too_long
    visit()
    assert {c.url[-4:]: archive.read(c).body for c in archive.releases()} == {"/r/1": b"half", "/r/2": SECOND}


def test_a_body_without_end_is_cut_at_the_cap(visit: Visiting, archive: Archive, site: Site) -> None:
    sent = count()

    def endless(request: http.server.BaseHTTPRequestHandler) -> Reply:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        request.close_connection = True
        with suppress(OSError):
            while True:
                request.wfile.write(b"x" * 10_000)
                next(sent)
        raise ConnectionAbortedError

    site.pages["/r/1"] = endless
    result = visit(limits=Limits(payload_bytes=200_000))
    assert (result.new, result.failed, result.complete) == (1, 1, False)
    assert archive.releases()[0].byte_count == 200_000
    assert next(sent) < 5_000  # the server was hung up, not read to the end of its patience


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/html; charset=utf-16"},
        {"Content-Type": "text/html; charset=klingon"},
        {"Content-Type": "text/html; charset="},
        {"Content-Type": "text/html; charset=idna"},
        {"Content-Type": "text/html; charset=undefined"},
    ],
)
def test_a_charset_that_is_not_so_changes_no_byte_and_yields_no_wrong_text(
    visit: Visiting, archive: Archive, site: Site, headers: dict[str, str]
) -> None:
    site.pages["/r/1"] = Reply(FIRST, headers=headers)
    visit()
    capture = next(c for c in archive.releases() if c.url.endswith("/r/1"))
    assert archive.read(capture).raw == FIRST
    result = decode(capture, archive.read(capture), agency())
    assert isinstance(result, Quarantined) or result.title == "First"


def test_validators_that_the_server_has_forgotten_are_no_news(visit: Visiting, archive: Archive, site: Site) -> None:
    fresh = count()
    site.pages["/r/1"] = lambda _: Reply(FIRST, headers={**HTML, "ETag": f'"{next(fresh)}"'})
    assert visit().new == 2
    result = visit()
    assert (result.not_modified, result.changed) == (2, 0)
    newest = archive.releases()[-1] if archive.releases()[-1].url.endswith("/r/1") else archive.releases()[-2]
    assert (newest.http_status, newest.etag) == (200, '"1"')
    visit()
    asked = [headers.get("If-None-Match") for path, headers in site.requests if path == "/r/1"]
    assert asked == [None, '"0"', '"1"']


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/meta-data/", "http://[::1]/", "//10.0.0.1/x"])
def test_a_redirect_into_a_private_network_is_refused(
    visit: Visiting, archive: Archive, site: Site, target: str
) -> None:
    site.pages["/r/1"] = Reply(status=302, headers={"Location": target})
    result = visit()
    assert (result.new, result.failed) == (1, 1)
    assert "is not on one of the agency's hosts" in result.errors[0]


def test_a_compressed_body_that_is_damaged_is_no_content(visit: Visiting, archive: Archive, site: Site) -> None:
    broken = bytearray(gzip.compress(FIRST * 20, mtime=0))
    broken[30] ^= 0xFF
    site.pages["/r/1"] = Reply(bytes(broken), headers={**HTML, "Content-Encoding": "gzip"})
    result = visit()
    assert (result.new, result.failed) == (1, 1)
    assert "compressed bytes" in result.errors[0]
    assert archive.judgements("ministry") == {archive.releases()[0].capture_id: "truncated"}


def test_the_nights_budget_ends_the_visit_and_is_reported(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/index?page=1"] = Reply("".join(f"<a class='release' href='/x/{n}'>" for n in range(9)).encode())
    site.pages |= {f"/x/{n}": Reply(FIRST.replace(b"one", b"%d" % n)) for n in range(9)}
    sparing = agency(rate=Rate(delay_seconds=0.0, requests_per_night=8))
    first = visit(sparing)
    assert (first.requested, first.new, first.unasked, first.complete) == (8, 4, 5, False)
    assert first.errors == (
        "The visit ended early: The night's budget of 8 requests is used up. Left for the next run: 5 releases.",
    )
    site.requests.clear()
    second = visit(sparing)
    assert (second.new, second.changed, second.unasked) == (5, 0, 4)  # those of the first night are checked last
    assert [path for path in site.paths if path.startswith("/x/")][:5] == [f"/x/{n}" for n in range(4, 9)]


def test_a_retry_counts_against_the_budget(visit: Visiting, site: Site) -> None:
    site.pages["/r/1"] = Reply(status=503)
    result = visit(agency(rate=Rate(delay_seconds=0.0, requests_per_night=6)))
    assert (result.requested, result.unasked) == (6, 2)


def test_what_robots_txt_forbids_is_counted_and_never_asked_for(visit: Visiting, site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /r/\n", headers={"Content-Type": "text/plain"})
    for _ in range(2):
        result = visit()
        assert (result.refused_by_robots, result.new, result.failed, result.complete) == (2, 0, 0, True)
    assert not [path for path in site.paths if path.startswith("/r/")]
