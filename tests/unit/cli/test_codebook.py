"""`kotacerdas codebook`: a sound codebook ends well, a bad one with the entry and an exit code, lists are greppable."""

import pytest
from typer.testing import CliRunner

from pipeline.cli import codebook
from pipeline.cli.commands import app
from pipeline.extract import installed_files


def test_a_sound_codebook_ends_well() -> None:
    result = CliRunner().invoke(app, ["codebook", "check"])
    assert result.exit_code == 0, result.stdout
    assert "All is well" in result.stdout
    assert "indicators.toml" in result.stdout


def test_a_bad_one_ends_with_the_entry_and_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    files = installed_files()
    files["programs.toml"] = files["programs.toml"].replace(b'"ldn"', b'"spbe"')
    monkeypatch.setattr(codebook, "installed_files", lambda: files)
    result = CliRunner().invoke(app, ["codebook", "check"])
    assert result.exit_code == 1
    assert "programs.toml: literasi_digital has 'spbe', which spbe has with another meaning" in result.stdout
    assert "to mend in pipeline/extract/codebook/" in result.stdout


@pytest.mark.parametrize("kind", list(codebook.Kind))
def test_each_list_names_its_codes(kind: codebook.Kind) -> None:
    result = CliRunner().invoke(app, ["codebook", "list", kind.value])
    assert result.exit_code == 0
    some = {
        "indicators": "bts_operating",
        "programs": "spbe",
        "units": "household",
        "reasons": "idiom",
        "areas": "3273",
    }
    assert some[kind.value] in result.stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("areas.csv", b"11.01,", b"ZZ.99,Kabupaten Palsu\n11.01,", "ends before its column label_en"),
        ("numerals.toml", b'M = "1000000000"', b'M = "a"', "M has 'a'"),
    ],
)
def test_what_cannot_be_loaded_is_named_too(
    name: str, old: bytes, new: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = installed_files()
    monkeypatch.setattr(codebook, "installed_files", lambda: files | {name: files[name].replace(old, new, 1)})
    result = CliRunner().invoke(app, ["codebook", "check"])
    assert result.exit_code == 1
    assert said in " ".join(result.stdout.split())
