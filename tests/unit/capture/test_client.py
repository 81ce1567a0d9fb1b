import http.server
from collections.abc import Callable

import pytest

from pipeline.agencies import Rate
from pipeline.capture import Archive, Visit
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import FIRST, agency
from tests.unit.capture.fault_server import HOST, Answer, Reply, Site

Visiting = Callable[..., Visit]


def reset(request: http.server.BaseHTTPRequestHandler) -> Reply:
    """The line is cut before a word is said."""
    request.close_connection = True
    raise ConnectionAbortedError


def in_turn(*replies: Reply) -> Answer:
    left = list(replies)
    return lambda _: left.pop(0)


def test_a_busy_server_is_asked_again_when_it_says(visit: Visiting, site: Site, clock: FixedClock) -> None:
    site.pages["/r/1"] = in_turn(Reply(status=503, headers={"Retry-After": "20"}), Reply(status=429), Reply(FIRST))
    pauses: list[float] = []
    clock.on_sleep = pauses.append
    result = visit()
    assert pauses[0] == 20.0
    assert 2.0 <= pauses[1] <= 4.0  # the second backoff, half of it jitter
    assert len(pauses) == 3  # the night's end is the third
    assert (result.requested, result.new, result.failed, result.complete) == (8, 2, 0, True)


def test_every_answer_is_archived_even_those_that_are_asked_again(
    visit: Visiting, archive: Archive, site: Site
) -> None:
    site.pages["/r/1"] = in_turn(Reply(b"busy", status=503), Reply(b"busy", status=502), Reply(FIRST))
    visit()
    assert [c.http_status for c in archive.releases() if c.url.endswith("/r/1")] == [503, 502, 200]


@pytest.mark.parametrize("asked", ["3600", "Sun, 01 Feb 2026 18:30:00 GMT"])
def test_a_server_that_asks_for_more_patience_is_left_until_the_next_run(
    visit: Visiting, site: Site, asked: str
) -> None:
    site.pages["/r/1"] = Reply(status=503, headers={"Retry-After": asked})
    result = visit()
    assert (result.failed, site.paths.count("/r/1")) == (1, 1)
    assert "Left for the next run: 1 releases" in result.errors[0]
    assert "/r/2" not in site.paths


@pytest.mark.parametrize("asked", ["soon", "-5", "٣", "9" * 400, f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT"])
def test_a_senseless_retry_after_does_no_harm(visit: Visiting, site: Site, asked: str) -> None:
    site.pages["/r/1"] = Reply(status=503, headers={"Retry-After": asked.encode().decode("latin-1")})
    assert visit().failed == 1


def test_redirects_on_the_own_host_are_followed_and_archived(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = Reply(status=301, headers={"Location": "/new/1"})
    site.pages["/new/1"] = Reply(FIRST, etag=True)
    assert visit().new == 2
    assert sorted(c.url for c in archive.releases()) == [f"http://{HOST}/new/1", f"http://{HOST}/r/2"]
    assert list(archive.roles().values()).count("redirect") == 1
    again = visit()
    assert (again.new, again.changed, again.not_modified) == (0, 0, 2)


@pytest.mark.parametrize(
    "target", ["http://other.example/x", "https://127.0.0.1/x", "file:///etc/passwd", "http://ministry.example:8080/x"]
)
def test_redirects_to_elsewhere_are_refused(visit: Visiting, archive: Archive, site: Site, target: str) -> None:
    site.pages["/r/1"] = Reply(status=302, headers={"Location": target})
    result = visit()
    assert (result.new, result.failed, result.complete) == (1, 1, False)
    assert [c.url for c in archive.releases()] == [f"http://{HOST}/r/2"]


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ("/r/café".encode(), "/r/caf%C3%A9"),
        (b"/r/caf%C3%A9", "/r/caf%C3%A9"),
        ("/r/café".encode("latin-1"), "/r/caf%C3%A9"),
    ],
)
def test_a_redirect_in_raw_utf_8_leads_where_it_says(visit: Visiting, site: Site, sent: bytes, asked: str) -> None:
    site.pages["/r/1"] = Reply(status=302, headers={"Location": sent.decode("latin-1")})
    site.pages[asked] = Reply(FIRST)
    assert visit().new == 2
    assert asked in site.paths


def test_redirects_without_end_are_cut_off(visit: Visiting, site: Site) -> None:
    site.pages["/r/1"] = Reply(status=302, headers={"Location": "/r/1"})
    for number in range(10):
        site.pages[f"/hop/{number}"] = Reply(status=302, headers={"Location": f"/hop/{number + 1}"})
    site.pages["/r/2"] = site.pages["/hop/0"]
    result = visit()
    assert (result.failed, len(result.errors)) == (2, 2)
    assert all("more than 5 redirects" in error for error in result.errors)


def test_a_redirect_into_what_robots_txt_closes_is_not_followed(visit: Visiting, site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /closed\n")
    site.pages["/r/1"] = Reply(status=302, headers={"Location": "/closed/1"})
    assert visit().refused_by_robots == 1
    assert "/closed/1" not in site.paths


@pytest.mark.parametrize("target", ["http://other.example/x", "/closed/1", "/broken", "http://[::1", ""])
def test_a_redirect_that_leads_nowhere_leaves_the_address_in_question(
    visit: Visiting, archive: Archive, site: Site, target: str
) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /closed\n")
    site.pages["/r/1"] = Reply(status=302, headers={"Location": target})
    site.pages["/broken"] = reset
    visit()
    assert set(archive.judgements("ministry").values()) == {"dead_end"}
    site.pages["/r/1"] = Reply(FIRST)
    assert visit().new == 1


def test_a_redirect_cut_off_by_the_budget_is_followed_the_next_night(visit: Visiting, site: Site) -> None:
    site.pages["/r/1"] = Reply(status=301, headers={"Location": "/new/1"})
    site.pages["/new/1"] = Reply(FIRST)
    first = visit(agency(rate=Rate(delay_seconds=0.0, requests_per_night=3)))  # robots.txt, the index, /r/1
    assert (first.new, first.unasked) == (0, 2)
    assert visit().new == 2


def test_http_is_refused_where_the_agency_file_does_not_allow_it(visit: Visiting, site: Site) -> None:
    result = visit(agency(allow_http=False))
    assert site.requests == []
    assert "is not https" in result.errors[0]


def test_a_304_that_was_not_asked_for_is_no_content(visit: Visiting, site: Site) -> None:
    site.pages["/r/1"] = Reply(status=304)
    assert visit().failed == 1


def test_an_etag_that_is_no_sound_header_is_not_sent_back(visit: Visiting, site: Site) -> None:
    site.pages["/r/1"] = Reply(FIRST, headers={"ETag": '"\xe9\x85"'})
    assert visit().new == 2
    assert visit().not_modified == 2
    assert all("If-None-Match" not in headers for path, headers in site.requests if path == "/r/1")
