"""A bundle that someone hands on: what is altered in it is caught by the check that is for it, and a good one can be used."""

import errno
import json
from pathlib import Path

import pytest
from minisign import KeyPair, PublicKey

from pipeline import publish
from pipeline.agencies import load_registry
from pipeline.audit.bundle import check_bundle, layout, plan_bundle, write_bundle
from pipeline.audit.bundle.container import Container
from pipeline.audit.published import Published
from pipeline.audit.signatures import check_signature, sign_snapshot
from pipeline.audit.trace import trace
from pipeline.capture import Archive
from pipeline.errors import BundleError, MachineError
from pipeline.workspace import Workspace
from tests.unit.audit.bundle.conftest import PAIR, Altered, read


def _failed(bundle: Path, folder: Path, key: PublicKey | None = PAIR.public_key) -> dict[str, tuple[str, ...]]:
    _, results = check_bundle(bundle, folder, key)
    return {result.name: (result.summary, *result.findings) for result in results if not result.passed}


def test_a_good_bundle_is_unpacked_as_trace_and_the_checks_want_it(
    workspace: Workspace, snapshot: Path, tmp_path: Path
) -> None:
    sign_snapshot(snapshot, PAIR.secret_key)
    write_bundle(plan_bundle(snapshot, workspace.archive, PAIR.secret_key), tmp_path / "b.wacz")
    found, results = check_bundle(tmp_path / "b.wacz", tmp_path / "out", PAIR.public_key)
    assert [result.summary for result in results if not result.passed] == []
    assert [result.name for result in results].count("signature") == 2
    assert found.snapshot == tmp_path / "out" / "snapshots" / snapshot.name
    assert all(result.passed for result in publish.check(found.snapshot))
    assert check_signature(found.snapshot, None, PAIR.public_key).passed
    for row in Published(found.snapshot).rows("statements"):
        assert trace(found.snapshot, Archive(found.archive), load_registry(), row["statement_id"]).verified


def test_packing_what_was_unpacked_gives_the_same_bundle(bundle: Path, tmp_path: Path) -> None:
    found, _ = check_bundle(bundle, tmp_path / "out")
    write_bundle(plan_bundle(found.snapshot, found.archive, PAIR.secret_key), tmp_path / "again.wacz")
    assert (tmp_path / "again.wacz").read_bytes() == bundle.read_bytes()


@pytest.mark.usefixtures("taken_as_whole")
def test_without_a_key_the_signature_is_named_as_not_checked(bundle: Path, tmp_path: Path) -> None:
    _, results = check_bundle(bundle, tmp_path / "out")
    assert [(result.name, result.blocking) for result in results if not result.passed] == [("signature", False)]


@pytest.mark.usefixtures("taken_as_whole")
def test_the_signature_of_another_key_is_caught(bundle: Path, tmp_path: Path) -> None:
    assert "another key" in _failed(bundle, tmp_path / "out", KeyPair.generate().public_key)["signature"][1]


def _replaced(bundle: Path, place: str, old: bytes, new: bytes) -> dict[str, bytes | None]:
    before = read(bundle, place)
    assert old in before
    return {place: before.replace(old, new, 1)}


def test_a_changed_digit_in_a_table_is_caught(bundle: Path, altered: Altered, tmp_path: Path) -> None:
    failed = _failed(altered(_replaced(bundle, "data/statements.csv", b"50", b"51")), tmp_path / "out")
    assert "data/statements.csv has not the size and the SHA-256 that are listed." in failed["bundle"]
    assert "files" in failed


@pytest.mark.usefixtures("taken_as_whole")
def test_a_changed_archive_is_caught_by_its_records(bundle: Path, altered: Altered, tmp_path: Path) -> None:
    place = next(
        each["path"] for each in json.loads(read(bundle, layout.PACKAGE))["resources"] if "warc" in each["path"]
    )
    data = bytearray(read(bundle, place))
    data[-200] ^= 0xFF
    failed = _failed(altered({place: bytes(data)}), tmp_path / "out")
    assert {"bundle", "records", "attestation"} <= failed.keys()
    assert failed["attestation"][1].endswith("has not the SHA-256 that the attestation gives.")


