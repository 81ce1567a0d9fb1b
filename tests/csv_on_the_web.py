"""CSV on the Web, read by the csvw package: what it finds wrong with a file by itself, and with all files as a group."""

import csv
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csvw import CSVW

LONGEST_CELL = 2**31 - 1
"""Python's csv module stops at a cell of 131,072 characters unless it is told otherwise."""


def alone(path: Path) -> list[str]:
    """The CSV file with the description that is found by its place."""
    with _reading():
        try:
            found = CSVW(str(path), validate=True)
            (table,) = found.tables
            if not table.tableSchema.columns:
                return [f"{path.name}: no description beside it"]
            for _ in table.iterdicts(strict=True):
                break
        except ValueError as error:
            return [f"{path.name}: {error}"]
        return [f"{path.name}: {warning.message}" for warning in found.warnings]


def together(description: Path) -> list[str]:
    """Every cell, key and reference. A reference without a value points at nothing, which is no fault."""
    with _reading():
        try:
            group = CSVW(str(description), validate=True, strict=False)
            return [] if group.is_valid else [str(warning.message) for warning in group.warnings]
        except ValueError as error:
            return [str(error)]


@contextmanager
def _reading() -> Iterator[None]:
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        with warnings.catch_warnings():
            # Its findings are warnings.
            warnings.simplefilter("always")
            yield
    finally:
        csv.field_size_limit(limit)
