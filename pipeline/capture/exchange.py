"""One HTTP exchange as it went over the wire: what was asked and what arrived, before anyone looks at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Headers = tuple[tuple[str, str], ...]
Truncation = Literal["length", "time", "disconnect"]
"""Why the payload is not whole, in the words of ISO 28500 (WARC-Truncated)."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Replay:
    """That an exchange is another archive's: the address it was replayed at, and when that was.

    The exchange's own address and time are then those of the other archive's visit.
    """

    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """`payload` is the entity body as sent: content coding kept, transfer coding removed (and its header renamed)."""

    url: str
    request_target: str
    request_headers: Headers
    fetched_at: datetime
    protocol: str
    status: int
    reason: str
    headers: Headers
    payload: bytes
    truncated: Truncation | None
    replayed: "Replay | None" = None

    def header(self, name: str) -> str | None:
        return find_header(self.headers, name)


def find_header(headers: Headers, name: str) -> str | None:
    """The first value of a header, whatever the case of its name."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)
