"""`kotacerdas push`: what a person sees, dry and real, and that nobody else pays for it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.commands import app
from pipeline.errors import UsageError
from pipeline.publish import load_publisher, portals, publish
from pipeline.publish.checksums import write_checksums
from tests.unit.publish.portals.fake_ckan import TOKEN, FakeCkan, fake_ckan
from tests.unit.publish.warehouses import SEEN, build, small


@pytest.fixture(scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("pushed") / "output"
    output.mkdir()
    warehouse = build(output / "warehouse.duckdb", small())
    publisher = load_publisher()
    publish(warehouse, output / "public", as_of=SEEN, synthetic=True, code_version="0.1.0", publisher=publisher)
    return output


@pytest.fixture
def output(_published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_published, tmp_path / "output"))


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCkan]:
    monkeypatch.setenv("KOTACERDAS_CKAN_TOKEN", TOKEN)
    with fake_ckan() as running:
        yield running


def run(*arguments: object) -> tuple[str, BaseException | None]:
    result = CliRunner().invoke(app, ["push", *map(str, arguments)])
    assert TOKEN not in result.output + repr(result.exception)
    return result.output, result.exception


def test_a_dry_run_shows_the_difference_field_by_field_and_writes_nothing(portal: FakeCkan, output: Path) -> None:
    to = ("ckan", "--url", portal.address, "--organization", "kominfo", "--output", output)
    shown, _ = run(*to, "--dry-run")
    assert "package_create dataset kota-cerdas\n    name: kota-cerdas\n" in shown
    size = (output / "public/snapshots/2026-11-24.1/data/units.csv").stat().st_size
    assert f"resource_create data/units.csv, uploads {size:,} bytes" in shown
    assert "private: True -> False" in shown
    assert "nothing was." in shown
    assert portal.writes == 0
    shown, _ = run(*to)
    assert "Pushed 2026-11-24.1" in shown
    assert f"{portal.address}/dataset/kota-cerdas" in shown
    portal.dataset()["title"] = "Somebody's [red]title[/red] \x1b[2J"
    shown, _ = run(*to, "--dry-run")
    assert "title: Somebody's [red]title[/red] \ufffd[2J -> Kota Cerdas: program figures" in shown
    run(*to)
    assert "Nothing to do" in run(*to)[0]


def test_without_a_token_nothing_is_sent(portal: FakeCkan, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOTACERDAS_CKAN_TOKEN")
    _, error = run("ckan", "--url", portal.address, "--organization", "kominfo", "--output", output)
    assert isinstance(error, UsageError)
    assert "KOTACERDAS_CKAN_TOKEN" in error.hint
    assert portal.calls == []


@pytest.mark.parametrize("damage", ["no snapshot", "a torn file", "no publisher", "nothing published"])
def test_what_is_no_sound_snapshot_goes_nowhere(portal: FakeCkan, output: Path, damage: str, tmp_path: Path) -> None:
    to = ["ckan", "--url", portal.address, "--organization", "kominfo", "--output", output]
    if damage == "no snapshot":
        to += ["--snapshot", tmp_path]
    elif damage == "a torn file":
        (output / "public/snapshots/2026-11-24.1/data/units.csv").write_text("unit_id\n")
    elif damage == "no publisher":
        folder = output / "public/snapshots/2026-11-24.1"
        package = json.loads((folder / "datapackage.json").read_text())
        (folder / "datapackage.json").write_text(json.dumps(package | {"publisher": {"base_url": "javascript:"}}))
        write_checksums(folder)
    else:
        to[-1] = tmp_path / "none"
    _, error = run(*to)
    assert getattr(error, "hint", "")
    assert portal.calls == []


def test_a_folder_is_filled_and_a_dry_run_names_each_file(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    shown, _ = run("folder", target, "--output", output, "--dry-run")
    assert "latest.json: 1" in shown.splitlines()[-2]
    assert not target.exists()
    assert "Pushed" in run("folder", target, "--output", output)[0]
    assert json.loads((target / "latest.json").read_text())["version"] == "2026-11-24.1"
    assert "Nothing to do" in run("folder", target, "--output", output, "--verify")[0]
    (output / "public/index.html").write_text("<p>")
    assert "index.html: 3 bytes, replaces" in run("folder", target, "--output", output, "--dry-run")[0]


def test_a_bucket_is_named_as_one(output: Path) -> None:
    _, error = run("s3", "https://bucket", "--output", output)
    assert isinstance(error, UsageError)
    assert "BUCKET/PREFIX" in error.hint


def test_without_the_extra_a_person_is_told_what_installs_it(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(sys.modules, "pipeline.publish.portals.store", raising=False)
    monkeypatch.delattr(portals, "store", raising=False)
    _, error = run("folder", tmp_path / "www", "--output", output)
    assert isinstance(error, UsageError)
    assert "package s3fs, which is not installed" in str(error)
    assert "make setup" in error.hint


def test_no_other_command_loads_what_pushing_needs() -> None:
    code = """
        import sys, pipeline.cli
        print([m for m in ("ckanapi", "s3fs", "botocore", "requests_toolbelt") if m in sys.modules])
        print([m for m in sys.modules if m.startswith("pipeline.publish.portals")])
    """
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(line.strip() for line in code.splitlines())],
        capture_output=True,
        text=True,
        env=os.environ,
    )
    assert done.stdout == "[]\n[]\n", done.stderr
