"""Tools that we did not write, held against a snapshot: one list, which the suite and `make snapshot-check` both go through.

A validator is given the snapshot's folder. It says what it looked at and what it found wrong, or why it could not look.
"""

import importlib.metadata
import json
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import openpyxl
import yaml
from datacite import schema45
from frictionless import Package
from rdflib import Graph

from pipeline.publish import check
from pipeline.publish.cells import literal
from tests import dcat_ap, openlineage_schema
from tests.croissant_rows import differing_rows, read_croissant
from tests.csv_on_the_web import alone, together
from tests.metadata_quality import score
from tests.provenance import broken_shapes, lost_by_prov, parse

STANDARDS = Path(__file__).parents[2] / "shared/standards"
"""The standards' own files, kept beside the repository."""


class NotRunError(Exception):
    """What a validator needs is not there; the message says what."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`checked` in a few words; no findings where all is well."""

    checked: str
    findings: list[str]


@dataclass(frozen=True, slots=True)
class Validator:
    """`package` is the distribution that judges, and gives the version."""

    name: str
    package: str
    judge: Callable[[Path], Outcome]

    @property
    def version(self) -> str:
        if self.package == "coreutils":
            if not shutil.which("sha256sum"):
                return "not installed"
            first_line = subprocess.run(["sha256sum", "--version"], capture_output=True, text=True).stdout
            return first_line.partition("\n")[0].split()[-1]
        return importlib.metadata.version(self.package)

    def run(self, folder: Path) -> Outcome:
        """NotRunError where it cannot be run."""
        with warnings.catch_warnings():
            # The tools warn of what they use of one another; what they warn of in a snapshot is among the findings.
            warnings.simplefilter("ignore")
            outcome = self.judge(folder)
        return Outcome(outcome.checked, [finding.replace(f"{folder}/", "") for finding in outcome.findings])


def own_checks(folder: Path) -> Outcome:
    results = check(folder)
    return Outcome(f"{len(results)} checks", [f"[{r.name}] {finding}" for r in results for finding in r.findings])


def sha256sum(folder: Path) -> Outcome:
    if not shutil.which("sha256sum"):
        raise NotRunError("no sha256sum on this machine")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, text=True
    )
    lines = (folder / "SHA256SUMS").read_text("utf-8").count("\n")
    return Outcome(f"{lines} files", (done.stdout + done.stderr).splitlines() if done.returncode else [])


def package_schema(folder: Path) -> Outcome:
    schema = _standard("datapackage/datapackage-2.0.json")
    errors = jsonschema.Draft7Validator(json.loads(schema)).iter_errors(_package(folder))
    return Outcome("datapackage.json", [error.message for error in errors])


def frictionless_rows(folder: Path) -> Outcome:
    """The CSV half: frictionless stumbles over null integers in Parquet, which DuckDB compares instead."""
    descriptor = _package(folder)
    descriptor["resources"] = [resource for resource in descriptor["resources"] if resource["format"] == "csv"]
    report = Package.from_descriptor(descriptor, basepath=str(folder)).validate()
    return Outcome(f"{len(report.tasks)} CSV files", [" ".join(row) for row in report.flatten(["type", "message"])])


def csvw_files(folder: Path) -> Outcome:
    files = sorted((folder / "data").glob("*.csv"))
    return Outcome(f"{len(files)} CSV files, found beside them", [finding for path in files for finding in alone(path)])


def csvw_group(folder: Path) -> Outcome:
    return Outcome("cells, keys, references", together(folder / "data" / "csv-metadata.json"))


def croissant_document(folder: Path) -> Outcome:
    dataset = read_croissant(folder)
    issues = dataset.metadata.ctx.issues
    return Outcome(f"{len(dataset.metadata.record_sets)} record sets", sorted({*issues.errors, *issues.warnings}))


def croissant_rows(folder: Path) -> Outcome:
    count, findings = differing_rows(folder)
    return Outcome(f"{count} rows loaded, compared with Parquet", findings)


def datacite_schema(folder: Path) -> Outcome:
    document = json.loads((folder / "datacite.json").read_text("utf-8"))
    return Outcome("datacite.json, schema 4.5", [error.message for error in schema45.validator.iter_errors(document)])


def citation_schema(folder: Path) -> Outcome:
    schema = json.loads(_standard("cff/cff-1.2.0.json"))
    citation = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))
    errors = jsonschema.Draft7Validator(schema).iter_errors(citation)
    return Outcome("CITATION.cff, schema 1.2.0", [error.message for error in errors])


_FORMULA = r"^''+[=+\-@\t\r]"


def duckdb_rows(folder: Path) -> Outcome:
    """As a reader would do it: the CSV with the types of the Parquet file, one apostrophe off what looks like a formula."""
    tables = sorted((folder / "data").glob("*.parquet"))
    findings = []
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for path in tables:
            parquet = f"read_parquet({literal(str(path))})"
            types = {row[0]: row[1] for row in connection.execute(f"DESCRIBE FROM {parquet}").fetchall()}
            columns = ", ".join(
                f'CASE WHEN regexp_matches("{name}", \'{_FORMULA}\') THEN "{name}"[2:] ELSE "{name}" END AS "{name}"'
                if kind == "VARCHAR"
                else f'"{name}"'
                for name, kind in types.items()
            )
            rows = (
                f"(SELECT {columns} FROM read_csv({literal(str(path.with_suffix('.csv')))}, auto_detect=false, header=true, quote='\"', "
                f"escape='\"', columns={types!r}, max_line_size=67108864))"
            )
            for one, other in ((parquet, rows), (rows, parquet)):
                if connection.execute(f"FROM {one} EXCEPT ALL FROM {other}").fetchone():
                    findings.append(f"{path.stem}: its rows differ between CSV and Parquet")
                    break
    return Outcome(f"{len(tables)} tables, CSV against Parquet", findings)


