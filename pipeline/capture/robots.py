"""robots.txt, obeyed: what a site lets us fetch and how fast (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

from pipeline.capture.transport import ROBOT_NAME

_READ_BYTES = 512_000
"""RFC 9309 section 2.5 lets a reader stop after 500 kibibytes."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin. `refusal` is empty, or the sentence that says why nothing at all may be fetched there."""

    rules: Protego | None = None
    refusal: str = ""
    delay_seconds: float = 0.0

    def allows(self, url: str) -> bool:
        return not self.refusal and (self.rules is None or bool(self.rules.can_fetch(url, ROBOT_NAME)))


def robots_from(url: str, status: int | None, body: bytes, problem: str, longest_delay_seconds: float) -> Robots:
    """Rules from the answer to `url`. Without a sound answer nothing is fetched; with a 4xx there are no rules (section 2.3.1).

    429 is no 4xx in that sense: the server asked to be left alone. A pause longer than the longest one is obeyed by not
    visiting.
    """
    if status is not None and 400 <= status < 500 and status != 429:
        return Robots()
    if status != 200 or problem:
        why = problem or f"{url} answered {status}."
        return Robots(refusal=f"Nothing was fetched, because its robots.txt could not be read: {why}")
    rules = Protego.parse(body[:_READ_BYTES].decode("utf-8-sig", "replace"))
    rate = rules.request_rate(ROBOT_NAME)
    delay = max(rules.crawl_delay(ROBOT_NAME) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
    if delay > longest_delay_seconds:
        return Robots(
            refusal=f"Nothing was fetched, because {url} asks for a pause of {delay} seconds between requests."
        )
    return Robots(rules, delay_seconds=delay)
