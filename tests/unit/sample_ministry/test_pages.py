"""The pages: of a real page's size, read by the agencies' selectors, labelled synthetic, and escaped."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from pipeline.agencies import load_registry
from sample_ministry.pages import release_page
from sample_ministry.releases import Release, load_releases

RELEASES = load_releases()
REGISTRY = load_registry()


def page_of(release: Release) -> str:
    return release_page(release, [other for other in RELEASES if other.site == release.site])


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.number)
def test_each_page_is_whole_and_fits_its_agency(release: Release) -> None:
    html = page_of(release)
    assert 60_000 <= len(html.encode()) <= 100_000
    rules = REGISTRY[f"sample-{release.site}"].page
    assert rules is not None
    soup = BeautifulSoup(html, "lxml")
    (title,) = soup.select(rules.title)
    (body,) = soup.select(rules.body)
    assert title.get_text() == release.headline
    if rules.date:
        (day,) = soup.select(rules.date)
        assert " ".join(day.get_text().split()) == f"{release.published_on:%d %m-%Y}"
    assert release.number in body.get_text()
    assert [p.get_text() for p in body.select("p")][1 if release.site == "kominfo" else 0] == release.paragraphs[0][0]
    body.decompose()
    around = soup.get_text()
    assert "sintetis" in around
    assert f"Dibaca {release.views} kali" in around
    (generator,) = soup.select("meta[name=generator]")
    assert generator["content"] == "Kota Cerdas sample, synthetic"


def test_the_newer_site_ends_the_body_with_number_and_date_run_together() -> None:
    release = next(release for release in RELEASES if "11/HM-KKD/1/2026" in release.number)
    body = BeautifulSoup(page_of(release), "lxml").select_one("section#section_text_body")
    assert body is not None
    assert body.select("p")[-1].get_text() == "Siaran Pers No. 11/HM-KKD/1/2026Kamis, 15 Januari 2026"


def test_the_older_site_begins_the_body_with_its_header_lines() -> None:
    release = next(release for release in RELEASES if "43/HM/KOMINFO/01/2024" in release.number)
    body = BeautifulSoup(page_of(release), "lxml").select_one(".typography-block")
    assert body is not None
    assert body.select("p")[0].get_text().split("\n") == [
        "Siaran Pers No. 43/HM/KOMINFO/01/2024",
        "Kamis, 18 Januari 2024",
        "tentang",
        release.title,
    ]


def test_text_is_escaped() -> None:
    release = replace(RELEASES[0], title="<script>alert(1)</script> & co", paragraphs=(("<b>1</b>",),))
    html = release_page(release, [release])
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in html
    assert re.search(r"<p>&lt;b&gt;1&lt;/b&gt;</p>", html)
