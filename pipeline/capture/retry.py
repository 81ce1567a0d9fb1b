"""Which failures may be tried again within a visit, and after how long."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from urllib3.util.ssl_match_hostname import CertificateError

from pipeline.capture.connection import NotPublicError
from pipeline.identity import sha256_hex

OVERLOADED = frozenset({408, 429, 502, 503, 504})
"""Answers that say 'not now' (RFC 9110, RFC 6585). A 500 says that the page is broken: it is left for the next run."""

_FOR_GOOD = (ssl.SSLCertVerificationError, CertificateError, NotPublicError)
_FIRST_SECONDS, _LONGEST_SECONDS = 2.0, 30.0
_DEEPEST = 12


def may_retry(error: Exception) -> bool:
    """A lost connection may come back within the minute; a false certificate or a forbidden address will not."""
    return not any(isinstance(cause, _FOR_GOOD) for cause in _causes(error))


def reason(error: Exception) -> str:
    """What lies at the bottom of urllib3's nested messages: 'Connection refused', not an object's repr."""
    *_, bottom = _causes(error)
    return getattr(bottom, "strerror", None) or str(bottom).rsplit(": ", 1)[-1][:200] or type(bottom).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what lies beneath it, however the libraries in between have wrapped it."""
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        if found is None:
            return
        yield found
        beneath = (getattr(found, "reason", None), found.__cause__, found.__context__, *found.args[:1])
        found = next((inner for inner in beneath if isinstance(inner, BaseException)), None)


def backoff_seconds(tries: int, seed: str) -> float:
    """Doubles from 2 seconds to 30 at most; the upper half is jitter, told by the seed so that a replay waits alike."""
    longest = min(_FIRST_SECONDS * 2.0**tries, _LONGEST_SECONDS)
    share = int(sha256_hex(f"{seed} {tries}".encode())[:8], 16) / 0xFFFFFFFF
    return longest * (1 + share) / 2


def asked_seconds(retry_after: str | None, now: datetime) -> float:
    """What Retry-After asks for, in seconds or as a date; 0 where it says nothing sensible."""
    words = (retry_after or "").strip()
    if words.isascii() and words.isdigit():
        return float(words[:12])
    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
