import pytest

from pipeline.capture.address import RefusedAddressError, check, normal, origin
from tests.unit.capture.conftest import agency

BASE = "https://ministry.example/index?page=1"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/r/1", "https://ministry.example/r/1"),
        ("?page=2", "https://ministry.example/index?page=2"),
        (" /a b/\u00e9#top\n", "https://ministry.example/a%20b/%C3%A9"),
        ("//other.example/x", "https://other.example/x"),
        ("HTTPS://Ministry.Example/X", "https://ministry.example/X"),
    ],
)
def test_links_become_one_spelling(link: str, url: str) -> None:
    assert normal(BASE, link) == url
    assert normal(url, url) == url


@pytest.mark.parametrize("link", ["mailto:a@b.example", "javascript:x", "http://", "http://[::1", "https://a b/"])
def test_what_is_no_web_address_is_refused(link: str) -> None:
    with pytest.raises(RefusedAddressError):
        normal(BASE, link)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://ministry.example/", "not https"),
        ("https://evil.example/", "not on one of"),
        ("https://ministry.example.evil.example/", "not on one of"),
        ("https://ministry.example:8443/", "port of its own"),
        ("https://user@ministry.example/", "names a user"),
    ],
)
def test_only_the_agencys_own_addresses_are_fetched(url: str, why: str) -> None:
    with pytest.raises(RefusedAddressError, match=why):
        check(agency(allow_http=False), url)


def test_an_own_address_is_allowed() -> None:
    url = "https://ministry.example:443/r/1"
    assert check(agency(allow_http=False), url) == url
    assert origin("https://ministry.example/r/1?x") == "https://ministry.example"
