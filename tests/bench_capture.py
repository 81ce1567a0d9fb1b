"""What a night costs, beside the loop that one would write in an hour: requests and bs4, all pages each night, one file each.

Both visit the same generated site on 127.0.0.1, each in a process of its own, so that its peak memory is its own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup
from rich.table import Table

from pipeline.capture import Archive, visit_agency
from pipeline.clock import FixedClock
from tests.generated_site import GeneratedSite, agency
from tests.unit.capture.fault_server import HOST, serve

RELEASES = 500


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one night: requests, seconds, peak memory in MB; and bytes on disk after it."""

    requests: int
    seconds: float
    peak_mb: float
    bytes: int


def _visit(port: int, folder: Path, night: int) -> None:
    clock = FixedClock(datetime(2026, 1, 31, 18, 30, tzinfo=UTC) + timedelta(days=night))
    visit = visit_agency(agency(), Archive(folder), f"run{night}", clock, connect_to={HOST: ("127.0.0.1", port)})
    assert visit.complete, visit


def _plain(port: int, folder: Path, night: int) -> None:
    del night  # it remembers nothing
    base = f"http://127.0.0.1:{port}/berita/siaran-pers"
    with requests.Session() as session:
        page, links = 1, dict[str, None]()
        while True:
            soup = BeautifulSoup(session.get(f"{base}?page={page}").content, "lxml")
            found = [str(a["href"]) for a in soup.select(".card > a.text-lg[href*='/detail/']")]
            if not found:
                break
            links.update(dict.fromkeys(found))
            page += 1
        folder.mkdir(exist_ok=True)
        for number, link in enumerate(links):
            page_bytes = session.get(urljoin(base, link)).content
            BeautifulSoup(page_bytes, "lxml").select_one("section#section_text_body")
            (folder / f"{number}.html").write_bytes(page_bytes)


def costs() -> Iterator[tuple[str, Cost, Cost]]:
    """(night, ours, the plain loop's)."""
    site = GeneratedSite.of(RELEASES)
    site.prepare()
    with tempfile.TemporaryDirectory() as scratch, serve() as served:
        served.otherwise = site

        def cost(who: str, night: int) -> Cost:
            served.requests.clear()
            folder = Path(scratch) / who
            arguments = (
                sys.executable,
                "-m",
                "tests.bench_capture",
                who,
                str(served.address[1]),
                str(folder),
                str(night),
            )
            done = subprocess.run(arguments, capture_output=True, text=True, check=True)
            seconds, peak_mb = map(float, done.stdout.split())
            held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            return Cost(len(served.requests), seconds, peak_mb, held)

        for night, name in enumerate(("first night", "night without news")):
            yield name, cost("visit", night), cost("plain", night)


def table() -> Table:
    shown = Table(
        "what", "ours", "plain loop", "ratio",
        title=f"Generated site of {RELEASES:,} releases on loopback, no pause between requests",
    )  # fmt: skip
    for name, ours, plain in costs():
        for what, mine, theirs, form in (
            ("requests", ours.requests, plain.requests, ",.0f"),
            ("seconds", ours.seconds, plain.seconds, ".2f"),
            ("peak MB", ours.peak_mb, plain.peak_mb, ".0f"),
            ("bytes a release", ours.bytes / RELEASES, plain.bytes / RELEASES, ",.0f"),
        ):
            shown.add_row(f"{name}: {what}", format(mine, form), format(theirs, form), f"{mine / theirs:.2f}")
    return shown


def peak_mb() -> float:
    """Of this process alone: getrusage would count what its parent held when it was forked."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    _, who, port, folder, night = sys.argv
    began = time.perf_counter()
    {"visit": _visit, "plain": _plain}[who](int(port), Path(folder), int(night))
    sys.stdout.write(f"{time.perf_counter() - began} {peak_mb()}\n")
