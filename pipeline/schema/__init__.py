"""The one declaration: every table, column, type, unit and description (English and Indonesian) stands here once.

DDL, Arrow schemas, row checks, the data dictionary and every metadata document are made from TABLES. A renamed, removed or
retyped column is a major SCHEMA_VERSION with a changelog entry and a crosswalk; a new column goes last in its table.
"""

from pipeline.schema.codes import AGENCIES, AREAS, CHANGES, INDICATORS, PROGRAMS, UNITS
from pipeline.schema.corrections import CORRECTIONS
from pipeline.schema.figures import REFUSALS, STATEMENTS
from pipeline.schema.observed import OBSERVATIONS, SERIES_CHECKS
from pipeline.schema.sources import CAPTURES, PRESS_RELEASES, QUARANTINE, TEXTS
from pipeline.schema.types import SCHEMA_VERSION, Column, Table

TABLES: tuple[Table, ...] = (
    STATEMENTS,
    REFUSALS,
    OBSERVATIONS,
    SERIES_CHECKS,
    PRESS_RELEASES,
    CAPTURES,
    AREAS,
    INDICATORS,
    PROGRAMS,
    UNITS,
    AGENCIES,
    CHANGES,
    CORRECTIONS,
    QUARANTINE,
    TEXTS,
)


def table(name: str) -> Table:
    """The table of that name; KeyError where there is none."""
    for candidate in TABLES:
        if candidate.name == name:
            return candidate
    raise KeyError(name)


PUBLISHED: tuple[Table, ...] = tuple(table for table in TABLES if table.published)

__all__ = [
    "AGENCIES",
    "AREAS",
    "CAPTURES",
    "CHANGES",
    "CORRECTIONS",
    "INDICATORS",
    "OBSERVATIONS",
    "PRESS_RELEASES",
    "PROGRAMS",
    "PUBLISHED",
    "QUARANTINE",
    "REFUSALS",
    "SCHEMA_VERSION",
    "SERIES_CHECKS",
    "STATEMENTS",
    "TABLES",
    "TEXTS",
    "UNITS",
    "Column",
    "Table",
    "table",
]
