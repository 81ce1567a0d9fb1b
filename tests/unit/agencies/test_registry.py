from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.agencies import Registry, load_registry, read_agencies, with_contact
from pipeline.errors import UsageError

WHOLE = """
terms = "Synthetic."
homepage = "https://ministry.example/"
hosts = ["ministry.example"]
[publisher]
en = "Ministry"
id = "Kementerian"
[index]
url = "https://ministry.example/index?page={page}"
link = "a"
[page]
title = "h1"
body = "article"
date_formats = ["%d %m-%Y"]
[[evidence]]
fields = ["homepage", "hosts", "index", "page.title"]
seen = "Synthetic."
[[assumed]]
fields = ["page"]
because = "Synthetic."
"""


def load(folder: Path, text: str | bytes, name: str = "ministry.toml") -> Registry:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_registry(folder)


@pytest.mark.parametrize("contact", ["data@example.org", "https://data.example/kota-cerdas"])
def test_a_live_site_is_visited_by_someone_who_says_who_they_are(contact: str) -> None:
    live, sample = load_registry()["komdigi"], load_registry()["sample-komdigi"]
    assert [agency.contact for agency in with_contact([live, sample], contact)] == [contact, contact]
    assert with_contact([sample], "") == [sample]
    with pytest.raises(UsageError, match="must be able to reach you"):
        with_contact([sample, live], "")
    assert with_contact([replace(live, contact="https://own.example/")], contact)[0].contact == "https://own.example/"


@pytest.mark.parametrize("contact", ["me", "http://data.example", "a@b c", "a@b\r\nX-Header: 1", "https://é.example"])
def test_a_contact_is_an_address_that_a_header_can_carry(contact: str) -> None:
    with pytest.raises(UsageError, match="is no contact"):
        with_contact([], contact)


def test_the_agencies_that_come_with_the_code_are_whole() -> None:
    registry = load_registry()
    assert {"komdigi", "kominfo", "aptika", "bappenas", "pu", "sample-kominfo"} <= registry.keys()
    assert list(registry) == sorted(registry)
    assert all(agency.nightly for agency in registry.values() if agency.synthetic)


def test_a_site_that_nobody_reached_is_not_visited_unless_it_is_named() -> None:
    assert [agency.agency_id for agency in load_registry().select([])] == ["sample-komdigi", "sample-kominfo"]


