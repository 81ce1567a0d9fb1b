"""The agency files shown to a person: which there are, what is wrong with them, what a trial on the live site found."""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from pipeline.agencies import Agency, Problem, Reading
from pipeline.capture import selector_problems
from pipeline.cli.reports import plain
from pipeline.errors import UsageError
from pipeline.trial import Trial


def choose(readings: Sequence[Reading], names: Sequence[str]) -> list[Reading]:
    """These files; all when none is named. UsageError for a name that no file has."""
    known = {reading.path.stem: reading for reading in readings}
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"There is no agency file '{unknown[0]}.toml'.", f"There are: {', '.join(known)}.")
    return [known[name] for name in names] or list(readings)


def show_check(out: Console, err: Console, readings: Iterable[Reading]) -> int:
    """Each file's problems, selectors included, with what to do. Returns the exit code."""
    table = _table("file", "key", "what is wrong", "what to do")
    count, faulty = 0, set()
    for reading in readings:
        count += 1
        for problem in _all_problems(reading):
            faulty.add(reading.path.name)
            table.add_row(*map(plain, (reading.path.name, problem.where, problem.what, problem.remedy)))
    if not faulty:
        out.print(f"[bold green]All well[/]: {count} agency files.")
        return 0
    out.print(table)
    err.print(f"{len(faulty)} of {count} agency files need a person (exit code 1).")
    return 1


def _all_problems(reading: Reading) -> list[Problem]:
    return [*reading.problems, *(selector_problems(reading.agency) if reading.agency else ())]


def show_list(out: Console, agencies: Iterable[Agency]) -> None:
    table = _table("agency", "publisher", "read from", "nightly")
    for agency in agencies:
        name = plain(agency.agency_id) + ("*" if agency.synthetic else "")
        table.add_row(name, plain(agency.publisher.en), _source(agency), "yes" if agency.nightly else "")
    table.caption = "* synthetic: the bundled sample. nightly: visited by a run that names no agency."
    table.caption_justify = "left"
    out.print(table)


def _source(agency: Agency) -> str:
    if agency.index:
        return {"html": "web pages", "json": "data interface", "sitemap": "sitemap", "feed": "feed"}[agency.index.kind]
    return "Wayback Machine" if agency.wayback else "imports only"


def show_trial(out: Console, trial: Trial) -> None:
    table = _table("", plain(trial.agency_id), "seen")
    for found in trial.found:
        mark = "[green]matches[/]" if found.matched else "[bold red]DIFFERS[/]"
        table.add_row(mark, plain(found.what), plain(found.detail))
    out.print(table)
    out.print(f"{trial.requested} requests.")


def _table(*headings: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
