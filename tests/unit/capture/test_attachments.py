import json

import pytest

from pipeline.agencies import PageRules
from pipeline.capture.attachments import read_attachments
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST

URL = f"http://{HOST}/berita/1"
HTML_RULES = PageRules(title="h1", body="article", attachments="article a[href$='.pdf' i]")
JSON_RULES = PageRules(kind="json", title="t", body="b", attachments="files")


def found(body: bytes, rules: PageRules) -> list[str]:
    who = agency(page=rules)
    media_type = "text/html; charset=utf-8" if rules.kind == "html" else "application/json"
    return [url.removeprefix(f"http://{HOST}") for url in read_attachments(body, media_type, who, URL)]


def test_links_to_files_are_absolute_and_each_stands_once() -> None:
    page = b"<a href=/menu.pdf></a><article><a href=a.pdf></a><a href='/b.PDF'></a><a href=a.pdf></a><a href=/c></a></article>"
    assert found(page, HTML_RULES) == ["/berita/a.pdf", "/b.PDF"]


def test_somebody_else_s_file_is_no_part_of_the_release() -> None:
    assert (
        found(b"<article><a href='https://other.example/a.pdf'></a><a href='http://['></a></article>", HTML_RULES) == []
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ("/a.pdf", ["/a.pdf"]),
        (["/a.pdf", 5, "/b.doc"], ["/a.pdf", "/b.doc"]),
        ("<p><a href='/a.pdf'>x</a> <a href='/c'>y</a>", ["/a.pdf"]),
        (None, []),
        ({"x": 1}, []),
    ],
)
def test_a_json_release_names_its_files(files: object, expected: list[str]) -> None:
    assert found(json.dumps({"files": files}).encode(), JSON_RULES) == expected


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"<article>" * 200_000 + b"<a href=/a.pdf>"])
def test_what_is_no_page_has_no_files(body: bytes) -> None:
    assert found(body, JSON_RULES) == found(body, HTML_RULES) == []


def test_an_answer_of_another_kind_has_no_files() -> None:
    assert read_attachments(b'["<article><a href=/a.pdf>"]', "application/json", agency(page=HTML_RULES), URL) == ()


def test_a_site_without_a_rule_for_files_has_none() -> None:
    assert read_attachments(b"<a href=/a.pdf>", "", agency(page=None), URL) == ()
    assert read_attachments(b"<a href=/a.pdf>", "", agency(), URL) == ()
