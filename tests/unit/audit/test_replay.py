"""Nights done again: from a small archive of imports on three nights, one of them corrected; healthy, tampered with, read by other code."""

import gzip
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.audit import replay_files
from pipeline.audit.replay import Replayed, Replayer
from pipeline.audit.replay_sides import summary
from pipeline.capture.warc import members
from pipeline.cli.replaying import as_document, exit_code, show
from pipeline.clock import FixedClock
from pipeline.errors import ArchiveError, KotaCerdasError, UsageError
from pipeline.extract import extract
from pipeline.flow import Listener
from pipeline.gate.corrections import Correction
from pipeline.model import Extraction, Refusal
from pipeline.publish import load_publisher
from pipeline.publish.edition import MadeFrom
from pipeline.steps import extracting
from pipeline.workspace import Workspace

FIRST, SECOND, THIRD = "2026-01-02.1", "2026-01-02.2", "2026-01-03.1"
QUIET = "20260102T213000Z"
"""The run between that published nothing new."""

_TEXT = (
    "Siaran Pers No. {number}/HM/CONTOH/02/2023\n\nSelama 2022 kementerian telah mendampingi {cities} kota dalam Gerakan Smart City. "
    "Sebanyak 120 BTS telah dibangun di Kota Palu pada 2022. Rapat pada 6 Februari 2023 dihadiri =sembilan orang."
)


def _release(number: int, cities: int) -> str:
    url = f"http://kominfo.sample.example/buatan/{number}"
    release = {"agency": "sample-kominfo", "url": url, "title": f"Judul buatan {number}", "date": "2023-02-06"}
    return json.dumps({**release, "text": _TEXT.format(number=number, cities=cities)})


def _night(workspace: Workspace, moment: datetime, lines: list[str], *corrections: Correction) -> flow.RunReport:
    registry, clock = load_registry(), FixedClock(moment)
    held = workspace.root.parent / "held.jsonl"
    if lines:
        held.write_text("\n".join(lines), "utf-8")
        flow.import_files(workspace, registry, [held], clock, None, Listener())
    clock.sleep(3600)
    return flow.publish_archive(workspace, registry, clock, Listener(), load_publisher(), corrections=corrections)


@pytest.fixture(scope="module")
def _nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Correction]:
    """Three snapshots: two releases; one of them revised, on the same day; a correction, and a page that nobody can read."""
    root = tmp_path_factory.mktemp("nights") / "output"
    workspace = Workspace(root)
    _night(workspace, datetime(2026, 1, 1, 18, 30, tzinfo=UTC), [_release(1, 50), _release(2, 50)])
    _night(workspace, datetime(2026, 1, 2, 14, 30, tzinfo=UTC), [_release(1, 51)])
    quiet = _night(workspace, datetime(2026, 1, 2, 20, 30, tzinfo=UTC), [])
    assert quiet.publication is not None
    assert (quiet.run_id, quiet.publication.is_new) == (QUIET, False)
    rows = pq.read_table(root / "public/snapshots" / SECOND / "data/statements.parquet").to_pylist()
    row = next(row for row in rows if row["value"] == 120)
    correction = Correction(
        correction_id="menara-palu",
        action="flag",
        release_id=row["release_id"],
        statement_id=row["statement_id"],
        who="Rini",
        when=datetime(2026, 1, 3, tzinfo=UTC).date(),
        why="Waits for the ministry's answer.",
        evidence="A letter.",
        expect={"value": "120"},
    )
    unreadable = _release(3, 50).replace("Sebanyak", "\\u0000")
    report = _night(workspace, datetime(2026, 1, 2, 22, 30, tzinfo=UTC), [unreadable], correction)
    assert report.publication is not None
    assert report.publication.version == THIRD
    return root, correction


@pytest.fixture
def workspace(_nights: tuple[Path, Correction], tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(_nights[0], tmp_path / "output")))


@pytest.fixture
def correction(_nights: tuple[Path, Correction]) -> Correction:
    return _nights[1]


