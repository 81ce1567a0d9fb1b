"""What can go wrong at night: each gives a clear message and exit code, and leaves the last good snapshot as it was."""

import errno
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import sample_ministry
from pipeline import flow, publish, schema
from pipeline.agencies import Agency, load_registry
from pipeline.capture import Archive, Visit
from pipeline.clock import FixedClock
from pipeline.errors import MachineError
from pipeline.flow import Listener
from pipeline.partitions import PartitionStore
from pipeline.publish import load_publisher
from pipeline.steps import capturing
from pipeline.workspace import Workspace
from sample_ministry import Answer, SampleSite
from tests.end_to_end.conftest import FIRST_NIGHT, Changes, run_night

KOMINFO, INDEX = "kominfo.sample.example", "/content/all/siaran_pers?page=1"


def _pages(workspace: Workspace) -> list[str]:
    rows = pq.read_table(publish.latest(workspace.public) / "data/press_releases.parquet").to_pylist()
    prefix = f"http://{KOMINFO}"
    return [url.removeprefix(prefix) for url in (row["url"] for row in rows) if url.startswith(f"{prefix}/")]


def _no_snapshot_is_new(workspace: Workspace) -> bool:
    return publish.latest(workspace.public).name == "2026-11-23.1" and not list(workspace.public.glob(".staging*"))


@pytest.mark.usefixtures("published")
def test_an_unreachable_site_blocks_publication_and_says_why(workspace: Workspace) -> None:
    registry = load_registry()

    class Nowhere:
        def __enter__(self) -> SampleSite:
            return SampleSite(port=1)  # nothing listens there

        def __exit__(self, *_: object) -> None:
            return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_ministry, "serve", Nowhere)
        report = flow.run(
            workspace,
            registry,
            registry.select([]),
            FixedClock(FIRST_NIGHT.replace(day=23)),
            Listener(),
            load_publisher(),
        )
    assert report.exit_code == 1
    assert "no_agency_came_back_empty" in str(report.error)
    assert report.error is not None
    assert "last good snapshot" in report.error.hint
    assert _no_snapshot_is_new(workspace)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "index",
    [
        (200, {"Content-Type": "text/html"}, b"<html><body>Belum ada siaran pers.</body></html>"),
        (500, {}, b"Internal Server Error"),
    ],
    ids=["empty", "http-500"],
)
def test_an_index_that_lists_nothing_is_named_while_the_other_agency_goes_on(
    workspace: Workspace, index: tuple[int, dict[str, str], bytes]
) -> None:
    report = run_night(workspace, 1, {(KOMINFO, INDEX): index})
    assert (report.exit_code, report.error) == (1, None)
    failed = {check.name: check.findings for check in report.checks if not check.passed}
    assert failed.keys() == {"no_agency_came_back_empty"}
    assert [finding.partition(":")[0] for finding in failed["no_agency_came_back_empty"]] == ["sample-kominfo"]
    assert _no_snapshot_is_new(workspace)


@pytest.mark.usefixtures("published")
def test_a_changed_layout_is_named_and_loses_nothing(workspace: Workspace) -> None:
    """The body's block has another name from tonight on, and the pages' dates another form."""

    def redesigned(healthy: Answer) -> Answer:
        body = healthy.body.replace(b'class="typography-block"', b'class="prose"').replace(
            b'class="date"', b'class="when"'
        )
        return replace(healthy, body=body)

    changes: Changes = {(KOMINFO, path): redesigned for path in _pages(workspace)}
    report = run_night(workspace, 1, changes)
    assert (report.exit_code, report.error) == (1, None)
    found = {check.name: check.findings for check in report.checks if not check.passed}
    assert "sample-kominfo: 0 of its newest" in found["release_layouts_hold"][0]
    assert "title and body in the [page]" in found["release_layouts_hold"][0]
    assert _no_snapshot_is_new(workspace)


@pytest.mark.usefixtures("published")
def test_a_visit_that_fails_unforeseen_is_reported_and_the_others_go_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    healthy = capturing.visit_agency

    def visit(agency: Agency, *arguments: Any, **options: Any) -> Visit:
        if agency.agency_id == "sample-komdigi":
            raise UnicodeError("encoding with 'idna' codec failed")
        return healthy(agency, *arguments, **options)

    monkeypatch.setattr(capturing, "visit_agency", visit)
    report = run_night(workspace, 1)
    assert (report.exit_code, report.error) == (1, None)
    failed, other = report.visits
    assert (failed.agency_id, failed.complete) == ("sample-komdigi", False)
    assert failed.errors[0].startswith("The visit failed: UnicodeError: encoding with 'idna' codec failed.")
    assert "Traceback" in caplog.text
    assert (other.complete, other.listed > 0) == (True, True)
    assert report.publication is not None
    assert "The visit failed" in (workspace.runs / f"{report.run_id}.json").read_text()
    assert _no_snapshot_is_new(workspace)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("error", [MachineError("No space left on device."), KeyboardInterrupt()])
