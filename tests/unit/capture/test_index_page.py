"""Every kind of index, in mark-up of our own; the sites' own shapes are tested in tests/unit/agencies."""

import json
from datetime import date

import pytest

from pipeline.agencies import Agency, IndexRules, PageRules
from pipeline.capture.index_page import Listed, UnreadableIndexError, claimed_address, read_index
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST

HTML = """<div class=i><span>8 Mei 2019</span><a href="/r/1"> Judul  <b>satu</b></a></div>
<div class=i><a href="/r/2#isi">Dua</a></div><div class=i><a>tanpa alamat</a></div><div class=i></div>
<div class=i><a href="/r/1">sekali lagi</a></div>
<nav><a href="?page=9">9</a><a href="?page=12" rel=next>terakhir</a></nav>"""


def site(**index: object) -> Agency:
    return agency(index=IndexRules(url=f"http://{HOST}/index?page={{page}}", **index))  # type: ignore[arg-type]


def addresses(body: bytes | str, who: Agency) -> list[str]:
    data = body if isinstance(body, bytes) else body.encode()
    return [listed.url.removeprefix(f"http://{HOST}") for listed in read_index(data, "", who).listed]


def test_an_html_index_gives_link_title_and_date_of_each_item_once() -> None:
    rules = site(item=".i", link="a", date="span", next="a[rel=next]", last_page="nav a")
    page = read_index(HTML.encode(), "text/html", rules)
    assert page.listed == (
        Listed(f"http://{HOST}/r/1", "Judul satu", date(2019, 5, 8)),
        Listed(f"http://{HOST}/r/2", "Dua", None),
    )
    assert (page.further, page.last_page, page.problems) == ((f"http://{HOST}/index?page=12",), 12, ())


def test_without_an_item_each_link_is_one() -> None:
    assert addresses(HTML, site(link="a[href^='/r/']")) == ["/r/1", "/r/2"]


def test_a_title_may_stand_beside_its_link() -> None:
    page = "<div class=i><h2>Judul</h2><a href=/r/1>Selengkapnya</a></div>"
    assert read_index(page.encode(), "", site(item=".i", link="a", title="h2")).listed[0].title == "Judul"


def test_links_are_read_against_the_page_s_own_address() -> None:
    page = read_index(b"<a href=1>satu</a>", "", site(link="a"), f"http://{HOST}/berita/daftar/")
    assert page.listed[0].url == f"http://{HOST}/berita/daftar/1"


def test_the_header_s_charset_reads_the_titles() -> None:
    body = "<a href=/r/1>Jäjak</a>".encode("latin-1")
    assert read_index(body, "text/html; charset=iso-8859-1", site(link="a")).listed[0].title == "Jäjak"


def test_links_that_lead_away_are_named_not_followed() -> None:
    body = b"<a href='https://169.254.169.254/'>x</a><a href='javascript:alert(1)'>y</a><a href='/r/1'>z</a>"
    page = read_index(body, "", site(link="a"))
    assert [listed.url for listed in page.listed] == [f"http://{HOST}/r/1"]
    assert [problem.startswith("A link of the index was not followed") for problem in page.problems] == [True, True]


def test_a_pattern_tells_releases_from_other_links() -> None:
    body = "<a href=/2024/05/judul/>a</a><a href=/tentang/>b</a>"
    assert addresses(body, site(link="a", link_pattern=r"/\d{4}/\d{2}/[^/]+/$")) == ["/2024/05/judul/"]


def test_a_json_index_gives_slugs_titles_dates_and_the_last_page() -> None:
    rules = site(
        kind="json", item="response.data", link="slug", title="title", date="published_at",
        link_template=f"http://{HOST}/detail/{{link}}", last_page="response.last_page", next="response.next",
    )  # fmt: skip
    data = [{"slug": "a b", "title": "A", "published_at": "2026-02-27T18:30:00Z"}, {"slug": 7}, {"title": "x"}, 5]
    document = {"response": {"data": data, "last_page": 46, "next": "/index?page=2"}}
    page = read_index(json.dumps(document).encode(), "application/json", rules)
    assert page.listed == (
        Listed(f"http://{HOST}/detail/a%20b", "A", date(2026, 2, 28)),  # already tomorrow in Jakarta
        Listed(f"http://{HOST}/detail/7", None, None),
    )
    assert (page.last_page, page.further) == (46, (f"http://{HOST}/index?page=2",))


