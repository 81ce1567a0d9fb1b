"""An index that is larger than a night's budget of requests."""

import dataclasses
from collections.abc import Callable

import pytest

from pipeline.agencies import Agency, Rate
from pipeline.capture import Archive
from pipeline.capture.memory import Memory
from tests.unit.capture.fault_server import HOST, Answer, Reply, Site
from tests.unit.capture.ministry import PER_PAGE, Ministry, Visiting, index_pages, paths, who


def by_number(budget: int) -> Agency:
    return dataclasses.replace(who(overlap=40), rate=Rate(delay_seconds=0.0, requests_per_night=budget))


def by_next(budget: int) -> Agency:
    agency = by_number(budget)
    assert agency.index is not None
    return dataclasses.replace(
        agency, index=dataclasses.replace(agency.index, url=f"http://{HOST}/index?page=1", next="a.next")
    )


def with_next(ministry: Ministry, pages: int) -> None:
    for page in range(1, pages):

        def answer(
            request: object, page: int = page, listing: Answer = ministry.site.pages[f"/index?page={page}"]
        ) -> Reply:
            assert callable(listing)
            reply = listing(request)  # type: ignore[arg-type]
            return Reply(reply.body + f"<a class='next' href='/index?page={page + 1}'>next</a>".encode())

        ministry.site.pages[f"/index?page={page}"] = answer


@pytest.mark.parametrize("rules", [by_number, by_next])
def test_an_index_larger_than_the_nights_budget_is_read_over_several_nights(
    visit: Visiting, site: Site, archive: Archive, rules: Callable[[int], Agency]
) -> None:
    ministry = Ministry(site, 28 * PER_PAGE)
    with_next(ministry, 29)
    for night in range(1, 21):
        ministry.asked.clear()
        result = visit(rules(20))
        assert result.requested <= 20
        assert result.new > 0, f"night {night}"
        assert result.complete == (paths(archive) == set(ministry.order))
        if night == 1:
            assert "half of the night's budget of 20 requests. The next night goes on from there." in " ".join(
                result.errors
            )
            assert Memory(archive, "ministry").ground == set()
        if night == 2:
            assert [p for p in ministry.asked if p.startswith("/index")] == index_pages(1, 2, *range(8, 15))
        ministry.publish(f"/r/new-{night}") if night < 4 else None
        if result.complete:
            break
    assert paths(archive) == set(ministry.order)
    assert Memory(archive, "ministry").ground == {f"http://{HOST}{path}" for path in ministry.order}


def test_where_much_was_withdrawn_above_all_of_the_index_is_read_again(
    visit: Visiting, site: Site, archive: Archive
) -> None:
    ministry = Ministry(site, 20 * PER_PAGE)
    visit(by_number(20))
    assert Memory(archive, "ministry").resume == (7, f"http://{HOST}/index?page=8")
    del ministry.order[10 : 10 + 3 * PER_PAGE]
    ministry.asked.clear()
    assert visit(by_number(1000)).complete
    assert [path for path in ministry.asked if path.startswith("/index")][:4] == index_pages(1, 8, 2, 3)
    assert paths(archive) >= set(ministry.order)
