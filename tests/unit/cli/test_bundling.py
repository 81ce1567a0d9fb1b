"""`kotacerdas evidence` and `kotacerdas keys`: what a person types, sees, and is told where it cannot be done."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.audit.keys import text_of
from pipeline.cli.commands import app, main
from pipeline.errors import UsageError
from pipeline.publish.checksums import sha256_of
from pipeline.workspace import Workspace
from tests.unit.audit.bundle.conftest import PAIR, Altered, _made, altered, bundle, snapshot, workspace
from tests.unit.capture.records import flip_byte

__all__ = ["_made", "altered", "bundle", "snapshot", "workspace"]  # fixtures, which pytest finds here by their names

PASSWORD = "rahasia yang panjang"


def _run(*arguments: str, password: str = PASSWORD) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments, env={"KOTACERDAS_KEY_PASSWORD": password, "COLUMNS": "200"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_from_a_new_key_to_a_checked_bundle(workspace: Workspace, snapshot: Path, tmp_path: Path) -> None:
    key, output = str(tmp_path / "minisign.key"), str(workspace.root)
    code, said = _run("keys", "new", key)
    assert (code, PASSWORD in said) == (0, False)
    code, said = _run("keys", "sign", "--key", key, "--output", output)
    assert (code, f"{snapshot.name}.minisig" in said) == (0, True)
    code, said = _run("evidence", "--output", output, "--sign", key)
    packed = workspace.root / "evidence" / f"kota-cerdas-{snapshot.name}.wacz"
    assert (code, packed.is_file()) == (0, True), said
    assert "2 captures in 2 WARC files" in said
    assert "MB to" in said
    assert f"SHA-256 {sha256_of(packed)}" in said
    folder = tmp_path / "unpacked"
    code, said = _run(
        "evidence", "--check", str(packed), "--public-key", str(tmp_path / "minisign.pub"), "--extract", str(folder)
    )
    assert (code, "failed" in said, "warning" in said) == (0, False, False), said
    assert f"kotacerdas verify {folder}/snapshots/{snapshot.name} --archive {folder}/archive" in said
    assert sorted(path.name for path in folder.iterdir()) == ["archive", "evidence", "signatures", "snapshots"]
    assert _run("publish", "--check", str(folder / "snapshots" / snapshot.name))[0] == 0


def test_a_bad_bundle_exits_with_1_and_is_not_kept(
    bundle: Path, altered: Altered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    bad = str(altered({"snapshot/README.md": b"# \x1b[2Jlain\n"}))
    for more in ([], ["--extract", str(tmp_path / "to" / "unpacked")]):
        code, said = _run("evidence", "--check", bad, *more)
        assert (code, "failed files" in said, "do not rely on this bundle" in said) == (1, True, True)
        assert "\x1b[2J" not in said
    assert list((tmp_path / "to").rglob("*")) == []


def test_the_public_key_may_be_given_as_text(bundle: Path) -> None:
    code, said = _run("evidence", "--check", str(bundle), "--public-key", text_of(PAIR.public_key))
    assert (code, "passed signature" in said) == (0, True)


def test_only_the_attestation(workspace: Workspace, tmp_path: Path) -> None:
    code, said = _run("evidence", "--output", str(workspace.root), "--attestation", str(tmp_path / "a.json"))
    assert (code, "Wrote the attestation" in said) == (0, True)
    assert (tmp_path / "a.json").is_file()
    assert not (workspace.root / "evidence").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--public-key", "x"], "for a bundle that is checked"),
        (["--extract", "x"], "for a bundle that is checked"),
        (["--check", "a.wacz", "--sign", "key"], "looks at one bundle"),
        (["--check", "a.wacz", "--to", "b.wacz"], "looks at one bundle"),
        (["--check", "nowhere.wacz"], "There is no file"),
        (["--check", "nowhere.wacz", "--public-key", "x"], "neither the file of a public key"),
        (["--output", "nowhere"], "Nothing has been published"),
        (["--to", "b.zip", "snapshot"], "does not end in"),
        (["snapshot", "--sign", "nowhere.key"], "cannot be read as a secret key"),
        (["snapshot"], "There is no folder"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message):
        _run("evidence", *arguments)
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_folder_that_is_in_use_is_not_unpacked_to(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        _run("evidence", "--check", str(bundle), "--extract", str(tmp_path))


def test_a_snapshot_that_is_not_whole_is_not_signed(workspace: Workspace, snapshot: Path, tmp_path: Path) -> None:
    assert _run("keys", "new", "--without-password", str(tmp_path / "a.key"))[0] == 0
    flip_byte(snapshot / "README.md", 5)
    code, said = _run("keys", "sign", "--key", str(tmp_path / "a.key"), str(snapshot))
    assert (code, "failed files" in said) == (1, True)
    assert not (workspace.public / "signatures").exists()


def test_a_wrong_password_is_said_and_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], snapshot: Path
) -> None:
    _run("keys", "new", str(tmp_path / "a.key"))
    with pytest.raises(UsageError, match="does not open with this password") as caught:
        _run("keys", "sign", "--key", str(tmp_path / "a.key"), str(snapshot), password="rahasia lain")
    assert "rahasia" not in f"{caught.value} {caught.value.hint}"


def test_without_a_terminal_the_password_comes_from_the_environment(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no terminal") as caught:
        _run("keys", "new", str(tmp_path / "a.key"), password="")
    assert "KOTACERDAS_KEY_PASSWORD" in caught.value.hint
    assert not (tmp_path / "a.key").exists()


def test_errors_reach_a_person_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["kotacerdas", "evidence", "--check", "/nowhere.wacz"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert "next:" in capsys.readouterr().err
