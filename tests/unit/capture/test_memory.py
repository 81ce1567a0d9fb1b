"""Releases that vanish and return, night by night: when they are asked for, and what is remembered."""

from collections.abc import Callable

import pytest

from pipeline.capture import Archive, Visit
from pipeline.capture.memory import Listing, Memory
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import FIRST
from tests.unit.capture.fault_server import HOST, Reply, Site

Visiting = Callable[..., Visit]
URL = f"http://{HOST}/r/1"


def nights_asked(visit: Visiting, site: Site, nights: int, path: str = "/r/1") -> list[int]:
    """The nights, counted from 1, on which the path is asked for."""
    asked = []
    for night in range(1, nights + 1):
        site.requests.clear()
        visit()
        if path in site.paths:
            asked.append(night)
    return asked


def test_a_release_that_is_missing_is_asked_for_the_next_night_and_then_ever_less_often(
    visit: Visiting, site: Site
) -> None:
    visit()
    site.pages["/index?page=1"] = Reply(b"<a class='release' href='/r/2'>two</a>")
    del site.pages["/r/1"]
    assert nights_asked(visit, site, 40) == [1, 2, 4, 8, 16, 32]


def test_a_missing_release_that_the_index_lists_again_is_asked_for_at_once(visit: Visiting, site: Site) -> None:
    visit()
    listed, page = site.pages["/index?page=1"], site.pages["/r/1"]
    site.pages["/index?page=1"] = Reply(b"<a class='release' href='/r/2'>two</a>")
    del site.pages["/r/1"]
    assert nights_asked(visit, site, 5) == [1, 2, 4]
    site.pages |= {"/index?page=1": listed, "/r/1": page}
    result = visit()
    # It came back as it was: the server calls it unchanged, and that is no news but its return.
    assert (result.gone, result.new, result.changed, result.not_modified) == (0, 0, 0, 2)


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_counted_each_night_that_it_is_asked_for(visit: Visiting, site: Site, status: int) -> None:
    visit()
    site.pages["/r/1"] = Reply(status=status)
    assert [visit().gone for _ in range(3)] == [1, 1, 1]  # it is listed still, so it is asked for each night


def test_three_tries_in_one_night_are_one_bad_night(
    visit: Visiting, archive: Archive, site: Site, clock: FixedClock
) -> None:
    visit()
    site.pages["/r/1"] = Reply(status=503)
    visit()
    memory = Memory(archive, "ministry")
    assert memory.in_question() == [URL]
    assert memory.is_due(URL, clock.now())
    assert URL not in memory.recent(clock.now(), 30)


def test_what_is_good_again_is_in_question_no_more(visit: Visiting, archive: Archive, site: Site) -> None:
    visit()
    site.pages["/r/1"] = Reply(status=500)
    visit()
    site.pages["/r/1"] = Reply(FIRST, etag=True)
    visit()
    memory = Memory(archive, "ministry")
    assert memory.in_question() == []
    assert memory.known[URL].capture.revisit_of is None


def test_a_listing_comes_back_from_its_bytes() -> None:
    listing = Listing("cut", (("http://a/1", None),), (("http://a/2", None),), 7, (5, "http://a/6"))
    assert Listing.from_json(listing.to_json()) == listing
