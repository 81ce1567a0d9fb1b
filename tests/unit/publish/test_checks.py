"""Each check fails when what it checks is altered, whether the altering hand renewed the hashes or not."""

import json
import os
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import UsageError
from pipeline.publish import check
from pipeline.publish.checksums import sha256_of, write_checksums
from tests.unit.publish.warehouses import SEEN

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def folder(snapshot: Path, tmp_path: Path) -> Path:
    """A stranger's copy, free to be altered."""
    return Path(shutil.copytree(snapshot, tmp_path / "download"))


def failures(folder: Path) -> dict[str, str]:
    return {result.name: " ".join(result.findings) for result in check(folder) if not result.passed}


def edit_package(folder: Path, edit: Edit) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text())
    edit(package)
    path.write_text(json.dumps(package))


def reseal(folder: Path) -> None:
    """Make sizes and hashes fit the altered files, as a careful forger would."""

    def renew(package: dict[str, Any]) -> None:
        for resource in package["resources"]:
            path = folder / resource["path"]
            resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{sha256_of(path)}"}

    edit_package(folder, renew)
    write_checksums(folder)


def alter_parquet(folder: Path, table: str, edit: Callable[[list[dict[str, Any]]], object]) -> None:
    path = folder / "data" / f"{table}.parquet"
    schema = pq.read_schema(path)
    rows = pq.read_table(path).to_pylist()
    edit(rows)
    loose = pa.schema([field.with_nullable(True) for field in schema])
    pq.write_table(pa.Table.from_pylist(rows, schema=loose), path)


def alter_csv(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / "data" / f"{table}.csv"
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


def test_a_whole_snapshot_passes(folder: Path) -> None:
    results = check(folder)
    assert [result.name for result in results if not result.passed] == []
    assert {result.name for result in results} == {
        "files", "datapackage", "types", "formats", "keys", "required", "codes", "references", "texts", "spans",
        "documents",
    }  # fmt: skip
    assert all(result.blocking for result in results)


def test_one_byte(folder: Path) -> None:
    for name in ("README.md", "data/units.csv", "data/statements.parquet"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:50] + bytes([data[50] ^ 1]) + data[51:])
        assert f"{name} has not the SHA-256 that SHA256SUMS gives." in failures(folder)["files"]


def test_one_digit_in_a_csv_resealed(folder: Path) -> None:
    alter_csv(folder, "statements", ",1.5,", ",1.6,")
    reseal(folder)
    assert failures(folder)["formats"] == "statements: row 2 differs between CSV and Parquet in value."


def test_one_value_in_a_parquet_file_resealed(folder: Path) -> None:
    alter_parquet(folder, "observations", lambda rows: rows[0].update(statement_count=2))
    reseal(folder)
    assert failures(folder)["formats"] == "observations: row 1 differs between CSV and Parquet in statement_count."


def test_a_workbook_that_says_something_else_resealed(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "kota-cerdas.xlsx")
    book["observations"].cell(2, 9).value = 51
    book.save(folder / "kota-cerdas.xlsx")
    reseal(folder)
    assert "kota-cerdas.xlsx says something else" in failures(folder)["documents"]


def test_a_file_that_nobody_described_resealed(folder: Path) -> None:
    (folder / "more.html").write_text("<p>51</p>")
    write_checksums(folder)
    assert failures(folder) == {"documents": "more.html is no file of a snapshot."}


def test_a_row_less_in_one_format(folder: Path) -> None:
    alter_parquet(folder, "statements", lambda rows: rows.pop())
    reseal(folder)
    assert "its Parquet file has 1 rows, and 2 are described" in failures(folder)["formats"]


def test_a_formula_without_its_apostrophe(folder: Path) -> None:
    alter_parquet(folder, "press_releases", lambda rows: rows[0].update(title="=1"))
    alter_csv(folder, "press_releases", "Judul buatan", "=1")
    reseal(folder)
    assert failures(folder)["formats"] == "press_releases: row 1 differs between CSV and Parquet in title."


def test_another_header_or_a_byte_order_mark(folder: Path) -> None:
    alter_csv(folder, "units", "unit_id", "\ufeffunit_id")
    alter_csv(folder, "areas", "area_id,kind", "kind,area_id")
    reseal(folder)
    assert failures(folder)["formats"] == (
        "areas: the first line of its CSV is not the names of the columns. "
        "units: the first line of its CSV is not the names of the columns."
    )