def _replayer(workspace: Workspace, *corrections: Correction, keep: Path | None = None) -> Replayer:
    return Replayer(workspace, workspace.archive, load_registry(), corrections, keep)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _shown(*results: Replayed) -> str:
    text = io.StringIO()
    console = Console(file=text, width=160)
    for result in results:
        show(console, console, result)
    return text.getvalue()


def test_every_version_is_made_again_byte_for_byte_and_nothing_is_touched(
    workspace: Workspace, correction: Correction, tmp_path: Path
) -> None:
    before = _bytes(workspace.root)
    results = list(_replayer(workspace, correction, keep=tmp_path / "kept").replay_all())
    assert [(result.version, result.verdict) for result in results] == [
        (version, "identical") for version in (FIRST, SECOND, THIRD)
    ]
    assert _bytes(workspace.root) == before
    for version in (FIRST, SECOND, THIRD):
        assert _bytes(tmp_path / "kept" / version) == _bytes(workspace.public / "snapshots" / version)
    assert exit_code(results, allow_other_code=False) == 0
    # The correction came after the first two, so these are made without it, and say so.
    assert ["menara-palu" in " ".join(result.notes) for result in results] == [True, True, False]
    assert "byte for byte" in _shown(*results)
    with pytest.raises(UsageError, match="already"):
        _replayer(workspace, correction, keep=tmp_path / "kept").replay(FIRST)


def test_a_run_that_published_nothing_new_publishes_nothing_again(workspace: Workspace) -> None:
    result = _replayer(workspace).replay(QUIET)
    assert (result.name, result.version, result.verdict) == (f"run {QUIET}", SECOND, "identical")
    assert "nothing new" in _shown(result)


def test_a_run_leads_to_its_snapshot_and_an_import_to_the_first_that_holds_it(
    workspace: Workspace, correction: Correction
) -> None:
    imported = _replayer(workspace, correction).replay("20260102T143000Z")
    assert (imported.version, imported.verdict) == (SECOND, "identical")
    assert "left no report" in imported.notes[0]
    published = _replayer(workspace, correction).replay("20260102T153000Z")
    assert (published.version, published.verdict) == (SECOND, "identical")
    (workspace.runs / "20260102T153000Z.json").write_text(
        '{"error": "Nothing was published, because", "published": null}'
    )
    with pytest.raises(UsageError, match="published nothing, because: Nothing was"):
        _replayer(workspace).replay("20260102T153000Z")


