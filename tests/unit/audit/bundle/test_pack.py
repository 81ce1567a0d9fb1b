"""Packing: the same bytes each time, valid WACZ for its own validator, and refusal of what does not hold together."""

import errno
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from minisign import KeyPair

from pipeline import publish
from pipeline.audit.bundle import layout, plan_bundle, write_attestation, write_bundle
from pipeline.audit.signatures import sign_snapshot
from pipeline.errors import BundleError, MachineError
from pipeline.publish import stage
from pipeline.workspace import Workspace
from tests.unit.audit.bundle.conftest import PAIR, RELEASES, Altered, read
from tests.unit.capture.records import flip_byte


def _wacz(bundle: Path) -> tuple[int, str]:
    """py-wacz in a process of its own: what it imports warns."""
    code = "import sys; from wacz.main import main; sys.exit(main())"
    command = [sys.executable, "-W", "ignore", "-c", code, "validate", "-f", str(bundle)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_the_same_snapshot_archive_and_key_give_the_same_bytes(
    workspace: Workspace, snapshot: Path, bundle: Path, tmp_path: Path
) -> None:
    for path in workspace.archive.rglob("*"):
        os.utime(path, (1, 1))
    again = tmp_path / "elsewhere" / "b.wacz"
    write_bundle(plan_bundle(snapshot, workspace.archive, PAIR.secret_key), again)
    assert again.read_bytes() == bundle.read_bytes()
    assert [path.name for path in again.parent.iterdir()] == ["b.wacz"]


@pytest.mark.usefixtures("taken_as_whole")
def test_an_archive_that_grew_gives_the_same_bundle(workspace: Workspace, snapshot: Path) -> None:
    before = plan_bundle(snapshot, workspace.archive)
    later = workspace.archive / "kominfo" / "kominfo-20270101T000000Z.warc.gz"
    later.write_bytes(b"a night that this snapshot knows nothing of")
    assert plan_bundle(snapshot, workspace.archive) == before


@pytest.mark.slow
def test_py_wacz_finds_it_valid_and_an_altered_one_not(bundle: Path, altered: Altered) -> None:
    code, said = _wacz(bundle)
    assert (code, "the passed WACZ is valid" in said) == (0, True), said
    code, said = _wacz(altered({layout.PAGES: read(bundle, layout.PAGES).replace(b"kota", b"desa")}))
    assert (code, "invalid" in said) == (1, True), said


def test_members_are_stored_sorted_and_carry_no_time_of_today(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as opened:
        infos = opened.infolist()
    names = [info.filename for info in infos]
    assert names == sorted(names)
    assert {(info.compress_type, info.date_time) for info in infos} == {(zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))}
    assert max(name.count("/") for name in names) == 1


def test_it_describes_itself_as_wacz_wants_it(bundle: Path, snapshot: Path) -> None:
    package, digest = (json.loads(read(bundle, name)) for name in (layout.PACKAGE, layout.DIGEST))
    assert (package["profile"], package["wacz_version"], digest["path"]) == ("data-package", "1.1.1", layout.PACKAGE)
    assert package["created"] == json.loads((snapshot / "datapackage.json").read_bytes())["created"]
    with zipfile.ZipFile(bundle) as opened:
        assert {each["path"] for each in package["resources"]} == set(opened.namelist()) - {
            layout.PACKAGE,
            layout.DIGEST,
        }


def test_the_index_and_the_pages_lead_to_the_releases(bundle: Path) -> None:
    index = read(bundle, layout.INDEX).decode().splitlines()
    assert [line.split(" ", 2)[:2] for line in index] == [
        ["id,go,komdigi)/rilis/75?bagian=1&hal=2", "20260101000000"],
        ["id,go,kominfo)/rilis/50?bagian=1&hal=2", "20260101000000"],
    ]
    fields = json.loads(index[1].split(" ", 2)[2])
    assert layout.ARCHIVE + fields["filename"] in zipfile.ZipFile(bundle).namelist()
    head, *pages = [json.loads(line) for line in read(bundle, layout.PAGES).splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert sorted((page["url"], page["title"], page["ts"]) for page in pages) == sorted(
        (release["url"], release["title"], "2026-01-01T00:00:00Z") for release in RELEASES
    )


@pytest.mark.usefixtures("taken_as_whole")
def test_the_snapshots_own_signature_is_taken_along(workspace: Workspace, snapshot: Path) -> None:
    assert layout.SNAPSHOT_SIGNATURE not in [m.place for m in plan_bundle(snapshot, workspace.archive).members]
    signature = sign_snapshot(snapshot, PAIR.secret_key)
    taken = next(m for m in plan_bundle(snapshot, workspace.archive).members if m.place == layout.SNAPSHOT_SIGNATURE)
    assert taken.source == signature.read_bytes()


@pytest.mark.usefixtures("taken_as_whole")
def test_two_signatures_of_two_keys_are_refused(workspace: Workspace, snapshot: Path) -> None:
    sign_snapshot(snapshot, KeyPair.generate().secret_key)
    with pytest.raises(BundleError, match="of another key"):
        plan_bundle(snapshot, workspace.archive, PAIR.secret_key)


def test_a_snapshot_that_is_not_whole_is_refused(workspace: Workspace, snapshot: Path) -> None:
    flip_byte(snapshot / "data" / "statements.csv", 100)
    with pytest.raises(BundleError, match=r"not whole.*statements\.csv") as caught:
        plan_bundle(snapshot, workspace.archive)
    assert "publish --check" in caught.value.hint


@pytest.mark.usefixtures("taken_as_whole")
def test_without_any_archive_the_error_says_which_files_are_wanted(workspace: Workspace, snapshot: Path) -> None:
    with pytest.raises(BundleError, match="is not in the archive") as caught:
        plan_bundle(snapshot, workspace.root / "nowhere")
    assert "--archive" in caught.value.hint


@pytest.mark.usefixtures("taken_as_whole")
def test_a_full_disk_is_said_and_leaves_nothing(
    workspace: Workspace, snapshot: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plan = plan_bundle(snapshot, workspace.archive)

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stage, "sync", full)
    for write in (write_bundle, write_attestation):
        (tmp_path / "to").mkdir(exist_ok=True)
        (tmp_path / "to" / "b.wacz").write_text("the one before", "utf-8")
        with pytest.raises(MachineError, match="No space left"):
            write(plan, tmp_path / "to" / "b.wacz")
        assert [path.read_text("utf-8") for path in (tmp_path / "to").iterdir()] == ["the one before"]


@pytest.mark.usefixtures("taken_as_whole")
def test_a_file_that_changes_while_it_is_packed_is_noticed(
    workspace: Workspace, snapshot: Path, tmp_path: Path
) -> None:
    plan = plan_bundle(snapshot, workspace.archive)
    flip_byte(snapshot / "README.md", 10)
    with pytest.raises(BundleError, match=r"README\.md was changed"):
        write_bundle(plan, tmp_path / "b.wacz")
    assert not list(tmp_path.glob("*b.wacz*"))


@pytest.mark.usefixtures("taken_as_whole")
def test_the_attestation_alone_is_the_one_of_the_bundle(
    workspace: Workspace, snapshot: Path, bundle: Path, tmp_path: Path
) -> None:
    write_attestation(plan_bundle(snapshot, workspace.archive), tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes() == read(bundle, layout.ATTESTATION)


def test_the_newest_snapshot_is_as_it_was(workspace: Workspace, snapshot: Path, tmp_path: Path) -> None:
    write_bundle(plan_bundle(snapshot, workspace.archive, PAIR.secret_key), tmp_path / "b.wacz")
    assert all(result.passed for result in publish.check(snapshot))