def test_a_release_that_the_index_holds_keeps_the_same_bytes_while_counters_move() -> None:
    rules = agency(
        index=IndexRules(
            url=f"http://{HOST}/api", kind="json", item="d", link="slug", link_template=f"http://{HOST}/r/{{link}}"
        ),
        page=PageRules(kind="json", in_listing=True, title="t", body="text.html"),
    )

    def content(**item: object) -> bytes | None:
        document = {"d": [{"slug": "a", "t": "T", "text": {"html": "<p>x</p>", "views": 1}, **item}]}
        return read_index(json.dumps(document).encode(), "", rules).listed[0].content

    assert content() == b'{"slug":"a","t":"T","text":{"html":"<p>x</p>"}}'
    assert content(views=2) == content()
    assert content(t="U") != content()


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def test_a_sitemap_lists_addresses_with_their_days() -> None:
    body = SITEMAP.format(
        f"<url><loc>http://{HOST}/id/posts/a</loc><lastmod>2026-01-05</lastmod></url><url><loc>/id/about</loc></url>"
    )
    page = read_index(body.encode(), "application/xml", site(kind="sitemap", link_pattern="/posts/"))
    assert page.listed == (Listed(f"http://{HOST}/id/posts/a", None, date(2026, 1, 5)),)


def test_a_sitemap_of_sitemaps_leads_on() -> None:
    body = f"<sitemapindex><sitemap><loc>http://{HOST}/s1.xml</loc></sitemap></sitemapindex>"
    page = read_index(body.encode(), "", site(kind="sitemap"))
    assert (page.listed, page.further) == ((), (f"http://{HOST}/s1.xml",))


RSS = """<rss><channel><link>/</link><image><url>/x.png</url></image>
<item><title>Judul</title><link>/r/1</link><pubDate>Wed, 08 May 2019 20:00:00 +0000</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns='http://www.w3.org/2005/Atom'><link href='/'/><entry><title>Judul</title>
<link rel='enclosure' href='/x'/><link href='/r/1'/><published>2019-05-09T00:00:00+07:00</published></entry></feed>"""


@pytest.mark.parametrize("body", [RSS, ATOM], ids=["rss", "atom"])
def test_feeds_list_links_titles_and_days(body: str) -> None:
    page = read_index(body.encode(), "application/rss+xml", site(kind="feed"))
    assert page.listed == (Listed(f"http://{HOST}/r/1", "Judul", date(2019, 5, 9)),)


@pytest.mark.parametrize(
    ("body", "rules", "why"),
    [
        (b"<p>You are now in line</p>", {"kind": "json", "item": "d", "link": "s"}, "is no JSON"),
        (b"[" * 100_000, {"kind": "json", "item": "d", "link": "s"}, "is no JSON"),
        (b'{"d": {}}', {"kind": "json", "item": "d", "link": "s"}, "keeps no list at 'd'"),
        (b"[]", {"kind": "json", "item": "d.e", "link": "s"}, "keeps no list"),
        (b"<urlset>", {"kind": "sitemap"}, "is no XML"),
        (b"", {"kind": "feed"}, "is no XML"),
        (b"<html><body>x</body></html>", {"kind": "sitemap"}, "is no sitemap: its root is <html>"),
        (SITEMAP.format("").encode(), {"kind": "feed"}, "is no feed"),
        (b"<p>x</p>", {"link": "a["}, "is no CSS"),
    ],
)
def test_what_is_no_index_of_its_kind_is_an_error(body: bytes, rules: dict[str, object], why: str) -> None:
    with pytest.raises(UnreadableIndexError, match=why):
        read_index(body, "", site(**rules))


def test_entities_are_neither_expanded_nor_fetched() -> None:
    entities = f'<!DOCTYPE u [<!ENTITY a "http://{HOST}/r/1"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    body = entities + SITEMAP.format("<url><loc>&a;</loc></url><url><loc>&b;</loc></url><url><loc>/r/2</loc></url>")
    assert addresses(body, site(kind="sitemap")) == ["/r/2"]


@pytest.mark.parametrize("link", ['"\\ud800"', '"http://["', '"' + "a" * 100_000 + '"', "true", "null", "[1]"])
def test_hostile_links_stop_nothing(link: str) -> None:
    rules = site(kind="json", item="d", link="s", link_pattern="^.{1,200}$")
    body = '{"d": [{"s": ' + link + '}, {"s": "/r/1"}]}'
    assert "/r/1" in addresses(body, rules)


def test_a_page_that_is_not_what_it_seems_lists_nothing() -> None:
    assert addresses(b"\x00\xff\xfe" * 100, site(link="a")) == []
    with pytest.raises(UnreadableIndexError, match="too deep"):
        addresses("<div>" * 200_000 + "<a href=/r/1>", site(link="a"))


def test_a_saved_page_says_where_it_was_published() -> None:
    assert claimed_address(b"<link rel=canonical href=' http://a/b '>") == "http://a/b"
    assert claimed_address(b"<link rel=canonical href=''><meta property='og:url' content='http://a/c'>") == "http://a/c"
    assert claimed_address(b"<p>x") is None
    assert claimed_address(b"<div>" * 200_000 + b"<link rel=canonical href='http://a/b'>") is None
