"""How much of a site a visit takes in: time, bytes and patience. The web is hostile; these are the caps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes that one request may cost, and how often it is tried again.

    `payload_bytes` caps what is sent, `body_bytes` what it decompresses to. A server that asks for more patience than
    `pause_seconds_at_most` (Retry-After, Crawl-delay) is left in peace until the next run. Index pages that a night does not
    come to are read again after `reread_days`, `reread_pages` of them a night.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    payload_bytes: int = 20_000_000
    body_bytes: int = 60_000_000
    redirects: int = 5
    tries: int = 3
    pause_seconds_at_most: float = 60.0
    failures_in_a_row: int = 10
    reread_days: int = 7
    reread_pages: int = 20


LIMITS = Limits()
