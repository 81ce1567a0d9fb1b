"""datapackage.json: the machine-readable description of a snapshot (Data Package v2), made from the schema and the files."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.identity import sha256_hex, sources_sha256
from pipeline.publish import wording
from pipeline.publish.contents import Contents, DataFile
from pipeline.publish.edition import Edition, MadeFrom, time_text
from pipeline.publish.engine import reader
from pipeline.publish.publisher import Publisher
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.publish.versions import to_json
from pipeline.schema import AGENCIES, PRESS_RELEASES, PUBLISHED, SCHEMA_VERSION, Column, Table
from pipeline.schema.types import Type

FILE_NAME = "datapackage.json"

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

DIALECT = {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}


def documents(contents: Contents) -> Mapping[str, str]:
    """datapackage.json."""
    return {FILE_NAME: to_json(describe(contents))}


def describe(contents: Contents) -> dict[str, Any]:
    """The descriptor of the files with data that stand in the folder."""
    edition = contents.edition
    notices = (text.en for text in edition.notices)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": wording.NAME,
        "id": edition.publisher.dataset_uri,
        "title": wording.TITLE.en,
        "title_id": wording.TITLE.id,
        "description": "\n\n".join([wording.DESCRIPTION.en, *notices]),
        "homepage": edition.url,
        "version": edition.version,
        "created": edition.as_of_text,
        "first_created": time_text(edition.issued),
        "schema_version": SCHEMA_VERSION,
        "code_version": edition.code_version,
        "described_by": described_by(),
        "made_from": asdict(edition.made_from),
        "previous_version": edition.previous,
        "synthetic": edition.synthetic,
        "publisher": edition.publisher.as_dict(),
        "keywords": [keyword.en for keyword in wording.KEYWORDS],
        "licenses": [{"name": wording.LICENCE_NAME, "title": wording.LICENCE_TITLE, "path": wording.LICENCE_URL}],
        "contributors": [
            {"title": edition.publisher.name_en, "path": edition.publisher.base_url, "roles": ["creator", "publisher"]}
        ],
        "sources": _sources(contents.folder),
        "resources": [_resource(file) for file in contents.files],
    }


_WRITTEN_WITH = ("jinja2", "openlineage-python", "rdflib", "xlsxwriter")
"""Libraries that may write other bytes in another version."""


def described_by() -> str:
    """Fingerprint of the code and the schema that documents are made by (SHA-256, hexadecimal): equal ones write equal bytes."""
    ours = (sources_sha256(package) for package in ("pipeline.lineage", "pipeline.publish", "pipeline.schema"))
    return sha256_hex(" ".join([*ours, *(f"{name} {version(name)}" for name in _WRITTEN_WITH)]).encode())


def read_edition(package: Mapping[str, Any]) -> Edition:
    """The edition that a descriptor names. KeyError, TypeError or ValueError where it is not one of ours."""
    return Edition(
        version=package["version"],
        as_of=datetime.fromisoformat(package["created"]),
        issued=datetime.fromisoformat(package["first_created"]),
        synthetic=package["synthetic"],
        code_version=package["code_version"],
        made_from=MadeFrom(**package["made_from"]),
        publisher=Publisher(**package["publisher"]),
        previous=package["previous_version"],
    )


def _sources(folder: Path) -> list[dict[str, str]]:
    """The bodies whose press releases are in the tables."""
    agencies, releases = (read_parquet(parquet_path(folder, table)) for table in (AGENCIES, PRESS_RELEASES))
    with reader() as connection:
        found = connection.execute(
            f"SELECT label_en, homepage FROM {agencies} a SEMI JOIN {releases} r USING (agency_id) ORDER BY agency_id"  # noqa: S608 - quoted paths
        ).fetchall()
    return [{"title": title, "path": homepage} for title, homepage in found]


def _resource(file: DataFile) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": Path(file.path).stem,
        "path": file.path,
        "format": file.format,
        "mediatype": file.media_type,
        "bytes": file.byte_count,
        "hash": f"sha256:{file.sha256}",
    }
    if not file.table:
        words = wording.WORKBOOK
        return resource | {
            "title": "All tables, for a spreadsheet",
            "description": words.en,
            "description_id": words.id,
        }
    suffix = "" if file.format == "csv" else f"-{file.format}"
    resource |= {
        "name": file.table.name + suffix,
        "type": "table",
        "title": file.table.name.replace("_", " ").capitalize(),
        "description": file.table.en,
        "description_id": file.table.id,
        "row_count": file.row_count,
        "schema": table_schema(file.table, suffix),
    }
    if file.format == "csv":
        resource |= {"encoding": "utf-8", "dialect": DIALECT}
    return resource


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
        field["categories"] = [{"value": c, "label": m.en, "label_id": m.id} for c, m in column.codes.items()]
        constraints["enum"] = list(column.codes)
    if constraints:
        field["constraints"] = constraints
    return field
