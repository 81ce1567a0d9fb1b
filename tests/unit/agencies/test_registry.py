from pathlib import Path

import pytest

from pipeline.agencies import Registry, load_registry
from pipeline.errors import UsageError

WHOLE = """
evidence = "Synthetic."
terms = "Synthetic."
[publisher]
en = "Ministry"
id = "Kementerian"
[site]
homepage = "https://ministry.example/"
hosts = ["ministry.example"]
[index]
url = "https://ministry.example/index?page={page}"
link = "a"
[page]
title = "h1"
body = "article"
date_formats = ["%d %m-%Y"]
"""


def load(folder: Path, text: str | bytes, name: str = "ministry.toml") -> Registry:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_registry(folder)


def test_the_agencies_that_come_with_the_code_are_whole() -> None:
    registry = load_registry()
    imported = {"aptika", "bappenas", "bgn", "bumn", "ekon", "esdm", "kemensos", "komdigi", "kominfo", "pu"}
    assert imported <= registry.keys()
    assert [agency.agency_id for agency in registry.values() if agency.synthetic] == [
        "sample-komdigi",
        "sample-kominfo",
    ]
    assert not any(registry[agency_id].captured for agency_id in imported)
    assert list(registry) == sorted(registry)


def test_a_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    agency = load(tmp_path, WHOLE)["ministry"]
    assert (agency.delay_seconds, agency.allow_http, agency.synthetic, agency.contact) == (2.0, False, False, "")
    assert agency.captured
    assert agency.page is not None
    assert agency.page.date_formats == ("%d %m-%Y",)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("[publisher]", "[publisher", "is not valid TOML"),
        ('terms = "Synthetic."', "", "the field terms is missing"),
        ('evidence = "Synthetic."', "evidence = 1", "evidence is of the wrong type"),
        ('terms = "Synthetic."', 'terms = ""\nfoo = 1', "foo is not known"),
        ('terms = "Synthetic."', 'terms = ""\nsynthetic = "yes"', "synthetic is of the wrong type"),
        ("[publisher]\n", "publisher = 1\n[site2]\n", "site2 is not known"),
        ('hosts = ["ministry.example"]', 'hosts = "ministry.example"', "hosts is of the wrong type"),
        ('hosts = ["ministry.example"]', "hosts = []", "hosts must name every host"),
        ('hosts = ["ministry.example"]', "hosts = [1]", "hosts must be a list of strings"),
        ('hosts = ["ministry.example"]', 'hosts = ["Ministry.example:80"]', "hosts must name every host"),
        ('hosts = ["ministry.example"]', 'hosts = ["other.example"]', "url is not on one of the agency's hosts"),
        ("[index]", "delay_seconds = -1\n[index]", "delay_seconds must be 0 or more"),
        ("[index]", "delay_seconds = nan\n[index]", "delay_seconds must be 0 or more"),
        ("[index]", "delay_seconds = true\n[index]", "delay_seconds is of the wrong type"),
        ('homepage = "https', 'homepage = "ftp', "homepage is no web address"),
        ('url = "https', 'url = "http', "url is not https"),
        ('link = "a"', "", r"\[index\] link is missing"),
        ('link = "a"', 'link = "a"\nlast_page_limit = 0', "last_page_limit 1 or more"),
        ('link = "a"', 'link = "a"\nlast_page_limit = "9"', "last_page_limit is of the wrong type"),
        ('date_formats = ["%d %m-%Y"]', "date_formats = [1]", "date_formats must be a list of strings"),
        ('title = "h1"', 'titel = "h1"', r"\[page\] titel is not known"),
        ('[page]\ntitle = "h1"\nbody = "article"\ndate_formats = ["%d %m-%Y"]', "", "come together"),
    ],
)
def test_a_bad_file_is_an_error_that_names_file_and_field(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in WHOLE
    with pytest.raises(UsageError, match=f"ministry.toml.*{why}") as caught:
        load(tmp_path, WHOLE.replace(old, new))
    assert caught.value.hint


@pytest.mark.parametrize("name", ["Ministry.toml", "a b.toml", "-x.toml", "a..b.toml"])
def test_a_file_name_that_is_no_id_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="the agency's id"):
        load(tmp_path, WHOLE, name)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not valid TOML"):
        load(tmp_path, b"\xff\xfe\x00")


def test_agencies_are_selected_by_id_or_all_that_are_captured(tmp_path: Path) -> None:
    load(tmp_path, WHOLE[: WHOLE.index("[index]")], "held.toml")
    registry = load(tmp_path, WHOLE)
    assert [agency.agency_id for agency in registry.select([])] == ["ministry"]
    assert [agency.agency_id for agency in registry.select(["ministry"])] == ["ministry"]
    with pytest.raises(UsageError, match="no agency 'nobody'") as caught:
        registry.select(["nobody"])
    assert caught.value.hint == "Known agencies: held, ministry."
    with pytest.raises(UsageError, match="no capture rules") as caught:
        registry.select(["held"])
    assert "kotacerdas import" in caught.value.hint
