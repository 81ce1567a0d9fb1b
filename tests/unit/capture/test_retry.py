import socket
import ssl
from datetime import UTC, datetime

import pytest
import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, SSLError

from pipeline.capture.connection import NotPublicError
from pipeline.capture.retry import asked_seconds, backoff_seconds, may_retry, reason

NOW = datetime(2026, 1, 31, 18, 30, tzinfo=UTC)
FALSE_CERTIFICATE = requests.exceptions.SSLError(
    MaxRetryError(None, "/", SSLError(ssl.SSLCertVerificationError(1, "self-signed certificate")))  # type: ignore[arg-type]
)
NOT_PUBLIC = requests.ConnectionError(
    MaxRetryError(None, "/", NotPublicError(None, "10.0.0.1 is not a public address"))
)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [
        requests.ConnectionError(MaxRetryError(None, "/", NewConnectionError(None, "refused"))),  # type: ignore[arg-type]
        requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError(104, "reset"))),
        TimeoutError("no whole answer"),
        socket.gaierror("no such host"),
    ],
)
def test_a_lost_connection_may_be_tried_again(error: Exception) -> None:
    assert may_retry(error)


@pytest.mark.parametrize("error", [FALSE_CERTIFICATE, NOT_PUBLIC])
def test_what_will_be_no_better_in_a_minute_is_not_tried_again(error: Exception) -> None:
    assert not may_retry(error)


def test_the_reason_is_what_lies_at_the_bottom() -> None:
    assert reason(FALSE_CERTIFICATE) == "self-signed certificate"
    assert reason(NOT_PUBLIC) == "10.0.0.1 is not a public address"
    assert reason(OSError(111, "Connection refused")) == "Connection refused"


def test_backoff_doubles_up_to_a_cap_and_the_jitter_is_told_by_the_seed() -> None:
    for tries, longest in enumerate((2, 4, 8, 16, 30, 30)):
        pauses = [backoff_seconds(tries, f"run{n} https://ministry.example/") for n in range(50)]
        assert longest / 2 <= min(pauses) < max(pauses) <= longest
        assert len(set(pauses)) == 50
        assert pauses[0] == backoff_seconds(tries, "run0 https://ministry.example/")


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("20", 20),
        (" 3600 ", 3600),
        ("Sat, 31 Jan 2026 18:31:00 GMT", 60),
        ("Sat, 31 Jan 2026 18:29:00 GMT", 0),
        (None, 0),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        (f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT", 0),
        ("٣", 0),
    ],
)
def test_what_retry_after_asks_for(asked: str | None, seconds: float) -> None:
    assert asked_seconds(asked, NOW) == seconds
