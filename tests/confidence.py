"""`make confidence`: counts the figures read rightly on the annotated releases, and writes what follows from the counts:

confidence.toml of the codebook, and the tables of docs/extraction.md.
"""

import math
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from pipeline.extract.confidence import GROUPS, Count, group_of, shares
from tests import annotated, document
from tests.score import accounting, quality

COUNTS = Path(__file__).parent.parent / "pipeline/extract/codebook/confidence.toml"
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Between the buckets of the reliability table; an edge belongs to the bucket above it."""
_HEAD = """# Figures read in each way on the annotated development releases, and those of them that were right in unit, qualifier, time,
# status, area and indicator. Written by `make confidence`; docs/extraction.md says how a confidence is made of these counts.
"""


class Judged(NamedTuple):
    """One statement: its set, its release, its group, and whether every attribute is right."""

    set: str
    release: str
    group: str
    right: bool


class Forecast(NamedTuple):
    """A statement and the confidence it would have by the counts of other releases alone."""

    statement: Judged
    confidence: float


def main(gold: Path) -> int:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    sets = annotated.scored(gold)
    if not sets:
        console.print(annotated.none_at(gold))
        return 0
    statements = [
        Judged(name, row["doc"], group_of(row["rule_id"], row["time_basis"], row["field"] == "title"), right)
        for name, scored in sets.items()
        for row, right in scored.statements
    ]
    counts = count(statements)
    COUNTS.write_text(_HEAD + "".join(_entry(group, *counts[group]) for group in GROUPS), "utf-8")
    tables = {
        "scores": score_table(sets),
        "groups": group_table(counts),
        "reliability": reliability_table(forecasts(statements, _tenths(statements)), shares(counts)),
        "transfer": transfer_table(forecasts(statements, [statement.set for statement in statements])),
    }
    text = document.PATH.read_text("utf-8")
    for name, table in tables.items():
        text = document.replaced(text, name, table)
        console.print(table + "\n", markup=False)
    document.PATH.write_text(text, "utf-8")
    console.print(f"Wrote {COUNTS.name} and the tables of {document.PATH.name}: read their diff.")
    return 0


def count(statements: Iterable[Judged]) -> dict[str, Count]:
    """By group; every group has its count."""
    figures = Counter((statement.group, statement.right) for statement in statements)
    return {group: Count(figures[group, True] + figures[group, False], figures[group, True]) for group in GROUPS}


def forecasts(statements: Sequence[Judged], parts: Sequence[object]) -> list[Forecast]:
    """Each statement judged by the counts of all parts but its own; parts[i] is that of statements[i]."""
    found = []
    for part in sorted(set(parts), key=str):
        others = (statement for statement, its in zip(statements, parts, strict=True) if its != part)
        known = shares(count(others))
        found += [Forecast(s, known[s.group]) for s, its in zip(statements, parts, strict=True) if its == part]
    return found


def _tenths(statements: Sequence[Judged]) -> list[int]:
    """Each statement's tenth of the releases: figures of one release go right or wrong together, so they stay together."""
    place = {release: number for number, release in enumerate(sorted({s.release for s in statements}))}
    return [place[statement.release] % 10 for statement in statements]


def calibration_error(buckets: Iterable[Sequence[Forecast]]) -> float:
    """Expected calibration error: how far confidence and share right lie apart in a bucket, averaged over the figures."""
    filled = [bucket for bucket in buckets if bucket]
    gaps = (abs(sum(one.confidence - one.statement.right for one in bucket)) for bucket in filled)
    return sum(gaps) / sum(len(bucket) for bucket in filled)


def squared_error(found: Sequence[Forecast]) -> float:
    """Brier score: the mean of (confidence - right) squared. 0 is best."""
    return sum((one.confidence - one.statement.right) ** 2 for one in found) / len(found)


def standard_error(statements: Sequence[Judged]) -> float:
    """Of the share right, with releases as clusters (the linearised ratio estimator)."""
    share = sum(s.right for s in statements) / len(statements)
    rests: defaultdict[str, float] = defaultdict(float)
    for statement in statements:
        rests[statement.release] += statement.right - share
    clusters = max(2, len(rests))
    return math.sqrt(sum(rest**2 for rest in rests.values()) * clusters / (clusters - 1)) / len(statements)


def score_table(sets: Mapping[str, annotated.Scored]) -> str:
    columns = [quality(scored.result) | accounting(scored.result) for scored in sets.values()]
    return _markdown(("", *sets), [(row.strip(), *(column[row] for column in columns)) for row in columns[0]])


def group_table(counts: Mapping[str, Count]) -> str:
    known = shares(counts)
    rows = [
        (group.replace("/", ", ").replace("_", " "), str(counts[group].figures), str(counts[group].right), f"{known[group]:.2f}")
        for group in GROUPS
    ]  # fmt: skip
    return _markdown(("group", "figures", "right", "confidence"), rows)


def reliability_table(found: Sequence[Forecast], published: Mapping[str, float]) -> str:
    """Buckets are those of the published confidence, which a reader sees."""
    buckets = {
        f"{low:.1f} to {high:.1f}": [
            one for one in found if bisect_right(EDGES, published[one.statement.group]) == above
        ]
        for above, (low, high) in enumerate(pairwise((0.0, *EDGES, 1.0)))
    }
    base = sum(one.statement.right for one in found) / len(found)
    closing = (
        f"Expected calibration error {calibration_error(buckets.values()):.3f}. Brier score {squared_error(found):.3f}; "
        f"it would be {base * (1 - base):.3f} if every figure had the same confidence, {base:.2f}."
    )
    return _forecast_table("published confidence", buckets) + f"\n\n{closing}"


def transfer_table(found: Sequence[Forecast]) -> str:
    sets = sorted({one.statement.set for one in found})
    buckets = {name: [one for one in found if one.statement.set == name] for name in sets}
    closing = f"Expected calibration error {calibration_error(buckets.values()):.3f}."
    return _forecast_table("set", buckets) + f"\n\n{closing}"


def _forecast_table(name: str, buckets: Mapping[str, Sequence[Forecast]]) -> str:
    rows = []
    for label, bucket in buckets.items():
        if bucket:
            statements = [one.statement for one in bucket]
            mean = sum(one.confidence for one in bucket) / len(bucket)
            right = sum(statement.right for statement in statements) / len(bucket)
            releases = len({statement.release for statement in statements})
            shown = f"{right:.2f} ± {standard_error(statements):.2f}"
            rows.append((label, str(len(bucket)), str(releases), f"{mean:.2f}", shown))
    return _markdown((name, "figures", "releases", "mean forecast", "share right"), rows)


def _entry(group: str, figures: int, right: int) -> str:
    return f'\n[[group]]\ngroup_id = "{group}"\nfigures = {figures}\nright = {right}\n'


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---", *["---:"] * (len(head) - 1)], *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
