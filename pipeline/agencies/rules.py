"""What an agency file says, as immutable values: each table of the TOML is a class here, each key a field, and no key has another home.

pydantic reads the file into them: a key that is unknown, missing or of the wrong type is an error that names it. What must hold
between several keys stands in checks.py.
"""

from dataclasses import field
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.dataclasses import dataclass

CONFIG = ConfigDict(extra="forbid", strict=True)

Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+/\S*$")]
Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Publisher:
    """The publisher's name in English and in Indonesian."""

    en: Text
    id: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class IndexRules:
    """How a site lists its releases.

    kind: `html` (lists of links), `json` (an API), `sitemap` (sitemaps.org), `feed` (RSS or Atom).
    url: `{page}` in it counts up from `first_page`; `last_page_limit` is where counting stops whatever the site says.
    item: what holds one release: CSS for html (empty: each `link` is its own item), the path of the list for json.
    link, title, date: inside an item. html: CSS; the title is by default the link's own (its `title`, which is never cut short,
    or its text). json: paths of keys, `a.b.0`.
    link_template: the address where `link` is only a slug, which stands at `{link}`.
    link_pattern: a regular expression that the whole address of a release matches; other links are passed over.
    date_formats: strptime forms of figures ("%d %m-%Y"); ISO dates, moments and dates in Indonesian words are read without.
    next, last_page: html: CSS of the links to further pages, and of what holds the number of pages, or links to the last;
    json: their paths.
    links_min, links_max: releases on a page that is neither the last nor beyond it.
    """

    kind: Literal["html", "json", "sitemap", "feed"] = "html"
    url: Address
    item: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    link_template: str = ""
    link_pattern: str = ""
    date_formats: tuple[Text, ...] = ()
    next: str = ""
    last_page: str = ""
    first_page: Count = 1
    last_page_limit: Annotated[int, Field(ge=1)] = 1000
    links_min: Count = 1
    links_max: Annotated[int, Field(ge=1)] = 1000

    def address(self, page: int) -> str:
        """The address of an index page, by its number."""
        return self.url.replace("{page}", str(page))

    @property
    def paged(self) -> bool:
        return "{page}" in self.url


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class PageRules:
    """Where a release keeps what. kind html: CSS selectors, of which 'a, b' prefers a; kind json: paths of keys.

    in_listing (json): the index holds whole releases; an item of it is the release, and its page is not fetched.
    body: of a json release it is HTML. number: only where the number has a place of its own; in headline, first and last lines
    it is found without. attachments: links to files that belong to the release.
    not_content: phrases of waiting rooms, block pages and login pages, by which a page that lacks its body is recognised.
    """

    kind: Literal["html", "json"] = "html"
    in_listing: bool = False
    title: Text
    body: Text
    number: str = ""
    date: str = ""
    date_formats: tuple[Text, ...] = ()
    attachments: str = ""
    minimum_body_characters: Count = 200
    not_content: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Rate:
    """How gently a site is visited: the pause between two requests, in seconds, and the most requests in one night."""

    delay_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 2.0
    requests_per_night: Annotated[int, Field(ge=1)] = 2000


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Expectations:
    """What a site that works looks like; anything outside is taken for a changed layout until a person has looked.

    Shares are of the newest captures: that can be read as releases, and of those, that carry a date, a number.
    """

    releases_per_month_min: Count = 0
    releases_per_month_max: Annotated[int, Field(ge=1)] = 1000
    share_read: Share = 0.9
    share_with_date: Share = 0.0
    share_with_number: Share = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Window:
    """What a night looks at again: releases of the newest `recheck_days`; discovery ends after `overlap` known ones in a row."""

    recheck_days: Count = 30
    overlap: Annotated[int, Field(ge=1)] = 20


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class WaybackRules:
    """A site that is read through the Wayback Machine instead of an index, because it is retired.

    cdx_url: the query for captures; `{prefix}`, `{from_day}`, `{to_day}` (YYYYMMDD) stand for what is asked.
    replay_url: the capture's own bytes; `{timestamp}` and `{url}` stand for the capture.
    prefixes: what the addresses of releases begin with, host first, no scheme; link_pattern: what the whole address matches.
    from_day, to_day: of the captures wanted.
    """

    cdx_url: Address
    replay_url: Address
    prefixes: tuple[Text, ...]
    link_pattern: str = ""
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Evidence:
    """Keys of the file (`index.link`, or `index` for all of the table) and where what they say was seen."""

    fields: tuple[Text, ...]
    seen: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Assumption:
    """Keys of the file that nobody has seen to be so, and why they are believed."""

    fields: tuple[Text, ...]
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)
class Agency:
    """One ministry site.

    homepage: for people; hosts: every host that may be fetched from. allow_http: a site without https.
    contact: the page or mail address that the User-Agent gives to the site's operators.
    terms: what is known of the site's terms of use. numbering: the body that gives out release numbers, where several sites
    share it. nightly: whether a run that names no agency visits it: true once the file was tried live.
    agency_id is the file's name, file_sha256 the hash of its bytes.
    """

    agency_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    file_sha256: str
    publisher: Publisher
    homepage: Address
    hosts: Annotated[tuple[Host, ...], Field(min_length=1)]
    terms: Text
    numbering: str = ""
    contact: str = ""
    synthetic: bool = False
    nightly: bool = False
    allow_http: bool = False
    index: IndexRules | None = None
    page: PageRules | None = None
    rate: Rate = field(default_factory=Rate)
    expect: Expectations = field(default_factory=Expectations)
    window: Window = field(default_factory=Window)
    wayback: WaybackRules | None = None
    evidence: tuple[Evidence, ...] = ()
    assumed: tuple[Assumption, ...] = ()

    @property
    def captured(self) -> bool:
        """Whether a run can visit the site; otherwise its releases only come in by `kotacerdas import`."""
        return self.page is not None and (self.index is not None or self.wayback is not None)

    @property
    def number_giver(self) -> str:
        """Who gives out its release numbers."""
        return self.numbering or self.agency_id
