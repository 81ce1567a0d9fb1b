import gzip
import http.server
import select
import socket
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.capture import Archive, Visit
from pipeline.capture.limits import Limits
from pipeline.capture.transport import NETWORK_ERRORS, Transport
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import FIRST, SECOND, agency
from tests.unit.capture.fault_server import Reply, Site

Visiting = Callable[..., Visit]


def reset_in_the_middle(request: http.server.BaseHTTPRequestHandler) -> Reply:
    """Half a body, then a TCP reset instead of the rest."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.close_connection = True
    request.rfile.close()
    request.connection.close()
    raise ConnectionAbortedError


def broken_chunks(request: http.server.BaseHTTPRequestHandler) -> Reply:
    """One whole chunk, then the end of the line where the next should be."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
    request.close_connection = True
    raise ConnectionAbortedError


def whole_chunks(request: http.server.BaseHTTPRequestHandler) -> Reply:
    request.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\nX-A: 2\r\n\r\n4\r\nhalf\r\n0\r\n\r\n"
    )
    request.close_connection = True
    raise ConnectionAbortedError


def first_release(archive: Archive) -> tuple[bytes, str]:
    """Body and problem of the newest capture of /r/1."""
    payload = archive.read([c for c in archive.releases() if c.url.endswith("/r/1")][-1])
    return payload.body, payload.problem


@pytest.mark.parametrize("fault", [reset_in_the_middle, broken_chunks, Reply(b"half", length=1000)])
def test_a_body_that_breaks_off_is_kept_and_never_taken_as_content(
    visit: Visiting, archive: Archive, site: Site, fault: Reply
) -> None:
    site.pages["/r/1"] = fault
    result = visit()
    assert (result.new, result.failed, result.complete) == (1, 1, False)
    assert first_release(archive)[0] in (b"half", b"")  # a reset may overtake what was sent before it
    assert "The connection ended before it was whole." in result.errors[0]
    site.pages["/r/1"] = Reply(FIRST)
    again = visit()
    assert (again.new, again.changed, again.complete) == (1, 0, True)
    assert first_release(archive) == (FIRST, "")


