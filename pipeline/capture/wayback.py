"""Sites that are read through the Wayback Machine: its index of captures (CDX), and the raw replay of each.

A replay is archived as the capture that it was: the original's address, the moment of that visit, the status and headers it then
had. Where and when it was read stands in the record beside that.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from urllib.parse import quote, urlsplit

from pipeline.agencies import Agency
from pipeline.capture.address import RefusedAddressError, check, normal
from pipeline.capture.client import Answer
from pipeline.capture.exchange import Exchange, Replay
from pipeline.capture.memory import Memory
from pipeline.capture.site import Site

_ORIGINAL_HEADER = "x-archive-orig-"
_TIMESTAMP = re.compile(r"/web/(\d{14})")
_IN_PARTS = "&fl=urlkey,timestamp,original&collapse=digest&limit=10000&showResumeKey=true"
"""What read_cdx reads; and in parts, because without them the CDX server cuts a long answer off and does not say so."""
_MOST_PAGES = 1000
_MOST_VERSIONS = 3
"""How many captures of one address are tried, newest first, until one is content: a retired site's last ones often are not."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One capture of the Wayback Machine: the original's address and the visit's moment, YYYYMMDDhhmmss."""

    url: str
    original: str
    timestamp: str


class UnreadableCdxError(Exception):
    """The answer is no CDX in JSON; the message is a sentence."""


def as_visited(agency: Agency) -> Agency:
    """The agency as the network sees it: one without an index is read at its web archive's hosts, not at its own."""
    if agency.index is not None:
        return agency
    assert agency.wayback is not None
    places = [urlsplit(url) for url in (agency.wayback.cdx_url, agency.wayback.replay_url)]
    return replace(
        agency,
        hosts=tuple(dict.fromkeys(place.hostname or "" for place in places)),
        allow_http=any(place.scheme == "http" for place in places),
    )


class Replays:
    """What the Wayback Machine holds of an agency's site, by the agency file's [wayback]. `problems` are sentences."""

    def __init__(self, agency: Agency, site: Site, memory: Memory) -> None:
        assert agency.wayback is not None, "only an agency with [wayback] rules"
        self._agency, self._rules, self._site, self._memory = agency, agency.wayback, site, memory
        self.problems: list[str] = []
        self.links_per_page: list[int] = []

    def find(self, since: date | None, until: date | None) -> list[list[Replayed]]:
        """The captures of each release's address, newest first; addresses in the order of the index."""
        first = max(since or self._rules.from_day, self._rules.from_day)
        last = min(until or self._rules.to_day, self._rules.to_day)
        found: dict[str, list[Replayed]] = {}
        for prefix in self._rules.prefixes:
            for key, replayed in self._captures(self._query(prefix, first, last)):
                found.setdefault(key, []).append(replayed)
        return [sorted(versions, key=lambda r: r.timestamp, reverse=True) for versions in found.values()]

    def first(self) -> Replayed | None:
        """The first capture of a release that the first part of the index names: one request."""
        query = self._query(self._rules.prefixes[0], self._rules.from_day, self._rules.to_day)
        return next((replayed for _, replayed in self._captures(query)), None)

    def _query(self, prefix: str, first: date, last: date) -> str:
        return (
            self._rules.cdx_url.replace("{prefix}", quote(prefix, safe=""))
            .replace("{from_day}", f"{first:%Y%m%d}")
            .replace("{to_day}", f"{last:%Y%m%d}")
            + _IN_PARTS
        )

    def is_held(self, versions: list[Replayed]) -> bool:
        """Whether the archive has content of the address: replays do not change."""
        return any(version.url in self._memory.known for version in versions)

    def fetch(self, versions: list[Replayed]) -> Answer:
        """The newest capture of an address that is content."""
        answer = Answer(versions[0].url, None, "failed")
        for version in versions[:_MOST_VERSIONS]:
            address = self._rules.replay_url.replace("{timestamp}", version.timestamp).replace(
                "{url}", version.original
            )
            answer = self._site.get(address, "release", archived_as=partial(as_original, version=version))
            if answer.news not in ("not_content", "failed") or self._site.client.stopped:
                break
        return answer

    def _captures(self, query: str) -> Iterable[tuple[str, Replayed]]:
        """The rows of a query, through all its pages, as (SURT key, capture)."""
        resume = ""
        for number in range(_MOST_PAGES):
            # The key comes percent-encoded and goes back as it is.
            address = f"{query}&resumeKey={quote(resume, safe='%+!')}" if resume else query
            self._site.tell("index", number, None, address)
            answer = self._site.get(address, "index")
            if answer.news == "refused":
                self.problems.append(f"robots.txt does not let us fetch {address}.")
                return
            if answer.problem or answer.news == "unasked":
                self.problems.append(f"The web archive's index was not read to its end: {answer.problem}")
                return
            try:
                rows, resume = read_cdx(answer.body)
            except UnreadableCdxError as error:
                self.problems.append(f"{answer.url} cannot be read: {error}")
                return
            self.links_per_page.append(len(rows))
            for key, timestamp, original in rows:
                try:
                    url = check(self._agency, normal(original, _without_port(original)))
                except RefusedAddressError:
                    continue  # another host of the same domain
                if re.search(self._rules.link_pattern, url):
                    yield key, Replayed(url, original, timestamp)
            if not resume:
                return
        self.problems.append(f"The web archive's index goes on after {_MOST_PAGES} pages.")


