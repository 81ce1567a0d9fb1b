"""A retired site, read through a stand-in for the Wayback Machine that answers as its public documentation says.

The Wayback Machine itself was never asked.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from pipeline.agencies import Agency, WaybackRules
from pipeline.capture import Archive, Visit
from pipeline.capture.verify import verify
from pipeline.capture.warc import from_member, members
from pipeline.capture.wayback import UnreadableCdxError, read_cdx
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST, Reply, Site

Visiting = Callable[..., Visit]
OLD = "retired.example"


@dataclass
class StandIn:
    """Captures of a retired site as (SURT key, timestamp, original, body); `page` rows a CDX answer."""

    captures: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    page: int = 2
    replay: dict[str, Reply] = field(default_factory=dict)

    def add(self, number: int, timestamp: str, body: bytes, scheme: str = "http", port: str = "") -> None:
        key = f"example,retired)/content/detail/{number}/judul"
        self.captures.append((key, timestamp, f"{scheme}://{OLD}{port}/content/detail/{number}/judul", body))
        self.captures.sort()

    def __call__(self, request: BaseHTTPRequestHandler) -> Reply:
        parts = urlsplit(request.path)
        if parts.path == "/robots.txt":
            return Reply(status=404)
        if parts.path == "/cdx/search/cdx":
            return self._cdx(dict(parse_qsl(parts.query)))
        found = re.fullmatch(r"/web/(\d{14})id_/(.+)", request.path)
        assert found, request.path
        return self._replay(found[1], unquote(found[2]))

    def _cdx(self, asked: dict[str, str]) -> Reply:
        assert asked["matchType"] == "prefix"
        assert asked["output"] == "json"
        prefix = asked["url"].partition("/")[2]
        rows = [
            {"urlkey": key, "timestamp": timestamp, "original": original}
            for key, timestamp, original, _ in self.captures
            if f")/{prefix}" in key and asked["from"] <= timestamp[:8] <= asked["to"]
        ]
        start = int(asked.get("resumeKey", "0"))
        names = asked["fl"].split(",")
        answer = [names, *([row[name] for name in names] for row in rows[start : start + self.page])] if rows else []
        if start + self.page < len(rows) and asked.get("showResumeKey") == "true":
            answer += [[], [str(start + self.page)]]
        return Reply(json.dumps(answer).encode(), headers={"Content-Type": "application/json"})

    def _replay(self, timestamp: str, original: str) -> Reply:
        """The capture nearest to the moment, by redirect where it is another one's."""
        if timestamp in self.replay:
            return self.replay[timestamp]
        versions = [(abs(int(t) - int(timestamp)), t, body) for _, t, o, body in self.captures if o == original]
        if not versions:
            return Reply(status=404)
        _, nearest, body = min(versions)
        if nearest != timestamp:
            return Reply(status=302, headers={"Location": f"/web/{nearest}id_/{original}"})
        return Reply(
            body,
            headers={
                "Content-Type": "text/html; charset=utf-8",
                "x-archive-orig-server": "old",
                "x-archive-orig-last-modified": "Thu, 18 Jan 2018 03:00:00 GMT",
                "x-archive-orig-content-length": "999",
                "memento-datetime": "Thu, 18 Jan 2018 04:00:00 GMT",
            },
        )


@pytest.fixture
def wayback(site: Site) -> StandIn:
    stand_in = StandIn()
    site.pages.clear()
    site.otherwise = stand_in
    for number in range(1, 6):
        stand_in.add(number, f"2018010{number}000000", page(number))
    return stand_in


def page(number: int, words: str = "") -> bytes:
    return f"<h1>Judul {number}</h1><p>Isi buatan nomor {number}. {words}</p>".encode()


def retired(**changes: object) -> Agency:
    rules = WaybackRules(
        cdx_url=f"http://{HOST}/cdx/search/cdx?url={{prefix}}&matchType=prefix&output=json&from={{from_day}}&to={{to_day}}",
        replay_url=f"http://{HOST}/web/{{timestamp}}id_/{{url}}",
        prefixes=(f"{OLD}/content/detail/",),
        link_pattern=r"/content/detail/\d+/",
        from_day=date(2013, 1, 1),
        to_day=date(2024, 12, 31),
    )
    values = {"hosts": (OLD,), "homepage": f"http://{OLD}/", "index": None, "synthetic": False, "wayback": rules}
    return agency(**{**values, **changes})


def test_all_captures_of_all_pages_of_the_index_are_archived_as_what_they_were(
    visit: Visiting, archive: Archive, wayback: StandIn
) -> None:
    result = visit(retired())
    assert (result.listed, result.new, result.failed, result.complete) == (5, 5, 0, True)
    assert result.links_per_page == (2, 2, 1)
    captures = archive.releases()
    assert [c.url for c in captures] == [f"http://{OLD}/content/detail/{n}/judul" for n in range(1, 6)]
    assert [c.fetched_at for c in captures] == [datetime(2018, 1, n, tzinfo=UTC) for n in range(1, 6)]
    first = captures[0]
    assert (first.source_kind, first.http_status, first.media_type) == ("archive", 200, "text/html")
    assert first.last_modified == "Thu, 18 Jan 2018 03:00:00 GMT"
    payload = archive.read(first)
    assert (payload.body, payload.truncated) == (page(1), False)
    assert dict(payload.headers)["server"] == "old"
    assert dict(payload.headers)["Content-Length"] == str(len(page(1)))
    assert verify(archive.root).mismatches == ()