@pytest.mark.parametrize("name", ["2026-01-09.1", "../../etc", "20990101T000000Z", ""])
def test_an_unknown_name_is_a_clear_error(workspace: Workspace, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        _replayer(workspace).replay(name)
    assert caught.value.hint


def test_without_the_version_before_its_changes_cannot_be_told_again(workspace: Workspace) -> None:
    shutil.rmtree(workspace.public / "snapshots" / FIRST)
    with pytest.raises(UsageError, match=f"folder of snapshot {FIRST}"):
        _replayer(workspace).replay(SECOND)


def _warcs(workspace: Workspace) -> list[Path]:
    return sorted(workspace.archive.rglob("*.warc.gz"))


def test_a_byte_of_the_archive_that_changed_is_named_and_older_versions_are_still_proven(
    workspace: Workspace, correction: Correction
) -> None:
    changed = _warcs(workspace)[1]
    data = bytearray(changed.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    with pytest.raises(ArchiveError, match=changed.name):
        _replayer(workspace, correction).replay(THIRD)
    results = list(_replayer(workspace, correction).replay_all())
    assert [result.verdict for result in results] == ["identical", "failed", "failed"]
    assert exit_code(results, allow_other_code=True) == 3
    assert "cannot be done again" in _shown(*results)


def test_a_payload_that_was_exchanged_in_a_sound_file_is_caught(workspace: Workspace) -> None:
    held = _warcs(workspace)[0]
    with held.open("rb") as file:
        records = [data for _, _, data in members(file)]
    assert any(b"mendampingi 50 kota" in data for data in records)
    forged = (data.replace(b"mendampingi 50 kota", b"mendampingi 99 kota") for data in records)
    held.write_bytes(b"".join(gzip.compress(data) for data in forged))
    with pytest.raises(ArchiveError, match="SHA-256 should be"):
        _replayer(workspace).replay(FIRST)


def test_a_warc_file_without_captures_is_an_error(workspace: Workspace) -> None:
    for held in _warcs(workspace):
        held.write_bytes(b"")
    with pytest.raises(ArchiveError, match="hold no captures"):
        _replayer(workspace).replay(FIRST)


def test_a_missing_warc_file_is_named(workspace: Workspace) -> None:
    _warcs(workspace)[0].unlink()
    with pytest.raises(ArchiveError, match=r"does not hold sample-kominfo/sample-kominfo-20260101T183000Z\.warc\.gz"):
        _replayer(workspace).replay(FIRST)


def _forge(workspace: Workspace, version: str, table: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
    path = workspace.public / "snapshots" / version / "data" / f"{table}.parquet"
    read = pq.read_table(path)
    rows = read.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=read.schema), path, compression="zstd")


def test_a_forged_cell_is_named_with_both_values(workspace: Workspace) -> None:
    def forge(rows: list[dict[str, Any]]) -> None:
        next(row for row in rows if row["value"] == 50)["value"] = Decimal(55)

    _forge(workspace, FIRST, "statements", forge)
    result = _replayer(workspace).replay(FIRST)
    assert [(finding.name, finding.cause) for finding in result.findings] == [("data/statements.parquet", "")]
    (row,) = result.rows
    assert (row.change, row.column, row.published, row.today, row.cause) == ("revised", "value", "55", "50", "")
    (side,) = result.numbers
    assert (side.kind, side.differs) == ("reading", ("value",))
    assert exit_code([result], allow_other_code=True) == 1
    assert "unexplained" in _shown(result)


def test_a_forged_version_does_not_spoil_the_verdict_on_the_next(workspace: Workspace, correction: Correction) -> None:
    _forge(workspace, FIRST, "statements", lambda rows: rows[0].update(value=Decimal(77)))
    results = list(_replayer(workspace, correction).replay_all())
    assert [result.verdict for result in results] == ["differs", "identical", "identical"]


def test_a_row_that_stands_twice_and_a_column_of_another_type_are_named(workspace: Workspace) -> None:
    _forge(workspace, FIRST, "refusals", lambda rows: rows.append(dict(rows[0])))
    path = workspace.public / "snapshots" / FIRST / "data/units.parquet"
    read = pq.read_table(path)
    pq.write_table(read.set_column(1, "label_en", pa.array(range(read.num_rows))), path)
    found = {finding.name: finding for finding in _replayer(workspace).replay(FIRST).findings}
    assert "their number" in found["data/refusals.parquet"].what
    assert "column label_en was published as int64 and is made as string" in found["data/units.parquet"].what
    assert {finding.cause for finding in found.values()} == {""}


def test_a_parquet_file_that_is_none_is_a_finding(workspace: Workspace) -> None:
    (workspace.public / "snapshots" / FIRST / "data/statements.parquet").write_bytes(b"PAR1 no PAR1")
    result = _replayer(workspace).replay(FIRST)
    assert "cannot be compared" in result.findings[0].what
    assert result.verdict == "differs"


def test_text_files_are_named_with_the_line_and_a_csv_with_the_column(workspace: Workspace) -> None:
    folder = workspace.public / "snapshots" / FIRST
    csv = folder / "data/statements.csv"
    csv.write_bytes(csv.read_bytes().replace(b"Kota Palu,", b"Kota Poso,", 1))
    (folder / "README.md").write_text("\x1b[2J" + (folder / "README.md").read_text("utf-8"), "utf-8")
    (folder / "extra.txt").write_text("?")
    (folder / "CITATION.cff").unlink()
    (folder / "CITATION.cff").symlink_to("/etc/passwd")
    result = _replayer(workspace).replay(FIRST)
    found = {finding.name: finding.what for finding in result.findings}
    assert "ref_area_name" in found["data/statements.csv"]
    assert found["README.md"].startswith("differs first at line 1: published")
    assert found["extra.txt"] == "is not made again"
    assert "was not published as a file of its own" in found["CITATION.cff"]
    assert {finding.cause for finding in result.findings} == {""}
    assert "\x1b[2J" not in _shown(result)


def test_captures_that_name_a_file_elsewhere_are_refused(workspace: Workspace) -> None:
    _forge(workspace, FIRST, "captures", lambda rows: rows[0].update(warc_file="../../etc/passwd"))
    with pytest.raises(UsageError, match="none of an archive"):
        _replayer(workspace).replay(FIRST)


@pytest.fixture
def other_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads towers as planned, refuses the count of cities, and takes a year for a figure."""

    def read(text: str, **options: Any) -> Extraction:
        found = extract(text, **options)
        towers = next(figure for figure in found.figures if figure.value == 120)
        cities = next(figure for figure in found.figures if figure.value in (50, 51))
        date = next(refusal for refusal in found.refusals if refusal.span.overlaps(towers.quote_span))
        stated = replace(towers, value_span=date.span, value=Decimal(6), repeats=(), rule_id="other/rule")
        planned = replace(towers, status="planned", rule_version=towers.rule_version + 1)
        figures = [figure for figure in found.figures if figure not in (towers, cities)]
        refusals = [refusal for refusal in found.refusals if refusal != date]
        return Extraction((*figures, planned, stated), (*refusals, Refusal(cities.value_span, "vague", "")))

    installed = MadeFrom.installed()
    other = replace(installed, extractor=installed.extractor[:32] + "f" * 16 + installed.extractor[48:])
    monkeypatch.setattr(MadeFrom, "installed", staticmethod(lambda: other))
    monkeypatch.setattr(extracting, "extract", read)


@pytest.mark.usefixtures("other_extractor")
def test_what_another_extractor_reads_stands_beside_what_was_published(workspace: Workspace) -> None:
    result = _replayer(workspace).replay(FIRST)
    assert result.verdict == "explained"
    other = {code.name: code.parts for code in result.code if not code.same}
    assert other == {"extractor": ("extract",)}
    assert {row.cause for row in result.rows} <= {"extractor", "follows"}
    assert {finding.cause for finding in result.findings} == {"extractor"}
    counts = summary(result.numbers)
    assert counts["kind"] == {"reading": 2, "refused": 2, "stated": 2}
    assert set(counts["column"]) == {"status", "rule_version", "obs_status"}
    side = next(side for side in result.numbers if side.kind == "reading")
    assert side.published is not None
    assert side.today is not None
    assert (side.published["status"], side.today["status"], side.number) == ("realised", "planned", "120 BTS")
    assert [part[-3:-1] for part in side.rules.split(" -> ")] == [" v", " v"]
    refused = next(side for side in result.numbers if side.kind == "refused")
    assert refused.rules.endswith("-> refused: vague")
    assert exit_code([result], allow_other_code=False) == 1
    assert exit_code([result], allow_other_code=True) == 0
    shown = _shown(result)
    assert "6 numbers are read differently" in shown
    assert "other: extract" in shown
    assert json.loads(json.dumps(as_document(result), default=str))["summary"]["kind"]["stated"] == 2


@pytest.mark.usefixtures("other_extractor")
def test_a_run_without_news_is_news_to_another_extractor(workspace: Workspace) -> None:
    result = _replayer(workspace).replay(QUIET)
    assert result.verdict == "explained"
    assert "something else than" in " ".join(result.notes)


def test_other_code_that_reads_the_same_gives_the_same_bytes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MadeFrom, "installed", staticmethod(lambda: MadeFrom("a" * 64, "b" * 64)))
    assert _replayer(workspace).replay(FIRST).verdict == "identical"


def test_documents_by_other_code_are_named_and_not_compared(workspace: Workspace) -> None:
    folder = workspace.public / "snapshots" / FIRST
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**package, "described_by": "0" * 64}), "utf-8")
    (folder / "CHANGES.md").unlink()
    result = _replayer(workspace).replay(FIRST)
    assert {finding.name for finding in result.findings} == {"datapackage.json", "CHANGES.md"}
    assert {finding.cause for finding in result.findings} == {"documents"}
    assert result.verdict == "explained"


def test_a_snapshot_of_an_older_schema_is_compared_in_what_both_have(workspace: Workspace) -> None:
    folder = workspace.public / "snapshots" / FIRST
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    old = {name: value for name, value in package.items() if name not in ("described_by", "made_from", "publisher")}
    (folder / "datapackage.json").write_text(json.dumps({**old, "schema_version": "1.0.0"}), "utf-8")
    (folder / "data/corrections.parquet").unlink()
    path = folder / "data/statements.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["correction_id"]), path)
    result = _replayer(workspace).replay(FIRST)
    found = {finding.name: finding for finding in result.findings}
    assert "column correction_id was not published" in found["data/statements.parquet"].what
    assert found["data/corrections.parquet"].what == "was not published"
    assert result.verdict == "explained"
    assert result.numbers == ()


def test_a_correction_that_is_gone_explains_its_rows(workspace: Workspace) -> None:
    result = _replayer(workspace).replay(THIRD)
    assert "does not hold: menara-palu" in result.notes[0]
    assert result.verdict == "explained"
    assert {row.cause for row in result.rows} <= {"correction", "follows"}
    assert {finding.cause for finding in result.findings if finding.name.startswith("data/stat")} == {"correction"}


def test_another_library_explains_other_bytes_of_the_same_rows(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forge(workspace, FIRST, "units", lambda rows: rows.append(dict(rows[0])))
    monkeypatch.setattr(replay_files, "_writer", lambda folder: str(folder))
    (finding,) = _replayer(workspace).replay(FIRST).findings
    assert (finding.name, finding.cause) == ("data/units.parquet", "library")


ATTEMPT = """
import socket, subprocess, sys
from pathlib import Path
from pipeline.agencies import load_registry
from pipeline.audit.replay import Replayer
from pipeline.errors import KotaCerdasError
from pipeline.steps import decoding
from pipeline.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
server = socket.create_server(("127.0.0.1", 0))
healthy, tried = decoding.decode, []

def decode(capture, payload, agency):
    for attempt in (
        lambda: socket.create_connection(server.getsockname()),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: subprocess.run(["true"]),
    ):
        try:
            attempt()
        except KotaCerdasError as error:
            tried.append(type(error).__name__)
    return healthy(capture, payload, agency)

decoding.decode = decode
result = Replayer(workspace, workspace.archive, load_registry(), ()).replay(sys.argv[2])
print(result.verdict, len(result.findings), sorted(set(tried)), len(tried) // 2, sum("asked for the network" in note for note in result.notes))
socket.create_connection(server.getsockname()).close()
print("free again")
"""


def test_no_network_can_be_reached_and_an_attempt_is_told(workspace: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPT, str(workspace.root), FIRST],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["differs 0 ['NetworkRefused'] 3 3", "free again"]


def test_the_guard_is_not_in_force_where_nothing_is_replayed(workspace: Workspace) -> None:
    from pipeline.audit import offline

    _replayer(workspace).replay(FIRST)
    assert offline._refused is None
    subprocess.run(["true"], check=True)


def test_no_room_is_a_clear_error(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Iterator[None]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.audit.replay.link_files", full)
    with pytest.raises(KotaCerdasError, match="No space left") as caught:
        _replayer(workspace).replay(FIRST)
    assert "TMPDIR" in caught.value.hint
