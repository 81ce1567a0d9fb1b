"""`make score`: extraction held against annotated releases that are kept outside this repository, where they are at hand.

The ground truth and its scorer (`score.py`, next to the folder `dev`) are never copied here; GOLD names another place of them.
"""

import importlib.util
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from pipeline.agencies import load_registry
from pipeline.cli import extraction

ATTRIBUTES = ("unit", "qualifier", "time", "status", "ref_area", "speaker", "counted", "indicator", "program")


def main(gold: Path) -> int:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    sets = sorted((gold / "dev").glob("*.gold.jsonl"))
    if not sets or not (gold / "score.py").is_file():
        console.print(f"No ground truth at {gold}: nothing was scored. `make score GOLD=FOLDER` names another place.")
        return 0
    scorer = _scorer(gold / "score.py")
    results = {path.name.removesuffix(".gold.jsonl"): _result(scorer, path) for path in sets}
    console.print(_table("F1, and accuracy of the attributes of figures that were found", results, _quality))
    console.print(_table("Refusals and numbers unaccounted", results, _accounting))
    return 0


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _result(scorer: ModuleType, gold: Path) -> dict[str, Any]:
    releases = gold.with_name(gold.name.replace(".gold.", ".releases."))
    predicted = io.StringIO()
    extraction.write_jsonl(extraction.read(str(releases), None, load_registry()), predicted)
    result, *_ = scorer.score(scorer.load(gold), [json.loads(line) for line in predicted.getvalue().splitlines()])
    return dict(result)


def _quality(result: dict[str, Any]) -> dict[str, str]:
    cells = {name: f"{score['f1']:.3f}" for name, score in result["tuples"].items()}
    judged = result["attributes"]
    return cells | {
        f"  {name}": f"{judged[name]['accuracy']:.3f} of {judged[name]['judged']}" if name in judged else "-"
        for name in ATTRIBUTES
    }


def _accounting(result: dict[str, Any]) -> dict[str, str]:
    refusals = {name.replace("_", " "): str(count) for name, count in result["refusals"].items()}
    return {
        "releases": str(result["docs"]),
        "figures": str(result["figures"]),
        **{f"refusals: {name}": count for name, count in refusals.items()},
        "figures unaccounted": str(result["unaccounted_figures"]),
        "statements on no figure": str(sum(count for _, count in result["extra_by_reason"])),
    }


def _table(title: str, results: dict[str, dict[str, Any]], read: Callable[[dict[str, Any]], dict[str, str]]) -> Table:
    table = Table("", *results, title=title, title_justify="left", box=SIMPLE_HEAD)
    columns = [read(result) for result in results.values()]
    for name in columns[0]:
        table.add_row(name, *(column[name] for column in columns))
    return table


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