def test_chunks_are_joined_and_repeated_headers_kept(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = whole_chunks
    assert visit().new == 2
    payload = archive.read(archive.releases()[0])
    assert payload.raw == b"half"
    assert payload.headers == (
        ("Content-Type", "text/html"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-A", "1"),
        ("X-A", "2"),
    )


def test_a_body_without_stated_length_ends_with_the_line(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = Reply(FIRST, length=None)
    assert visit().new == 2
    assert first_release(archive) == (FIRST, "")


def test_gzip_is_kept_as_sent_and_undone_for_readers(visit: Visiting, archive: Archive, site: Site) -> None:
    sent = gzip.compress(FIRST, mtime=0)
    site.pages["/r/1"] = Reply(sent, headers={"Content-Encoding": "gzip"})
    visit()
    payload = archive.read(archive.releases()[0])
    assert (payload.raw, payload.body, payload.truncated) == (sent, FIRST, False)
    assert archive.releases()[0].byte_count == len(sent)


def test_a_gzip_bomb_is_kept_small_and_counted_failed(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = Reply(gzip.compress(bytes(5_000_000)), headers={"Content-Encoding": "gzip"})
    limits = Limits(body_bytes=1_000_000)
    result = visit(limits=limits)
    assert (result.new, result.failed) == (1, 1)
    assert "decompresses to more than 1,000,000 bytes" in result.errors[0]
    # It is no content to be compared with: the same bytes fail again instead of counting as unchanged.
    assert visit(limits=limits).failed == 1


def test_gzip_in_parts_without_end_is_kept_and_counted_failed(visit: Visiting, archive: Archive, site: Site) -> None:
    parts = gzip.compress(FIRST, mtime=0) + gzip.compress(b"", mtime=0) * 120_000
    site.pages["/r/1"] = Reply(parts, headers={"Content-Encoding": "gzip"})
    result = visit()
    assert (result.new, result.failed) == (1, 1)
    assert "in more than 100 parts" in result.errors[0]
    assert first_release(archive)[0] == FIRST
    assert list(archive.judgements("ministry").values()) == ["truncated"]


def test_a_payload_over_the_cap_is_cut_and_counted_failed(visit: Visiting, archive: Archive, site: Site) -> None:
    site.pages["/r/1"] = Reply(b"x" * 300_000)
    result = visit(limits=Limits(payload_bytes=100_000))
    assert (result.new, result.failed) == (1, 1)
    assert "larger than the cap" in result.errors[0]
    assert len(first_release(archive)[0]) == 100_000


def test_a_server_that_stays_silent_is_not_waited_for(visit: Visiting, site: Site) -> None:
    def silent(request: http.server.BaseHTTPRequestHandler) -> Reply:
        request.connection.recv(1)  # until the other side gives up
        raise ConnectionAbortedError

    site.pages["/r/1"] = silent
    result = visit(limits=Limits(read_seconds=1.0, tries=1))
    assert (result.new, result.failed) == (1, 1)
    assert "could not be reached" in result.errors[0]


def test_a_server_that_drips_is_cut_off(visit: Visiting, archive: Archive, site: Site, clock: FixedClock) -> None:
    def drip(request: http.server.BaseHTTPRequestHandler) -> Reply:
        clock.moment += timedelta(seconds=121)
        return Reply(b"half", length=1000)

    site.pages["/r/1"] = drip
    result = visit()
    assert (result.new, result.failed) == (1, 1)
    assert "longer than the time limit" in result.errors[0]
    assert first_release(archive)[0] == b"half"


@pytest.mark.parametrize(
    "answer",
    [b"\x00\x01\x02garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"],
)
def test_an_answer_that_is_no_http_is_an_error(visit: Visiting, site: Site, answer: bytes) -> None:
    def rubbish(request: http.server.BaseHTTPRequestHandler) -> Reply:
        request.wfile.write(answer)
        request.close_connection = True
        raise ConnectionAbortedError

    site.pages["/r/1"] = rubbish
    result = visit(limits=Limits(tries=1))
    assert (result.new, result.failed, result.complete) == (1, 1, False)


def test_a_host_that_leads_into_the_own_network_is_refused(site: Site) -> None:
    # The default port cannot be bound in a test, so the transport is asked directly.
    transport = Transport(agency(), {}, Limits(), FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    with pytest.raises(NETWORK_ERRORS, match=r"127\.0\.0\.1 is not a public address"):
        transport.get(f"http://127.0.0.1:{site.address[1]}/r/1", {})
    transport.close()
    assert site.requests == []


def test_who_we_are_is_said_honestly(visit: Visiting, site: Site) -> None:
    visit(agency(contact="https://data.example/kota-cerdas"))
    _, headers = site.requests[-1]
    assert headers["User-Agent"].startswith("kotacerdas/")
    assert headers["User-Agent"].endswith("(+https://data.example/kota-cerdas)")
    assert headers["Host"] == "ministry.example"
    assert "Cookie" not in headers


def test_proxies_of_the_environment_are_not_used(
    visit: Visiting, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert visit().new == 2
    assert archive.read(archive.releases()[1]).body == SECOND


def test_an_early_hint_puts_no_releases_text_under_another_address(
    visit: Visiting, archive: Archive, site: Site
) -> None:
    def early(request: http.server.BaseHTTPRequestHandler) -> Reply:
        """The answer proper comes only when the client has taken the hint for one: it hangs up, or asks for the next page."""
        request.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
        select.select([request.connection], [], [], 5)
        return Reply(FIRST)

    site.pages["/r/1"] = early
    result = visit()
    assert (result.new, result.failed, result.complete) == (1, 1, False)
    assert "103 instead of an answer" in result.errors[0]
    assert [(c.url[-4:], archive.read(c).body) for c in archive.releases()] == [("/r/2", SECOND)]
