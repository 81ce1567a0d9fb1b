"""Publishing as its callers see it: a new snapshot, no news, determinism, and errors that leave everything as it was."""

import json
import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.errors import MachineError, PublicationBlocked, UsageError
from pipeline.publish import Publication, check, engine, latest, load_publisher, publish
from pipeline.schema import PUBLISHED, SCHEMA_VERSION
from tests.unit.publish.conftest import SERVED, Publish
from tests.unit.publish.warehouses import SEEN, build, capture, quarantined, release, small, statement

DESCRIPTIONS = (
    "CHANGES.md",
    "CITATION.cff",
    "README.md",
    "catalog.jsonld",
    "catalog.ttl",
    "croissant.json",
    "data/csv-metadata.json",
    "datacite.json",
    "datapackage.json",
    "index.html",
    "index.id.html",
    "lineage.openlineage.jsonl",
    "provenance.jsonld",
    "quality.json",
    "quality.schema.json",
    "satu-data.json",
)
"""What tells of the whole snapshot."""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_first_snapshot(publish_rows: Publish, public: Path) -> None:
    published = publish_rows(small())

    assert published.is_new
    assert published.version == "2026-11-24.1", "the day is that of Jakarta"
    assert published.folder == public / "snapshots" / published.version == latest(public)
    assert published.row_counts["statements"] == 2
    assert published.row_counts["changes"] == 0
    assert published.changes == {"added": 0, "removed": 0, "revised": 0}
    names = {f"data/{table.name}.{kind}" for table in PUBLISHED for kind in ("csv", "parquet")}
    names |= {f"data/{table.name}.csv-metadata.json" for table in PUBLISHED} | {"SHA256SUMS"}
    assert set(contents(published.folder)) == names | set(DESCRIPTIONS) | {"kota-cerdas.xlsx"}
    assert all(result.passed for result in check(published.folder))
    assert sorted(path.name for path in public.iterdir()) == SERVED


def test_checksums_are_read_by_sha256sum(snapshot: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=snapshot, capture_output=True)
    assert done.returncode == 0, done.stdout


def test_pointers_name_the_snapshot_and_its_hashes(publish_rows: Publish, public: Path) -> None:
    published = publish_rows(small())
    pointer = json.loads((public / "latest.json").read_text())
    (entry,) = json.loads((public / "versions.json").read_text())["versions"]

    sums = subprocess.run(["sha256sum", published.folder / "SHA256SUMS"], capture_output=True, text=True).stdout
    assert pointer == {
        "version": published.version,
        "path": f"snapshots/{published.version}",
        "as_of": "2026-11-23T18:30:00Z",
        "sha256sums_sha256": sums.split()[0],
    }
    assert pointer.items() <= entry.items()
    assert entry["schema_version"] == SCHEMA_VERSION
    assert entry["row_counts"] == published.row_counts
    assert set(entry["csv_sha256"]) == {table.name for table in PUBLISHED}


def test_no_news_makes_no_snapshot(first: Publication, publish_rows: Publish, public: Path) -> None:
    before = contents(public)
    rows = small()
    rows["captures"].append(capture("c-later", revisit_of="c-r-1", fetched_at=SEEN + timedelta(days=1)))
    rows["captures"].append(capture("c-unread", fetched_at=SEEN + timedelta(days=1)))
    rows["quarantine"].append(quarantined("c-unread"))

    again = publish_rows(rows, as_of=SEEN + timedelta(days=1))

    assert (again.is_new, again.version, again.folder) == (False, first.version, first.folder)
    assert again.row_counts == first.row_counts
    assert contents(public) == before


