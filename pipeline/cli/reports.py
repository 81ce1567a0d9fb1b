"""What a person reads: progress while a run works, the closing table, a trace, the findings of checks."""

import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from pipeline import publish
from pipeline.agencies import Registry
from pipeline.capture import ImportReport, Progress
from pipeline.flow import Listener, RunReport
from pipeline.model import CheckResult
from pipeline.workspace import Workspace

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd") | {9: "\t", 10: "\n"}


_STEPS = {
    "robots": "robots.txt",
    "index": "index page",
    "release": "release",
    "attachment": "attachment",
    "import": "release",
}
_VISIT_COLUMNS = {
    "requested": "requested",
    "not\nmodified": "not_modified",
    "new": "new",
    "changed": "changed",
    "gone": "gone",
    "quarantined": "quarantined",
    "refused\nby\nrobots": "refused_by_robots",
    "failed": "failed",
}


def visible(text: str) -> str:
    """The text with control characters made visible, each as one character: a page must not steer the reader's terminal."""
    return text.translate(_CONTROLS)


def plain(text: str) -> str:
    """Text that was not written here, safe to print: no control characters, and brackets are only brackets."""
    return escape(visible(text))


@contextmanager
def moving(console: Console) -> Iterator[tuple[Callable[[str], None], Callable[[int, int | None, str | None], None]]]:
    """A line that moves while something works; on a terminal that cannot move, one line a step.

    Gives who is told of a step in a sentence, and who is told of so many done, of how many, and of what.
    """
    if not console.is_terminal:
        yield lambda sentence: console.print(plain(sentence)), lambda _, __, ___: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def done(count: int, total: int | None, what: str | None) -> None:
            bar.update(task, completed=count, total=total, description=None if what is None else plain(what))

        def step(sentence: str) -> None:
            nonlocal task
            bar.remove_task(task)  # a task that once had a total cannot lose it
            task = bar.add_task(plain(sentence), total=None)

        yield step, done


@contextmanager
def live(console: Console) -> Iterator[Listener]:
    """A run's listener that shows how it gets on."""
    with moving(console) as (step, done):

        def progress(now: Progress) -> None:
            done(now.done, now.total, f"{now.agency_id}: {_STEPS[now.step]}")

        yield Listener(step=step, progress=progress)


def show_run(out: Console, err: Console, report: RunReport, workspace: Workspace, registry: Registry) -> int:
    """The closing table, what the checks found, where to look, and what to try next. Returns the exit code."""
    out.print(_agency_table(report, registry))
    for item in report.recovered:
        err.print(f"[yellow]recovered:[/] {plain(item)}")
    for visit in report.visits:
        for problem in visit.errors:
            err.print(f"[red]{plain(visit.agency_id)}:[/] {plain(problem)}")
    # What a blocking check found stands in the error below.
    show_checks(err, [check for check in report.checks if not check.passed and not check.blocking])
    if report.error:
        err.print(f"[bold red]error:[/] {plain(str(report.error))}")
        if report.error.hint:
            err.print(f"[bold]next:[/] {plain(report.error.hint)}")
        _say_last_good(err, workspace)
        return report.exit_code
    if report.publication:
        _show_publication(out, report, workspace, registry)
        for problem in report.publication.problems:
            err.print(f"[red]beside the snapshot:[/] {plain(problem)}")
    if report.exit_code:
        err.print("[yellow]Something above needs a person[/] (exit code 1).")
    return report.exit_code