def test_a_full_disk_or_a_person_ends_the_run_in_the_middle_of_a_visit(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def visit(*_: object, **__: object) -> Visit:
        raise error

    monkeypatch.setattr(capturing, "visit_agency", visit)
    with pytest.raises(type(error)):
        run_night(workspace, 1)


PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "http-500": (500, {"Content-Type": "text/html"}, b"Internal Server Error"),
    "truncated": (
        200,
        {"Content-Type": "text/html", "Content-Length": "90000"},
        b"<html><body><h1 class='title'>Judul</h1>",
    ),
    "waiting room": (200, {"Content-Type": "text/html"}, b"<html><body><h1>You are now in line</h1></body></html>"),
    "not a release": (200, {"Content-Type": "text/html"}, b"<html><body><p>Halaman tidak ditemukan</p></body></html>"),
    "empty": (200, {"Content-Type": "text/html"}, b""),
    "binary": (200, {"Content-Type": "application/octet-stream"}, bytes(range(256)) * 10),
}


@pytest.mark.usefixtures("published")
def test_each_bad_page_needs_a_person_and_changes_nothing_published(workspace: Workspace) -> None:
    """All in one night, each of them counted."""
    pages = _pages(workspace)[: len(PAGES)]
    changes: Changes = {(KOMINFO, page): answer for page, answer in zip(pages, PAGES.values(), strict=True)}
    report = run_night(workspace, 1, changes)
    assert report.exit_code == 1
    waiting = [row["url"] for row in PartitionStore(workspace.partitions).rows(schema.QUARANTINE, ("url",))]
    told = [*waiting, *(error for visit in report.visits for error in visit.errors)]
    unnoticed = {fault for fault, page in zip(PAGES, pages, strict=True) if not any(page in each for each in told)}
    assert unnoticed == set()
    assert report.error is None
    assert report.publication is not None
    assert not report.publication.is_new
    # The next night, with the page healed, all is well again.
    healed = run_night(workspace, 2)
    assert healed.exit_code == 0, healed
    assert healed.publication is not None
    assert not healed.publication.is_new


@pytest.mark.usefixtures("published")
def test_a_corrupt_record_is_named_and_blocks_publication(workspace: Workspace) -> None:
    capture = Archive(workspace.archive).releases("sample-kominfo")[0]
    warc = workspace.archive / capture.warc_file
    data = bytearray(warc.read_bytes())
    data[capture.warc_offset + 2_000] ^= 0xFF
    warc.write_bytes(data)
    report = flow.publish_archive(workspace, load_registry(), FixedClock(FIRST_NIGHT), Listener(), load_publisher())
    assert report.exit_code in (1, 3)
    assert warc.name in str(report.error)
    assert _no_snapshot_is_new(workspace)


@pytest.mark.usefixtures("published")
def test_a_warehouse_held_by_another_process_is_named(workspace: Workspace) -> None:
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, workspace.warehouse], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        report = flow.publish_archive(workspace, load_registry(), FixedClock(FIRST_NIGHT), Listener(), load_publisher())
    finally:
        holder.communicate()
    assert report.exit_code == 3
    assert str(holder.pid) in str(report.error)
    assert _no_snapshot_is_new(workspace)


@pytest.mark.usefixtures("published")
def test_a_full_disk_is_named_and_leaves_nothing_half_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    for partition in (workspace.partitions / "texts").rglob("*.parquet"):
        partition.unlink()
    report = flow.publish_archive(workspace, load_registry(), FixedClock(FIRST_NIGHT), Listener(), load_publisher())
    assert report.exit_code == 3
    assert "No space left" in str(report.error)
    assert not list(workspace.partitions.rglob("*.new"))
    assert _no_snapshot_is_new(workspace)


def test_an_output_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file is in the way")
    with pytest.raises(MachineError, match="Cannot write to the output folder"):
        run_night(Workspace(tmp_path / "output"), 0)


@pytest.mark.usefixtures("published")
def test_two_writers_do_not_meet(workspace: Workspace) -> None:
    with workspace.writing(), pytest.raises(MachineError, match="Another run"):
        run_night(workspace, 1)
