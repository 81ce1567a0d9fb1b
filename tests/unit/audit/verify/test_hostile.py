"""A folder from a stranger, whatever it holds: findings, never a traceback."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.agencies import Registry, load_registry
from pipeline.audit.verify import Sample, Verification, Verifier, rebuilt
from pipeline.errors import UsageError
from pipeline.gate.corrections import Correction
from pipeline.publish.checksums import write_checksums
from tests.unit.audit.nights import NO_DATABASES, Nights
from tests.unit.audit.verify import forger

HUGE = 2**62
CELLS: list[tuple[str, str, Any]] = [
    ("statements", "value_start", -5),
    ("statements", "value_end", HUGE),
    ("statements", "quote_start", HUGE),
    ("statements", "quote_end", -HUGE),
    ("statements", "repeats", "{"),
    ("statements", "repeats", "[[1]]"),
    ("statements", "repeats", '[["a", null]]'),
    ("statements", "repeats", "[" * 50_000),
    ("statements", "rule_id", ""),
    ("statements", "value_text", ""),
    ("statements", "value_text", "9" * 100_000),
    ("statements", "value", Decimal("9" * 29)),
    ("statements", "capture_id", "c-nowhere"),
    ("statements", "release_id", "r-nowhere"),
    ("statements", "correction_id", "nowhere"),
    ("statements", "quote", "\x00\u202e\x1b[2J"),
    ("statements", "confidence", float("nan")),
    ("refusals", "mention_start", -1),
    ("refusals", "mention_end", HUGE),
    ("refusals", "correction_id", "nowhere"),
    ("press_releases", "other_urls", "[1, {}]"),
    ("press_releases", "other_urls", "["),
    ("press_releases", "agency_id", "../../x"),
    ("press_releases", "url", "http://[::1"),
    ("press_releases", "capture_id", ""),
    ("captures", "warc_file", "../../../etc/passwd"),
    ("captures", "warc_file", "/dev/zero"),
    ("captures", "warc_file", "\x00"),
    ("captures", "warc_offset", HUGE),
    ("captures", "warc_offset", -1),
    ("captures", "fetched_at", datetime(1, 1, 1, tzinfo=UTC)),
    ("captures", "fetched_at", datetime(9999, 12, 31, tzinfo=UTC)),
    ("captures", "http_status", HUGE),
    ("captures", "revisit_of", "c-nowhere"),
    ("corrections", "was", "["),
    ("corrections", "was", "[]"),
    ("corrections", "action", "nothing"),
    ("observations", "chosen_statement_id", "s-nowhere"),
    ("agencies", "agency_id", "../x"),
    ("changes", "table_name", "captures; DROP TABLE x"),
    ("quarantine", "capture_id", "c-nowhere"),
]
_MADE: dict[str, Path] = {}
TABLES = ("statements", "refusals", "press_releases", "captures", "observations", "corrections", "changes", "agencies")


@pytest.fixture
def folder(nights: Nights, tmp_path: Path) -> Path:
    public = Path(shutil.copytree(nights.workspace.public, tmp_path / "public", ignore=NO_DATABASES))
    return public / "snapshots" / nights.newest.name


@pytest.fixture(autouse=True)
def _made_again_once(nights: Nights, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The archive is whole in all of these tests, so that the same files and corrections give the same tables each time."""
    make_again = rebuilt.make_again

    def once(
        folder: Path,
        archive: Path,
        files: Sequence[str],
        registry: Registry,
        corrections: Sequence[Correction],
        *how: Any,
    ) -> None:
        assert archive == nights.workspace.archive
        key = repr((files, corrections))
        if key not in _MADE:
            kept = tmp_path_factory.mktemp("again") / "tables"
            make_again(kept, archive, files, registry, corrections, *how)
            _MADE[key] = kept
        shutil.copytree(_MADE[key], folder)

    monkeypatch.setattr(rebuilt, "make_again", once)


def _verify(nights: Nights, folder: Path, sample: Sample | None = None) -> Verification:
    return Verifier(folder, nights.workspace.archive, load_registry(), nights.corrections).verify(sample)


