"""One table of what others' tools say of a snapshot: `make snapshot-check`, or `python -m tests.snapshot_check FOLDER`.

Without a folder it is the newest snapshot of output/public; where there is none, one is made of the sample ministry, and thrown away.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.clock import SystemClock
from pipeline.errors import KotaCerdasError, UsageError
from pipeline.publish import latest, load_publisher
from pipeline.workspace import Workspace
from tests.validators import VALIDATORS, NotRunError, Validator


def main(arguments: list[str]) -> int:
    """0 when no validator finds fault; 1 when one does; 2 when there is no such snapshot."""
    console = Console()
    try:
        with _snapshot(arguments, console) as folder:
            return report(folder, console)
    except KotaCerdasError as error:
        console.print(f"{error}\n{error.hint}", markup=False)
        return error.exit_code


def report(folder: Path, console: Console, validators: tuple[Validator, ...] = VALIDATORS) -> int:
    """Run every validator and print the table; 1 when one finds fault."""
    table = Table(
        "validator", "version", "checked", "result", "seconds", box=SIMPLE_HEAD, title=f"snapshot {folder.name}"
    )
    failed = False
    for validator in validators:
        with console.status(validator.name):
            begun = time.monotonic()
            passed, checked, result = _verdict(validator, folder)
            seconds = time.monotonic() - begun
        failed = failed or not passed
        # A finding is shown as it is: its brackets are no markup.
        cells = (validator.name, f"{validator.package} {validator.version}", checked, result, f"{seconds:.1f}")
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    return int(failed)


def _verdict(validator: Validator, folder: Path) -> tuple[bool, str, str]:
    """Whether it lets the snapshot pass, what it looked at, and its answer in a line."""
    try:
        outcome = validator.run(folder)
    except NotRunError as reason:
        return True, "", f"not run: {reason}"
    except Exception as error:
        return False, "", f"broke off: {type(error).__name__}: {error}".replace(f"{folder}/", "")
    if not outcome.findings:
        return True, outcome.checked, "ok"
    more = f" (and {len(outcome.findings) - 1} more)" if len(outcome.findings) > 1 else ""
    return False, outcome.checked, f"{outcome.findings[0]}{more}"


@contextmanager
def _snapshot(arguments: list[str], console: Console) -> Iterator[Path]:
    if arguments:
        folder = Path(arguments[0])
        if not folder.is_dir():
            raise UsageError(
                f"There is no folder {folder}.", "Name a snapshot's folder, the one that holds SHA256SUMS."
            )
        yield folder
        return
    public = Workspace(Path("output")).public
    if (public / "latest.json").is_file():
        yield latest(public)
        return
    with tempfile.TemporaryDirectory() as root:
        workspace, registry = Workspace(Path(root)), load_registry()
        with console.status("nothing is published here yet: making a snapshot of the sample ministry"):
            run = flow.run(workspace, registry, registry.select([]), SystemClock(), flow.Listener(), load_publisher())
        if run.error:
            raise run.error
        yield latest(workspace.public)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
