"""What publishing costs, beside a bare DuckDB COPY of the same tables to the same formats in the same order.

Each works in a process of its own, so that its peak memory is its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
from rich.console import Console
from rich.table import Table

from pipeline.publish import load_publisher, publish
from pipeline.publish.cells import literal
from pipeline.schema import CHANGES, PUBLISHED
from tests.bench_capture import peak_mb
from tests.generated_warehouse import build_generated

STATEMENTS = 1_000_000
STEPS = (
    "publication.write_tables",
    "publication.compute_changes",
    "publication.read_contents",
    "publication.write_workbook",
    "publication.documents",
    "publication.write_checksums",
    "publication.provide_database",
    "checks.check_checksums",
    "checks.check_descriptor",
    "checks.check_rows",
    "checks.check_documents",
    "stage.move_into_place",
)
"""What is timed inside a publication: functions below pipeline.publish, none of which calls another of them."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one way to write the files: seconds on the wall and of the processor, peak memory in MB, bytes written, seconds of each step."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    bytes: int
    steps: dict[str, float]


def _publish(warehouse: Path, folder: Path) -> dict[str, float]:
    with _timed() as steps:
        publish(
            warehouse,
            folder,
            as_of=datetime(2026, 1, 31, 18, 30, tzinfo=UTC),
            synthetic=True,
            code_version="0",
            publisher=load_publisher(),
        )
    return steps


def _copy(warehouse: Path, folder: Path) -> dict[str, float]:
    folder.mkdir()
    with duckdb.connect(warehouse, read_only=True) as connection:
        connection.execute(f"SET temp_directory = {literal(str(folder / 'spill'))}")
        for table in PUBLISHED:
            if table is not CHANGES:
                rows = f"(FROM {table.name} ORDER BY {', '.join(table.key)})"
                for form in ("FORMAT parquet, COMPRESSION zstd", "FORMAT csv, HEADER"):
                    path = folder / f"{table.name}.{form.split(',')[0].split()[1]}"
                    connection.execute(f"COPY {rows} TO {literal(str(path))} ({form})")
    return {}


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    """Seconds spent in each of STEPS while the context lasts."""
    seconds: dict[str, float] = {}

    def timed(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(real)
        def call(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return real(*args, **kwargs)
            finally:
                seconds[name] = seconds.get(name, 0) + time.perf_counter() - began

        return call

    patches = []
    for step in STEPS:
        module, _, name = f"pipeline.publish.{step}".rpartition(".")
        patches.append(patch(f"{module}.{name}", timed(name, getattr(import_module(module), name))))
    for each in patches:
        each.start()
    try:
        yield seconds
    finally:
        for each in patches:
            each.stop()


def cost(who: str, warehouse: Path, folder: Path) -> Cost:
    """Of `publish` or `copy`, run in another process."""
    arguments = (sys.executable, "-m", "tests.bench_publish", who, str(warehouse), str(folder))
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".duckdb")
    return Cost(**json.loads(done.stdout), bytes=held)


def tables(statements: int = STATEMENTS) -> Iterator[Table]:
    """The costs beside those of the bare COPY, and where the time goes."""
    with tempfile.TemporaryDirectory() as scratch:
        costs = {}
        for rows in (statements // 10, statements):
            warehouse = build_generated(Path(scratch) / f"{rows}.duckdb", rows)
            costs[rows] = [cost(who, warehouse, Path(scratch) / f"{who}-{rows}") for who in ("publish", "copy")]
    shown = Table("statements", "what", "publish", "bare COPY", "ratio", title="Publishing generated tables")
    for rows, (ours, bare) in costs.items():
        beside = ours.steps["write_workbook"] + ours.steps["provide_database"]
        for what, mine, theirs, form in (
            ("seconds", ours.seconds, bare.seconds, ".1f"),
            ("seconds, without workbook and database", ours.seconds - beside, bare.seconds, ".1f"),
            ("seconds of the processor", ours.cpu_seconds, bare.cpu_seconds, ".1f"),
            ("peak MB", ours.peak_mb, bare.peak_mb, ",.0f"),
            ("MB of files, without the database", ours.bytes / 1e6, bare.bytes / 1e6, ",.0f"),
        ):
            shown.add_row(f"{rows:,}", what, format(mine, form), format(theirs, form), f"{mine / theirs:.2f}")
    yield shown
    steps = Table("step", "seconds", "share", title=f"Where the time goes, {statements:,} statements")
    ours = costs[statements][0]
    for name, seconds in (*ours.steps.items(), ("all else", ours.seconds - sum(ours.steps.values()))):
        steps.add_row(name, f"{seconds:.1f}", f"{seconds / ours.seconds:.0%}")
    yield steps


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for shown in tables():
            Console().print(shown)
        sys.exit()
    _, who, warehouse, folder = sys.argv
    began = time.perf_counter()
    steps = {"publish": _publish, "copy": _copy}[who](Path(warehouse), Path(folder))
    sys.stdout.write(
        json.dumps(
            {
                "seconds": time.perf_counter() - began,
                "cpu_seconds": time.process_time(),
                "peak_mb": peak_mb(),
                "steps": steps,
            }
        )
        + "\n"
    )
