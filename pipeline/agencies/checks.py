"""What must hold between the keys of an agency file. Each problem names the key and says what to do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pipeline.agencies.rules import Agency, Assumption, Evidence, IndexRules, WaybackRules

CONTACT = re.compile(r"https://[\x21-\x7e]{1,200}|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}")
"""Whom a site's operators may write to, as a header can carry it: a page or a mail address."""
MARKED_TABLES = ("index", "page", "expect", "wayback")
"""Tables whose keys describe the site: each key must be marked as evidence or as an assumption."""
_MARKED_KEYS = ("homepage", "hosts", "allow_http")


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is a key ('index.link') or empty for the whole file; `what` and `remedy` are sentences."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def problems_of(agency: Agency, document: Mapping[str, Any]) -> Iterator[Problem]:
    """`document` is the file as TOML: it tells a key that was given from a default."""
    yield from _addresses(agency)
    if agency.contact and not CONTACT.fullmatch(agency.contact):
        yield Problem("contact", "It is no contact.", "Give a mail address, or the https address of a page about you.")
    for where, rules in (("index", agency.index), ("page", agency.page)):
        yield from _formats(f"{where}.date_formats", rules.date_formats if rules else ())
    if agency.index:
        yield from _index(agency, agency.index)
    if (
        agency.page
        and agency.page.in_listing
        and (agency.page.kind, agency.index and agency.index.kind) != ("json", "json")
    ):
        yield Problem("page.in_listing", "Only a JSON index holds whole releases.", 'Give both tables kind = "json".')
    if (agency.index or agency.wayback) and not agency.page:
        yield Problem("page", "The table is missing.", "Say where a release page keeps title and body.")
    if agency.page and not (agency.index or agency.wayback):
        yield Problem("index", "The table is missing.", "Say how releases are listed, or leave [page] out too.")
    if agency.index and agency.wayback:
        yield Problem("wayback", "A site has an index or is read through a web archive.", "Keep one of the two tables.")
    if agency.nightly and not agency.captured:
        yield Problem("nightly", "A site without [index] and [page] cannot be visited.", "Leave the key out.")
    if agency.wayback:
        yield from _wayback(agency.wayback)
    if agency.expect.releases_per_month_min > agency.expect.releases_per_month_max:
        yield Problem("expect.releases_per_month_min", "It is more than the maximum.", "Swap the two.")
    yield from _marks(agency, document)


def _formats(where: str, forms: tuple[str, ...]) -> Iterator[Problem]:
    day = datetime(2001, 2, 3)  # noqa: DTZ001 - a calendar day has no zone
    for form in forms:
        try:
            whole = datetime.strptime(day.strftime(form), form) == day  # noqa: DTZ007
        except ValueError:
            whole = False
        if not whole:
            yield Problem(where, f"'{form}' does not read a whole day.", "Give day, month and year: %d %m %Y.")


def _addresses(agency: Agency) -> Iterator[Problem]:
    own = {"homepage": agency.homepage, "index.url": agency.index.url if agency.index else ""}
    if agency.index and agency.index.link_template:
        own["index.link_template"] = agency.index.link_template
    for where, address in own.items():
        parts = urlsplit(address)
        if address and parts.hostname not in agency.hosts:
            yield Problem(where, f"{parts.hostname} is not one of the agency's hosts.", "Add it to hosts.")
        if address and where != "homepage" and parts.scheme != "https" and not agency.allow_http:
            yield Problem(where, "It is not https.", "Use https, or set allow_http = true for a site that has none.")


def _index(agency: Agency, index: IndexRules) -> Iterator[Problem]:
    if index.kind in ("html", "json") and not index.link:
        yield Problem("index.link", "The key is missing.", "Say where an item keeps the release's address or slug.")
    if index.kind == "json" and not index.item:
        yield Problem("index.item", "The key is missing.", "Give the path of the list, such as response.data.")
    if index.kind == "html" and index.date and not index.item:
        yield Problem("index.date", "Without item, nobody can tell which link a date belongs to.", "Give index.item.")
    if index.link_template and "{link}" not in index.link_template:
        yield Problem("index.link_template", "It does not say where the slug stands.", "Put {link} there.")
    if index.links_min > index.links_max:
        yield Problem("index.links_min", "It is more than links_max.", "Swap the two.")
    yield from _pattern("index.link_pattern", index.link_pattern)
    if agency.page and agency.page.in_listing and not index.link_template and index.kind == "json":
        yield Problem("index.link_template", "It is missing.", "A release needs the address where people read it.")


def _pattern(where: str, pattern: str) -> Iterator[Problem]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield Problem(where, f"It is no regular expression: {error}.", "Mend it.")


def _wayback(wayback: WaybackRules) -> Iterator[Problem]:
    yield from _pattern("wayback.link_pattern", wayback.link_pattern)
    if wayback.from_day > wayback.to_day:
        yield Problem("wayback.from_day", "It is after to_day.", "Swap the two.")
    for key, address, marks in (
        ("cdx_url", wayback.cdx_url, ("{prefix}",)),
        ("replay_url", wayback.replay_url, ("{timestamp}", "{url}")),
    ):
        for mark in marks:
            if mark not in address:
                yield Problem(f"wayback.{key}", f"It does not hold {mark}.", "See the table's description in rules.py.")
        if urlsplit(address).scheme != "https":
            yield Problem(f"wayback.{key}", "It is not https.", "Use https.")


def _marks(agency: Agency, document: Mapping[str, Any]) -> Iterator[Problem]:
    """Each key that describes the site is evidence or assumption, and says which, once. A key's own mark beats its table's."""
    given = {key for key in _MARKED_KEYS if key in document}
    for table in MARKED_TABLES:
        given |= {f"{table}.{key}" for key in document.get(table, {})}
    marks: tuple[Evidence | Assumption, ...] = (*agency.evidence, *agency.assumed)
    marked = [name for mark in marks for name in mark.fields]
    for name in sorted({name for name in marked if marked.count(name) > 1}):
        yield Problem(name, "It is marked more than once.", "Keep one of the marks.")
    for name in sorted(set(marked)):
        if name not in given and not any(key.startswith(f"{name}.") for key in given):
            yield Problem(name, "It is marked, but the file does not have it.", "Take the mark out.")
    for key in sorted(given):
        if key not in marked and key.partition(".")[0] not in marked:
            yield Problem(
                key,
                "Nobody says whether it was seen or assumed.",
                "Name it in an [[evidence]] or an [[assumed]] table.",
            )
