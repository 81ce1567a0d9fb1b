"""The registry of agencies: TOML files read into checked, immutable values. What differs between ministries stands there."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
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
    """One ministry site. `capture` is False where releases only come in by `kotacerdas import`."""

    agency_id: str
    label_en: str
    label_id: str
    homepage: str
    hosts: tuple[str, ...]
    evidence: str
    terms: str
    number_pattern: str | None
    synthetic: bool
    allow_http: bool
    delay_seconds: float
    index: IndexRules | None
    page: PageRules | None
    file_sha256: str

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
    data = path.read_bytes()
    try:
        document = tomllib.loads(data.decode("utf-8"))
        agency = Agency(
            agency_id=path.stem,
            label_en=document["publisher"]["en"],
            label_id=document["publisher"]["id"],
            homepage=document["site"]["homepage"],
            hosts=tuple(document["site"]["hosts"]),
            evidence=document["evidence"],
            terms=document["terms"],
            number_pattern=document.get("number_pattern"),
            synthetic=document.get("synthetic", False),
            allow_http=document["site"].get("allow_http", False),
            delay_seconds=float(document["site"].get("delay_seconds", 2.0)),
            index=_section(IndexRules, document, "index"),
            page=_section(PageRules, document, "page"),
            file_sha256=sha256_hex(data),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path.name} is not valid TOML: {error}", "Mend the file; each line of the message names its place."
        ) from error
    except KeyError as error:
        raise UsageError(
            f"{path.name}: the field {error} is missing.", "See sites/sample-kominfo.toml for a whole one."
        ) from error
    _check(agency, path.name)
    return agency


def _section(kind: type[T], document: Mapping[str, Any], name: str) -> T | None:
    if name not in document:
        return None
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in document[name].items()}
    if unknown := given.keys() - known:
        raise KeyError(f"[{name}] knows no {', '.join(sorted(unknown))}")
    return kind(**given)


def _check(agency: Agency, file_name: str) -> None:
    if not agency.hosts:
        raise UsageError(
            f"{file_name}: [site] hosts is empty.", "Name every host that the agency's pages may be fetched from."
        )
    if agency.index and urlsplit(agency.index.url).hostname not in agency.hosts:
        raise UsageError(
            f"{file_name}: [index] url is not on one of the agency's hosts.", "Add its host to [site] hosts."
        )
    if agency.delay_seconds < 0:
        raise UsageError(f"{file_name}: delay_seconds is negative.", "Give the pause between two requests, in seconds.")
