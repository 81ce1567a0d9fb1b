"""CSV on the Web (W3C): each CSV file is described beside it, where the standard looks first, and all of them as one group.

Only the group tells of references, because the standard resolves them among the tables of one description.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from pipeline.publish import wording
from pipeline.publish.contents import Contents
from pipeline.publish.versions import to_json
from pipeline.publish.wording import Text
from pipeline.schema import Column, Table
from pipeline.schema.types import Type

SUFFIX = "-metadata.json"
"""What a description's name adds to the name of its CSV file."""

GROUP = "data/csv-metadata.json"
"""The standard looks for this name second."""

DATATYPES: Mapping[Type, str] = {
    "string": "string",
    "integer": "integer",
    "decimal": "decimal",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "dateTimeStamp",
}
"""The standard's name of each of our types, whose text form is the one that our CSV has (cells.py)."""

DIALECT = {
    "encoding": "utf-8",
    "lineTerminators": ["\n"],
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRowCount": 1,
    "trim": False,
}

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]


def documents(contents: Contents) -> Mapping[str, str]:
    """A description of each CSV file, and the group."""
    files = [(file.path, file.table) for file in contents.files if file.table and file.format == "csv"]
    common = {"dc:license": {"@id": wording.LICENCE_SPDX_URL}, "dialect": DIALECT}
    group = {
        "@context": _CONTEXT,
        "dc:title": _languages(wording.TITLE),
        "dc:description": [_languages(text) for text in (wording.DESCRIPTION, *contents.edition.notices)],
        "dc:identifier": contents.edition.url,
        **common,
        "tables": [_table(path, table) | {"tableSchema": _schema(table) | _references(table)} for path, table in files],
    }
    alone = {
        path + SUFFIX: {"@context": _CONTEXT, **_table(path, table), **common, "tableSchema": _schema(table)}
        for path, table in files
    }
    return {name: to_json(document) for name, document in {**alone, GROUP: group}.items()}


def _table(path: str, table: Table) -> dict[str, Any]:
    # An address is relative to the description, which stands in the same folder.
    return {
        "url": PurePosixPath(path).name,
        "dc:title": table.name.replace("_", " ").capitalize(),
        "dc:description": _languages(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    return {"columns": [_column(column) for column in table.columns], "primaryKey": list(table.key)}


def _references(table: Table) -> dict[str, Any]:
    keys = []
    for column in table.columns:
        if column.references:
            target, _, name = column.references.partition(".")
            keys.append(
                {"columnReference": column.name, "reference": {"resource": f"{target}.csv", "columnReference": name}}
            )
    return {"foreignKeys": keys} if keys else {}


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        # The standard compares it with the header line, so it is no heading in words.
        "titles": column.name,
        "dc:description": _languages(column),
        "datatype": DATATYPES[column.type],
        "required": column.required,
    }
    if column.codes:
        described["datatype"] = {"base": "string", "format": "|".join(re.escape(code) for code in column.codes)}
    if column.unit:
        described["schema:unitText"] = column.unit
    return described


def _languages(text: Text | Table | Column) -> list[dict[str, str]]:
    return [{"@value": text.en, "@language": "en"}, {"@value": text.id, "@language": "id"}]
