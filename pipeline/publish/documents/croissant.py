"""croissant.json: the snapshot for machine-learning tools (Croissant 1.1), each table a record set that they load by name.

Record sets read the Parquet files, whose types are exact; a reader of CSV would have to guess that the area `11` is a text.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.publish import wording
from pipeline.publish.contents import Contents, DataFile
from pipeline.publish.documents import citation
from pipeline.publish.publisher import Publisher
from pipeline.publish.versions import to_json
from pipeline.publish.wording import Text
from pipeline.schema import Column, Table
from pipeline.schema.types import Type

FILE_NAME = "croissant.json"

DATA_TYPES: Mapping[Type, str] = {
    "string": "sc:Text",
    "integer": "cr:Int64",
    "decimal": "sc:Float",
    "number": "cr:Float64",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "timestamp": "sc:DateTime",
}
"""Croissant's name of each of our types. It has none for a decimal: sc:Float is a number of no stated width."""

_OLDER_MEDIA_TYPES = {"parquet": ["application/x-parquet"]}
"""Names from before a format's registration, by which readers of Croissant still know it."""

_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the standard asks every document to carry."""


def documents(contents: Contents) -> Mapping[str, str]:
    """croissant.json."""
    return {FILE_NAME: to_json(describe(contents))}


def describe(contents: Contents) -> dict[str, Any]:
    """The dataset, its files by absolute address, and a record set for each table."""
    edition = contents.edition
    publisher = _organization(edition.publisher)
    parquet = [file for file in contents.files if file.table and file.format == "parquet"]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "@id": edition.url,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": {"en": wording.TITLE.en, "id": wording.TITLE.id},
        "description": {
            "en": " ".join(text.en for text in (wording.DESCRIPTION, *edition.notices)),
            "id": " ".join(text.id for text in (wording.DESCRIPTION, *edition.notices)),
        },
        "url": edition.url,
        "version": semantic_version(edition.version),
        "datePublished": edition.as_of_text,
        "isLiveDataset": False,
        "inLanguage": ["id", "en"],
        "keywords": [word for keyword in wording.KEYWORDS for word in dict.fromkeys((keyword.en, keyword.id))],
        "license": wording.LICENCE_SPDX_URL,
        "sdLicense": wording.LICENCE_SPDX_URL,
        "creator": publisher,
        "publisher": publisher,
        "citeAs": citation.bibtex(edition),
        "distribution": [_file_object(contents, file) for file in contents.files],
        "recordSet": [_record_set(file.table, file.path) for file in parquet if file.table],
    }


def semantic_version(version: str) -> str:
    """2026-11-23.2 as 2026.1123.2: three numbers, as Croissant asks, that order as the snapshots do."""
    day, _, number = version.partition(".")
    year, month, date = day.split("-")
    return f"{year}.{int(month + date)}.{number}"


def _organization(publisher: Publisher) -> dict[str, Any]:
    organization = {"@type": "sc:Organization", "name": publisher.name_en, "url": publisher.base_url}
    return organization | ({"email": publisher.contact_email} if publisher.contact_email else {})


def _file_object(contents: Contents, file: DataFile) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "cr:FileObject",
        # A reader who has the folder maps these names to the files of the same names.
        "@id": file.path,
        "name": file.path.rpartition("/")[2],
        "contentUrl": contents.edition.url_of(file.path),
        "contentSize": f"{file.byte_count} B",
        "encodingFormat": [file.media_type, *_OLDER_MEDIA_TYPES.get(file.format, [])],
        "sha256": file.sha256,
    }
    if file.table:
        described["description"] = _languages(file.table)
    return described


def _record_set(table: Table, path: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": _languages(table),
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column, path) for column in table.columns],
    }


def _field(table: Table, column: Column, path: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": _languages(column),
        "dataType": DATA_TYPES[column.type],
        "source": {"fileObject": {"@id": path}, "extract": {"column": column.name}},
    }
    target, _, name = (column.references or "").partition(".")
    if column.required and target not in ("", table.name):
        # mlcroissant 1.1.1 follows a reference by joining, which fails from a column without values, within one table, and
        # to a record set that refers further. So only these are told, and to the column of the file that holds it.
        field["references"] = {"fileObject": {"@id": f"data/{target}.parquet"}, "extract": {"column": name}}
    return field


def _languages(text: Text | Table | Column) -> dict[str, str]:
    return {"en": text.en, "id": text.id}