def _agency_table(report: RunReport, registry: Registry) -> Table:
    table = Table(
        title=f"Run {report.run_id}", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False
    )
    table.add_column("agency", no_wrap=True)
    for heading in (*_VISIT_COLUMNS, "releases", "statements", "refusals"):
        table.add_column(heading, justify="right")
    counts = {agency_id: numbers for agency_id, *numbers in report.agencies}
    visits = {visit.agency_id: visit for visit in report.visits}
    for agency_id in sorted(counts.keys() | visits.keys()):
        releases, statements, refusals, quarantined = counts.get(agency_id, [0, 0, 0, 0])
        visit = visits.get(agency_id)
        seen = {name: getattr(visit, name) if visit else "-" for name in _VISIT_COLUMNS.values()}
        seen["quarantined"] = quarantined  # all that waits for a person, not tonight's alone
        cells = (*seen.values(), releases, statements, refusals)
        name = agency_id + ("*" if registry[agency_id].synthetic else "")
        table.add_row(plain(name), *map(str, cells))
    if any(registry[agency_id].synthetic for agency_id in counts.keys() | visits.keys()):
        table.caption = "* synthetic: the bundled sample, our own sentences"
        table.caption_justify = "left"
    return table


def _show_publication(out: Console, report: RunReport, workspace: Workspace, registry: Registry) -> None:
    publication = report.publication
    assert publication is not None
    left_out = (
        [a for a, *_ in report.agencies if registry[a].synthetic]
        if any(not registry[a].synthetic for a, *_ in report.agencies)
        else []
    )
    if left_out:
        out.print(
            f"Left out of the snapshot: {plain(', '.join(left_out))}. Synthetic releases are never mixed with real ones."
        )
    if publication.is_new:
        rows = ", ".join(
            f"{count} {name}"
            for name, count in publication.row_counts.items()
            if name in ("statements", "refusals", "observations", "press_releases")
        )
        out.print(f"[bold green]Published snapshot {publication.version}[/]: {rows}.")
    else:
        out.print(f"[bold]No news:[/] snapshot {publication.version} still says everything; no new one was made.")
    out.print(f"  {plain(str(publication.folder))}", soft_wrap=True)
    example = next(iter(publish.example_ids(publication.folder)), None)
    out.print("Next:")
    out.print(f"  less {plain(str(publication.folder / 'README.md'))}", soft_wrap=True)
    if example:
        out.print(f"  {_command()} trace {example}{_output_option(workspace)}", soft_wrap=True)
    out.print(f"  {_command()} publish --check {plain(str(publication.folder))}", soft_wrap=True)


def _command() -> str:
    """How this program was found, ready to be pasted: by name where the shell finds it, else by its path from here."""
    if shutil.which("kotacerdas"):
        return "kotacerdas"
    found = Path(sys.argv[0]).absolute()
    return plain(str(found.relative_to(Path.cwd()) if found.is_relative_to(Path.cwd()) else found))


def _output_option(workspace: Workspace) -> str:
    """What the next command needs to find this output folder, ready to be pasted."""
    return "" if workspace.root == Path("output") else plain(f" --output {shlex.quote(str(workspace.root))}")


def _say_last_good(err: Console, workspace: Workspace) -> None:
    try:
        err.print(f"The last good snapshot stays as it was: {plain(str(publish.latest(workspace.public)))}")
    except Exception:
        err.print("There is no snapshot yet.")


def show_import(out: Console, err: Console, reports: Sequence[ImportReport], workspace: Workspace) -> int:
    table = Table(title="Imported into the archive", title_justify="left")
    table.add_column("agency")
    for heading in ("found", "new", "already held", "rejected"):
        table.add_column(heading, justify="right")
    for report in reports:
        table.add_row(
            plain(report.agency_id),
            str(report.found),
            str(report.new),
            str(report.already_held),
            str(len(report.rejected)),
        )
    out.print(table)
    rejected = [sentence for report in reports for sentence in report.rejected]
    for sentence in rejected:
        err.print(f"[yellow]rejected:[/] {plain(sentence)}")
    out.print(f"Next:\n  {_command()} publish{_output_option(workspace)}", soft_wrap=True)
    return 1 if rejected else 0


def show_checks(console: Console, checks: Iterable[CheckResult]) -> None:
    for check in checks:
        mark = "[green]passed[/]" if check.passed else "[bold red]failed[/]" if check.blocking else "[yellow]warning[/]"
        console.print(f"{mark} {check.name}: {plain(check.summary)}")
        for finding in check.findings:
            console.print(f"    {plain(finding)}")
