"""croissant.json: complete, and loadable from where it is served. A copy is loaded, row by row, in tests/test_validators.py."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet as pq
import pytest

from pipeline.publish import load_publisher
from pipeline.publish.checksums import sha256_of
from pipeline.publish.documents.croissant import DATA_TYPES, semantic_version
from pipeline.schema import PUBLISHED
from pipeline.schema.types import Type
from tests.serving import serve
from tests.unit.publish.warehouses import publish_in, small


@pytest.fixture(scope="module")
def document(snapshot: Path) -> dict[str, Any]:
    return json.loads((snapshot / "croissant.json").read_text())


def test_every_file_is_listed_with_address_size_and_hash(document: dict[str, Any], snapshot: Path) -> None:
    named = {file["@id"]: file for file in document["distribution"]}
    assert {f"data/{table.name}.{kind}" for table in PUBLISHED for kind in ("csv", "parquet")} <= named.keys()
    for path, file in named.items():
        assert file["contentUrl"] == f"http://127.0.0.1:8000/snapshots/{snapshot.name}/{path}"
        assert file["contentSize"] == f"{(snapshot / path).stat().st_size} B"
        assert file["sha256"] == sha256_of(snapshot / path)


def test_every_table_is_a_record_set_in_two_languages(document: dict[str, Any]) -> None:
    assert [record_set["@id"] for record_set in document["recordSet"]] == [table.name for table in PUBLISHED]
    for table, record_set in zip(PUBLISHED, document["recordSet"], strict=True):
        assert record_set["description"] == {"en": table.en, "id": table.id}
        assert [key["@id"] for key in record_set["key"]] == [f"{table.name}/{name}" for name in table.key]
        for column, field in zip(table.columns, record_set["field"], strict=True):
            assert field["description"] == {"en": column.en, "id": column.id}
            assert field["source"]["fileObject"]["@id"] == f"data/{table.name}.parquet"
    statements = {field["name"]: field for field in document["recordSet"][0]["field"]}
    assert statements["release_id"]["references"]["extract"]["column"] == "release_id"


def test_it_says_what_a_reader_must_know(document: dict[str, Any]) -> None:
    assert document["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert document["isLiveDataset"] is False, "a snapshot never changes"
    assert document["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert "bukan statistik resmi" in document["description"]["id"]
    assert document["citeAs"].startswith("@misc{kota-cerdas-")


def test_versions_order_as_snapshots_do() -> None:
    versions = ["2026-01-05.1", "2026-01-05.2", "2026-01-05.10", "2026-11-23.1", "2027-01-01.1"]
    semantic = [tuple(int(part) for part in semantic_version(version).split(".")) for version in versions]
    assert semantic == sorted(semantic)
    assert semantic_version("2026-01-05.2") == "2026.105.2", "no leading zeros"


def test_every_type_has_a_name() -> None:
    assert set(DATA_TYPES) == set(Type.__args__)  # type: ignore[attr-defined]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Address of a snapshot's folder on 127.0.0.1, which its metadata names too."""
    (tmp_path / "public").mkdir()
    with serve(tmp_path / "public") as address:
        published = publish_in(tmp_path, small(), publisher=replace(load_publisher(), base_url=address))
        yield f"{address}snapshots/{published.version}/"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_it_is_loaded_from_its_address(served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlcroissant._src.core.constants.DOWNLOAD_PATH", tmp_path / "downloads")
    rows = list(mlcroissant.Dataset(f"{served}croissant.json").records("units"))
    assert [row["units/unit_id"] for row in rows] == [b"local_government"]
    assert len(list((tmp_path / "downloads").iterdir())) == 1, "only the file of that table was fetched"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_copy_is_loaded_as_the_readme_says(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {"json": json, "mlcroissant": mlcroissant, "Path": Path}
    monkeypatch.chdir(snapshot)
    for line in (snapshot / "README.md").read_text().splitlines():
        if line.startswith(("    files = ", "    rows = ")):
            exec(line.strip(), names)
    assert [row["statements/statement_id"] for row in names["rows"]] == [b"s-1", b"s-2"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_csv_files_can_be_loaded_too(snapshot: Path) -> None:
    """By a document that names them as sources; its reader guesses types, so ours names the Parquet files."""
    text = (snapshot / "croissant.json").read_text().replace('.parquet"\n            }', '.csv"\n            }')
    document = json.loads(text)
    assert document["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] == "data/statements.csv"
    files = {file["@id"]: snapshot / file["@id"] for file in document["distribution"]}
    dataset = mlcroissant.Dataset(document, mapping=files)
    for table in PUBLISHED:
        rows = pq.read_table(snapshot / "data" / f"{table.name}.parquet").to_pylist()
        texts = [column.name for column in table.columns if column.type == "string"]
        expected = [[row[name] and row[name].encode() for name in texts] for row in rows]
        loaded = list(dataset.records(table.name))
        assert [[row[f"{table.name}/{name}"] for name in texts] for row in loaded] == expected, table.name