def test_a_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    agency = load(tmp_path, WHOLE)["ministry"]
    assert (agency.rate.delay_seconds, agency.allow_http, agency.synthetic, agency.contact) == (2.0, False, False, "")
    assert (agency.captured, agency.nightly, agency.number_giver) == (True, False, "ministry")
    assert agency.page is not None
    assert agency.page.date_formats == ("%d %m-%Y",)
    assert agency.index is not None
    assert agency.index.address(3) == "https://ministry.example/index?page=3"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("[publisher]", "[publisher", "is not valid TOML"),
        ('terms = "Synthetic."', "", "terms: The key is missing"),
        ('terms = "Synthetic."', "terms = 1", "terms: It should be a valid string: '?1'? is not"),
        ('terms = "Synthetic."', 'terms = ""', "terms: It should have at least 1 character"),
        ('terms = "Synthetic."', 'terms = "x"\nfoo = 1', "foo: The key is not known"),
        ('terms = "Synthetic."', 'terms = "x"\nagency_id = "other"', "agency_id: It comes from the file itself"),
        ('terms = "Synthetic."', 'terms = "x"\nsynthetic = "yes"', "synthetic: It should be a valid boolean"),
        ('hosts = ["ministry.example"]', 'hosts = "ministry.example"', "hosts: It should be a valid array"),
        ('hosts = ["ministry.example"]', "hosts = []", "hosts: .* at least 1 item"),
        ('hosts = ["ministry.example"]', "hosts = [1]", "hosts.0: It should be a valid string"),
        ('hosts = ["ministry.example"]', 'hosts = ["Ministry.example:80"]', "hosts.0: It should match pattern"),
        ('hosts = ["ministry.example"]', 'hosts = ["other.example"]', "ministry.example is not one of the agency's hosts"),
        ('terms = "Synthetic."', 'terms = "x"\ncontact = "nobody"', "contact: It is no contact"),
        ("[index]", "[rate]\ndelay_seconds = -1\n[index]", "rate.delay_seconds: It should be greater than or equal to 0"),
        ("[index]", "[rate]\ndelay_seconds = nan\n[index]", "rate.delay_seconds: It should be a finite number"),
        ("[index]", "[rate]\ndelay_seconds = true\n[index]", "rate.delay_seconds: It should be a valid number"),
        ('homepage = "https', 'homepage = "ftp', "homepage: It should match pattern"),
        ('url = "https', 'url = "http', "index.url: It is not https"),
        ('link = "a"', "", "index.link: The key is missing"),
        ('link = "a"', 'link = "a"\nkind = "gopher"', "index.kind: It should be 'html', 'json', 'sitemap' or 'feed'"),
        ('link = "a"', 'link = "a"\ndate = ".d"', "index.date: Without item"),
        ('link = "a"', 'link = "a"\nkind = "json"', "index.item: The key is missing"),
        ('link = "a"', 'link = "a"\nlink_pattern = "("', "index.link_pattern: It is no regular expression"),
        ('link = "a"', 'link = "a"\nlink_template = "https://ministry.example/x"', "index.link_template: .*where the slug"),
        ('link = "a"', 'link = "a"\nlink_template = "https://x.example/{link}"', "x.example is not one of the agency's hosts"),
        ('link = "a"', 'link = "a"\nlinks_min = 9\nlinks_max = 8', "index.links_min: It is more than links_max"),
        ('link = "a"', 'link = "a"\nlast_page_limit = 0', "last_page_limit: It should be greater than or equal to 1"),
        ('link = "a"', 'link = "a"\nlast_page_limit = "9"', "last_page_limit: It should be a valid integer"),
        ('date_formats = ["%d %m-%Y"]', "date_formats = [1]", "page.date_formats.0: It should be a valid string"),
        ('date_formats = ["%d %m-%Y"]', 'date_formats = ["%d %Q"]', "page.date_formats: '%d %Q' does not read a whole day"),
        ('date_formats = ["%d %m-%Y"]', 'date_formats = ["%m-%Y"]', "page.date_formats: '%m-%Y' does not read a whole day"),
        ('date_formats = ["%d %m-%Y"]', "in_listing = true", "page.in_listing: Only a JSON index"),
        ('title = "h1"', 'titel = "h1"', "page.titel: The key is not known"),
        ('[page]\ntitle = "h1"\nbody = "article"\ndate_formats = ["%d %m-%Y"]', "", "page: The table is missing"),
        ("[index]", "[expect]\nshare_read = 1.5\n[index]", "expect.share_read: It should be less than or equal to 1"),
        ("[index]", "[expect]\nshare_read = 1.0\n[index]", "expect.share_read: Nobody says whether it was seen or assumed"),
        ('fields = ["page"]', 'fields = ["page", "index"]', "index: It is marked more than once"),
        ('fields = ["page"]', 'fields = ["page", "wayback"]', "wayback: It is marked, but the file does not have it"),
        ('"homepage", "hosts", "index"', '"hosts", "index"', "homepage: Nobody says whether it was seen or assumed"),
        ('seen = "Synthetic."', "", "evidence.0.seen: The key is missing"),
    ],
)  # fmt: skip
def test_a_bad_file_is_an_error_that_names_file_and_key(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in WHOLE
    with pytest.raises(UsageError, match=rf"ministry\.toml: .*{why}") as caught:
        load(tmp_path, WHOLE.replace(old, new))
    assert caught.value.hint


WAYBACK = """
[wayback]
cdx_url = "https://archive.example/cdx?url={prefix}"
replay_url = "https://archive.example/web/{timestamp}id_/{url}"
prefixes = ["ministry.example/content/"]
from_day = 2013-01-01
to_day = 2024-12-31
"""


def test_a_retired_site_is_described_by_where_its_captures_are(tmp_path: Path) -> None:
    retired = WHOLE[: WHOLE.index("[index]")] + WHOLE[WHOLE.index("[page]") :]
    text = retired.replace('"index", "page.title"]', '"page.title", "wayback"]') + WAYBACK
    wayback = load(tmp_path, text)["ministry"].wayback
    assert wayback is not None
    assert (wayback.from_day.year, wayback.prefixes) == (2013, ("ministry.example/content/",))
    with pytest.raises(UsageError, match=r"wayback\.from_day: It is after to_day"):
        load(tmp_path, text.replace("2013-01-01", "2025-01-01"))
    with pytest.raises(UsageError, match=r"wayback\.replay_url: It does not hold \{timestamp\}"):
        load(tmp_path, text.replace("{timestamp}", ""))
    with pytest.raises(UsageError, match="wayback: A site has an index or is read through a web archive"):
        load(tmp_path, WHOLE.replace('"page.title"]', '"page.title", "wayback"]') + WAYBACK)


def test_all_problems_of_all_files_are_found_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(WHOLE.replace('terms = "Synthetic."', "terms = 1").replace('title = "h1"', ""))
    (tmp_path / "b.toml").write_text(WHOLE)
    bad, good = read_agencies(tmp_path)
    assert {problem.where for problem in bad.problems} == {"terms", "page.title"}
    assert bad.agency is None
    assert (good.problems, good.agency and good.agency.agency_id) == ((), "b")


@pytest.mark.parametrize("name", ["Ministry.toml", "a b.toml", "-x.toml", "a..b.toml"])
def test_a_file_name_that_is_no_id_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="the agency's id"):
        load(tmp_path, WHOLE, name)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not valid TOML"):
        load(tmp_path, b"\xff\xfe\x00")


def test_agencies_are_selected_by_id_or_all_that_are_nightly(tmp_path: Path) -> None:
    held = WHOLE[: WHOLE.index("[index]")] + '[[assumed]]\nfields = ["homepage", "hosts"]\nbecause = "Synthetic."'
    load(tmp_path, held, "held.toml")
    load(tmp_path, "nightly = true\n" + WHOLE, "often.toml")
    registry = load(tmp_path, WHOLE)
    assert [agency.agency_id for agency in registry.select([])] == ["often"]
    assert [agency.agency_id for agency in registry.select(["ministry"])] == ["ministry"]
    with pytest.raises(UsageError, match="no agency 'nobody'") as caught:
        registry.select(["nobody"])
    assert caught.value.hint == "Known agencies: held, ministry, often."
    with pytest.raises(UsageError, match="no capture rules") as caught:
        registry.select(["held"])
    assert "kotacerdas import" in caught.value.hint
