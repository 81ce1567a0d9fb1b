"""Three nights on a site of 4,600 releases: `make soak`. The suite runs a smaller one (tests/end_to_end/test_scale.py)."""

import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.agencies import Window
from pipeline.capture import Archive, Visit, visit_agency
from pipeline.capture.verify import verify
from pipeline.clock import FixedClock
from tests.generated_site import FIRST_NIGHT, GeneratedSite, agency
from tests.unit.capture.fault_server import serve


@dataclass(frozen=True, slots=True)
class Night:
    visit: Visit
    index_requests: int
    release_requests: list[str]


@dataclass(frozen=True, slots=True)
class Soak:
    """What three nights came to. On the third, 20 releases are new, 3 edited, 2 removed, 1 stands at a second address."""

    site: GeneratedSite
    nights: tuple[Night, Night, Night]
    edited: set[str]
    removed: set[str]
    added: set[str]


def three_nights(archive: Archive, count: int) -> Soak:
    """All within 127.0.0.1; the clock stands still while a night lasts."""
    site, clock = GeneratedSite.of(count), FixedClock(datetime(2026, 1, 31, 18, 30, tzinfo=UTC))
    with serve() as served:
        served.otherwise = site

        def night() -> Night:
            served.requests.clear()
            run_id = f"{clock.now():%Y%m%d}"
            visit = visit_agency(agency(), archive, run_id, clock, connect_to=served.connect_to)
            clock.moment += timedelta(days=1)
            index = [path for path in served.paths if path.startswith("/berita/siaran-pers?")]
            return Night(visit, len(index), [path for path in served.paths if "/detail/" in path])

        first, second = night(), night()
        edited = {site.edit(place).path for place in (1, 7, 12)}
        removed = {site.remove(place).path for place in (20, 4)}
        copy = site.rehost(30)
        site.publish(20, FIRST_NIGHT + timedelta(days=2))
        added = {release.path for release in site.releases[:20]} | {copy.path}
        return Soak(site, (first, second, night()), edited, removed, added)


def recent(count: int) -> int:
    """How many releases of the generated site fall into the documented window on the second night."""
    since = (
        FIRST_NIGHT + timedelta(days=2) - timedelta(days=Window().recheck_days)
    )  # 1 February 18:30 UTC is the 2nd in Jakarta
    return sum(release.published_on >= since for release in GeneratedSite.of(count).releases)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        began = time.perf_counter()
        soak = three_nights(Archive(folder), 4_613)
        seconds = time.perf_counter() - began
        for night in soak.nights:
            print(f"index pages asked for: {night.index_requests}; releases: {len(night.release_requests)}")  # noqa: T201
            print(f"  {replace(night.visit, links_per_page=())}")  # noqa: T201
        first, second, third = (night.visit for night in soak.nights)
        assert (first.new, first.complete) == (4_613, True)
        assert (second.new, second.changed, second.not_modified) == (0, 0, recent(4_613))
        assert (third.new, third.changed, third.gone) == (21, 3, 2)
        found = verify(folder)
        assert found.mismatches == ()
        print(f"{seconds:.0f} seconds; {found.captures:,} captures verified")  # noqa: T201
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
