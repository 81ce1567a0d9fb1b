"""Signatures of snapshots: good, bad, of another key, of another file, missing, and not to be checked without a public key."""

import errno
import json
from pathlib import Path

import pytest
from minisign import KeyPair, PublicKey

from pipeline.audit.signatures import check_signature, sign_snapshot, signature_path
from pipeline.errors import MachineError
from pipeline.publish import stage
from pipeline.publish.checksums import write_checksums

PAIR = KeyPair.generate()


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    folder = tmp_path / "public" / "snapshots" / "2026-01-31.1"
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps({"version": folder.name, "created": "2026-01-31T18:30:00Z"}))
    write_checksums(folder)
    return folder


@pytest.fixture
def signature(snapshot: Path) -> Path:
    return sign_snapshot(snapshot, PAIR.secret_key)


def _found(snapshot: Path, key: PublicKey | None, signatures: Path | None = None) -> tuple[bool, bool]:
    result = check_signature(snapshot, signatures, key)
    return result.passed, result.blocking


def test_a_signature_stands_beside_the_snapshots_and_says_which_one_it_is(snapshot: Path, signature: Path) -> None:
    assert signature == signature_path(snapshot) == snapshot.parent.parent / "signatures" / "2026-01-31.1.minisig"
    result = check_signature(snapshot, None, PAIR.public_key)
    assert (result.passed, result.blocking) == (True, True)
    assert "Kota Cerdas snapshot 2026-01-31.1, as of 2026-01-31T18:30:00Z" in result.summary
    assert _found(snapshot, PAIR.public_key, signature.parent) == (True, True)
    assert sorted(path.name for path in snapshot.iterdir()) == ["SHA256SUMS", "datapackage.json"]


def test_the_same_snapshot_and_key_give_the_same_signature(snapshot: Path, signature: Path, tmp_path: Path) -> None:
    again = sign_snapshot(snapshot, PAIR.secret_key, tmp_path / "again.minisig")
    assert again.read_bytes() == signature.read_bytes()


def test_without_a_public_key_nothing_is_claimed(snapshot: Path, signature: Path) -> None:
    result = check_signature(snapshot)
    assert (result.passed, result.blocking) == (False, False)
    assert "not checked" in result.summary


def test_no_signature_is_a_fault_only_where_a_key_asks_for_one(snapshot: Path) -> None:
    assert _found(snapshot, None) == (False, False)
    assert _found(snapshot, PAIR.public_key) == (False, True)


def test_the_signature_of_another_key_is_bad(snapshot: Path, signature: Path) -> None:
    result = check_signature(snapshot, None, KeyPair.generate().public_key)
    assert (result.passed, result.blocking) == (False, True)
    assert "another key" in result.findings[0]


def test_an_altered_list_of_hashes_is_caught(snapshot: Path, signature: Path) -> None:
    sums = snapshot / "SHA256SUMS"
    sums.write_bytes(sums.read_bytes().replace(b"datapackage", b"datapackagf"))
    assert _found(snapshot, PAIR.public_key) == (False, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"31.1, as", b"31.2, as"), (b"\n", b"\n\n"), (b"untrusted", b"trusted"), (b"RU", b"RA"), (b"=", b"!")],
)
def test_an_altered_signature_is_caught(snapshot: Path, signature: Path, old: bytes, new: bytes) -> None:
    signature.write_bytes(signature.read_bytes().replace(old, new))
    result = check_signature(snapshot, None, PAIR.public_key)
    assert (result.passed, result.blocking, len(result.findings)) == (False, True, 1)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\n" * 4, b"x" * 1_000_000, "é\n".encode() * 4])
@pytest.mark.parametrize("key", [None, PAIR.public_key])
def test_what_is_no_signature_is_bad_with_or_without_a_key(
    snapshot: Path, signature: Path, content: bytes, key: PublicKey | None
) -> None:
    signature.write_bytes(content)
    assert _found(snapshot, key) == (False, True)


def test_a_link_is_not_followed(snapshot: Path, signature: Path, tmp_path: Path) -> None:
    signature.rename(tmp_path / "elsewhere")
    signature.symlink_to(tmp_path / "elsewhere")
    assert _found(snapshot, PAIR.public_key) == (False, True)


def test_a_full_disk_leaves_the_old_signature_and_nothing_half(
    snapshot: Path, signature: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signature.read_bytes()

    def full(_: Path, __: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(stage, "put_file", full)
    with pytest.raises(MachineError, match="No space left"):
        sign_snapshot(snapshot, KeyPair.generate().secret_key)
    assert [path.read_bytes() for path in signature.parent.iterdir()] == [before]
