"""Others' tools agree with a snapshot of awkward rows, and each of them finds a fault where there is one."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from tests import snapshot_check
from tests.unit.publish.awkward import awkward
from tests.unit.publish.warehouses import publish_in
from tests.validators import VALIDATORS, NotRunError, Outcome, Validator

BY_NAME = {validator.name: validator for validator in VALIDATORS}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_in(tmp_path_factory.mktemp("awkward"), awkward()).folder


@pytest.fixture
def folder(snapshot: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(snapshot, tmp_path / "copy"))


def run(validator: Validator, folder: Path) -> Outcome:
    try:
        return validator.run(folder)
    except NotRunError as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("validator", VALIDATORS, ids=lambda validator: validator.name)
def test_each_agrees_with_the_snapshot(validator: Validator, snapshot: Path) -> None:
    outcome = run(validator, snapshot)
    assert outcome.findings == []
    assert outcome.checked
    assert validator.version[0].isdigit()


def test_the_citation_of_the_software_fits_the_same_schema() -> None:
    assert run(BY_NAME["Citation File Format schema"], Path(__file__).parents[1]).findings == []


def replacing(name: str, old: str, new: str) -> Callable[[Path], None]:
    """One text in one file becomes another."""

    def damage(folder: Path) -> None:
        data = (folder / name).read_bytes()
        assert old.encode() in data
        (folder / name).write_bytes(data.replace(old.encode(), new.encode(), 1))

    return damage


def write_page(folder: Path) -> None:
    metadata = {"@context": "https://schema.org/", "@type": "Dataset", "name": "a", "description": "b", "license": "c"}
    page = f'<script type="application/ld+json">{json.dumps(metadata)}</script>'
    (folder / "index.html").write_text(page)


def write_workbook(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("units").append(["unit_id"])
    book.save(folder / "kota-cerdas.xlsx")


STATEMENTS, GROUP = "data/statements.csv", "data/csv-metadata.json"
FAULTS: list[tuple[str, Callable[[Path], None], str]] = [
    ("kotacerdas publish --check", replacing("README.md", "Kota", "kota"), "README.md has not the SHA-256"),
    ("sha256sum --check", replacing("README.md", "Kota", "kota"), "README.md: FAILED"),
    ("DuckDB, two formats", replacing("data/press_releases.csv", ",1e5,", ",1e6,"), "press_releases: its rows differ"),
    ("Data Package 2.0 schema", replacing("datapackage.json", '"resources"', '"files"'), "'resources' is a required"),
    ("frictionless validate", replacing(STATEMENTS, ",realised,", ",finished,"), "constraint-error"),
    ("CSV on the Web, each file", replacing(STATEMENTS, "statement_id", "id"), "statements.csv is missing required"),
    ("CSV on the Web, each file", lambda folder: (folder / f"{STATEMENTS}-metadata.json").unlink(), "no description"),
    (
        "CSV on the Web, the group",
        replacing(STATEMENTS, ",realised,", ",finished,"),
        "statements.csv:2:11 status: invalid lexical value",
    ),
    ("CSV on the Web, the group", replacing(STATEMENTS, "1945-08-17", "17/08/1945"), "statements.csv:2:7 time_start"),
    (
        "CSV on the Web, the group",
        replacing("data/press_releases.csv", "2026-11-23T18:30:00Z", "2026"),
        "2:13 first_seen",
    ),
    (
        "CSV on the Web, the group",
        replacing("data/agencies.csv", ",false", ",no"),
        "invalid lexical value for boolean: no",
    ),
    ("CSV on the Web, the group", replacing("data/units.csv", "local_government", "village"), "not found in table"),
    ("CSV on the Web, the group", replacing("data/areas.csv", "\n11,", "\nID,"), "duplicate primary key"),
    ("Croissant 1.1, document", replacing("croissant.json", '"version": "2026.1124.1"', '"version": "x"'), "Version"),
    ("Croissant 1.1, rows", replacing("croissant.json", '"column": "label_id"', '"column": "label_en"'), "areas: its"),
    ("Croissant 1.1, rows", replacing("data/units.parquet", "PAR1", "PAR2"), "units: cannot be loaded"),
    ("DataCite schema", replacing("datacite.json", '"Dataset"', '"Table"'), "'Table' is not one of"),
    ("Citation File Format schema", replacing("CITATION.cff", "CC-BY-4.0", "CC"), "'CC' is not"),
    ("DCAT-AP 3.0.1 shapes", replacing("catalog.ttl", "dct:title", "dct:alternative"), "Violation title"),
    ("data.europa.eu quality score", lambda folder: shutil.rmtree(folder / "data"), "fewer than 351 points"),
    ("PROV-O, shapes", replacing("provenance.jsonld", '#warehouse/statements"', '#nothing"'), "wasDerivedFrom"),
    ("PROV-O, shapes", replacing("provenance.jsonld", '"prov:wasAssociatedWith"', '"prov:x"'), "wasAssociatedWith"),
    (
        "PROV-O, read back",
        replacing("provenance.jsonld", '"dct:title": "decode"', '"prov:startedAtTime": "soon"'),
        "cannot read",
    ),
    (
        "OpenLineage 2.0.2 schemas",
        replacing("lineage.openlineage.jsonl", '"processingType":', '"x":'),
        "processingType",
    ),
    ("Excel workbook", write_workbook, "units: its first row is not the names of the columns"),
    ("schema.org in the page", write_page, "it names no distribution"),
]


@pytest.mark.parametrize(("name", "damage", "finding"), FAULTS)
def test_each_finds_a_fault(folder: Path, name: str, damage: Callable[[Path], None], finding: str) -> None:
    damage(folder)
    assert finding in "\n".join(run(BY_NAME[name], folder).findings)


def test_each_is_given_a_fault() -> None:
    assert {name for name, *_ in FAULTS} == BY_NAME.keys()


def test_the_table_says_who_found_what(folder: Path) -> None:
    replacing("README.md", "Kota", "kota")(folder)

    def break_off(folder: Path) -> Outcome:
        raise ValueError(f"{folder}/croissant.json: no such thing")

    def lack(folder: Path) -> Outcome:
        raise NotRunError("no ruler at hand")

    console = Console(record=True, width=200)
    shown = (
        BY_NAME["kotacerdas publish --check"],
        BY_NAME["sha256sum --check"],
        Validator("breaks", "rich", break_off),
        Validator("lacks", "rich", lack),
    )
    assert snapshot_check.report(folder, console, shown) == 1
    text = console.export_text()
    assert "[files] README.md has not the SHA-256 that SHA256SUMS gives. (and 1 more)" in text
    assert "README.md: FAILED" in text
    assert "broke off: ValueError: croissant.json: no such thing" in text
    assert "not run: no ruler at hand" in text
    assert str(folder.parent) not in text, "no path of the machine"
    assert snapshot_check.report(folder, console, shown[-1:]) == 0


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert snapshot_check.main([str(tmp_path / "nowhere")]) == 2
    assert "There is no folder" in capsys.readouterr().out
