"""A ministry over four nights, of our own invention: an edited release, two that disagree, one that is taken down, two corrections."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline import flow, publish
from pipeline.agencies import load_registry
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader
from pipeline.audit.trace import Trace, trace
from pipeline.capture import Archive, ArchiveWriter
from pipeline.clock import FixedClock
from pipeline.flow import Listener
from pipeline.gate.corrections import Correction
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace
from tests.unit.capture.records import exchange

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SITE = "https://www.kominfo.go.id"
PROGRESS = "Selama 2022 kementerian telah mendampingi 50 kota dalam Gerakan Smart City."
QUOTED = '"Selama 2022 kementerian telah mendampingi sekitar 60 kota dalam Gerakan Smart City," kata Menteri Kominfo Budi Santoso.'
EDITED = "Pada 2021 ada 3 kota lagi yang didampingi dalam Gerakan Smart City."
WITHDRAWN = "Pada 2020 ada 8 kota yang didampingi dalam Gerakan Smart City."
HOSTILE = "Penutup <script>alert()</script> \u202etxt 15 Januari 2023."
UNREADABLE = b"<html><p>Tata letak baru: 9 kota <b>didampingi</b>.</p></html>"
NO_DATABASES = shutil.ignore_patterns("databases")
"""For copies of the public folder: seven megabytes a snapshot, of which verification reads none."""
Row = dict[str, Any]


def release(number: int, *paragraphs: str, title: str = "Pendampingan berlanjut") -> Row:
    return {
        "doc": str(number),
        "agency": "KOMINFO",
        "title": title,
        "url": f"{SITE}/{number}",
        "date": f"2023-02-{number:02}",
        "text": "\n".join(("Pembuka.", *paragraphs)),
    }


@dataclass(frozen=True)
class Nights:
    """What four nights left behind. `corrections`: those that the last one was published with."""

    workspace: Workspace
    corrections: tuple[Correction, ...] = ()

    @property
    def snapshots(self) -> list[Path]:
        return sorted((self.workspace.public / "snapshots").iterdir())

    @property
    def newest(self) -> Path:
        return publish.latest(self.workspace.public)

    @property
    def published(self) -> Published:
        return Published(self.newest)

    @property
    def rereader(self) -> Rereader:
        return Rereader(Archive(self.workspace.archive), load_registry())

    def trace(self, identifier: str, snapshot: Path | None = None, archive: Path | None = None) -> Trace:
        return trace(snapshot or self.newest, Archive(archive or self.workspace.archive), load_registry(), identifier)

    def rows(self, table: str, **cells: object) -> list[Row]:
        return self.published.rows(table, **cells)

    def statement(self, words: str, snapshot: Path | None = None) -> Row:
        """The first statement whose sentence has the words."""
        rows = Published(snapshot or self.newest).rows("statements")
        return next(row for row in rows if words in row["quote"])


def _take_in(workspace: Workspace, day: int, releases: list[Row], corrections: tuple[Correction, ...] = ()) -> None:
    clock, registry = FixedClock(FIRST + timedelta(days=day)), load_registry()
    if releases:
        held = workspace.root.with_name(f"rilis-{day}.jsonl")
        held.write_text("\n".join(map(json.dumps, releases)), "utf-8")
        flow.import_files(workspace, registry, [held], clock, None, Listener())
    report = flow.publish_archive(workspace, registry, clock, Listener(), load_publisher(), corrections=corrections)
    assert report.error is None, report.error


def _correction(row: Row, **fields: Any) -> Correction:
    return Correction(
        correction_id=f"2026-01-05-{fields['action']}",
        release_id=row["release_id"],
        statement_id=row["statement_id"],
        who="Rini",
        when=date(2026, 1, 5),
        why="Salah baca <b>.",
        evidence="Kalimatnya.",
        **fields,
    )


def four_nights(root: Path) -> Nights:
    workspace = Workspace(root / "output")
    many = "Pelatihan diikuti 120 peserta dan 30 peserta daring."
    first = [
        release(1, f"{PROGRESS} {HOSTILE}", WITHDRAWN),
        release(2, QUOTED, title="Menteri: kota bertambah"),
        release(3, many, title="Pelatihan talenta <i>digital</i>"),
    ]
    _take_in(workspace, 0, first)
    _take_in(workspace, 1, [release(1, f"{PROGRESS} {HOSTILE}", EDITED)])
    for day in (2, 3):
        clock = FixedClock(FIRST + timedelta(days=day))
        with ArchiveWriter(Archive(workspace.archive), "kominfo", f"run{day}", clock) as writer:
            writer.record(exchange(clock.now(), b"gone", url=f"{SITE}/3", status=404), "release", "live")
    with ArchiveWriter(Archive(workspace.archive), "kominfo", "run3b", clock) as writer:
        page = exchange(clock.now(), UNREADABLE, url=f"{SITE}/4", headers=(("Content-Type", "text/html"),))
        writer.record(page, "release", "live")
    _take_in(workspace, 3, [])
    found = Nights(workspace)
    edited, dropped = found.statement("3 kota lagi"), found.statement("30 peserta daring")
    override = _correction(edited, action="override", expect={"status": edited["status"]}, set={"status": "target"})
    drop = _correction(dropped, action="drop", expect={"unit": dropped["unit"]}, reason="vague")
    _take_in(workspace, 4, [], (override, drop))
    return Nights(workspace, (override, drop))
