"""What auditing a large snapshot costs: verification of all of it, beside publishing it; a sample; a replay; single traces.

`python -m tests.bench_audit [STATEMENTS]`. Each command runs in a process of its own, as a user would start it.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.audit.published import Published
from pipeline.publish import latest
from pipeline.workspace import Workspace
from tests.generated_archive import build_archive

STATEMENTS = 100_000
_COMMAND = "from pipeline.cli import main; main()"
_TRACES = 5
"""Of each kind of id, spread over the table."""


def seconds_of(*arguments: str, expected: int = 0) -> float:
    """Seconds on the wall of one command, which must end with that exit code; the interpreter's start is part of them."""
    began = time.perf_counter()
    done = subprocess.run((sys.executable, "-c", _COMMAND, *arguments), check=False, capture_output=True, text=True)
    assert done.returncode == expected, done.stdout + done.stderr
    return time.perf_counter() - began


def tables(statements: int = STATEMENTS) -> Iterator[Table]:
    """The costs on a generated archive of about so many statements."""
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "output"
        build_archive(output, statements)
        published = Published(latest(Workspace(output).public))
        where = ("--output", str(output))
        # From the archive alone, as verification does it; the two nights of the build share their work.
        bare = Path(scratch) / "again"
        bare.mkdir()
        (bare / "archive").symlink_to(output / "archive")
        publishing = seconds_of("publish", "--output", str(bare), expected=1)  # its quarantined pages wait for a person
        rows = published.table("statements", ["statement_id"]).num_rows
        captures = published.table("captures", ["capture_id"]).num_rows
        title = f"Auditing a generated snapshot: {rows:,} statements, {captures:,} captures"
        shown = Table("what", "seconds", "ratio to publishing", title=title)
        shown.add_row("publish its archive, one process", f"{publishing:.1f}", "")
        for what, arguments in (
            ("verify all, two processes", ("verify", "--workers", "2")),
            ("verify all, one process", ("verify", "--workers", "1")),
            ("verify a sample of 200", ("verify", "--sample", "200", "--workers", "2")),
            ("replay the newest version, one process", ("replay", published.version)),
        ):
            seconds = seconds_of(*arguments, *where)
            shown.add_row(what, f"{seconds:.1f}", f"{seconds / publishing:.2f}")
        yield shown
        yield _traces(published, where)


def _traces(published: Published, where: tuple[str, ...]) -> Table:
    """A whole command each: from the prompt to the last line."""
    table = Table("trace of", "median seconds", "slowest", title="Single traces at that size")
    for name, key in (
        ("statements", "statement_id"),
        ("observations", "observation_id"),
        ("press_releases", "release_id"),
        ("captures", "capture_id"),
    ):
        ids = published.column(name, key)
        chosen = ids[:: max(1, len(ids) // _TRACES)][:_TRACES]
        seconds = sorted(seconds_of("trace", each, *where) for each in chosen)
        table.add_row(f"{len(chosen)} {name}", f"{seconds[len(seconds) // 2]:.2f}", f"{seconds[-1]:.2f}")
    return table


if __name__ == "__main__":
    for shown in tables(int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS):
        Console().print(shown)