def test_a_file_more_a_file_less_and_a_link(folder: Path) -> None:
    (folder / "data" / "extra.csv").write_text("x")
    (folder / "README.md").unlink()
    (folder / "data" / "link").symlink_to("/")
    found = failures(folder)
    assert "data/extra.csv is not listed in SHA256SUMS." in found["files"]
    assert "README.md is listed in SHA256SUMS and is not there." in found["files"]
    assert "data/link is a link or a device, and no file." in found["files"]
    assert "data/extra.csv is not described in datapackage.json." in found["datapackage"]


@pytest.mark.parametrize(
    ("table", "changes", "failed", "finding"),
    [
        ("statements", {"statement_id": "s-1"}, "keys", "statements: statement_id s-1 stands more than once."),
        ("statements", {"release_id": "r-0"}, "keys", "the key of row 2 is not greater than the one before it"),
        ("statements", {"release_id": "r-9"}, "references", "release_id r-9 is not in press_releases."),
        ("statements", {"unit": "parsec"}, "references", "r-2/115/s-2: unit parsec is not in units."),
        ("statements", {"rule_id": None}, "required", "rule_id is missing in 1 rows: r-2/115/s-2."),
        ("statements", {"status": "done"}, "codes", "status is no code of its list in 1 rows: r-2/115/s-2."),
        ("statements", {"speaker": ""}, "texts", "speaker is an empty text, where null is meant in 1 rows"),
        ("statements", {"value_text": "1.6 daerah"}, "spans", "the number does not stand in the quote where it says"),
        ("statements", {"quote_end": 400}, "spans", "the quote is not as long as its span"),
        ("statements", {"time_end": SEEN.date().replace(year=1999)}, "spans", "the period ends before it begins"),
        ("statements", {"confidence": float("nan")}, "spans", "the confidence is not between 0 and 1"),
        ("refusals", {"mention_end": 111}, "spans", "the mention is not as long as its span"),
        ("observations", {"chosen_statement_id": "s-9"}, "references", "chosen_statement_id s-9 is not in statements."),
        ("observations", {"statement_count": 0}, "spans", "it counts fewer statements than releases, or none"),
        ("observations", {"value": Decimal(51)}, "spans", "its value lies outside those of its statements"),
        ("series_checks", {"difference": Decimal(1)}, "spans", "the difference is not found less expected"),
        ("statements", {"observation_id": "o-9"}, "references", "observation_id o-9 is not in observations."),
        ("captures", {"agency_id": "other"}, "references", "agency_id other is not in agencies."),
    ],
)  # fmt: skip
def test_a_broken_row_resealed(
    folder: Path, table: str, changes: dict[str, Any], failed: str, finding: str
) -> None:  # fmt: skip
    alter_parquet(folder, table, lambda rows: rows[-1].update(changes))
    reseal(folder)
    assert finding in failures(folder)[failed]


def test_a_column_of_another_type(folder: Path) -> None:
    path = folder / "data" / "units.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(0, "unit_id", pa.array([1])), path)
    reseal(folder)
    assert "units.unit_id is BIGINT in Parquet, and described as string." in failures(folder)["types"]


def test_a_column_less(folder: Path) -> None:
    path = folder / "data" / "units.parquet"
    pq.write_table(pq.read_table(path).drop_columns("label_en"), path)
    reseal(folder)
    assert "units: its Parquet file has no column label_en." in failures(folder)["types"]


def test_a_column_less_that_documents_are_made_from(folder: Path) -> None:
    path = folder / "data" / "agencies.parquet"
    pq.write_table(pq.read_table(path).drop_columns("homepage"), path)
    reseal(folder)
    assert "They cannot be made again" in failures(folder)["documents"]


def test_a_description_beside_no_table(folder: Path) -> None:
    (folder / "data" / "extra.csv-metadata.json").write_text("{}")
    write_checksums(folder)
    assert failures(folder)["datapackage"] == "data/extra.csv-metadata.json is not described in datapackage.json."


def test_a_description_that_says_something_else(folder: Path) -> None:
    path = folder / "data" / "csv-metadata.json"
    path.write_text(path.read_text().replace('"required": true', '"required": false', 1))
    write_checksums(folder)
    assert failures(folder) == {
        "documents": "data/csv-metadata.json says something else than the tables, or is not there."
    }


