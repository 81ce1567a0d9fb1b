"""Whatever a site sends, reading it ends in releases or in a sentence; and a number's normal form is its own normal form."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.agencies import Agency, IndexRules, PageRules
from pipeline.capture.attachments import read_attachments
from pipeline.capture.index_page import UnreadableIndexError, read_index
from pipeline.capture.json_path import at, only
from pipeline.decode.number import find_number, normal_form, read_number
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST

MARKUP = st.lists(
    st.sampled_from(
        [
            "<div class=i>", "</div>", "<a href='", "/r/1", "'>", "</a>", "<span>", "8 Mei 2019", "<![CDATA[", "]]>", "&#0;", "&a;", "<!--",
            "<urlset>", "<url><loc>", "</loc></url>", "</urlset>", "<rss><channel><item><link>", "</link>", "\ud7ff", "\x00", "<?xml",
        ]
    ),
    max_size=30,
).map(lambda pieces: "".join(pieces).encode())  # fmt: skip
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["d", "s", "t", "b", "0"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def site(kind: str) -> Agency:
    css = (
        {"item": ".i", "link": "a", "date": "span", "next": "a"}
        if kind == "html"
        else {"item": "d", "link": "s", "title": "t"}
    )
    index = IndexRules(url=f"http://{HOST}/i", kind=kind, **css)  # type: ignore[arg-type]
    return agency(
        index=index, page=PageRules(kind="json", title="t", body="b", attachments="b", in_listing=kind == "json")
    )


@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("kind", ["html", "json", "sitemap", "feed"])
@given(body=MARKUP | st.binary(max_size=60) | DOCUMENTS.map(lambda document: json.dumps({"d": document}).encode()))
def test_an_index_is_read_or_refused_in_a_sentence(kind: str, body: bytes) -> None:
    try:
        page = read_index(body, "text/html", site(kind))
    except UnreadableIndexError as error:
        if not str(error).endswith("."):
            pytest.fail(f"no sentence: {error}")
        return
    addresses = [listed.url for listed in page.listed]
    assert len(set(addresses)) == len(addresses)
    assert all(url.startswith(f"http://{HOST}/") for url in (*addresses, *page.further))
    for listed in page.listed:
        assert (listed.content is not None) is (kind == "json")


@settings(max_examples=100, deadline=None)
@given(MARKUP | st.binary(max_size=60) | DOCUMENTS.map(lambda document: json.dumps({"b": document}).encode()))
def test_files_are_on_the_agency_s_own_hosts(body: bytes) -> None:
    for media_type, rules in (
        ("application/json", PageRules(kind="json", title="t", body="b", attachments="b")),
        ("text/html", PageRules(title="h1", body="p", attachments="a")),
    ):
        found = read_attachments(body, media_type, agency(page=rules), f"http://{HOST}/r/1")
        assert all(url.startswith(f"http://{HOST}/") for url in found)


@settings(deadline=None)
@given(DOCUMENTS, st.lists(st.sampled_from(["d", "s", "d.t", "d.0.b", "t.s.b"]), max_size=3, unique=True))
def test_what_is_kept_of_a_document_stands_where_it_stood(document: object, paths: list[str]) -> None:
    apart = [path for path in paths if not any(other != path and path.startswith(f"{other}.") for other in paths)]
    kept = only(document, tuple(apart))
    for path in apart:
        assert repr(at(kept, path)) == repr(at(document, path))  # by their text: not-a-number is unlike itself


NUMBERS = st.builds(
    "{}{}{}/{}/{}/{}/{}".format,
    st.sampled_from(["", "0", "00"]),
    st.integers(1, 9999),
    st.sampled_from(["", " ", "/"]),
    st.sampled_from(["HM", "PIH", "hm-kkd"]),
    st.sampled_from(["KOMINFO", " Kominfo", "KKD "]),
    st.sampled_from(["1", "01", "12", "IV", "x"]),
    st.integers(2010, 2030),
)


@given(NUMBERS)
def test_a_normal_form_is_its_own_and_is_found_again(number: str) -> None:
    normal = normal_form(number)
    assert normal_form(normal) == normal
    assert read_number(normal) == normal
    assert find_number(f"Siaran Pers No. {normal} tentang") == normal


@given(st.text(alphabet="siaranper no.123/HMkIVx \n\u00a0", max_size=80))
def test_any_line_has_a_number_in_normal_form_or_none(line: str) -> None:
    for read in (find_number, read_number):
        found = read(line)
        assert found is None or normal_form(found) == found
