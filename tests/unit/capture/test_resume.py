"""Killed at any moment: the next run goes on where the last one was cut off, and the archive is whole."""

import signal
import subprocess
import sys
from collections import Counter
from itertools import count

from pipeline.capture import Archive
from pipeline.capture.verify import verify
from tests.unit.capture.fault_server import Reply, Site

RELEASES = 4


def _run(site: Site, archive: Archive, run: int, last_write: int) -> subprocess.CompletedProcess[str]:
    arguments = (str(site.address[1]), str(archive.root), str(run), str(last_write))
    return subprocess.run(
        [sys.executable, "-m", "tests.unit.capture.killed_visit", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_visit_killed_at_every_write_is_resumed_and_nothing_archived_is_fetched_again(
    site: Site, archive: Archive
) -> None:
    listed = "".join(f"<a class='release' href='/x/{n}'>x</a>" for n in range(RELEASES))
    site.pages["/index?page=1"] = Reply(listed.encode())
    site.pages |= {f"/x/{n}": Reply(f"<h1>{n}</h1><p>Synthetic release {n}.</p>".encode()) for n in range(RELEASES)}
    torn = 0
    for run in count(1):
        # Each run comes one write further than the last: the file's head, robots.txt, index pages, the listing, releases.
        ended = _run(site, archive, run, last_write=run)
        reports = archive.recover()
        torn += sum(report.torn_bytes > 0 for report in reports)
        assert verify(archive.root).mismatches == () if archive.root.exists() else run == 1
        if ended.returncode != -signal.SIGKILL:
            break
        assert run < 30
    assert ended.returncode == 0, ended.stderr
    assert torn == run - 1  # each kill tore a record, which was set aside and said
    got = {c.url.rsplit("/", 1)[-1]: archive.read(c).body for c in archive.releases()}
    assert got == {str(n): f"<h1>{n}</h1><p>Synthetic release {n}.</p>".encode() for n in range(RELEASES)}
    whole = Counter(c.url for c in archive.releases())
    assert set(whole.values()) == {1}
    # A page is asked for again only when its own record was the torn one.
    asked = Counter(path for path in site.paths if path.startswith("/x/"))
    assert sum(asked.values()) <= RELEASES + torn
    assert max(asked.values()) <= 3
