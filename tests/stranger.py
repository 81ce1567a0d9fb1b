"""A stranger's audit: given the published folder and the archive alone, cells drawn at random are proven and sentences followed.

`make audit`, or `python -m tests.stranger OUTPUT [--cells 200] [--sentences 20] [--seed N]`. Exits with 1 where one is not proven.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.agencies import load_registry
from pipeline.audit.replay import Replayer
from pipeline.errors import KotaCerdasError
from pipeline.gate.corrections import FOLDER, Correction, load_corrections
from pipeline.publish import latest
from pipeline.schema import PUBLISHED
from pipeline.workspace import Workspace
from tests.stranger_cells import Cells, Evidence, prove
from tests.stranger_sentences import Followed, follow

_MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Proven:
    """One cell, the ways in which it was proven, and what is wrong with it."""

    table: str
    row: str
    column: str
    value: str
    ways: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    snapshot: str
    seed: int
    cells: tuple[Proven, ...]
    sentences: tuple[Followed, ...]

    @property
    def wrong(self) -> list[str]:
        cells = [f"{c.table} {c.row}, {c.column} {c.value!r}: {why}" for c in self.cells for why in c.wrong]
        return cells + [f"sentence {s.sentence!r} ({s.capture_id}): {why}" for s in self.sentences for why in s.wrong]

    @property
    def proven(self) -> int:
        return sum(not each.wrong for each in (*self.cells, *self.sentences))

    @property
    def total(self) -> int:
        return len(self.cells) + len(self.sentences)


def audit(output: Path, cells: int, sentences: int, seed: int, corrections: Sequence[Correction] = ()) -> Audit:
    """Of the newest snapshot in `output`, of which public/ and archive/ are read. `corrections`: people's, which no archive holds."""
    chance = random.Random(seed)
    archive, snapshot = output / "archive", latest(output / "public")
    with tempfile.TemporaryDirectory() as scratch:
        again = Path(scratch) / "again"
        Replayer(Workspace(output), archive, load_registry(), corrections, again).replay(snapshot.name)
        evidence = Evidence(snapshot, archive, again / snapshot.name)
        proven = tuple(_proven(evidence, *picked) for picked in _picked(evidence, cells, chance))
        return Audit(snapshot.name, seed, proven, tuple(follow(evidence, sentences, chance)))


def _picked(evidence: Evidence, count: int, chance: random.Random) -> Iterator[tuple[str, Cells, str]]:
    """Every column of every table has its turn before one has a second; the rows are drawn."""
    columns = [(t.name, name) for t in PUBLISHED if (rows := evidence.rows(t.name)) for name in rows[0]]
    chance.shuffle(columns)
    for number in range(count):
        table, column = columns[number % len(columns)]
        yield table, chance.choice(evidence.rows(table)), column


def _proven(evidence: Evidence, table: str, row: Cells, column: str) -> Proven:
    key = next(each.key for each in PUBLISHED if each.name == table)
    ways, wrong = [], []
    try:
        for proof in prove(evidence, table, row, column):
            ways.append(proof.way)
            if proof.found != row[column]:
                wrong.append(f"{proof.way}: {proof.found!r}")
    except Exception as error:
        wrong.append(f"{type(error).__name__}: {error}")
    return Proven(table, "/".join(row[name] for name in key), column, row[column], tuple(ways), tuple(wrong))


def tables(found: Audit) -> Iterator[Table]:
    ways = Counter((cell.table, way) for cell in found.cells for way in cell.ways)
    title = f"Cells of snapshot {found.snapshot}, drawn with seed {found.seed}"
    shown = Table("table", "cells", "proven", "how many in which way", title=title)
    for table in PUBLISHED:
        cells = [cell for cell in found.cells if cell.table == table.name]
        how = "\n".join(f"{count:>4} {way}" for (name, way), count in sorted(ways.items()) if name == table.name)
        if cells:
            shown.add_row(table.name, str(len(cells)), str(sum(not cell.wrong for cell in cells)), how)
    yield shown
    followed = Table("sentence of the archive", "where its numbers went", "", title="Sentences")
    for each in found.sentences:
        text = "".join(letter if letter.isprintable() else " " for letter in each.sentence)
        short = text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}..."
        followed.add_row(short, ", ".join(each.fates), "wrong" if each.wrong else "proven")
    yield followed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="folder that holds public/ and archive/")
    parser.add_argument("--cells", type=int, default=200)
    parser.add_argument("--sentences", type=int, default=20)
    parser.add_argument("--seed", type=int, help="to draw the same again")
    named = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(10**6) if named.seed is None else named.seed
    console = Console(highlight=False, markup=False)
    try:
        found = audit(named.output, named.cells, named.sentences, seed, load_corrections(FOLDER))
    except KotaCerdasError as error:
        console.print(f"{error} {error.hint}")
        return error.exit_code
    for table in tables(found):
        console.print(table)
    for wrong in found.wrong:
        console.print(wrong)
    console.print(f"{found.proven} of {found.total} (seed {seed})")
    return 0 if found.total and found.proven == found.total else 1


if __name__ == "__main__":
    sys.exit(main())
