"""HTTP: the same bytes in every run, conditional requests, gzip, HEAD, faults on request, and a clean end."""

import gzip
import http.client
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from sample_ministry import Answer, SampleSite, Served, serve
from sample_ministry.site import KOMDIGI, KOMINFO, answer

INDEX = "/content/all/siaran_pers?page=1"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return dict(self.headers).get(name)


def ask(
    site: SampleSite,
    target: str,
    *,
    host: str = KOMINFO,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    connection = http.client.HTTPConnection(*site.connect_to[KOMINFO], timeout=10)
    try:
        connection.request(method, target, headers={"Host": host, **(headers or {})})
        response = connection.getresponse()
        return Reply(response.status, response.getheaders(), response.read())
    finally:
        connection.close()


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with serve() as running:
        yield running


def test_two_runs_send_the_same_bytes_and_headers() -> None:
    replies = []
    for _ in range(2):
        with serve() as running:
            replies.append(
                [
                    ask(running, INDEX, headers={"Accept-Encoding": coding}, host=host)
                    for coding in ("gzip", "identity")
                    for host in (KOMINFO, KOMDIGI)
                ]
            )
    assert replies[0] == replies[1]
    assert [reply.status for reply in replies[0]] == [200, 404, 200, 404]


def test_gzip_is_sent_to_those_who_take_it(site: SampleSite) -> None:
    zipped = ask(site, INDEX, headers={"Accept-Encoding": "gzip, deflate"})
    plain = ask(site, INDEX)
    assert zipped.header("Content-Encoding") == "gzip"
    assert plain.header("Content-Encoding") is None
    assert gzip.decompress(zipped.body) == plain.body == answer(KOMINFO, INDEX).body
    assert zipped.header("ETag") != plain.header("ETag")
    assert zipped.header("Vary") == "Accept-Encoding"


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_what_is_known_by_its_etag_is_not_sent_again(site: SampleSite, coding: str) -> None:
    first = ask(site, INDEX, headers={"Accept-Encoding": coding})
    etag = first.header("ETag")
    assert etag is not None
    second = ask(site, INDEX, headers={"Accept-Encoding": coding, "If-None-Match": etag})
    assert (second.status, second.body, second.header("ETag")) == (304, b"", etag)
    other = ask(
        site, INDEX, headers={"If-None-Match": '"other"', "If-Modified-Since": first.header("Last-Modified") or ""}
    )
    assert other.status == 200  # If-None-Match outranks If-Modified-Since


@pytest.mark.parametrize(
    ("since", "status"),
    [("Sun, 01 Jan 2017 00:00:00 GMT", 200), ("Wed, 01 Jan 2025 00:00:00 GMT", 304), ("yesterday", 200)],
)
def test_if_modified_since(site: SampleSite, since: str, status: int) -> None:
    assert ask(site, INDEX, headers={"If-Modified-Since": since}).status == status


def test_last_modified_is_the_releases_day(site: SampleSite) -> None:
    path = "/berita/siaran-pers/detail/jaringan-sudah-sampai-ke-kampung-kini-giliran-layanannya"
    assert ask(site, path, host=KOMDIGI).header("Last-Modified") == "Thu, 15 Jan 2026 03:00:00 GMT"


def test_head_has_headers_and_no_body(site: SampleSite) -> None:
    head, get = ask(site, INDEX, method="HEAD"), ask(site, INDEX)
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_requests_are_kept_for_tests_to_read(site: SampleSite) -> None:
    ask(site, "/nowhere")
    ask(site, "/", host="unknown.example:80")
    assert site.requests == [
        Served("GET", KOMINFO, "/nowhere", 404),
        Served("GET", "unknown.example", "/", 421),
    ]


def test_an_edited_page_is_changed_for_those_who_knew_it(site: SampleSite) -> None:
    known = ask(site, INDEX).header("ETag")
    assert known is not None

    def edit(healthy: Answer) -> Answer:
        return replace(healthy, body=healthy.body.replace(b"Siaran Pers", b"Siaran  Pers"))

    with serve(changes={(KOMINFO, INDEX): edit}) as changed:
        reply = ask(changed, INDEX, headers={"If-None-Match": known})
        assert reply.status == 200
        assert b"Siaran  Pers" in reply.body
        assert ask(changed, "/robots.txt") == ask(site, "/robots.txt")


def test_a_fault_is_sent_exactly_as_it_is_given() -> None:
    changes = {
        (KOMINFO, "/robots.txt"): (500, {"Content-Type": "text/plain"}, b"broken"),
        (KOMINFO, INDEX): (200, {"Content-Type": "text/html", "Content-Length": "5000"}, b"<html>"),
    }
    with serve(changes=changes) as faulty:
        broken = ask(faulty, "/robots.txt", headers={"If-None-Match": "*"})
        assert (broken.status, broken.body, broken.header("ETag")) == (500, b"broken", None)
        with pytest.raises(http.client.IncompleteRead):
            ask(faulty, INDEX)


def test_a_connection_kept_alive_does_not_hold_up_the_end() -> None:
    with serve() as running:
        connection = http.client.HTTPConnection(*running.connect_to[KOMDIGI], timeout=10)
        connection.request("GET", "/robots.txt", headers={"Host": KOMDIGI})
        connection.getresponse().read()
        address = running.connect_to[KOMDIGI]
    connection.close()
    with pytest.raises(ConnectionRefusedError), socket.create_connection(address, timeout=5):
        pass


def test_a_taken_port_is_an_error(site: SampleSite) -> None:
    with pytest.raises(OSError, match="in use"), serve(site.port):
        pass
