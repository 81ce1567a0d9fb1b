"""The registry of agencies: TOML files read into checked, immutable values. What differs between ministries stands there."""

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.identity import sha256_hex

T = TypeVar("T")

SITES = Path(__file__).parent / "sites"


@dataclass(frozen=True, slots=True)
class IndexRules:
    """How a site lists its releases: `{page}` in `url` counts up from `first_page` until a page lists nothing new.

    `link` and `date` are CSS selectors: the anchor of each release, and (beside it, may be empty) its date.
    """

    url: str
    link: str
    date: str = ""
    first_page: int = 1
    last_page_limit: int = 1000


@dataclass(frozen=True, slots=True)
class PageRules:
    """Where a release page keeps what: CSS selectors. `date_formats` are strptime forms, Indonesian month names allowed."""

    title: str
    body: str
    date: str = ""
    date_formats: tuple[str, ...] = ()
    minimum_body_characters: int = 200
    not_content: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """One ministry site. `contact` is the page or mail address that the User-Agent gives to the site's operators.

    `numbering` names the body that gives out release numbers, where several sites share it. `evidence` says where the
    addresses and selectors were seen, `terms` what is known of the site's terms of use.
    """

    agency_id: str
    label_en: str
    label_id: str
    homepage: str
    hosts: tuple[str, ...]
    evidence: str
    terms: str
    numbering: str
    synthetic: bool
    allow_http: bool
    delay_seconds: float
    index: IndexRules | None
    page: PageRules | None
    file_sha256: str
    contact: str = ""

    @property
    def captured(self) -> bool:
        """Whether the nightly run visits the site; otherwise its releases only come in by `kotacerdas import`."""
        return self.index is not None and self.page is not None


