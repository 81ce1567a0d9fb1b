"""Lineage as the web UI shows it: of which columns of the assets before it an asset's columns are made, and where its code stands.

Made from the pipeline's declaration, like the events. Only what a value is made of is shown, not what decides among values.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dagster import (
    AssetKey,
    CodeReferencesMetadataValue,
    LocalFileCodeReference,
    TableColumn,
    TableColumnDep,
    TableColumnLineage,
    TableSchema,
    UrlCodeReference,
)

from assets.previews import table_schema
from pipeline.lineage.graph import Cell, Dataset, flow
from pipeline.schema import CAPTURES, PUBLISHED, Table
from pipeline.schema.lineage import sources

ARCHIVE = Dataset("source", "archive")
_ASSETS: Mapping[Dataset, str] = {
    ARCHIVE: "captures",
    Dataset("partitions", "texts"): "press_releases",
    Dataset("partitions", "statements"): "statements",
    Dataset("partitions", "refusals"): "refusals",
    Dataset("warehouse", "observations"): "observations",
}
"""The datasets that are assets by themselves. The others are followed back to these."""

Metadata = Mapping[str, Any]


def of_table(table: Table, dataset: Dataset, *steps: Callable[..., Any]) -> Metadata:
    """Schema, column lineage and code of an asset that is one table."""
    return {
        "dagster/column_schema": table_schema(table),
        **column_lineage(table, dataset),
        **code_references(*steps),
    }


def of_snapshot(*steps: Callable[..., Any]) -> Metadata:
    """The same of all published tables; a column is named with its table."""
    columns = [
        TableColumn(f"{table.name}.{column.name}", column.type, column.description, column.constraints)
        for table in PUBLISHED
        for column in table_schema(table).columns
    ]
    dependencies = {
        f"{table.name}.{name}": found
        for table in PUBLISHED
        for name, found in _dependencies(table, Dataset("snapshot", table.name)).items()
    }
    return {
        "dagster/column_schema": TableSchema(columns),
        "dagster/column_lineage": TableColumnLineage(dependencies),
        **code_references(*steps),
    }


def column_lineage(table: Table, dataset: Dataset) -> Metadata:
    """For the definition and for each materialization, where the UI looks for it."""
    return {"dagster/column_lineage": TableColumnLineage(_dependencies(table, dataset))}


def code_references(*functions: Callable[..., Any]) -> Metadata:
    """Where the steps stand that an asset wires, on the machine that runs; with_source_code_references adds the asset itself."""
    references: list[LocalFileCodeReference | UrlCodeReference] = [
        LocalFileCodeReference(
            file_path=function.__code__.co_filename,
            line_number=function.__code__.co_firstlineno,
            label=function.__name__,
        )
        for function in functions
    ]
    return {"dagster/code_references": CodeReferencesMetadataValue(code_references=references)}


def _dependencies(table: Table, dataset: Dataset) -> dict[str, list[TableColumnDep]]:
    if table is CAPTURES and dataset == ARCHIVE:
        return {}  # what the sites answer is no asset
    return {
        column.name: [TableColumnDep(AssetKey(asset), name) for asset, name in _behind(Cell(dataset, column.name))]
        for column in table.columns
    }


def _behind(cell: Cell) -> list[tuple[str, str]]:
    found = {
        each
        for work in flow().values()
        for output in work.outputs
        if output.dataset == cell.dataset
        for inner, parts in output.columns[cell.field].items()
        if any(part.kind.type == "DIRECT" for part in parts)
        for each in _assets(inner)
    }
    return sorted(found)


def _assets(cell: Cell) -> Iterator[tuple[str, str]]:
    """The column of an asset that the cell is, or those it is made of; nothing for a code list."""
    if asset := _ASSETS.get(cell.dataset):
        field = sources()["archive"].columns[cell.field] if cell.dataset == ARCHIVE else cell.field
        yield asset, field
    else:
        yield from _behind(cell)
