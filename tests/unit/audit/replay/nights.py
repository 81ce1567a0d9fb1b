"""The nights that the tests of replays do again, and what is done to them: three snapshots of imported releases of our own invention."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.audit.replay import Replayed, Replayer
from pipeline.cli.replaying import show
from pipeline.clock import FixedClock
from pipeline.flow import Listener
from pipeline.gate.corrections import Correction
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace

FIRST, SECOND, THIRD = "2026-01-02.1", "2026-01-02.2", "2026-01-03.1"
QUIET = "20260102T213000Z"
"""The run between that published nothing new."""

TEXT = (
    "Siaran Pers No. {number}/HM/CONTOH/02/2023\n\nSelama 2022 kementerian telah mendampingi {cities} kota dalam Gerakan Smart City. "
    "Sebanyak 120 BTS telah dibangun di Kota Palu pada 2022. Rapat pada 6 Februari 2023 dihadiri =sembilan orang."
)


def release(number: int, cities: int) -> str:
    url = f"http://kominfo.sample.example/buatan/{number}"
    release = {"agency": "sample-kominfo", "url": url, "title": f"Judul buatan {number}", "date": "2023-02-06"}
    return json.dumps({**release, "text": TEXT.format(number=number, cities=cities)})


def night(workspace: Workspace, moment: datetime, lines: list[str], *corrections: Correction) -> flow.RunReport:
    registry, clock = load_registry(), FixedClock(moment)
    held = workspace.root.parent / "held.jsonl"
    if lines:
        held.write_text("\n".join(lines), "utf-8")
        flow.import_files(workspace, registry, [held], clock, None, Listener())
    clock.sleep(3600)
    return flow.publish_archive(workspace, registry, clock, Listener(), load_publisher(), corrections=corrections)


def replayer(workspace: Workspace, *corrections: Correction, keep: Path | None = None) -> Replayer:
    return Replayer(workspace, workspace.archive, load_registry(), corrections, keep)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def shown(*results: Replayed) -> str:
    text = io.StringIO()
    console = Console(file=text, width=160)
    for result in results:
        show(console, console, result)
    return text.getvalue()


def warcs(workspace: Workspace) -> list[Path]:
    return sorted(workspace.archive.rglob("*.warc.gz"))


def forge(workspace: Workspace, version: str, table: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
    path = workspace.public / "snapshots" / version / "data" / f"{table}.parquet"
    read = pq.read_table(path)
    rows = read.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=read.schema), path, compression="zstd")
