"""The annotated releases that are kept outside this repository, and extraction held against them.

The ground truth and its scorer (`score.py`, next to the folder `dev`) are never copied here.
"""

import importlib.util
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.agencies import load_registry
from pipeline.cli import extraction


@dataclass(frozen=True)
class Scored:
    """What the scorer says of one set. `statements`: each with whether all of its attributes that are annotated are right."""

    result: dict[str, Any]
    statements: tuple[tuple[dict[str, Any], bool], ...]


def scored(gold: Path) -> dict[str, Scored]:
    """Every set of the folder, by name; empty where there is no ground truth."""
    sets = sorted((gold / "dev").glob("*.gold.jsonl"))
    if not sets or not (gold / "score.py").is_file():
        return {}
    scorer = _scorer(gold / "score.py")
    return {path.name.removesuffix(".gold.jsonl"): _scored(scorer, path) for path in sets}


def none_at(gold: Path) -> str:
    """What to say where there is no ground truth."""
    return f"No ground truth at {gold}: nothing was read. GOLD=FOLDER names another place."


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _scored(scorer: ModuleType, gold: Path) -> Scored:
    releases = gold.with_name(gold.name.replace(".gold.", ".releases."))
    written = io.StringIO()
    extraction.write_jsonl(extraction.read(str(releases), None, load_registry()), written)
    predicted = [json.loads(line) for line in written.getvalue().splitlines()]
    result, pairs, _, extra = scorer.score(scorer.load(gold), predicted)
    return Scored(dict(result), tuple(_judged(scorer, pairs, extra)))


def _judged(scorer: ModuleType, pairs: list[Any], extra: list[Any]) -> Iterator[tuple[dict[str, Any], bool]]:
    """A statement where the annotation has no figure is wrong."""
    parts = scorer.TUPLES["full"]
    for annotated, statement in pairs:
        verdict = scorer.judge(annotated, statement)
        yield statement, all(verdict.get(part, True) for part in parts)
    yield from ((statement, False) for statement in extra)
