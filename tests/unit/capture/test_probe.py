"""Three requests on loopback: what is asked, and what is said when a site is not what its file says."""

import json

import pytest

from pipeline.agencies import Agency, IndexRules, PageRules
from pipeline.capture import Probe, probe
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST, Reply, Site


def ask(site: Site, clock: FixedClock, who: Agency | None = None) -> Probe:
    return probe(who or agency(), clock, site.connect_to)


def test_three_requests_and_no_more(site: Site, clock: FixedClock) -> None:
    seen = ask(site, clock)
    assert site.paths == ["/robots.txt", "/index?page=1", "/r/1"]
    assert (seen.requested, seen.problems) == (3, ())
    assert seen.index is not None
    assert len(seen.index.listed) == 2
    assert seen.release is not None
    assert seen.release[1].body == b"<h1>First</h1><p>Synthetic release one.</p>"


def test_a_release_that_the_index_holds_is_not_asked_for(site: Site, clock: FixedClock) -> None:
    site.pages["/api"] = Reply(json.dumps({"d": [{"s": "a", "t": "T", "b": "B"}]}).encode())
    index = IndexRules(
        url=f"http://{HOST}/api", kind="json", item="d", link="s", link_template=f"http://{HOST}/r/{{link}}"
    )
    seen = ask(site, clock, agency(index=index, page=PageRules(kind="json", in_listing=True, title="t", body="b")))
    assert site.paths == ["/robots.txt", "/api"]
    assert seen.release is not None
    assert (seen.release[0].url, seen.release[1].body) == (f"http://{HOST}/r/a", b'{"b":"B","s":"a","t":"T"}')


def test_a_sitemap_of_sitemaps_is_followed_one_step(site: Site, clock: FixedClock) -> None:
    site.pages |= {
        "/index?page=1": Reply(f"<sitemapindex><sitemap><loc>http://{HOST}/s</loc></sitemap></sitemapindex>".encode()),
        "/s": Reply(f"<urlset><url><loc>http://{HOST}/r/2</loc></url></urlset>".encode()),
    }
    seen = ask(site, clock, agency(index=IndexRules(url=f"http://{HOST}/index?page=1", kind="sitemap")))
    assert site.paths == ["/robots.txt", "/index?page=1", "/s", "/r/2"]
    assert seen.problems == ()


@pytest.mark.parametrize(
    ("path", "reply", "asked", "says"),
    [
        ("/robots.txt", Reply(b"User-agent: *\nDisallow: /"), 1, "robots.txt does not let us fetch"),
        ("/robots.txt", Reply(status=500), 1, "robots.txt could not be read"),
        ("/index?page=1", Reply(status=503), 2, "answered 503"),
        ("/index?page=1", Reply(b"<p>Nothing</p>"), 2, ""),
        ("/r/1", Reply(status=404), 3, "answered 404"),
        ("/r/1", Reply(status=302, headers={"Location": "https://other.example/"}), 3, "other.example"),
    ],
)
def test_a_site_that_answers_otherwise_is_asked_once_and_quoted(
    site: Site, clock: FixedClock, path: str, reply: Reply, asked: int, says: str
) -> None:
    site.pages[path] = reply
    seen = ask(site, clock)
    assert len(site.paths) == asked
    assert says in " ".join(seen.problems)


def test_what_is_no_index_of_its_kind_is_said(site: Site, clock: FixedClock) -> None:
    seen = ask(site, clock, agency(index=IndexRules(url=f"http://{HOST}/index?page=1", kind="sitemap")))
    assert "The index is no XML" in seen.problems[0] or "The index is no sitemap" in seen.problems[0]


def test_a_site_that_cannot_be_reached_is_said(clock: FixedClock) -> None:
    seen = probe(agency(), clock, {HOST: ("127.0.0.1", 1)})
    assert (seen.index, seen.release) == (None, None)
    assert "could not be" in seen.problems[0]
