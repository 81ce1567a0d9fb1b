"""The index as other tools sort and read it: keys as the SURT library gives them."""

import pytest

from pipeline.audit.bundle.index import search_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (
            "http://www.kominfo.go.id/content/detail/1/Foo%20Bar?b=2&a=1",
            "id,go,kominfo)/content/detail/1/foo%20bar?a=1&b=2",
        ),
        ("https://WWW2.x.go.id:8080/", "id,go,x:8080)/"),
        ("https://x.go.id:443/a/", "id,go,x)/a"),
        ("http://kominfo.sample.example/a b", "example,sample,kominfo)/a%20b"),
        ("https://x.go.id/index.php/é/", "id,go,x)/index.php/%c3%a9"),
        ("https://x.go.id/a?q=", "id,go,x)/a?q="),
        ("https://x.go.id/a?", "id,go,x)/a"),
        ("https://x.go.id/a?z&y=%2F&x=a+b#frag", "id,go,x)/a?x=a+b&y=/&z"),
        ("https://user:pw@x.go.id./a", "id,go,x)/a"),
        ("https://x.go.id/a?q=50%25&page={page}", "id,go,x)/a?page={page}&q=50%25"),
        ("urn:kota:1", "urn:kota:1"),
        ("http://[::1/x y", "http://[::1/x%20y"),
        ("", ""),
    ],
)
def test_keys_are_those_of_web_archives(url: str, key: str) -> None:
    assert search_key(url) == key
