"""The registry of agencies: TOML files read into checked, immutable values. What differs between ministries stands there."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipeline.agencies.checks import CONTACT, Problem, problems_of
from pipeline.agencies.rules import Agency
from pipeline.errors import UsageError
from pipeline.identity import sha256_hex

SITES = Path(__file__).parent / "sites"
_FROM_FILE_NAME = ("agency_id", "file_sha256")
_AGENCY = TypeAdapter(Agency)


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
        """These agencies; the nightly ones when none is named."""
        wanted = list(ids)
        if not wanted:
            return [agency for agency in self.values() if agency.nightly]
        for agency_id in wanted:
            if agency_id not in self._agencies:
                raise UsageError(f"There is no agency '{agency_id}'.", f"Known agencies: {', '.join(self._agencies)}.")
            if not self._agencies[agency_id].captured:
                raise UsageError(
                    f"The site of '{agency_id}' has no capture rules yet.",
                    "Bring releases that you already hold in with: kotacerdas import PATH",
                )
        return [self._agencies[agency_id] for agency_id in wanted]


def with_contact(agencies: Iterable[Agency], contact: str) -> list[Agency]:
    """The agencies, each with whom its operators may write to. UsageError where a live site would be visited without saying so."""
    if contact and not CONTACT.fullmatch(contact):
        raise UsageError(
            f"'{contact[:100]}' is no contact.", "Give a mail address, or the https address of a page about you."
        )
    named = [replace(agency, contact=agency.contact or contact) for agency in agencies]
    for agency in named:
        if not agency.synthetic and not agency.contact:
            raise UsageError(
                f"Whoever operates the site of '{agency.agency_id}' must be able to reach you.",
                "Say how with --contact or KOTACERDAS_CONTACT: a mail address, or the https address of a page about you.",
            )
    return named


@dataclass(frozen=True, slots=True)
class Reading:
    """One agency file: the agency (None where the file cannot be read as one), and all that is wrong with it."""

    path: Path
    agency: Agency | None
    problems: tuple[Problem, ...]


def load_registry(folder: Path = SITES) -> Registry:
    """All agencies below the folder. UsageError names the first file that is wrong, and each of its keys that is."""
    agencies = []
    for reading in read_agencies(folder):
        if reading.problems:
            sentences = "\n".join(f"{reading.path.name}: {problem}" for problem in reading.problems)
            raise UsageError(sentences, "kotacerdas agencies check says of each what to do.")
        assert reading.agency is not None, "a file without problems is an agency"
        agencies.append(reading.agency)
    return Registry(agencies)


def read_agencies(folder: Path = SITES) -> list[Reading]:
    """Every file of the folder, in order of name, with all its problems."""
    return [_read(path) for path in sorted(folder.glob("*.toml"))]


def _read(path: Path) -> Reading:
    try:
        data = path.read_bytes()
        document = tomllib.loads(data.decode("utf-8"))
        # Strict types, but JSON's: TOML has no tuples, and a date is text in JSON.
        values = json.dumps({**document, "agency_id": path.stem, "file_sha256": sha256_hex(data)}, default=str)
        agency = _AGENCY.validate_json(values)
    except OSError as error:
        return Reading(path, None, (Problem("", f"It cannot be read: {error.strerror}.", "Mend the file's rights."),))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Reading(path, None, (Problem("", f"It is not valid TOML: {error}.", "Mend the place that is named."),))
    except ValidationError as error:
        return Reading(path, None, tuple(map(_problem, error.errors(include_url=False))))
    given = [
        Problem(key, "It comes from the file itself.", "Take it out.") for key in _FROM_FILE_NAME if key in document
    ]
    return Reading(path, agency, (*given, *problems_of(agency, document)))


def _problem(error: Any) -> Problem:
    """One of pydantic's errors in our words."""
    where = ".".join(map(str, error["loc"]))
    if where == "agency_id":
        return Problem(
            "",
            "The file's name is the agency's id.",
            "Name it in small letters, digits and single hyphens, ending in .toml.",
        )
    if error["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return Problem(where, "The key is missing.", "Add it; rules.py describes each.")
    if error["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return Problem(where, "The key is not known.", "Correct its name, or take it out; rules.py lists all.")
    message = error["msg"].replace("Input", "It").replace("String", "It")
    return Problem(where, f"{message}: {str(error['input'])[:60]!r} is not.", "Correct its value.")
