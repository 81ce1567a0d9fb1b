"""What the capture tests share: a site that can misbehave, an agency whose site it is, an empty archive, a clock."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.agencies import Agency, IndexRules, PageRules, Publisher, Rate
from pipeline.capture import Archive, Visit, visit_agency
from pipeline.clock import FixedClock
from tests.unit.capture.fault_server import HOST, Reply, Site, serve

INDEX = (
    b"<p><a class='release' href='/r/1'>one</a> <a class='release' href='/r/2'>two</a> <a href='/about'>about</a></p>"
)
FIRST, SECOND = b"<h1>First</h1><p>Synthetic release one.</p>", b"<h1>Second</h1><p>Synthetic release two.</p>"


def agency(**changes: object) -> Agency:
    values: dict[str, object] = {
        "agency_id": "ministry",
        "publisher": Publisher(en="Ministry (synthetic)", id="Kementerian (buatan)"),
        "homepage": f"http://{HOST}/",
        "hosts": (HOST,),
        "terms": "Synthetic.",
        "numbering": "ministry",
        "synthetic": True,
        "allow_http": True,
        "rate": Rate(delay_seconds=0.0),
        "index": IndexRules(url=f"http://{HOST}/index?page={{page}}", link="a.release"),
        "page": PageRules(title="h1", body="p"),
        "file_sha256": "0" * 64,
        **changes,
    }
    return Agency(**values)  # type: ignore[arg-type]


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        running.pages |= {
            "/index?page=1": Reply(INDEX),
            "/index?page=2": Reply(b"<p>Nothing more.</p>"),
            "/r/1": Reply(FIRST, etag=True, headers={"Content-Type": "text/html; charset=utf-8"}),
            "/r/2": Reply(SECOND, etag=True, headers={"Content-Type": "text/html"}),
        }
        yield running


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 1, 31, 18, 30, tzinfo=UTC))


@pytest.fixture
def visit(site: Site, archive: Archive, clock: FixedClock) -> Callable[..., Visit]:
    """Visit the site once; a day passes after each visit."""
    runs = iter(range(1, 100))

    def once(who: Agency | None = None, **options: object) -> Visit:
        options = {"connect_to": site.connect_to, **options}
        result = visit_agency(who or agency(), archive, f"run{next(runs)}", clock, **options)  # type: ignore[arg-type]
        clock.sleep(86_400)
        return result

    return once
