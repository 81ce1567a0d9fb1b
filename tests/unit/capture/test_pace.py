from datetime import UTC, datetime

import pytest

from pipeline.capture.pace import Pace
from pipeline.clock import FixedClock

HOST = "ministry.example"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 1, 1, tzinfo=UTC))


def pause(pace: Pace, clock: FixedClock, least_seconds: float = 0.0, host: str = HOST) -> float:
    before = clock.slept_seconds
    pace.wait(host, least_seconds)
    return clock.slept_seconds - before


def test_the_first_request_waits_for_nothing(clock: FixedClock) -> None:
    assert pause(Pace(clock, 60), clock, least_seconds=5) == 0


def test_the_pause_follows_the_servers_speed_up_at_once_and_down_by_halves(clock: FixedClock) -> None:
    pace = Pace(clock, 60)
    pauses = []
    for latency in (8, 0, 0, 20):
        pace.answered(HOST, latency, good=True)
        pauses.append(pause(pace, clock))
    assert pauses == [8, 4, 2, 20]


def test_an_error_never_shortens_the_pause(clock: FixedClock) -> None:
    pace = Pace(clock, 60)
    pace.answered(HOST, 8, good=True)
    pace.answered(HOST, 0.01, good=False)
    assert pause(pace, clock) == 8
    pace.answered(HOST, 30, good=False)
    assert pause(pace, clock) == 30


def test_the_agencys_own_pause_is_the_least_and_the_longest_is_the_most(clock: FixedClock) -> None:
    pace = Pace(clock, 60)
    pace.answered(HOST, 0.1, good=True)
    assert pause(pace, clock, least_seconds=2) == 2
    pace.answered(HOST, 900, good=True)
    assert pause(pace, clock) == 60


def test_a_host_that_asked_for_peace_is_left_alone_and_others_are_not(clock: FixedClock) -> None:
    pace = Pace(clock, 60)
    pace.hold(HOST, 20)
    pace.hold(HOST, 5)
    assert pause(pace, clock, host="other.example") == 0
    assert pause(pace, clock) == 20
