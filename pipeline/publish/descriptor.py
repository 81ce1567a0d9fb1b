"""datapackage.json: the machine-readable description of a snapshot (Data Package v2), made from the schema and the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.publish.checksums import sha256_of
from pipeline.publish.tables import csv_path, parquet_path
from pipeline.schema import PUBLISHED, SCHEMA_VERSION, Column, Table
from pipeline.schema.types import Type

FILE_NAME = "datapackage.json"

TITLE = "Kota Cerdas: program figures from the press releases of Indonesian ministries"
DESCRIPTION = (
    "Smart-city and digital-government program figures that Indonesian ministries state in their press releases, "
    "each with the sentence that states it and the capture that holds the page."
)
NOT_OFFICIAL = "These figures are read from press releases by a program. They are not official statistics."
QUOTED_TEXT = (
    "The licence covers the data. Titles and quoted sentences are short quotations from public announcements of the "
    "government of Indonesia and keep their own rights."
)
SYNTHETIC = (
    "SYNTHETIC: this snapshot contains releases of the bundled sample ministry, which were written for demonstration. "
    "No ministry has said these sentences."
)
LICENCE_NAME = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_PATH = "https://creativecommons.org/licenses/by/4.0/"

FIELD_TYPES: Mapping[Type, str] = {
    "string": "string",
    "integer": "integer",
    "decimal": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}
"""Table Schema's name of each of our types."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a snapshot says of itself. `as_of` is the time of the newest capture."""

    version: str
    as_of: datetime
    synthetic: bool
    code_version: str

    @property
    def as_of_text(self) -> str:
        return self.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def notices(self) -> list[str]:
        return [*([SYNTHETIC] if self.synthetic else []), NOT_OFFICIAL, QUOTED_TEXT]


def describe(folder: Path, edition: Edition, row_counts: Mapping[str, int]) -> dict[str, Any]:
    """The descriptor of the table files that stand in the folder."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kota-cerdas",
        "title": TITLE,
        "description": "\n\n".join([DESCRIPTION, *edition.notices]),
        "version": edition.version,
        "created": edition.as_of_text,
        "schema_version": SCHEMA_VERSION,
        "code_version": edition.code_version,
        "synthetic": edition.synthetic,
        "keywords": ["Indonesia", "smart city", "digital government", "press releases", "provenance"],
        "licenses": [{"name": LICENCE_NAME, "title": LICENCE_TITLE, "path": LICENCE_PATH}],
        "contributors": [{"title": "The Kota Cerdas contributors", "roles": ["creator", "publisher"]}],
        "resources": [
            resource
            for table in PUBLISHED
            for resource in (
                _csv(csv_path(folder, table), table, row_counts[table.name]),
                _parquet(parquet_path(folder, table), table, row_counts[table.name]),
            )
        ],
    }


def _csv(path: Path, table: Table, row_count: int) -> dict[str, Any]:
    return _resource(path, table, row_count, table.name, "csv", "text/csv") | {
        "encoding": "utf-8",
        "dialect": {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": table_schema(table, ""),
    }


def _parquet(path: Path, table: Table, row_count: int) -> dict[str, Any]:
    name = f"{table.name}-parquet"
    return _resource(path, table, row_count, name, "parquet", "application/vnd.apache.parquet") | {
        "schema": table_schema(table, "-parquet")
    }


def _resource(path: Path, table: Table, row_count: int, name: str, file_format: str, media_type: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.en,
        "description_id": table.id,
        "path": f"data/{path.name}",
        "format": file_format,
        "mediatype": media_type,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "row_count": row_count,
    }


def table_schema(table: Table, suffix: str) -> dict[str, Any]:
    """Table Schema v2; foreign keys point at the resources whose names end in `suffix`, those of the same format."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if unique := unique_columns(table):
        schema["uniqueKeys"] = [[name] for name in unique]
    foreign_keys = []
    for column in table.columns:
        if column.references:
            target, _, name = column.references.partition(".")
            resource = "" if target == table.name else f"{target}{suffix}"
            foreign_keys.append({"fields": [column.name], "reference": {"resource": resource, "fields": [name]}})
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    return schema


def unique_columns(table: Table) -> list[str]:
    """Columns that others refer to although they are not the key by themselves."""
    targets = {column.references for other in PUBLISHED for column in other.columns if column.references}
    return [c.name for c in table.columns if f"{table.name}.{c.name}" in targets and table.key != (c.name,)]


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": FIELD_TYPES[column.type],
        "description": column.en,
        "description_id": column.id,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.codes:
        constraints["enum"] = list(column.codes)
    if constraints:
        field["constraints"] = constraints
    return field