@pytest.mark.parametrize(("table", "column", "value"), CELLS, ids=lambda each: repr(each)[:30])
def test_absurd_cells_are_findings(nights: Nights, folder: Path, table: str, column: str, value: Any) -> None:
    forger.change(folder, table, lambda rows: [{**row, column: value} for row in rows])
    write_checksums(folder)
    assert not _verify(nights, folder).holds
    assert not _verify(nights, folder, Sample(3, 1)).holds


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _noise(path: Path) -> None:
    path.write_bytes(b"PAR1" + bytes(range(256)) * 40 + b"PAR1")


def _gone(path: Path) -> None:
    path.unlink()


def _no_rows(path: Path) -> None:
    data = pq.read_table(path)
    pq.write_table(data.slice(0, 0), path)


def _no_columns(path: Path) -> None:
    pq.write_table(pq.read_table(path).select([]), path)


def _first_column_gone(path: Path) -> None:
    data = pq.read_table(path)
    pq.write_table(data.drop_columns(data.column_names[0]), path)


def _last_column_gone(path: Path) -> None:
    data = pq.read_table(path)
    pq.write_table(data.drop_columns(data.column_names[-1]), path)


def _all_text(path: Path) -> None:
    data = pq.read_table(path)
    pq.write_table(pa.table({name: ["x"] for name in data.column_names}), path)


def _all_numbers(path: Path) -> None:
    data = pq.read_table(path)
    pq.write_table(pa.table({name: [1.5] for name in data.column_names}), path)


def _all_null(path: Path) -> None:
    data = pq.read_table(path)
    pq.write_table(pa.table([pa.nulls(2, field.type) for field in data.schema], names=data.column_names), path)


def _lists(path: Path) -> None:
    data = pq.read_table(path)
    pq.write_table(pa.table({name: [[{"a": 1}]] for name in data.column_names}), path)


def _a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/null")


DAMAGES = (
    _truncated, _noise, _gone, _no_rows, _no_columns, _first_column_gone, _last_column_gone, _all_text, _all_numbers, _all_null, _lists, _a_link,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda each: each.__name__.strip("_"))
def test_damaged_tables_are_findings(nights: Nights, folder: Path, damage: Callable[[Path], None]) -> None:
    for table in TABLES:
        path = folder / "data" / f"{table}.parquet"
        kept = path.read_bytes()
        damage(path)
        write_checksums(folder)
        assert not _verify(nights, folder, Sample(3, 1)).holds, table
        if table in ("statements", "captures"):
            assert not _verify(nights, folder).holds, table
        path.unlink(missing_ok=True)
        path.write_bytes(kept)


PACKAGES: list[Any] = [
    [],
    "x",
    {},
    {"created": 5},
    {"created": "yesterday"},
    {"created": None, "synthetic": []},
    {"made_from": []},
    {"made_from": {"extractor": 5, "codebook": []}},
    {"made_from": {"extractor": "x", "codebook": "y"}, "schema_version": []},
    {"previous_version": "../../../x"},
    {"previous_version": ["x"]},
    {"resources": [{"path": "../../x", "name": "statements", "format": "csv"}]},
    {"schema_version": "9.9.9"},
]


@pytest.mark.parametrize("said", PACKAGES, ids=lambda each: json.dumps(each)[:40])
@pytest.mark.parametrize("alone", [True, False])
def test_an_absurd_description_is_a_finding(nights: Nights, folder: Path, said: Any, alone: bool) -> None:
    path = folder / "datapackage.json"
    whole = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(said if alone or not said or not isinstance(said, dict) else whole | said))
    write_checksums(folder)
    assert not _verify(nights, folder).holds
    _verify(nights, folder, Sample(2, 1))


def test_documents_said_to_be_of_other_code_are_not_compared_and_never_called_so(nights: Nights, folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"described_by": {}}))
    write_checksums(folder)
    documents = next(check for check in _verify(nights, folder).checks if check.name == "documents")
    assert (documents.proven, documents.wrong) == (0, 0)
    assert "were not compared" in documents.unchecked


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1e999999"])
def test_a_description_that_is_no_json_is_a_finding(nights: Nights, folder: Path, content: bytes) -> None:
    (folder / "datapackage.json").write_bytes(content)
    assert not _verify(nights, folder).holds


def test_an_empty_folder_is_all_findings_and_no_folder_is_a_usage_error(nights: Nights, tmp_path: Path) -> None:
    assert not _verify(nights, tmp_path).holds
    with pytest.raises(UsageError):
        _verify(nights, tmp_path / "nowhere")
