"""Key files: who may read them, what opens them, and what is no key. Where Debian's minisign is there, it must read ours, and we its."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audit.keys import new_key, public_file_of, read_public_key, read_secret_key, text_of
from pipeline.errors import MachineError, UsageError


def _asked(password: str) -> Callable[[], str]:
    return lambda: password


def _not_asked() -> str:
    raise AssertionError("a key without a password needs none")


def test_only_the_owner_reads_the_secret_key_and_its_password_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "minisign.key"
    made = new_key(path, "rahasia kita")
    assert (path.stat().st_mode & 0o777, public_file_of(path).name) == (0o600, "minisign.pub")
    assert read_secret_key(path, _asked("rahasia kita")).get_public_key() == made
    with pytest.raises(UsageError, match="does not open"):
        read_secret_key(path, _asked("rahasia saya"))


def test_a_key_without_a_password_asks_for_none(tmp_path: Path) -> None:
    made = new_key(tmp_path / "a.key", "")
    assert read_secret_key(tmp_path / "a.key", _not_asked).get_public_key() == made


def test_the_public_key_is_read_from_its_file_and_from_its_text(tmp_path: Path) -> None:
    made = new_key(tmp_path / "a.key", "")
    assert read_public_key(str(tmp_path / "a.pub")) == read_public_key(text_of(made)) == made


@pytest.mark.parametrize("there", ["a.key", "a.pub"])
def test_a_key_is_never_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="exists already"):
        new_key(tmp_path / "a.key", "")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {there: "mine"}


def test_where_nothing_can_be_written_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="Cannot write"):
        new_key(tmp_path / "missing" / "a.key", "")


def test_a_secret_key_cannot_take_the_name_of_a_public_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name of a public key"):
        new_key(tmp_path / "a.pub", "")


@pytest.mark.parametrize(
    "content", [b"", b"untrusted comment: x\nRWQ=\n", b"\xff\n\xff\n", b"x" * 100_000, b"a\nb\nc\n"]
)
def test_what_is_no_key_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(UsageError, match="secret key"):
        read_secret_key(tmp_path / "a", _not_asked)
    with pytest.raises(UsageError, match="public key"):
        read_public_key(str(tmp_path / "a"))


@pytest.mark.parametrize("text", ["", "RWQ", "é" * 60, "x" * 5_000, "\x00", "/nowhere.pub"])
def test_what_is_no_public_key_is_a_clear_error(text: str) -> None:
    with pytest.raises(UsageError, match="neither the file"):
        read_public_key(text)


minisign = shutil.which("minisign")
needs_minisign = pytest.mark.skipif(minisign is None, reason="Debian's minisign is not installed here")


@needs_minisign
@pytest.mark.parametrize("password", ["rahasia", ""])
def test_minisign_signs_with_our_key(tmp_path: Path, password: str) -> None:
    new_key(tmp_path / "a.key", password)
    (tmp_path / "text").write_text("isi", "utf-8")
    unlocked = [] if password else ["-W"]
    _minisign(tmp_path, "-S", *unlocked, "-s", "a.key", "-m", "text", told=f"{password}\n")
    assert "verified" in _minisign(tmp_path, "-V", "-p", "a.pub", "-m", "text")


@needs_minisign
def test_we_sign_with_a_key_of_minisign(tmp_path: Path) -> None:
    _minisign(tmp_path, "-G", "-W", "-s", "a.key", "-p", "a.pub")
    (tmp_path / "text").write_text("isi", "utf-8")
    signature = read_secret_key(tmp_path / "a.key", _not_asked).sign(b"isi", trusted_comment="versi 1")
    (tmp_path / "text.minisig").write_bytes(bytes(signature) + b"\n")
    assert "versi 1" in _minisign(tmp_path, "-V", "-p", "a.pub", "-m", "text")


def _minisign(folder: Path, *arguments: str, told: str = "") -> str:
    done = subprocess.run([str(minisign), *arguments], cwd=folder, input=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