def workbook(folder: Path) -> Outcome:
    path = folder / "kota-cerdas.xlsx"
    if not path.is_file():
        raise NotRunError("no workbook in this snapshot")
    tables = {r["name"]: r for r in _package(folder)["resources"] if r["format"] == "csv"}
    book = openpyxl.load_workbook(path, read_only=True)
    findings = []
    for name in (name for name in book.sheetnames if name in tables):
        header, *rows = book[name].iter_rows(values_only=True)
        if list(header) != [field["name"] for field in tables[name]["schema"]["fields"]]:
            findings.append(f"{name}: its first row is not the names of the columns")
        if len(rows) != tables[name]["row_count"]:
            findings.append(f"{name}: {len(rows)} rows, and {tables[name]['row_count']} are described")
    return Outcome(f"{len(book.sheetnames)} sheets", findings)


def page_metadata(folder: Path) -> Outcome:
    path = folder / "index.html"
    if not path.is_file():
        raise NotRunError("no page in this snapshot")
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', path.read_text("utf-8"), re.DOTALL)
    if not scripts:
        return Outcome("index.html", ["it holds no JSON-LD"])
    # The context that the page names is schema.org's own address, which is not asked: its vocabulary is put in its place.
    document = json.loads(scripts[0]) | {"@context": {"@vocab": "https://schema.org/"}}
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    wanted = ("name", "description", "license", "distribution", "creator")
    found = {str(term).rpartition("/")[2] for term in graph.predicates()}
    return Outcome(f"index.html, {len(graph)} triples", [f"it names no {term}" for term in wanted if term not in found])


def dcat_shapes(folder: Path) -> Outcome:
    if not dcat_ap.SHAPES.is_dir():
        raise NotRunError("the standards' files are not beside the repository")
    graph = _catalogue(folder)
    shapes = (dcat_ap.MANDATORY, dcat_ap.RECOMMENDED, dcat_ap.RANGES, dcat_ap.WHOLE)
    findings = [f"{name}: {finding}" for name in shapes for finding in sorted(dcat_ap.findings(graph, name))]
    return Outcome("catalog.ttl, official shapes", findings)


def quality_score(folder: Path) -> Outcome:
    """By the files in the folder instead of what a server answers; 351 points are excellent."""
    if not dcat_ap.SHAPES.is_dir():
        raise NotRunError("the standards' files are not beside the repository")
    package = _package(folder)
    base, here = package["publisher"]["base_url"], package["homepage"]

    def fetch(address: str) -> bool:
        return address.startswith(base) and (
            not address.startswith(here) or (folder / address.removeprefix(here)).exists()
        )

    points = sum(row.points for row in score(_catalogue(folder), fetch))
    return Outcome(f"{points:.0f} of 405 points", [] if points >= 351 else ["fewer than 351 points"])


def provenance_shapes(folder: Path) -> Outcome:
    graph = parse((folder / "provenance.jsonld").read_text("utf-8"))
    return Outcome(f"provenance.jsonld, {len(graph)} triples", broken_shapes(graph))


def provenance_read(folder: Path) -> Outcome:
    text = (folder / "provenance.jsonld").read_text("utf-8")
    findings = lost_by_prov(text, parse(text))
    return Outcome("provenance.jsonld, read as PROV", findings)


def lineage_events(folder: Path) -> Outcome:
    if not openlineage_schema.FOLDER.is_dir():
        raise NotRunError("the standards' files are not beside the repository")
    text = (folder / "lineage.openlineage.jsonl").read_text("utf-8")
    return Outcome(f"{text.count(chr(10))} events", openlineage_schema.findings(text))


VALIDATORS = (
    Validator("kotacerdas publish --check", "kotacerdas", own_checks),
    Validator("sha256sum --check", "coreutils", sha256sum),
    Validator("DuckDB, two formats", "duckdb", duckdb_rows),
    Validator("Data Package 2.0 schema", "jsonschema", package_schema),
    Validator("frictionless validate", "frictionless", frictionless_rows),
    Validator("CSV on the Web, each file", "csvw", csvw_files),
    Validator("CSV on the Web, the group", "csvw", csvw_group),
    Validator("Croissant 1.1, document", "mlcroissant", croissant_document),
    Validator("Croissant 1.1, rows", "mlcroissant", croissant_rows),
    Validator("DataCite schema", "datacite", datacite_schema),
    Validator("Citation File Format schema", "jsonschema", citation_schema),
    Validator("DCAT-AP 3.0.1 shapes", "pyshacl", dcat_shapes),
    Validator("data.europa.eu quality score", "rdflib", quality_score),
    Validator("PROV-O, shapes", "pyshacl", provenance_shapes),
    Validator("PROV-O, read back", "prov", provenance_read),
    Validator("OpenLineage 2.0.2 schemas", "jsonschema", lineage_events),
    Validator("Excel workbook", "openpyxl", workbook),
    Validator("schema.org in the page", "rdflib", page_metadata),
)


def _package(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def _catalogue(folder: Path) -> Graph:
    return Graph().parse(folder / "catalog.ttl", format="turtle")


def _standard(name: str) -> str:
    path = STANDARDS / name
    if not path.is_file():
        raise NotRunError("the standards' files are not beside the repository")
    return path.read_text("utf-8")