def read_cdx(body: bytes) -> tuple[list[tuple[str, str, str]], str]:
    """(SURT key, timestamp, original address) of each capture, and the key to go on with ('': there is no more).

    The format is the CDX server's `output=json`: a row of names, rows of values, and after an empty row the resumption key.
    """
    if not body.strip():
        return [], ""
    try:
        document = json.loads(body)
        if document == []:
            return [], ""
        names, *rows = document
        places = [names.index(name) for name in ("urlkey", "timestamp", "original")]
        captures: list[tuple[str, str, str]] = []
        for number, row in enumerate(rows):
            if not row:
                return captures, str(rows[number + 1][0])
            key, timestamp, original = (str(row[place]) for place in places)
            datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            captures.append((key, timestamp, original))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise UnreadableCdxError(f"It is no CDX in JSON ({str(error)[:80]}).") from error
    return captures, ""


def as_original(exchange: Exchange, version: Replayed) -> Exchange:
    """A replay's exchange as that of the original visit; any other answer of the web archive as it is, its own.

    The web archive may redirect to the moment nearest to the one asked for, so the moment is taken from the replay's address.
    """
    moment = _TIMESTAMP.search(exchange.url)
    if exchange.status != 200 or moment is None:
        return exchange
    originals = tuple(
        (name[len(_ORIGINAL_HEADER) :], value)
        for name, value in exchange.headers
        if name.lower().startswith(_ORIGINAL_HEADER)
    )
    # What describes the bytes that came is true of the replay, not of the original: a replay is sent uncompressed or anew.
    described = tuple(
        (name, value)
        for name, value in exchange.headers
        if name.lower() in ("content-encoding", "content-length", "content-type")
    )
    names = {name.lower() for name, _ in described} | {"content-encoding", "content-length", "transfer-encoding"}
    kept = tuple((name, value) for name, value in originals if name.lower() not in names)
    return replace(
        exchange,
        url=version.url,
        fetched_at=datetime.strptime(moment[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC),
        headers=(*described, *kept),
        replayed=Replay(exchange.url, exchange.fetched_at),
    )


def _without_port(original: str) -> str:
    """Old captures name the default port, which says nothing."""
    return re.sub(r"^(http://[^/]+):80(?=/|$)|^(https://[^/]+):443(?=/|$)", lambda m: m[1] or m[2], original)
