"""What is stored of a page that cannot be read."""

from pipeline.decode import quarantine_row
from pipeline.model import Quarantined


def test_what_a_server_wrote_can_be_stored_and_published() -> None:
    page = Quarantined("c-1", "ministry", "http://ministry.example/1", "media_type", "The answer is te\0xt/\ud800\n")
    assert quarantine_row(page) == {
        "capture_id": "c-1",
        "agency_id": "ministry",
        "url": "http://ministry.example/1",
        "reason": "media_type",
        "detail": "The answer is te\ufffdxt/\ufffd\ufffd",
    }


def test_a_long_header_is_cut() -> None:
    page = Quarantined("c-1", "ministry", "http://ministry.example/1", "media_type", "x" * 100_000)
    assert len(quarantine_row(page)["detail"]) == 300
