"""The commands, their options and their help. Errors that a person can mend end in one message and an exit code."""

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline import flow, publish
from pipeline.agencies import load_registry, with_contact
from pipeline.cli import (
    agencies,
    archive,
    bundling,
    codebook,
    explanation,
    extraction,
    finding,
    push,
    replaying,
    reports,
    reviewing,
    signing,
    tracing,
    verification,
)
from pipeline.cli.terminal import HERE, Contact, Corrections, Output, PublisherFile, day, err, out
from pipeline.clock import SystemClock
from pipeline.errors import KotaCerdasError, UsageError
from pipeline.extract import load_codebook
from pipeline.gate.corrections import FOLDER, load_corrections
from pipeline.workspace import Workspace

app = typer.Typer(
    name="kotacerdas",
    help="Program figures from Indonesian ministries' press releases, as open data that can be traced to the sentence and the bytes.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
Agencies = Annotated[
    list[str] | None,
    typer.Option("--agency", "-a", help="Agency to visit; repeat for several. Default: the nightly ones."),
]
Workers = Annotated[
    int, typer.Option("--workers", "-w", min=1, max=64, help="Processes that extract partitions side by side.")
]
Since = Annotated[
    dt.date | None,
    typer.Option(
        parser=day, metavar="YYYY-MM-DD", help="Backfill: read the index on to releases of this day, past known ones."
    ),
]
Until = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="YYYY-MM-DD", help="Backfill: leave out what was published after this day."),
]


@app.command()
def run(
    output: Output = HERE,
    agency: Agencies = None,
    workers: Workers = 1,
    since: Since = None,
    until: Until = None,
    contact: Contact = "",
    publisher: PublisherFile = None,
    corrections: Corrections = FOLDER,
) -> None:
    """The nightly job: visit the agencies, read what is new, publish a snapshot if there is news.

    Exit code 0: all well. 1: something needs a person (the table and the messages say what). 3: the machine is in the way.

    Examples:

        kotacerdas run

        kotacerdas run --agency sample-kominfo --output /data/kotacerdas

        kotacerdas run --agency komdigi --contact data@example.org --since 2019-01-01 --until 2019-12-31
    """
    registry = load_registry()
    chosen = with_contact(registry.select(agency or []), contact)
    if since and until and since > until:
        raise UsageError("--since is later than --until.", "Exchange the two.")
    named = publish.load_publisher(publisher)
    with reports.live(err) as listener:
        report = flow.run(
            Workspace(output),
            registry,
            chosen,
            SystemClock(),
            listener,
            named,
            workers,
            load_corrections(corrections),
            since,
            until,
        )
    raise typer.Exit(reports.show_run(out, err, report, Workspace(output), registry))


@app.command("publish")
def publish_(
    output: Output = HERE,
    workers: Workers = 1,
    check: Annotated[
        Path | None, typer.Option("--check", help="Only validate this snapshot folder, with no other input.")
    ] = None,
    database: Annotated[
        Path | None, typer.Option("--database", help="With --check: compare this DuckDB file with the snapshot, too.")
    ] = None,
    publisher: PublisherFile = None,
    corrections: Corrections = FOLDER,
) -> None:
    """Everything after capture, from the archive alone: decode, extract, check, publish. No network.

    Examples:

        kotacerdas publish

        kotacerdas publish --publisher publisher.toml

        kotacerdas publish --check output/public/snapshots/2026-11-23.1

        kotacerdas publish --check 2026-11-23.1 --database 2026-11-23.1.duckdb
    """
    if database is not None and check is None:
        raise UsageError("--database needs the snapshot to compare with.", "Add --check FOLDER.")
    if check is not None:
        results = publish.check(check) + ([publish.check_database(database, check)] if database else [])
        reports.show_checks(out, results)
        raise typer.Exit(1 if any(result.blocking and not result.passed for result in results) else 0)
    registry, named = load_registry(), publish.load_publisher(publisher)
    with reports.live(err) as listener:
        report = flow.publish_archive(
            Workspace(output), registry, SystemClock(), listener, named, workers, load_corrections(corrections)
        )
    raise typer.Exit(reports.show_run(out, err, report, Workspace(output), registry))


