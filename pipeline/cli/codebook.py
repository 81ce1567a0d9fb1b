"""`kotacerdas codebook`: what is wrong with the codebook, file by file, and its code lists."""

from collections import Counter
from enum import StrEnum

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from pipeline.cli.reports import plain
from pipeline.extract import check_codebook, installed_files, load_codebook


class Kind(StrEnum):
    """The code lists, by the name that `codebook list` takes."""

    indicators = "indicators"
    programs = "programs"
    units = "units"
    reasons = "reasons"
    areas = "areas"


_CODES = {
    Kind.indicators: "indicator_id",
    Kind.programs: "program_id",
    Kind.units: "unit_id",
    Kind.reasons: "reason_id",
    Kind.areas: "area_id",
}


def show_check(console: Console) -> int:
    """The problems and a closing table by file; the command's exit code."""
    files = installed_files()
    problems = check_codebook(files)
    counts = Counter(problem.file for problem in problems)
    for problem in problems:
        console.print(f"[bold red]wrong[/] {plain(str(problem))}")
    table = Table("file", "problems", title="Codebook", title_justify="left", box=SIMPLE_HEAD)
    for name in dict.fromkeys((*files, *counts)):
        table.add_row(name, str(counts[name]) if counts[name] else "-")
    console.print(table)
    if problems:
        console.print(f"{len(problems)} to mend in pipeline/extract/codebook/; its README says what each field means.")
        return 1
    book = load_codebook()
    read = sum(len(rule.examples) + len(rule.counterexamples) for rule in book.rules)
    console.print(f"All is well: {len(book.rules)} indicators, {read} examples read as they say.")
    return 0


def show_list(console: Console, kind: Kind) -> None:
    """Code and labels, one entry a line; for indicators the unit too, for areas the kind and the BPS code."""
    extra = {Kind.indicators: ("unit",), Kind.areas: ("kind", "bps_code")}.get(kind, ())
    columns = (_CODES[kind], "label_id", "label_en", *extra)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column == _CODES[kind])
    for row in getattr(load_codebook(), kind.value):
        table.add_row(*(plain(row[column] or "") for column in columns))
    console.print(table)
