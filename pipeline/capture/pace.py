"""How fast a host is asked: one request at a time, apart by a pause that follows the host's own speed."""

from dataclasses import dataclass

from pipeline.clock import Clock


@dataclass(slots=True)
class _Host:
    """`delay_seconds` is what the host's speed asks for; `free_at` and `held_until` are moments of the monotonic clock."""

    delay_seconds: float = 0.0
    free_at: float = float("-inf")
    held_until: float = float("-inf")


class Pace:
    """Shared by all visits of a run: two agencies on one host are one visitor there.

    A slow answer lengthens the pause at once, a fast one shortens it by half the difference, an error never shortens it (as
    Scrapy's AutoThrottle does, whose rules these are).
    """

    def __init__(self, clock: Clock, longest_seconds: float) -> None:
        self._clock, self._longest = clock, longest_seconds
        self._hosts: dict[str, _Host] = {}

    def wait(self, host: str, least_seconds: float) -> None:
        """Sleep until the host may be asked again, at least `least_seconds` after its last answer."""
        state = self._hosts.setdefault(host, _Host())
        at = max(state.free_at + max(least_seconds, state.delay_seconds), state.held_until)
        if (left := at - self._clock.monotonic()) > 0:
            self._clock.sleep(left)

    def answered(self, host: str, latency_seconds: float, good: bool) -> None:
        """The host took `latency_seconds` to answer, or not to answer: then `good` is False."""
        state = self._hosts.setdefault(host, _Host())
        state.free_at = self._clock.monotonic()
        target = min(latency_seconds, self._longest)
        delay = max(target, (state.delay_seconds + target) / 2)
        state.delay_seconds = delay if good else max(delay, state.delay_seconds)

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone for a while: it asked for that, or is overloaded."""
        state = self._hosts.setdefault(host, _Host())
        state.held_until = max(state.held_until, self._clock.monotonic() + seconds)