class Registry(Mapping[str, Agency]):
    """Agencies by id, in order of id; an unknown id is an error that names the known ones."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._agencies = {agency.agency_id: agency for agency in sorted(agencies, key=lambda a: a.agency_id)}

    def __getitem__(self, agency_id: str) -> Agency:
        return self._agencies[agency_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._agencies)

    def __len__(self) -> int:
        return len(self._agencies)

    def select(self, ids: Iterable[str]) -> list[Agency]:
        """These agencies; all that are captured when none is named."""
        wanted = list(ids)
        if not wanted:
            return [agency for agency in self.values() if agency.captured]
        for agency_id in wanted:
            if agency_id not in self._agencies:
                raise UsageError(f"There is no agency '{agency_id}'.", f"Known agencies: {', '.join(self._agencies)}.")
            if not self._agencies[agency_id].captured:
                raise UsageError(
                    f"The site of '{agency_id}' has no capture rules yet.",
                    "Bring releases that you already hold in with: kotacerdas import PATH",
                )
        return [self._agencies[agency_id] for agency_id in wanted]


def load_registry(folder: Path = SITES) -> Registry:
    """All agencies below the folder. UsageError names the file and the field that is wrong."""
    return Registry(_read(path) for path in sorted(folder.glob("*.toml")))


def _read(path: Path) -> Agency:
    try:
        data = path.read_bytes()
        document = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path.name} is not valid TOML: {error}", "Mend the file; each line of the message names its place."
        ) from error
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.", "Mend the file's rights.") from error
    try:
        return _agency(path.stem, document, sha256_hex(data))
    except _FieldError as error:
        raise UsageError(f"{path.name}: {error}", "See sites/sample-kominfo.toml for a whole one.") from error


class _FieldError(Exception):
    """A sentence that names the field and what is wrong with it."""


def _agency(agency_id: str, document: Mapping[str, Any], file_sha256: str) -> Agency:
    # The id becomes a folder's and a file's name.
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", agency_id):
        raise _FieldError("the file's name is the agency's id: small letters, digits and hyphens.")
    _only(document, "", "evidence", "terms", "numbering", "synthetic", "publisher", "site", "index", "page")
    publisher, site = _table(document, "publisher"), _table(document, "site")
    _only(publisher, "[publisher] ", "en", "id")
    _only(site, "[site] ", "homepage", "hosts", "allow_http", "delay_seconds", "contact")
    hosts = _strings(site, "hosts", "[site] ")
    if not hosts or not all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", host) for host in hosts):
        raise _FieldError(
            "[site] hosts must name every host that pages may be fetched from, in small letters, no port."
        )
    agency = Agency(
        agency_id=agency_id,
        label_en=_value(publisher, "en", str, "[publisher] "),
        label_id=_value(publisher, "id", str, "[publisher] "),
        homepage=_value(site, "homepage", str, "[site] "),
        hosts=hosts,
        evidence=_value(document, "evidence", str),
        terms=_value(document, "terms", str),
        numbering=_value(document, "numbering", str, default=agency_id),
        synthetic=_value(document, "synthetic", bool, default=False),
        allow_http=_value(site, "allow_http", bool, "[site] ", default=False),
        delay_seconds=float(_value(site, "delay_seconds", int | float, "[site] ", default=2.0)),
        index=_section(IndexRules, document, "index"),
        page=_section(PageRules, document, "page"),
        file_sha256=file_sha256,
        contact=_value(site, "contact", str, "[site] ", default=""),
    )
    _check(agency)
    return agency


def _value(table: Mapping[str, Any], name: str, kind: Any, where: str = "", default: Any = None) -> Any:
    if name not in table and default is not None:
        return default
    if name not in table:
        raise _FieldError(f"the field {where}{name} is missing.")
    value = table[name]
    # TOML's true is a Python int too.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _FieldError(f"{where}{name} is of the wrong type ({type(value).__name__}).")
    return value


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = _value(document, name, dict)
    return table


def _strings(table: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    values = _value(table, name, list, where)
    if not all(isinstance(value, str) for value in values):
        raise _FieldError(f"{where}{name} must be a list of strings.")
    return tuple(values)


def _only(table: Mapping[str, Any], where: str, *known: str) -> None:
    if unknown := sorted(table.keys() - set(known)):
        raise _FieldError(f"{where}{unknown[0]} is not known; known are {', '.join(known)}.")


def _section(kind: type[T], document: Mapping[str, Any], name: str) -> T | None:
    """A dataclass from a TOML table: a field's type is its default's, and str where it has none."""
    if name not in document:
        return None
    table, where = _table(document, name), f"[{name}] "
    known = fields(kind)  # type: ignore[arg-type]
    _only(table, where, *(field.name for field in known))
    given: dict[str, Any] = {}
    for field in known:
        if isinstance(field.default, tuple) and field.name in table:
            given[field.name] = _strings(table, field.name, where)
        elif field.default is MISSING:
            given[field.name] = _value(table, field.name, str, where)
        elif field.name in table:
            given[field.name] = _value(table, field.name, type(field.default), where)
    return kind(**given)


def _check(agency: Agency) -> None:
    if urlsplit(agency.homepage).scheme not in ("http", "https"):
        raise _FieldError("[site] homepage is no web address.")
    if not (math.isfinite(agency.delay_seconds) and agency.delay_seconds >= 0):
        raise _FieldError("[site] delay_seconds must be 0 or more: the pause between two requests, in seconds.")
    if (agency.index is None) != (agency.page is None):
        raise _FieldError("[index] and [page] come together, or neither: then releases only come in by import.")
    if agency.index:
        address = urlsplit(agency.index.url)
        if address.hostname not in agency.hosts:
            raise _FieldError("[index] url is not on one of the agency's hosts; add its host to [site] hosts.")
        if address.scheme != "https" and not (address.scheme == "http" and agency.allow_http):
            raise _FieldError("[index] url is not https; http needs [site] allow_http = true.")
        if agency.index.last_page_limit < 1 or agency.index.first_page < 0:
            raise _FieldError("[index] first_page must be 0 or more, last_page_limit 1 or more.")
