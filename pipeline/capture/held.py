"""Reading the files of an import: .txt, .html and .jsonl into releases with an agency and an address, or rejections."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.agencies import Registry
from pipeline.capture.address import RefusedAddressError, normal
from pipeline.capture.index_page import claimed_address
from pipeline.identity import sha256_hex

_MEDIA_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}
_NUMBER = re.compile(r"\d+\s*/+[\w.\- ]{1,30}(?:/+[\w.\- ]{1,30}){1,6}")
_HEAD_CHARACTERS, _TAIL_CHARACTERS = 2000, 1000


@dataclass(frozen=True, slots=True)
class Held:
    """One release as it is held: `data` is exactly the file's (line's) bytes, `origin` the file's name and line."""

    agency_id: str
    url: str
    media_type: str
    data: bytes
    origin: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A release that cannot be taken in, and why, in a sentence that names file and line."""

    agency_id: str | None
    sentence: str


def read_held(file: Path, registry: Registry, agency_id: str | None, limit_bytes: int) -> Iterator[Held | Rejected]:
    """The releases of one file. Never raises for what the file may hold."""
    try:
        if file.stat().st_size == 0:
            yield Rejected(agency_id, f"{file.name} is empty.")
        elif file.suffix.lower() == ".jsonl":
            yield from _lines(file, registry, agency_id, limit_bytes)
        else:
            yield _document(file, registry, agency_id, limit_bytes)
    except OSError as error:
        yield Rejected(agency_id, f"{file.name} cannot be read: {error.strerror}.")


def _document(file: Path, registry: Registry, agency_id: str | None, limit_bytes: int) -> Held | Rejected:
    if file.stat().st_size > limit_bytes:
        return Rejected(agency_id, f"{file.name} is larger than {limit_bytes:,} bytes.")
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Rejected(agency_id, f"{file.name}, line {line}: byte {error.start} is not UTF-8.")
    if not text.strip():
        return Rejected(agency_id, f"{file.name} holds nothing but spaces.")
    media_type = _MEDIA_TYPES[file.suffix.lower()]
    url = _claimed(data) if media_type == "text/html" else None
    owner = agency_id or (url and _owner_of_host(url, registry)) or _owner_of_number(text, registry)
    if not owner:
        return Rejected(None, f"{file.name} does not say whose release it is: name it with --agency.")
    return Held(owner, url or f"urn:sha256:{sha256_hex(data)}", media_type, data, file.name)


def _lines(file: Path, registry: Registry, agency_id: str | None, limit_bytes: int) -> Iterator[Held | Rejected]:
    with file.open("rb") as stream:
        number, blank = 0, True
        while line := stream.readline(limit_bytes + 2):
            number += 1
            origin = f"{file.name}, line {number}"
            whole = line.endswith(b"\n")
            data = line.removesuffix(b"\n")
            if len(data) > limit_bytes:
                blank = False
                yield Rejected(agency_id, f"{origin} is larger than {limit_bytes:,} bytes.")
                while not whole and (rest := stream.readline(limit_bytes)):
                    whole = rest.endswith(b"\n")
            elif data.strip():
                blank = False
                yield _line(data, origin, registry, agency_id)
        if blank:
            yield Rejected(agency_id, f"{file.name} holds nothing but empty lines.")


def _line(data: bytes, origin: str, registry: Registry, agency_id: str | None) -> Held | Rejected:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Rejected(agency_id, f"{origin}: byte {error.start} is not UTF-8.")
    except (ValueError, RecursionError) as error:
        return Rejected(agency_id, f"{origin} is no JSON: {str(error)[:100]}.")
    if not isinstance(document, dict):
        return Rejected(agency_id, f"{origin} is no JSON object.")
    owner = _owner_named(document.get("agency"), registry) if document.get("agency") else agency_id
    if owner is None and not document.get("agency"):
        return Rejected(None, f"{origin} does not say whose release it is: name it with --agency.")
    if owner is None:
        return Rejected(None, f"{origin}: the agency {str(document['agency'])[:60]!r} is not known.")
    fault = _fault(document)
    if fault:
        return Rejected(owner, f"{origin}: {fault}")
    try:
        url = normal(registry[owner].homepage, document["url"]) if document.get("url") else None
    except RefusedAddressError as error:
        return Rejected(owner, f"{origin}: {error}")
    return Held(owner, url or f"urn:sha256:{sha256_hex(data)}", "application/json", data, origin)


def _fault(document: dict[str, Any]) -> str:
    for key in ("title", "text"):
        if key not in document:
            return f"the key '{key}' is missing."
        if not isinstance(document[key], str):
            return f"'{key}' is no string."
    if not (document["title"] + document["text"]).strip():
        return "title and text are empty."
    if not isinstance(document.get("url") or "", str):
        return "'url' is no string."
    return ""


def _owner_named(name: object, registry: Registry) -> str | None:
    return name.casefold() if isinstance(name, str) and name.casefold() in registry else None


def _owner_of_host(url: str, registry: Registry) -> str | None:
    host = urlsplit(url).hostname
    return next((agency.agency_id for agency in registry.values() if host in agency.hosts), None)


def _owner_of_number(text: str, registry: Registry) -> str | None:
    """The agency in the release number ('43/HM/KOMINFO/01/2024'), which stands at the text's beginning or end."""
    for number in _NUMBER.findall(text[:_HEAD_CHARACTERS] + "\n" + text[-_TAIL_CHARACTERS:]):
        for part in re.split(r"[/\-. ]+", number):
            if owner := _owner_named(part, registry):
                return owner
    return None


def _claimed(data: bytes) -> str | None:
    """The address that a saved page claims, where it is a whole one."""
    claimed = claimed_address(data)
    try:
        return normal(claimed, claimed) if claimed and urlsplit(claimed).hostname else None
    except (RefusedAddressError, ValueError):
        return None
