"""The checks on files: SHA256SUMS lists exactly what is there, and datapackage.json describes it."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.model import CheckResult
from pipeline.publish import checksums
from pipeline.publish.checksums import is_regular
from pipeline.publish.documents import csvw, datapackage
from pipeline.schema import PUBLISHED, SCHEMA_VERSION

MOST_FINDINGS = 20
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class ForeignKey:
    field: str
    target_table: str
    target_field: str


@dataclass(frozen=True, slots=True)
class Described:
    """A table as datapackage.json describes it, so that a snapshot of an older schema is checked against its own words."""

    name: str
    parquet: Path
    csv: Path
    row_count: int
    types: Mapping[str, str]
    required: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]
    unique: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]


def result(name: str, summary: str, findings: Iterable[str]) -> CheckResult:
    """A blocking result that passed when there are no findings; `summary` says what was checked."""
    listed = list(findings)
    if len(listed) > MOST_FINDINGS:
        listed[MOST_FINDINGS:] = [f"And {len(listed) - MOST_FINDINGS} more."]
    return CheckResult(name, not listed, True, summary, tuple(listed))


def check_checksums(folder: Path) -> tuple[CheckResult, dict[str, str]]:
    """The result, and the hash of each file, read once for all checks."""
    present = checksums.files_below(folder)
    findings = [f"{name} is a link or a device, and no file." for name in present if not is_regular(folder / name)]
    hashes: dict[str, str] = {}
    try:
        hashes = checksums.hash_files(folder)
        listed = checksums.read_checksums(folder) if is_regular(folder / checksums.FILE_NAME) else {}
        for name in sorted({*present, *listed} - {checksums.FILE_NAME}):
            if name not in listed:
                findings.append(f"{name} is not listed in SHA256SUMS.")
            elif name not in present:
                findings.append(f"{name} is listed in SHA256SUMS and is not there.")
            elif hashes.get(name, listed[name]) != listed[name]:
                findings.append(f"{name} has not the SHA-256 that SHA256SUMS gives.")
    except (OSError, ValueError) as error:
        findings.append(f"The files cannot be read: {error}")
        return result("files", "Files are those of SHA256SUMS", findings), hashes
    if not listed:
        findings.append("SHA256SUMS lists nothing, or is not there.")
    return result("files", f"{len(listed)} files are those of SHA256SUMS", findings), hashes


def check_descriptor(folder: Path, hashes: Mapping[str, str]) -> tuple[CheckResult, list[Described]]:
    """The result, and the tables whose files are there to be read. `hashes` are those of the files found in the folder."""
    name, summary = "datapackage", "datapackage.json describes the files"
    try:
        if not is_regular(folder / datapackage.FILE_NAME):
            raise ValueError("it is not there, or is no file")
        package = json.loads((folder / datapackage.FILE_NAME).read_text(encoding="utf-8"))
        resources = {resource["name"]: resource for resource in package["resources"]}
        pairs = [(r, resources[f"{n}-parquet"]) for n, r in resources.items() if r["format"] == "csv"]
        findings = [finding for resource in resources.values() for finding in _file_findings(folder, hashes, resource)]
        findings += [
            f"{csv['name']}: its CSV and its Parquet file are described differently."
            for csv, parquet in pairs
            if csv["schema"]["fields"] != parquet["schema"]["fields"] or csv["row_count"] != parquet["row_count"]
        ]
        described = {resource["path"] for resource in resources.values()}
        # Descriptions stand beside the CSV files, where the standard looks for them.
        described |= {csvw.GROUP, *(f"{csv['path']}{csvw.SUFFIX}" for csv, _ in pairs)}
        findings += [
            f"{file} is not described in datapackage.json."
            for file in hashes
            if file.startswith("data/") and file not in described
        ]
        if package["schema_version"] == SCHEMA_VERSION:
            findings += _declaration_findings(resources)
        tables = [] if findings else [_described(folder, csv, parquet) for csv, parquet in pairs]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return result(name, summary, [f"datapackage.json is not as expected: {type(error).__name__}: {error}"]), []
    return result(name, f"{len(resources)} files are as datapackage.json describes them", findings), tables


def _file_findings(folder: Path, hashes: Mapping[str, str], resource: Mapping[str, Any]) -> list[str]:
    path = resource["path"]
    # Only a file found by walking the folder is looked at, so a path cannot lead out of it.
    if path not in hashes:
        return [f"{path} is described in datapackage.json and is not there."]
    findings = []
    if (folder / path).stat().st_size != resource["bytes"]:
        findings.append(f"{path} has not the size that datapackage.json gives.")
    if f"sha256:{hashes[path]}" != resource["hash"]:
        findings.append(f"{path} has not the SHA-256 that datapackage.json gives.")
    return findings


def _declaration_findings(resources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    expected = {table.name: datapackage.table_schema(table, "") for table in PUBLISHED}
    expected |= {f"{table.name}-parquet": datapackage.table_schema(table, "-parquet") for table in PUBLISHED}
    return [
        f"{name} is not described as schema version {SCHEMA_VERSION} declares it."
        for name in sorted({*expected, *(name for name, resource in resources.items() if "schema" in resource)})
        if name not in expected or name not in resources or resources[name].get("schema") != expected[name]
    ]


def _described(folder: Path, csv: Mapping[str, Any], parquet: Mapping[str, Any]) -> Described:
    schema = csv["schema"]
    foreign_keys = tuple(
        ForeignKey(key["fields"][0], key["reference"]["resource"] or csv["name"], key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
    )
    for name in (csv["name"], *(key.target_table for key in foreign_keys)):
        # DuckDB reads an unknown table's name as the path of a file, even when it is quoted.
        if not _TABLE_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a table.")
    constraints = {field["name"]: field.get("constraints", {}) for field in schema["fields"]}
    return Described(
        name=csv["name"],
        parquet=folder / parquet["path"],
        csv=folder / csv["path"],
        row_count=int(csv["row_count"]),
        types={field["name"]: field["type"] for field in schema["fields"]},
        required=tuple(name for name, rules in constraints.items() if rules.get("required")),
        codes={name: tuple(rules["enum"]) for name, rules in constraints.items() if "enum" in rules},
        key=tuple(schema["primaryKey"]),
        unique=tuple(name for (name,) in schema.get("uniqueKeys", [])),
        foreign_keys=foreign_keys,
    )
