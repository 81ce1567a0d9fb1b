"""The only place that asks for the time. Everything else is handed a Clock, so that any night can be replayed."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

JAKARTA = timezone(timedelta(hours=7), "Asia/Jakarta")
"""Western Indonesia Time; no daylight saving since 1964, so a fixed offset is exact for every release we read."""


class Clock(Protocol):
    """Time as a dependency: `now` for stamps (UTC), `monotonic` and `sleep` in seconds for politeness."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clock. `now` is cut to whole seconds: WARC-Date and the published times carry no more."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass
class FixedClock:
    """A clock that stands still until told to move; sleeping moves it. For replays and tests."""

    moment: datetime
    on_sleep: Callable[[float], None] = field(default=lambda _: None)
    slept_seconds: float = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept_seconds += seconds
        self.moment += timedelta(seconds=seconds)
        self.on_sleep(seconds)


def jakarta_date(moment: datetime) -> date:
    """The calendar day in Jakarta of a moment with a zone."""
    return moment.astimezone(JAKARTA).date()
