"""Ids, made from raw facts only (never from run times), so that an unchanged page yields unchanged ids.

An id is a prefix that names the noun and 20 characters of base32 (100 bits) of the SHA-256 over the facts.
"""

import base64
import hashlib
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@cache
def sources_sha256(package: str, *suffixes: str) -> str:
    """Hash over a package's files, code and data, in order of name: what a memo of its results must be compared with.

    A version number that someone has to remember to raise would let stale results stand. `suffixes`: only files that end so.
    """
    folder = Path(str(files(package)))
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        if suffixes and path.suffix not in suffixes:
            continue
        digest.update(f"{path.relative_to(folder).as_posix()}\x1f{sha256_hex(path.read_bytes())}\n".encode())
    return digest.hexdigest()


def _id(prefix: str, *facts: str) -> str:
    # The unit separator cannot occur in a fact's own text, so ("ab", "c") and ("a", "bc") differ.
    digest = hashlib.sha256("\x1f".join(facts).encode()).digest()
    return f"{prefix}-{base64.b32encode(digest).decode().lower()[:20]}"


def capture_id(agency_id: str, url: str, fetched_at: datetime, payload_sha256: str) -> str:
    """A visit is its own raw fact: here, and only here, the time of the visit is part of the id."""
    return _id("c", agency_id, url, fetched_at.isoformat(), payload_sha256)


def release_id_from_number(numbering: str, number: str) -> str:
    """From the official number in normal form ('43/HM/KOMINFO/01/2024') and the body that gives it out.

    A release re-hosted on another site of the same body keeps its number, and so its id.
    """
    return _id("r", "number", numbering, number)


def release_id_from_address(agency_id: str, url: str) -> str:
    """Where there is no sound number: the address, without scheme, `www.`, `/index.php`, trailing slash and fragment."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.removeprefix("/index.php").rstrip("/")
    return _id("r", "address", agency_id, host, path, parts.query)


def statement_id(release_id: str, rule_family: str, value_text: str, ordinal: int) -> str:
    """`ordinal` counts the figures of one release with the same rule family and value text, from 0, in reading order.

    An offset would move with every edit above the sentence; the ordinal does not.
    """
    return _id("s", release_id, rule_family, value_text, str(ordinal))


def observation_id(
    indicator_id: str,
    program_id: str,
    ref_area: str,
    time_start: str,
    time_end: str,
    time_kind: str,
    status: str,
    unit: str,
) -> str:
    """From the dimensions of the observation; what is missing is the empty string, dates are ISO 8601."""
    return _id("o", indicator_id, program_id, ref_area, time_start, time_end, time_kind, status, unit)
