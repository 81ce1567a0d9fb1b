"""A ministry's site of any size, in the sample's mark-up, that lives on from night to night: for soak runs and benchmarks.

Titles come from a file of real headlines beside the repository where there is one (KOTACERDAS_HEADLINES names it), else they are
made; every other word is our own. The site is served by the fault server, over a real socket.
"""

import csv
import gzip
import os
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pipeline.agencies import Agency, Rate, Window, load_registry
from sample_ministry.pages import index_page, release_page
from sample_ministry.releases import Release, day_in_words
from tests.unit.capture.fault_server import HOST, Reply

HEADLINES = Path(os.environ.get("KOTACERDAS_HEADLINES", Path(__file__).parents[2] / "shared/data/headlines.tsv"))
PER_PAGE = 12
FIRST_NIGHT = date(2026, 1, 31)
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Rehosted(Release):
    """The same release at another address of the site."""

    @property
    def path(self) -> str:
        return Release.path.fget(self).replace("/detail/", "/detail/arsip-")  # type: ignore[attr-defined, no-any-return]


def titles(count: int) -> list[str]:
    """`count` different titles, of the file while it lasts."""
    found: dict[str, None] = {}
    if HEADLINES.exists():
        with HEADLINES.open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                found.setdefault(row["title"].strip())
    made = (f"Judul buatan nomor {number}" for number in range(count))
    return [*found, *made][:count]


@dataclass
class GeneratedSite:
    """Releases, newest first. Called by the fault server as what answers `otherwise`."""

    releases: list[Release]
    related: list[Release] = field(default_factory=list)
    _made: dict[Release, Reply] = field(default_factory=dict)

    @classmethod
    def of(cls, count: int) -> "GeneratedSite":
        """About four releases in three days, back from the first night."""
        releases = [
            _release(title, count - place, FIRST_NIGHT - timedelta(days=place * 3 // 4))
            for place, title in enumerate(titles(count))
        ]
        return cls(releases, releases[-20:])

    @property
    def index_pages(self) -> int:
        return -(-len(self.releases) // PER_PAGE)

    def publish(self, count: int, day: date) -> None:
        for number in range(count):
            self.releases.insert(0, _release(f"Siaran buatan {day.isoformat()} {number}", 90_000 + number, day))

    def edit(self, place: int) -> Release:
        old = self.releases[place]
        self.releases[place] = replace(old, paragraphs=(*old.paragraphs, ("Ralat: sebanyak 7 kota ikut serta.",)))
        return self.releases[place]

    def remove(self, place: int) -> Release:
        return self.releases.pop(place)

    def rehost(self, place: int) -> Release:
        """The release stands at a second address, listed as the newest; the old address stays as it is."""
        old = self.releases[place]
        copy = Rehosted(**{name: getattr(old, name) for name in Release.__slots__})
        self.releases.insert(0, copy)
        return copy

    def prepare(self) -> None:
        """Make all pages now, so that what is measured later is the visitor."""
        for release in self.releases:
            self._page(release)

    def __call__(self, request: BaseHTTPRequestHandler) -> Reply:
        parts = urlsplit(request.path)
        if parts.path == "/berita/siaran-pers":
            page = int(parse_qs(parts.query).get("page", ["1"])[0])
            listed = self.releases[(page - 1) * PER_PAGE : page * PER_PAGE]
            body = index_page("komdigi", listed, page, self.index_pages)
            return Reply(gzip.compress(body.encode(), 1), headers=_headers())
        release = self._by_path().get(parts.path)
        return self._page(release) if release else Reply(status=404)

    def _by_path(self) -> dict[str, Release]:
        key = (len(self.releases), id(self.releases[0]), sum(map(id, self.releases)))
        if getattr(self, "_key", None) != key:
            self._key, self._paths = key, {release.path: release for release in self.releases}
        return self._paths

    def _page(self, release: Release) -> Reply:
        if release not in self._made:
            body = release_page(release, [release, *self.related]).encode()
            self._made[release] = Reply(gzip.compress(body, 6, mtime=0), headers=_headers(), etag=True)
        return self._made[release]


def agency(**changes: object) -> Agency:
    """Who publishes the site: the sample's agency file, with the windows that real agencies have."""
    sample = load_registry()["sample-komdigi"]
    assert sample.index is not None
    index = replace(
        sample.index, url=f"http://{HOST}/berita/siaran-pers?page={{page}}", links_min=PER_PAGE, links_max=PER_PAGE
    )
    values: dict[str, object] = {
        "hosts": (HOST,),
        "homepage": f"http://{HOST}/",
        "index": index,
        "window": Window(),
        "rate": Rate(delay_seconds=0.0, requests_per_night=10_000),
        **changes,
    }
    return replace(sample, **values)  # type: ignore[arg-type]


def _headers() -> dict[str, str]:
    return {"Content-Type": _HTML, "Content-Encoding": "gzip"}


def _release(title: str, number: int, day: date) -> Release:
    text = (
        f"Kementerian mencatat {number % 400 + 2} kota mengikuti pendampingan kota cerdas pada tahun {day.year - 1}, kata juru bicara.",
        "Pendampingan disusun bersama pemerintah daerah, dan hasilnya diumumkan setelah pemeriksaan selesai. " * 3,
        "Seluruh kalimat halaman ini buatan; hanya judulnya yang mungkin pernah terbit.",
    )
    return Release(
        site="komdigi",
        content_id=None,
        number=f"Siaran Pers No. {number}/HM/KOMDIGI/{day.month:02}/{day.year}",
        published_on=day,
        date_line=day_in_words(day),
        link_word="tentang",
        title=title,
        paragraphs=tuple((paragraph,) for paragraph in text),
        signature=(),
        views=number,
    )
