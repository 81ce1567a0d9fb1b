"""The output folder that docs/tracing.md walks through: two nights with a few pages of the sample ministry, the same on every machine.

The pages are recorded as a visit records them, without a server between, whose headers would differ from day to day.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.capture import Archive, ArchiveWriter
from pipeline.clock import FixedClock
from pipeline.flow import Listener
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace
from sample_ministry.releases import load_releases
from sample_ministry.site import KOMINFO, answer
from tests.unit.capture.records import exchange

FIRST_NIGHT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
RELEASES = (39058, 41388, 45710, 46022)
"""Of the older site, by the number in their addresses: how many were assisted until 2021 and 2022, on which they do not agree."""
EDITED, BEFORE, AFTER = 46022, "sebanyak 198", "sebanyak 196"
"""What the second night finds otherwise."""
WAITING_ROOM = b"<html><head><title>Antrean</title></head><body><p>Anda sedang dalam antrean. Mohon tunggu giliran.</p></body></html>"


def build(root: Path) -> Workspace:
    """Both nights, captured and published below `root`."""
    workspace = Workspace(root)
    pages = {release.content_id: release.path for release in load_releases() if release.content_id in RELEASES}
    first = {path: answer(KOMINFO, path).body for path in pages.values()}
    edited = first[pages[EDITED]].replace(BEFORE.encode(), AFTER.encode())
    assert edited != first[pages[EDITED]]
    _night(workspace, 0, first)
    _night(workspace, 1, {pages[EDITED]: edited, "/content/detail/46999/antrean/0/siaran_pers": WAITING_ROOM})
    return workspace


def _night(workspace: Workspace, night: int, pages: dict[str, bytes]) -> None:
    registry, clock = load_registry(), FixedClock(FIRST_NIGHT + timedelta(days=night))
    run_id = flow.new_run_id(workspace, clock)
    with ArchiveWriter(Archive(workspace.archive), "sample-kominfo", run_id, clock) as writer:
        for path, page in sorted(pages.items()):
            clock.sleep(1)
            asked = exchange(
                clock.now(),
                page,
                url=f"http://{KOMINFO}{path}",
                headers=(("Content-Type", "text/html; charset=utf-8"),),
            )
            writer.record(asked, "release", "sample")
    report = flow.publish_archive(workspace, registry, clock, Listener(), load_publisher())
    assert report.error is None, report.error
