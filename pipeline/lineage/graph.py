"""The flow as a graph: what each step reads and writes, and of which columns each column is made there.

A table is written up to three times: as partition files, into the warehouse, into the snapshot. Each is a dataset of its own. What a
step makes of what it has just made is followed back to what it read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from pipeline.schema import CHANGES, PUBLISHED, TABLES, Table
from pipeline.schema.lineage import Input, Kind, Origin, corrected, kept, kinds, origins, sources, steps

Place = Literal["source", "partitions", "warehouse", "snapshot"]
_WRITTEN_TO: Mapping[str, Place] = {
    "decode": "partitions",
    "extract": "partitions",
    "load": "warehouse",
    "publish": "snapshot",
}
_READ_FROM: Mapping[str, Place] = {
    "extract": "partitions",
    "gate": "partitions",
    "load": "partitions",
    "publish": "warehouse",
}


class Dataset(NamedTuple):
    """A table at one place, or a source."""

    place: Place
    name: str

    @property
    def label(self) -> str:
        """`archive`, `partitions/texts`, `warehouse/statements`, `snapshot/statements`."""
        return self.name if self.place == "source" else f"{self.place}/{self.name}"


class Cell(NamedTuple):
    """A column of a dataset, or a field of a source."""

    dataset: Dataset
    field: str


class Part(NamedTuple):
    """What an input has to do with a column: how the column is made of it, in a word and in a sentence."""

    kind: Kind
    en: str


@dataclass(frozen=True, slots=True)
class Output:
    """A table as a step writes it. `columns`: for each, what it is made of; a column that a later step fills is made of nothing yet.

    `rows`: what decides which rows there are.
    """

    dataset: Dataset
    table: Table
    columns: Mapping[str, Mapping[Cell, tuple[Part, ...]]]
    rows: Mapping[Cell, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Work:
    """One step: the datasets it reads and those it writes, in order of name; `outputs` are those among them that are tables."""

    step: str
    reads: tuple[Dataset, ...]
    writes: tuple[Dataset, ...]
    outputs: tuple[Output, ...]


@cache
def flow() -> Mapping[str, Work]:
    """Every step by name, in flow order."""
    return {step: _work(step) for step in steps()}


def _work(step: str) -> Work:
    said = steps()[step]
    outputs = tuple(_output(step, table) for table in _tables_of(step))
    cells = (cell for output in outputs for cell in chain(output.rows, *output.columns.values()))
    reads = {cell.dataset for cell in cells} | {_before(step, name) for name in said.reads}
    writes = [*(Dataset("source", name) for name in said.writes), *(output.dataset for output in outputs)]
    return Work(step, tuple(sorted(reads)), tuple(sorted(writes)), outputs)


def _tables_of(step: str) -> list[Table]:
    match step:
        case "load":
            return [table for table in TABLES if table is not CHANGES]
        case "publish":
            return list(PUBLISHED)
    return [table for table in TABLES if any(origin.step == step for origin in origins(table.name).values())]


def _output(step: str, table: Table) -> Output:
    columns = {column.name: _gathered(_parts(step, table, column.name)) for column in table.columns}
    keeps = kept(table.name)
    rows: Iterable[tuple[Cell, Part]] = ()
    if keeps and keeps.step == step:
        rows = [(cell, Part(kinds()["kept"], keeps.en)) for each in keeps.by for cell, _ in _followed(step, each)]
    return Output(Dataset(_WRITTEN_TO[step], table.name), table, columns, _gathered(rows))


def _parts(step: str, table: Table, column: str) -> Iterator[tuple[Cell, Part]]:
    origin, order = origins(table.name)[column], list(steps())
    if origin.step == step:
        yield from _made(step, origin)
    elif order.index(origin.step) < order.index(step):
        copied = kinds()["copied"]
        yield Cell(_before(step, table.name), column), Part(copied, copied.en)
        set_by_people = kinds()["corrected"]
        for each in corrected(table.name, step).get(column, ()):
            yield Cell(_before(step, each.dataset), each.field), Part(set_by_people, set_by_people.en)


def _made(step: str, origin: Origin) -> Iterator[tuple[Cell, Part]]:
    own, decided = Part(origin.kind, origin.en), Part(kinds()["decided"], origin.en)
    for each in origin.inputs:
        for cell, inner in _followed(step, each):
            # A copy of what was computed in this step is computed, not copied.
            taken = inner if inner and (origin.kind.name == "copied" or inner.kind.type == "INDIRECT") else own
            yield cell, taken
    for each in origin.by:
        yield from ((cell, decided) for cell, _ in _followed(step, each))


def _followed(step: str, read: Input) -> Iterator[tuple[Cell, Part | None]]:
    """The cells behind an input that were there before the step; with how, where the step itself made the input of them."""
    if read.dataset in sources():
        yield Cell(Dataset("source", read.dataset), read.field), None
    elif (origin := origins(read.dataset)[read.field]).step == step:
        yield from _made(step, origin)
    else:
        yield Cell(_before(step, read.dataset), read.field), None


def _before(step: str, name: str) -> Dataset:
    """The dataset as the step finds it."""
    return Dataset("source" if name in sources() else _READ_FROM[step], name)


def _gathered(parts: Iterable[tuple[Cell, Part]]) -> dict[Cell, tuple[Part, ...]]:
    """By cell, in order of name; each thing once."""
    gathered: dict[Cell, dict[Part, None]] = {}
    for cell, part in parts:
        gathered.setdefault(cell, {})[part] = None
    return {cell: tuple(gathered[cell]) for cell in sorted(gathered)}
