"""Sites that changed under us: what is counted, what is expected, and whose fault is named."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pipeline.agencies import Expectations, IndexRules
from pipeline.capture import Visit
from pipeline.gate import index_layouts_hold, release_layouts_hold
from pipeline.model import Capture, SourceKind
from tests.unit.capture.conftest import agency

INDEX = IndexRules(url="http://ministry.example/index?page={page}", link="a", links_min=5, links_max=10)
EXPECT = Expectations(
    share_read=0.9, share_with_date=0.8, share_with_number=0.5, releases_per_month_min=2, releases_per_month_max=140
)
SITES = {"ministry": agency(index=INDEX, expect=EXPECT), "calm": replace(agency(), agency_id="calm")}
NIGHT = datetime(2026, 3, 5, 18, tzinfo=UTC)


def index(*pages: int, kind: str = "html") -> tuple[str, ...]:
    sites = {**SITES, "ministry": agency(index=replace(INDEX, kind=kind))}  # type: ignore[arg-type]
    visits = [
        Visit(agency_id="ministry", listed=sum(pages), links_per_page=pages),
        Visit(agency_id="calm", listed=1, links_per_page=(1,)),
    ]
    return index_layouts_hold(sites, visits).findings


@pytest.mark.parametrize("pages", [(10,), (5, 10, 10, 2), (10, 2, 0), (0,), ()])
def test_full_pages_and_a_short_last_one_are_as_expected(pages: tuple[int, ...]) -> None:
    assert index(*pages) == ()


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ((4, 10), "the first index page lists 4 releases; 5 are the least"),
        ((10, 11), "an index page lists 11 releases; 10 are the most"),
        ((10, 1, 1, 1), "3 of 4 index pages list fewer than 5"),
    ],
)
def test_an_index_page_with_too_few_or_too_many_is_named(pages: tuple[int, ...], says: str) -> None:
    (finding,) = index(*pages)
    assert finding.startswith(f"ministry: {says}")
    assert "[index]" in finding


def test_the_parts_of_a_sitemap_are_as_long_as_they_are() -> None:
    assert index(0, 3, 1, 1, 1, kind="sitemap") == ()


class Archive:
    """Captures of one site with what became of them; each adds a text (`published`, `number`) or a quarantined page."""

    def __init__(self) -> None:
        self.captures: list[Capture] = []
        self.texts: list[dict[str, Any]] = []
        self.quarantine: list[dict[str, Any]] = []

    def add(
        self, count: int, night: int, read: bool = True, published: date | None = date(2026, 2, 10), number: str | None = "1",
        agency_id: str = "ministry", source: SourceKind = "live",
    ) -> "Archive":  # fmt: skip
        for _ in range(count):
            name = f"c-{len(self.captures)}"
            moment = NIGHT + timedelta(days=night, seconds=len(self.captures))
            self.captures.append(
                Capture(
                    name, agency_id, f"http://{name}", moment, 200, "text/html", "", 0, "w", 0, None, None, source, None
                )
            )
            row = {"capture_id": name, "agency_id": agency_id}
            if read:
                self.texts.append({**row, "release_id": f"r-{name}", "published_on": published, "number": number})
            else:
                self.quarantine.append({**row, "url": f"http://{name}", "reason": "no_body", "detail": "Nothing."})
        return self

    def findings(self) -> tuple[str, ...]:
        result = release_layouts_hold(SITES, self.captures, self.texts, self.quarantine)
        assert (result.passed, result.blocking) == (not result.findings, False)
        return result.findings


def test_a_site_that_works_is_as_expected() -> None:
    archive = Archive().add(30, 0).add(2, 0, read=False).add(4, 0, published=None).add(15, 0, number=None)
    assert archive.findings() == ()


def test_pages_that_can_no_longer_be_read_name_the_site_and_the_others_go_on() -> None:
    archive = Archive().add(30, 0).add(20, 1, agency_id="calm").add(5, 1, read=False)
    (finding,) = archive.findings()
    assert finding.startswith("ministry: 25 of its newest 30 captures can be read as releases; 90% are expected.")
    assert "Look at title and body in the [page]" in finding


def test_a_night_with_many_captures_is_judged_whole() -> None:
    assert Archive().add(100, 1).add(9, 1, read=False).findings() == ()  # of the newest 30, a third could not be read
    assert len(Archive().add(80, 1).add(20, 1, read=False).findings()) == 1


@pytest.mark.parametrize(("missing", "what"), [("published", "date"), ("number", "number")])
def test_a_date_or_number_that_is_no_longer_found_is_named(missing: str, what: str) -> None:
    archive = Archive().add(10, 0).add(25, 1, **{missing: None})  # type: ignore[arg-type]
    (finding,) = archive.findings()
    assert f"ministry: 5 of its newest 30 releases carry a {what};" in finding


def test_a_few_captures_prove_nothing() -> None:
    assert Archive().add(2, 0).add(2, 0, read=False).findings() == ()


@pytest.mark.parametrize(("count", "well"), [(1, False), (2, True), (140, True), (141, False)])
def test_too_few_or_too_many_releases_in_the_last_whole_month_are_named(count: int, well: bool) -> None:
    findings = Archive().add(9, 0, published=date(2026, 3, 1)).add(count, 0).findings()
    assert findings == () if well else findings[0].startswith(f"ministry: {count} of its releases are of 2026-02;")


def test_what_someone_imported_says_nothing_of_the_site() -> None:
    assert Archive().add(20, 0, read=False, source="import").findings() == ()
