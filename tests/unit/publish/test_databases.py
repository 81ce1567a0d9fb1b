"""The DuckDB file beside a snapshot: described, read-only, compared by content; it never holds the snapshot back."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import UsageError
from pipeline.publish import Publication, check_database, databases, latest
from pipeline.publish.databases import database_path
from pipeline.schema import PUBLISHED
from tests.unit.publish.conftest import SERVED, Publish
from tests.unit.publish.warehouses import Rows, small


def changed() -> Rows:
    rows = small()
    rows["statements"][0]["status"] = "planned"
    return rows


@pytest.fixture(scope="module")
def made(snapshot: Path) -> Path:
    return database_path(snapshot.parent.parent, snapshot.name)


@pytest.fixture
def download(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / made.name))


def test_it_opens_read_only_with_keys_and_comments(made: Path, snapshot: Path) -> None:
    with duckdb.connect(made, read_only=True) as connection:
        tables = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        assert {(table.name, table.en) for table in PUBLISHED} == {row for row in tables if row[0] != "about"}
        columns = connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal AND table_name <> 'about'"
        ).fetchall()
        assert {(t.name, c.name, c.en) for t in PUBLISHED for c in t.columns} == set(columns)
        keys = connection.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        assert {(t.name, t.key) for t in PUBLISHED} <= {(name, tuple(key)) for name, key in keys}
        about = {name: (en, indonesian) for name, en, indonesian in connection.execute("FROM about").fetchall()}
        assert about["version"][0] == snapshot.name
        assert "not official statistics" in about["not_official"][0]
        assert "SYNTHETIC" in about["synthetic"][0]
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("DELETE FROM statements")


def test_its_hash_stands_beside_it_and_it_says_what_the_snapshot_says(made: Path, snapshot: Path) -> None:
    said = made.with_name(f"{made.name}.sha256").read_text()
    assert said == f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}\n"
    assert check_database(made, snapshot).passed


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE statements SET value = 51 WHERE statement_id = 's-1'", "statements: 1 rows of the database are not in"),
        ("DELETE FROM refusals", "refusals: 1 rows of the snapshot are missing"),
        ("DROP TABLE changes", "changes is no table of the database"),
        ("ALTER TABLE units ADD COLUMN extra INTEGER", "units has other columns"),
        ("DROP TABLE units; CREATE VIEW units AS FROM read_csv('/etc/passwd')", "units is no table of the database"),
    ],
)  # fmt: skip
def test_what_differs_is_named(download: Path, snapshot: Path, sql: str, finding: str) -> None:
    with duckdb.connect(download) as connection:
        connection.execute(sql)
    found = check_database(download, snapshot)
    assert not found.passed
    assert finding in found.findings[0]


def test_a_hash_that_does_not_fit(download: Path, snapshot: Path) -> None:
    download.with_name(f"{download.name}.sha256").write_text(f"{'0' * 64}  {download.name}\n")
    assert "another SHA-256" in check_database(download, snapshot).findings[0]


def test_no_database_and_no_file(snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"no database" * 1000)
    assert "cannot be compared" in check_database(tmp_path / "x.duckdb", snapshot).findings[0]
    with pytest.raises(UsageError, match=r"There is no .*nowhere"):
        check_database(tmp_path / "nowhere", snapshot)


def remove(public: Path, version: str) -> None:
    database_path(public, version).unlink()


def remove_hash(public: Path, version: str) -> None:
    path = database_path(public, version)
    path.with_name(f"{path.name}.sha256").unlink()


@pytest.mark.parametrize("lose", [remove, remove_hash])
def test_a_missing_one_is_made_by_the_next_run_also_without_news(
    first: Publication, publish_rows: Publish, public: Path, lose: Callable[[Path, str], None]
) -> None:
    lose(public, first.version)
    again = publish_rows(small())
    assert (again.is_new, again.problems) == (False, ())
    assert check_database(database_path(public, first.version), first.folder).passed
    assert sorted(path.name for path in (public / "databases").iterdir()) == [
        f"{first.version}.duckdb",
        f"{first.version}.duckdb.sha256",
    ]


def test_one_that_is_there_is_left_alone(first: Publication, publish_rows: Publish, public: Path) -> None:
    before = database_path(public, first.version).read_bytes()
    second = publish_rows(changed())
    assert database_path(public, first.version).read_bytes() == before
    assert check_database(database_path(public, second.version), second.folder).passed
    assert not check_database(database_path(public, first.version), second.folder).passed


def test_a_folder_in_the_way_is_said_and_the_snapshot_is_published(publish_rows: Publish, public: Path) -> None:
    public.mkdir()
    (public / "databases").write_text("a file is in the way")
    first = publish_rows(small())
    assert first.is_new
    assert latest(public) == first.folder
    (problem,) = first.problems
    assert "There is no database of snapshot 2026-11-24.1" in problem
    assert "which is published all the same" in problem
    (public / "databases").unlink()
    assert publish_rows(small()).problems == ()
    assert database_path(public, first.version).is_file()


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), duckdb.IOException("IO Error: No space left"), duckdb.FatalException("x")],
)
def test_a_disk_that_refuses_it(
    publish_rows: Publish, public: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(snapshot: Path, path: Path) -> None:
        path.write_bytes(b"half")
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(databases, "write_database", refuse)
        first = publish_rows(small())
    assert first.is_new
    assert len(first.problems) == 1
    assert sorted(path.name for path in public.iterdir()) == SERVED
    assert list((public / "databases").iterdir()) == []
