"""The sample's releases: TOML files by year, read into immutable values with the addresses that they are served under."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent / "releases"

_WEEKDAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()

Site = Literal["kominfo", "komdigi"]


@dataclass(frozen=True, slots=True)
class Release:
    """One release as it is printed: `number`, `date_line` and `link_word` carry the source's own dirt.

    `content_id` is the number in an address of the older site; the newer site has none. Each paragraph is a tuple of lines.
    `signature` is empty on the newer site. `views` is the counter that the page shows outside the body.
    """

    site: Site
    content_id: int | None
    number: str
    published_on: date
    date_line: str
    link_word: str
    title: str
    paragraphs: tuple[tuple[str, ...], ...]
    signature: tuple[str, ...]
    views: int

    @property
    def headline(self) -> str:
        """The page's headline: the older site puts number and link word before the title, the newer one does not."""
        return f"{self.number} {self.link_word} {self.title}" if self.site == "kominfo" else self.title

    @property
    def path(self) -> str:
        if self.site == "kominfo":
            return f"/content/detail/{self.content_id}/{_slug(self.headline)}/0/siaran_pers"
        return f"/berita/siaran-pers/detail/{_slug(self.title)}"


@cache
def load_releases(folder: Path = FOLDER) -> tuple[Release, ...]:
    """All releases, newest first. ValueError names the file that cannot be read, and what is wrong or missing in it."""
    found: list[Release] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            signature = tuple(document.get("signature", ()))
            found.extend(_release(entry, signature) for entry in document["release"])
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return tuple(sorted(found, key=lambda release: (release.published_on, release.content_id or 0), reverse=True))


def day_in_words(day: date) -> str:
    """'Kamis, 18 Januari 2024'."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _release(entry: dict[str, Any], signature: tuple[str, ...]) -> Release:
    published_on: date = entry["date"]
    content_id: int | None = entry.get("id")
    paragraphs = entry["text"].strip().split("\n\n")
    return Release(
        site="komdigi" if content_id is None else "kominfo",
        content_id=content_id,
        number=entry["number"],
        published_on=published_on,
        date_line=entry.get("date_line", day_in_words(published_on)),
        link_word=entry.get("link_word", "tentang"),
        title=entry["title"],
        paragraphs=tuple(tuple(paragraph.split("\n")) for paragraph in paragraphs),
        signature=() if content_id is None else signature,
        views=entry["views"],
    )


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[/.,]", "", text.lower())))