def test_news_in_any_table_makes_a_snapshot(first: Publication, publish_rows: Publish, public: Path) -> None:
    rows = small()
    rows["refusals"][0]["reason"] = "ordinal"
    second = publish_rows(rows, as_of=SEEN + timedelta(minutes=1))
    rows["programs"].append(
        {"program_id": "p", "label_en": "P", "label_id": "P", "definition_en": "P", "definition_id": "P"}
    )
    third = publish_rows(rows, as_of=SEEN + timedelta(days=1))

    assert [second.version, third.version] == ["2026-11-24.2", "2026-11-25.1"]
    versions = json.loads((public / "versions.json").read_text())["versions"]
    assert [entry["version"] for entry in versions] == ["2026-11-24.1", "2026-11-24.2", "2026-11-25.1"]
    assert latest(public) == third.folder


def test_a_new_schema_version_is_news(
    first: Publication, publish_rows: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("publication", "documents.datapackage", "check_files", "documents.readme"):
        monkeypatch.setattr(f"pipeline.publish.{module}.SCHEMA_VERSION", "9.0.0")
    assert publish_rows(small()).is_new


def test_old_snapshots_never_change(first: Publication, publish_rows: Publish) -> None:
    before = contents(first.folder)
    rows = small()
    rows["statements"].append(
        statement("s-3", "r-2", "75", value_start=500, value_end=509, quote_start=485, quote_end=520)
    )
    assert publish_rows(rows).is_new
    assert contents(first.folder) == before


def test_the_same_bytes_in_another_folder_with_other_threads_and_zone(
    publish_rows: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = small()
    rows["press_releases"] += [release(f"r-{n}", capture_id="c-r-1") for n in range(100, 6_000)]
    first = publish_rows(rows)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr(engine, "SETTINGS", {**engine.SETTINGS, "threads": 1})
    rows["press_releases"].reverse()
    second = publish_rows(rows, to=tmp_path / "elsewhere")

    assert contents(first.folder) == contents(second.folder)
    assert str(tmp_path).encode() not in b"".join(contents(second.folder).values())


def test_another_process_in_another_zone_writes_the_same_bytes(snapshot: Path, tmp_path: Path) -> None:
    build(tmp_path / "warehouse.duckdb", small())
    code = f"""
        from datetime import datetime, UTC
        from pathlib import Path
        from pipeline.publish import load_publisher, publish
        publish(Path({str(tmp_path / "warehouse.duckdb")!r}), Path({str(tmp_path / "other")!r}),
                as_of=datetime(2026, 11, 23, 18, 30, tzinfo=UTC), synthetic=True, code_version="0.1.0", publisher=load_publisher())
    """
    environment = {**os.environ, "TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-W", "error", "-c", textwrap.dedent(code)], env=environment, check=True)
    assert contents(snapshot) == contents(tmp_path / "other" / "snapshots" / snapshot.name)


def test_parquet_is_typed_described_and_compressed(snapshot: Path) -> None:
    for table in PUBLISHED:
        file = pq.ParquetFile(snapshot / "data" / f"{table.name}.parquet")
        assert file.schema_arrow.names == [column.name for column in table.columns]
        assert (file.schema_arrow.metadata or {})[b"description"].decode() == table.en
        for column in table.columns:
            field = file.schema_arrow.field(column.name)
            assert (field.metadata or {})[b"description"].decode() == column.en
            assert (field.metadata or {})[b"description_id"].decode() == column.id
            assert field.nullable is not column.required
        if file.metadata.num_row_groups:
            assert file.metadata.row_group(0).column(0).compression == "ZSTD"
            statistics = file.metadata.row_group(0).column(0).statistics
            assert statistics
            assert statistics.has_min_max


def test_the_first_issue_is_that_of_the_first_snapshot_of_its_kind(publish_rows: Publish) -> None:
    """Real releases may follow the sample in one folder, and have been captured before it."""
    issued = []
    for day, synthetic in ((9, True), (1, False), (2, False)):
        rows = small()
        rows["refusals"][0]["reason"] = f"reason_{day}"
        folder = publish_rows(rows, as_of=SEEN + timedelta(days=day), synthetic=synthetic).folder
        issued.append(json.loads((folder / "datapackage.json").read_text())["first_created"])
    assert issued == ["2026-12-02T18:30:00Z", "2026-11-24T18:30:00Z", "2026-11-24T18:30:00Z"]


def test_synthetic_data_says_so_everywhere(publish_rows: Publish, snapshot: Path) -> None:
    real = publish_rows(small(), synthetic=False).folder
    for name in set(DESCRIPTIONS) - {"quality.schema.json"}:  # which tells of a format
        assert "SYNTHETIC" in (snapshot / name).read_text()
        assert "SYNTHETIC" not in (real / name).read_text()
        assert "not official statistics" in (real / name).read_text()
        assert "CC-BY-4.0" in (real / name).read_text()


def test_nothing_published_yet(public: Path) -> None:
    with pytest.raises(UsageError, match="Nothing has been published"):
        latest(public)


def test_a_missing_warehouse(tmp_path: Path, public: Path) -> None:
    with pytest.raises(UsageError, match=r"no warehouse .*nowhere\.duckdb"):
        publish(
            tmp_path / "nowhere.duckdb",
            public,
            as_of=SEEN,
            synthetic=True,
            code_version="0",
            publisher=load_publisher(),
        )


def test_a_file_that_is_no_warehouse(tmp_path: Path, public: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(MachineError, match="cannot be read") as caught:
        publish(
            tmp_path / "warehouse.duckdb",
            public,
            as_of=SEEN,
            synthetic=True,
            code_version="0",
            publisher=load_publisher(),
        )
    assert "Delete the file" in caught.value.hint


def test_a_warehouse_without_a_table(first: Publication, tmp_path: Path, public: Path) -> None:
    with duckdb.connect(tmp_path / "warehouse.duckdb") as connection:
        connection.execute("ALTER TABLE statements RENAME COLUMN speaker TO said_by")
    with pytest.raises(MachineError, match="no table statements as the schema declares it"):
        publish(
            tmp_path / "warehouse.duckdb",
            public,
            as_of=SEEN,
            synthetic=True,
            code_version="0",
            publisher=load_publisher(),
        )
    assert latest(public) == first.folder


def test_a_warehouse_held_by_another_process(tmp_path: Path, public: Path) -> None:
    warehouse = build(tmp_path / "warehouse.duckdb", small())
    code = f"import duckdb, sys; c = duckdb.connect({str(warehouse)!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(MachineError, match=rf"PID {holder.pid}"):
            publish(warehouse, public, as_of=SEEN, synthetic=True, code_version="0", publisher=load_publisher())
        holder.communicate()


def test_an_older_archive_is_not_published_over_a_newer_snapshot(
    first: Publication, publish_rows: Publish, public: Path
) -> None:
    rows = small()
    rows["refusals"] = []
    with pytest.raises(PublicationBlocked, match="as of 2026-11-23T18:30:00Z"):
        publish_rows(rows, as_of=SEEN - timedelta(seconds=1))
    assert latest(public) == first.folder
    assert publish_rows(rows, as_of=SEEN - timedelta(seconds=1), synthetic=False).is_new, "real ones may be older"


def test_a_time_without_a_zone_is_a_mistake_of_the_caller(publish_rows: Publish) -> None:
    with pytest.raises(ValueError, match="time zone"):
        publish_rows(small(), as_of=SEEN.replace(tzinfo=None))


def test_a_failed_check_publishes_nothing(first: Publication, publish_rows: Publish, public: Path) -> None:
    before = contents(public)
    rows = small()
    rows["statements"][0]["quote"] = "Kalimat lain yang lebih panjang."

    with pytest.raises(PublicationBlocked, match=r"\[spans\] statements: .* r-1/115/s-1") as caught:
        publish_rows(rows, as_of=datetime(2026, 12, 1, tzinfo=UTC))

    assert "Nothing was published" in caught.value.hint
    assert contents(public) == before
    assert latest(public) == first.folder
