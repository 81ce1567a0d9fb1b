"""What the two sites answer to an address, as a pure function: robots.txt, paged index, release pages, 404, 421."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cache
from urllib.parse import parse_qs, urlsplit

from sample_ministry.pages import index_page, not_found_page, release_page
from sample_ministry.releases import Release, Site, load_releases

KOMINFO, KOMDIGI = "kominfo.sample.example", "komdigi.sample.example"
INDEX_PATHS: Mapping[Site, str] = {"kominfo": "/content/all/siaran_pers", "komdigi": "/berita/siaran-pers"}
PER_PAGE = 10

_SITES: Mapping[str, Site] = {
    KOMINFO: "kominfo",
    KOMDIGI: "komdigi",
    "kominfo.localhost": "kominfo",  # for a person's browser, see __main__
    "komdigi.localhost": "komdigi",
}
_ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /cari\n"
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before HTTP's own business (ETag, gzip, HEAD, 304) is done to it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer(host: str, target: str) -> Answer:
    """The answer of `host` (no port) to the request target. Bytes are the same in every run."""
    site = _SITES.get(host)
    if site is None:
        return _text(421, f"No site of the sample ministry is named so: {host}\n")
    parts = urlsplit(target)
    if parts.path == "/robots.txt":
        return _text(200, _ROBOTS)
    if parts.path == "/":
        return Answer(301, {"Location": INDEX_PATHS[site]}, b"")
    if parts.path == INDEX_PATHS[site]:
        page = parse_qs(parts.query).get("page", ["1"])[-1]
        if page.isascii() and page.isdigit() and len(page) <= 6 and int(page) >= 1:
            return _index(site, int(page))
    release = _by_path(site).get(parts.path)
    if release is not None:
        body = release_page(release, _of_site(site)).encode()
        return Answer(200, {"Content-Type": _HTML, "Last-Modified": _http_date(release.published_on)}, body)
    return Answer(404, {"Content-Type": _HTML}, not_found_page(site).encode())


def _index(site: Site, page: int) -> Answer:
    releases = _of_site(site)
    first = (page - 1) * PER_PAGE
    last_page = -(-len(releases) // PER_PAGE)
    body = index_page(site, releases[first : first + PER_PAGE], page, last_page).encode()
    return Answer(200, {"Content-Type": _HTML, "Last-Modified": _http_date(releases[0].published_on)}, body)


@cache
def _of_site(site: Site) -> tuple[Release, ...]:
    return tuple(release for release in load_releases() if release.site == site)


@cache
def _by_path(site: Site) -> Mapping[str, Release]:
    return {release.path: release for release in _of_site(site)}


def _text(status: int, text: str) -> Answer:
    return Answer(status, {"Content-Type": "text/plain; charset=utf-8"}, text.encode())


def _http_date(day: date) -> str:
    """The release's day at 03:00 GMT, ten in the morning in Jakarta."""
    return format_datetime(datetime.combine(day, time(3), UTC), usegmt=True)
