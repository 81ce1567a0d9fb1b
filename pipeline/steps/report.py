"""What a step says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline import schema
from pipeline.partitions import Key, PartitionStore


@dataclass(frozen=True, slots=True)
class StepReport:
    """What a step did: partitions made anew and left alone, and rows in all partitions per table."""

    made: tuple[Key, ...]
    unchanged: int
    rows: Mapping[str, int]


def row_counts(store: PartitionStore, *tables: schema.Table) -> dict[str, int]:
    """Rows in all partitions, per table."""
    return {table.name: store.count(table) for table in tables}