def test_a_file_that_is_no_parquet(folder: Path) -> None:
    (folder / "data" / "units.parquet").write_bytes(b"PAR1 no")
    reseal(folder)
    assert "units cannot be read" in failures(folder)["types"]


def test_a_csv_with_a_broken_quotation(folder: Path) -> None:
    alter_csv(folder, "units", "Local government", '"Local government')
    reseal(folder)
    assert "units" in failures(folder)["formats"]


def first_resource(key: str, value: Any) -> Edit:
    def edit(package: dict[str, Any]) -> None:
        package["resources"][0][key] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "finding"),
    [
        (first_resource("bytes", 1), "data/statements.csv has not the size"),
        (first_resource("hash", "sha256:00"), "data/statements.csv has not the SHA-256"),
        (first_resource("path", "../../secret.csv"), "../../secret.csv is described in datapackage.json and is not there"),
        (first_resource("path", "/etc/passwd"), "/etc/passwd is described in datapackage.json and is not there"),
        (first_resource("row_count", 9), "statements: its CSV and its Parquet file are described differently"),
        (first_resource("schema", {"fields": []}), "statements is not described as schema version"),
        (first_resource("name", "/etc/passwd"), "not as expected: KeyError"),
        (lambda package: package["resources"].pop(-2), "not as expected: KeyError: '"),
        (lambda package: package.update(resources=None), "not as expected: TypeError"),
        (lambda package: package.pop("schema_version"), "not as expected: KeyError"),
    ],
)  # fmt: skip
def test_a_descriptor_that_does_not_fit(folder: Path, edit: Edit, finding: str) -> None:
    edit_package(folder, edit)
    assert finding in failures(folder)["datapackage"]


def test_a_table_named_like_a_file_is_not_opened(folder: Path) -> None:
    def rename(package: dict[str, Any]) -> None:
        package["schema_version"] = "9.0.0"
        package["resources"][0]["schema"]["foreignKeys"][0]["reference"]["resource"] = "/etc/passwd.csv"

    edit_package(folder, rename)
    assert "'/etc/passwd.csv' is no name of a table" in failures(folder)["datapackage"]


def test_an_older_schema_is_checked_against_its_own_words(folder: Path) -> None:
    def shorten(package: dict[str, Any]) -> None:
        package["schema_version"] = "0.9.0"
        package["described_by"] = "other code"

    edit_package(folder, shorten)
    write_checksums(folder)
    unchecked = [result for result in check(folder) if not result.passed]
    assert [(result.name, result.blocking) for result in unchecked] == [("documents", False)]
    assert "were not compared" in unchecked[0].summary


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "\0", '{"resources": [1]}'])
def test_a_descriptor_that_is_none(folder: Path, text: str) -> None:
    (folder / "datapackage.json").write_text(text)
    found = failures(folder)
    assert "datapackage.json is not as expected" in found["datapackage"]
    assert found["keys"] == "There is no table to read.", "what was not checked has not passed"


@pytest.mark.parametrize("data", [b"no list of hashes\n", b"\xff\xfe", b"00  ../x\n"])
def test_checksums_that_are_none(folder: Path, data: bytes) -> None:
    (folder / "SHA256SUMS").write_bytes(data)
    assert "The files cannot be read" in failures(folder)["files"]


@pytest.mark.parametrize("name", ["datapackage.json", "SHA256SUMS", "data/units.csv", "data/units.parquet"])
def test_links_and_pipes_are_never_opened(folder: Path, tmp_path: Path, name: str) -> None:
    """A link would lead out of the folder; a pipe would never end."""
    (folder / name).rename(tmp_path / "outside")
    (folder / name).symlink_to(tmp_path / "outside")
    assert f"{name} is a link or a device, and no file." in failures(folder)["files"]
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert f"{name} is a link or a device, and no file." in failures(folder)["files"]


def test_an_empty_folder_and_no_folder(tmp_path: Path) -> None:
    assert not any(result.passed for result in check(tmp_path))
    with pytest.raises(UsageError, match="There is no folder"):
        check(tmp_path / "nowhere")


def test_checking_changes_nothing(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    check(folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