def test_the_record_says_where_and_when_the_replay_was_read(
    visit: Visiting, archive: Archive, wayback: StandIn
) -> None:
    visit(retired())
    capture = archive.releases()[0]
    with (archive.root / capture.warc_file).open("rb") as file:
        offset, _, data = next(members(file, capture.warc_offset))
    record = from_member(data, offset)
    assert record.get("WARC-Date") == "2018-01-01T00:00:00Z"
    assert record.get("WARC-Source-URI") == f"http://{HOST}/web/20180101000000id_/http://{OLD}/content/detail/1/judul"
    assert record.get("WARC-Creation-Date") == "2026-01-31T18:30:00Z"


def test_a_second_night_reads_the_index_and_no_replay_again(visit: Visiting, site: Site, wayback: StandIn) -> None:
    visit(retired())
    wayback.add(6, "20180201000000", page(6))
    site.requests.clear()
    result = visit(retired())
    assert (result.listed, result.new) == (6, 1)
    assert [path for path in site.paths if "/web/" in path] == [
        f"/web/20180201000000id_/http://{OLD}/content/detail/6/judul"
    ]


def test_the_newest_capture_that_is_content_is_taken(visit: Visiting, archive: Archive, wayback: StandIn) -> None:
    wayback.add(1, "20190101000000", page(1, "Ralat."))
    wayback.add(1, "20240101000000", b"<h1>You are now in line</h1>")
    result = visit(retired())
    assert (result.new, result.quarantined) == (5, 0)
    known = [c for c in archive.releases() if c.url.endswith("/1/judul")]
    assert [(c.fetched_at.year, archive.read(c).body == page(1, "Ralat.")) for c in known] == [
        (2019, True),
        (2024, False),
    ]
    assert list(archive.judgements("ministry").values()) == ["waiting_room"]
    assert visit(retired()).new == 0


def test_a_replay_of_another_moment_is_kept_under_that_moment(
    visit: Visiting, archive: Archive, wayback: StandIn
) -> None:
    original = f"http://{OLD}/content/detail/3/judul"
    wayback.replay["20180103000000"] = Reply(status=302, headers={"Location": f"/web/20180103050000id_/{original}"})
    wayback.captures.append(("other", "20180103050000", original, page(3)))
    assert visit(retired()).new == 5
    capture = next(c for c in archive.releases() if c.url == original)
    assert capture.fetched_at == datetime(2018, 1, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize("status", [404, 500])
def test_a_replay_that_fails_is_no_word_on_the_release_and_is_tried_again(
    visit: Visiting, archive: Archive, wayback: StandIn, status: int
) -> None:
    wayback.replay["20180102000000"] = Reply(status=status)
    first = visit(retired())
    assert (first.new, first.gone, first.failed, first.complete) == (4, 0, 1, False)
    wayback.replay.clear()
    second = visit(retired())
    assert (second.new, second.complete) == (1, True)


def test_default_ports_and_other_hosts_in_the_index(visit: Visiting, archive: Archive, wayback: StandIn) -> None:
    wayback.captures.clear()
    wayback.add(7, "20150101000000", page(7), port=":80")
    wayback.add(8, "20150101000000", page(8), scheme="https", port=":443")
    wayback.captures.append(
        ("example,retired)/content/detail/9/x", "20150101000000", "http://evil.example/content/detail/9/x", b"")
    )
    assert visit(retired(allow_http=True)).new == 2
    assert [c.url for c in archive.releases()] == [
        f"http://{OLD}/content/detail/7/judul",
        f"https://{OLD}/content/detail/8/judul",
    ]


def test_since_and_until_narrow_the_query(visit: Visiting, wayback: StandIn) -> None:
    assert visit(retired(), since=date(2018, 1, 2), until=date(2018, 1, 3)).listed == 2


@pytest.mark.parametrize(
    "body",
    [
        b"<h1>503</h1>",
        b"{}",
        b'[["urlkey"], ["a"]]',
        b'[["urlkey", "timestamp", "original"], ["a", "2018", "b"]]',
        b'[["a"], [], []]',
    ],
)
def test_an_index_that_is_no_cdx_is_said(visit: Visiting, site: Site, wayback: StandIn, body: bytes) -> None:
    with pytest.raises(UnreadableCdxError):
        read_cdx(body)
    site.otherwise = lambda request: (
        Reply(status=404)
        if request.path == "/robots.txt"
        else Reply(body, headers={"Content-Type": "application/json"})
    )
    result = visit(retired())
    assert (result.listed, result.complete) == (0, False)
    assert "cannot be read" in result.errors[0]


@pytest.mark.parametrize("body", [b"", b"[]", b"\n"])
def test_an_empty_index_is_no_error(body: bytes) -> None:
    assert read_cdx(body) == ([], "")


def test_the_web_archives_robots_txt_is_obeyed(visit: Visiting, site: Site, wayback: StandIn) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /cdx/\n", headers={"Content-Type": "text/plain"})
    result = visit(retired())
    assert site.paths == ["/robots.txt"]
    assert "robots.txt does not let us" in result.errors[0]


def test_a_replay_that_breaks_off_is_asked_for_again(visit: Visiting, archive: Archive, wayback: StandIn) -> None:
    wayback.replay["20180102000000"] = Reply(page(2), length=5000)
    first = visit(retired())
    assert (first.new, first.failed, first.complete) == (4, 1, False)
    wayback.replay.clear()
    second = visit(retired())
    assert (second.new, second.complete) == (1, True)
    newest = [capture for capture in archive.releases() if capture.url.endswith("/2/judul")][-1]
    assert archive.read(newest).body == page(2)
