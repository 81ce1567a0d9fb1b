"""`kotacerdas agencies`: which agency files there are, what is wrong with them, what a trial on the live site found."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from pipeline.agencies import Agency, Problem, Reading, load_registry, read_agencies, with_contact
from pipeline.agencies.registry import SITES
from pipeline.capture import selector_problems
from pipeline.cli.reports import plain
from pipeline.cli.terminal import Contact, err, out
from pipeline.clock import SystemClock
from pipeline.errors import UsageError
from pipeline.trial import Trial, try_agency

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


@app.callback()
def agencies() -> None:
    """The ministries' sites: one TOML file each says how a site is read. CONTRIBUTING.md says how to add one.

    Examples:

        kotacerdas agencies list

        kotacerdas agencies check

        kotacerdas agencies check komdigi --live --contact data@example.org
    """


@app.command("list")
def list_() -> None:
    """Every agency: whose site it is, how it is read, and whether a run that names none visits it.

    Examples:

        kotacerdas agencies list
    """
    _show_list(load_registry().values())


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Agencies. Default: all files.")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Then ask each named site three times: robots.txt, index, one release.")
    ] = False,
    contact: Contact = "",
    folder: Annotated[Path, typer.Option(help="Folder of agency files.", hidden=True)] = SITES,
) -> None:
    """Lint the agency files: each wrong key, and what to do. With --live, say what of a file matches its site today.

    A live check waits between requests as long as the file says, obeys robots.txt, and keeps nothing. Exit code 1: a file is
    wrong, or something does not match.

    Examples:

        kotacerdas agencies check

        kotacerdas agencies check setkab pu --live --contact data@example.org
    """
    if live and not names:
        raise UsageError(
            "--live needs the names of the sites to ask.", "For instance: kotacerdas agencies check setkab --live"
        )
    problems = {reading.path.name: _all_problems(reading) for reading in _choose(read_agencies(folder), names or [])}
    to_ask: list[Agency] = []
    if live and not any(problems.values()):
        to_ask = with_contact(load_registry(folder).select(names or []), contact)
    code = _show_check(problems)
    for agency in to_ask:
        trial = try_agency(agency, SystemClock())
        _show_trial(trial)
        code = code or (0 if trial.matched else 1)
    raise typer.Exit(code)


def _choose(readings: Sequence[Reading], names: Sequence[str]) -> list[Reading]:
    """These files; all when none is named. UsageError for a name that no file has."""
    known = {reading.path.stem: reading for reading in readings}
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"There is no agency file '{unknown[0]}.toml'.", f"There are: {', '.join(known)}.")
    return [known[name] for name in names] or list(readings)


def _show_check(problems: Mapping[str, Sequence[Problem]]) -> int:
    """Each file's problems, with what to do. Returns the exit code."""
    table = _table("file", "key", "what is wrong", "what to do")
    for name, found in problems.items():
        for problem in found:
            table.add_row(*map(plain, (name, problem.where, problem.what, problem.remedy)))
    count, faulty = len(problems), sum(map(bool, problems.values()))
    if not faulty:
        out.print(f"[bold green]All well[/]: {count} agency file{'' if count == 1 else 's'}.")
        return 0
    out.print(table)
    err.print(f"{faulty} of {count} agency files need a person (exit code 1).")
    return 1


def _all_problems(reading: Reading) -> list[Problem]:
    """Those of its keys, and of the CSS in them."""
    return [*reading.problems, *(selector_problems(reading.agency) if reading.agency else ())]


def _show_list(agencies: Iterable[Agency]) -> None:
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


def _show_trial(trial: Trial) -> None:
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
