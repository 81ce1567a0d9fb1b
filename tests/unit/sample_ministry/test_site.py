"""Addresses: the paged index, the pages that it lists, robots.txt, and what is not there."""

import pytest
from bs4 import BeautifulSoup

from pipeline.agencies import load_registry
from sample_ministry.releases import load_releases
from sample_ministry.site import KOMDIGI, KOMINFO, PER_PAGE, answer

AGENCIES = {KOMINFO: "sample-kominfo", KOMDIGI: "sample-komdigi"}
INDEX = {KOMINFO: "/content/all/siaran_pers", KOMDIGI: "/berita/siaran-pers"}


def listed(host: str, page: int) -> list[str]:
    rules = load_registry()[AGENCIES[host]].index
    assert rules is not None
    assert rules.url.format(page=page) == f"http://{host}{INDEX[host]}?page={page}"
    reply = answer(host, f"{INDEX[host]}?page={page}")
    assert reply.status == 200
    return [str(link["href"]) for link in BeautifulSoup(reply.body, "lxml").select(rules.link)]


@pytest.mark.parametrize("host", AGENCIES)
def test_the_index_lists_every_release_once_newest_first_and_each_answers(host: str) -> None:
    expected = [release.path for release in load_releases() if f"{release.site}.sample.example" == host]
    pages = -(-len(expected) // PER_PAGE)
    found = [listed(host, page) for page in range(1, pages + 1)]
    assert all(len(links) == PER_PAGE for links in found[:-1])
    assert [link for links in found for link in links] == expected
    assert all(answer(host, path).status == 200 for path in expected)
    assert listed(host, pages + 1) == []


def test_the_older_index_gives_each_release_its_date() -> None:
    soup = BeautifulSoup(answer(KOMINFO, INDEX[KOMINFO]).body, "lxml")
    entries = soup.select(".blog-entry")
    newest = next(release for release in load_releases() if release.site == "kominfo")
    assert len(entries) == PER_PAGE
    assert all(len(entry.select(".date")) == 1 for entry in entries)
    assert " ".join(entries[0].select(".date")[0].get_text().split()) == f"{newest.published_on:%d %m-%Y}"


@pytest.mark.parametrize("host", AGENCIES)
def test_robots_shut_out_the_admin_path_only(host: str) -> None:
    lines = answer(host, "/robots.txt").body.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /admin/", "Disallow: /cari"]


@pytest.mark.parametrize("target", ["/nowhere", "/admin/masuk", "/robots.txt/", f"{INDEX[KOMINFO]}/2"])
def test_unknown_addresses_are_404(target: str) -> None:
    assert answer(KOMINFO, target).status == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "٣", "9" * 5000])
def test_a_page_that_is_no_page_number_is_404(page: str) -> None:
    assert answer(KOMINFO, f"{INDEX[KOMINFO]}?page={page}").status == 404


def test_hosts_are_apart() -> None:
    path = next(release.path for release in load_releases() if release.site == "kominfo")
    assert answer(KOMDIGI, path).status == 404
    assert answer("kominfo.go.id", "/").status == 421
    assert answer("", "/robots.txt").status == 421


def test_the_front_page_leads_to_the_index() -> None:
    assert answer(KOMDIGI, "/").headers == {"Location": INDEX[KOMDIGI]}