@app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="Files (.txt, .html, .jsonl: one release a line) or folders of them.")
    ],
    output: Output = HERE,
    agency: Annotated[
        str | None, typer.Option("--agency", "-a", help="Whose releases they are, where the files do not say.")
    ] = None,
) -> None:
    """Take releases that you already hold into the archive, as WARC resource records. `kotacerdas publish` does the rest.

    Examples:

        kotacerdas import release.txt --agency kominfo

        kotacerdas import releases.jsonl folder-of-html/ && kotacerdas publish
    """
    registry = load_registry()
    with reports.live(err) as listener:
        imported = flow.import_files(Workspace(output), registry, paths, SystemClock(), agency, listener)
    raise typer.Exit(reports.show_import(out, err, imported, Workspace(output)))


class Format(StrEnum):
    table = "table"
    jsonl = "jsonl"
    csv = "csv"


@app.command()
def extract(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|-", help=".txt, .html or .jsonl (one release a line); - reads standard input."),
    ],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="table for people, jsonl or csv for programs.")
    ] = Format.table,
    date: Annotated[
        dt.date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="Release date, where the file gives none.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="For each number: what it was read as, and why, attribute by attribute.")
    ] = False,
) -> None:
    """Read the figures out of a release, and say of every other number why it is none. Nothing is stored.

    Examples:

        kotacerdas extract release.txt

        kotacerdas extract --format jsonl releases.jsonl > statements.jsonl

        kotacerdas extract --explain release.txt | less

        pbpaste | kotacerdas extract --date 2024-01-18 -
    """
    if explain and form is not Format.table:
        raise UsageError("--explain writes for people.", "Leave --format out; jsonl gives the reasons as 'because'.")
    releases = extraction.read(file, date, load_registry())
    if explain:
        explanation.write_explained(releases, sys.stdout)
        return
    writer = {"table": extraction.write_table, "jsonl": extraction.write_jsonl, "csv": extraction.write_csv}[form.value]
    writer(releases, sys.stdout)


app.command()(tracing.trace)
app.command()(finding.find)
app.command()(verification.verify)
app.command()(replaying.replay)
app.command()(bundling.evidence)
app.command()(reviewing.review)
app.command()(reviewing.correct)
app.add_typer(agencies.app, name="agencies")
app.add_typer(archive.app, name="archive")
app.add_typer(signing.app, name="keys")
app.add_typer(push.app, name="push")


codebook_app = typer.Typer(name="codebook", no_args_is_help=True, rich_markup_mode="markdown")
app.add_typer(
    codebook_app,
    help="""The lists and words that extraction reads by: check them after an edit, or look a code up.

    Examples:

        kotacerdas codebook check

        kotacerdas codebook list indicators
    """,
    short_help="The lists and words that extraction reads by: check, list.",
)


@codebook_app.command("check")
def check_codebook() -> None:
    """Check every file of the codebook: fields, references, words, patterns, areas, and all examples as tests.

    Exit code 1: something is wrong; each line names the file and the entry.

    Examples:

        kotacerdas codebook check
    """
    raise typer.Exit(codebook.show_check(out))


@codebook_app.command("list")
def list_codebook(
    kind: Annotated[codebook.Kind, typer.Argument(help="Which code list.")] = codebook.Kind.indicators,
) -> None:
    """The codes of one list with their labels in Indonesian and English.

    Examples:

        kotacerdas codebook list

        kotacerdas codebook list areas | grep Bandung
    """
    codebook.show_list(out, kind)


@app.command()
def docs(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write them below.")] = Path(),
) -> None:
    """Write DATA_DICTIONARY.md and docs/satu-data.md anew, from the declaration of the tables and the codebook."""
    for name, text in generated_documents().items():
        (output / name).write_text(text, "utf-8")
        out.print(f"Wrote {output / name}.")


def generated_documents() -> dict[str, str]:
    """The repository's documents that are made and not written: path -> text."""
    lists = load_codebook()
    return {
        "DATA_DICTIONARY.md": publish.data_dictionary(),
        "docs/satu-data.md": publish.satu_data_page(lists.indicators, lists.units),
    }


def main() -> None:
    """Entry point of the `kotacerdas` command."""
    try:
        app(standalone_mode=True)
    except KotaCerdasError as error:
        err.print(f"[bold red]error:[/] {reports.plain(str(error))}")
        if error.hint:
            err.print(f"[bold]next:[/] {reports.plain(error.hint)}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