@pytest.mark.usefixtures("taken_as_whole")
def test_a_missing_archive_file_is_caught(bundle: Path, altered: Altered, tmp_path: Path) -> None:
    place = next(
        each["path"] for each in json.loads(read(bundle, layout.PACKAGE))["resources"] if "warc" in each["path"]
    )
    failed = _failed(altered({place: None}), tmp_path / "out")
    assert f"{place} is listed and is not there." in failed["bundle"]
    assert "is not in the archive" in failed["records"][1]


@pytest.mark.usefixtures("taken_as_whole")
@pytest.mark.parametrize("place", [layout.INDEX, layout.PAGES])
def test_an_index_that_leads_elsewhere_is_caught(bundle: Path, altered: Altered, place: str, tmp_path: Path) -> None:
    failed = _failed(altered(_replaced(bundle, place, b"rilis/50", b"rilis/51")), tmp_path / "out")
    assert failed["index"][1] == f"{place} is not as the records give it."


@pytest.mark.usefixtures("taken_as_whole")
def test_an_altered_attestation_is_caught_by_the_files_and_by_its_signature(
    bundle: Path, altered: Altered, tmp_path: Path
) -> None:
    failed = _failed(altered(_replaced(bundle, layout.ATTESTATION, b'"README.md"', b'"README.mdx"')), tmp_path / "out")
    assert "README.md is no subject of the attestation." in failed["attestation"]
    assert "was changed" in failed["signature"][1]


@pytest.mark.usefixtures("taken_as_whole")
@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_an_attestation_that_is_none_is_caught(altered: Altered, content: bytes | None, tmp_path: Path) -> None:
    failed = _failed(altered({layout.ATTESTATION: content}), tmp_path / "out")
    assert "cannot be read" in failed["attestation"][1]
    assert "signature" in failed


@pytest.mark.usefixtures("taken_as_whole")
def test_a_signature_that_was_taken_away_is_missed(altered: Altered, tmp_path: Path) -> None:
    assert "is not signed" in _failed(altered({layout.ATTESTATION_SIGNATURE: None}), tmp_path / "out")["signature"][0]


@pytest.mark.usefixtures("taken_as_whole")
@pytest.mark.parametrize("place", ["archive/extra.warc.gz", "evil.sh", "evidence/more.txt", "snapshots/x"])
def test_a_file_that_does_not_belong_is_named_and_not_unpacked(altered: Altered, place: str, tmp_path: Path) -> None:
    failed = _failed(altered({place: b"x"}), tmp_path / "out")
    assert f"{place} has no place in a bundle." in failed["bundle"]
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name == Path(place).name]


def test_a_file_more_in_the_snapshot_is_caught(altered: Altered, tmp_path: Path) -> None:
    failed = _failed(altered({"snapshot/more.txt": b"x"}), tmp_path / "out")
    assert "more.txt is not listed in SHA256SUMS." in failed["files"]


@pytest.mark.usefixtures("taken_as_whole")
@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"resources": [{"path": []}]}', b"[" * 100_000, b"\xff"])
@pytest.mark.parametrize("place", [layout.PACKAGE, layout.DIGEST])
def test_a_description_that_is_none_is_caught(
    altered: Altered, content: bytes | None, place: str, tmp_path: Path
) -> None:
    assert "bundle" in _failed(altered({place: content}), tmp_path / "out")


@pytest.mark.usefixtures("taken_as_whole")
@pytest.mark.parametrize(
    "content",
    [None, b"", b"[]", b'{"version": "../../evil"}', b'{"version": 1}', b"[" * 100_000, b'{"version": "2026-01-01"}'],
)
def test_a_bundle_without_a_snapshots_version_is_refused(
    altered: Altered, content: bytes | None, tmp_path: Path
) -> None:
    with pytest.raises(BundleError, match=r"no snapshot|datapackage\.json cannot be read"):
        check_bundle(altered({"snapshot/datapackage.json": content}), tmp_path / "out")


@pytest.mark.usefixtures("taken_as_whole")
@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" * 20])
def test_captures_that_cannot_be_read_are_a_clear_error(altered: Altered, content: bytes, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="captures cannot be read"):
        check_bundle(altered({"data/captures.parquet": content}), tmp_path / "out")


@pytest.mark.usefixtures("taken_as_whole")
def test_a_full_disk_is_said(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Container, "extract", full)
    with pytest.raises(MachineError, match="No space left"):
        check_bundle(bundle, tmp_path / "out")
