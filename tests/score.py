"""`make score`: extraction held against annotated releases that are kept outside this repository, where they are at hand."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tests import annotated

ATTRIBUTES = ("unit", "qualifier", "time", "status", "ref_area", "speaker", "counted", "indicator", "program")


def main(gold: Path) -> int:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    results = {name: scored.result for name, scored in annotated.scored(gold).items()}
    if not results:
        console.print(annotated.none_at(gold))
        return 0
    console.print(_table("F1, and accuracy of the attributes of figures that were found", results, quality))
    console.print(_table("Refusals and numbers unaccounted", results, accounting))
    return 0


def quality(result: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: f"{score['f1']:.3f}" for name, score in result["tuples"].items()}
    judged = result["attributes"]
    return cells | {
        f"  {name}": f"{judged[name]['accuracy']:.3f} of {judged[name]['judged']}" if name in judged else "-"
        for name in ATTRIBUTES
    }


def accounting(result: Mapping[str, Any]) -> dict[str, str]:
    refusals = {name.replace("_", " "): str(count) for name, count in result["refusals"].items()}
    return {
        "releases": str(result["docs"]),
        "figures": str(result["figures"]),
        **{f"refusals: {name}": count for name, count in refusals.items()},
        "figures unaccounted": str(result["unaccounted_figures"]),
        "statements on no figure": str(sum(count for _, count in result["extra_by_reason"])),
    }


def _table(
    title: str, results: Mapping[str, Mapping[str, Any]], read: Callable[[Mapping[str, Any]], dict[str, str]]
) -> Table:
    table = Table("", *results, title=title, title_justify="left", box=SIMPLE_HEAD)
    columns = [read(result) for result in results.values()]
    for name in columns[0]:
        table.add_row(name, *(column[name] for column in columns))
    return table


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
