"""What a person sees of an asset in the web UI: row counts, the schema, the first rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from dagster import MetadataValue, TableColumn, TableColumnConstraints, TableMetadataValue, TableRecord, TableSchema

from pipeline.schema import Table

ROWS = 5
_CELL = 80


def table_schema(table: Table) -> TableSchema:
    """The declaration of a table as Dagster shows it."""
    return TableSchema(
        columns=[
            TableColumn(
                name=column.name,
                type=column.type,
                description=column.en,
                constraints=TableColumnConstraints(nullable=not column.required),
            )
            for column in table.columns
        ]
    )


def preview(table: Table, rows: Iterable[Mapping[str, Any]]) -> TableMetadataValue:
    """The first rows, cells cut to a readable width."""
    records: list[TableRecord] = []
    for row in rows:
        if len(records) == ROWS:
            break
        cells = {
            column.name: "" if row.get(column.name) is None else str(row[column.name])[:_CELL]
            for column in table.columns
        }
        records.append(TableRecord(cells))
    text_schema = TableSchema(
        columns=[TableColumn(name=c.name, type="string", description=c.en) for c in table.columns]
    )
    return MetadataValue.table(records, schema=text_schema)
