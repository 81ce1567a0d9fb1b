"""A small snapshot of two agencies' imported releases, its archive, and its bundle: made once, copied by whoever changes them."""

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from minisign import KeyPair

from pipeline import flow, publish
from pipeline.agencies import load_registry
from pipeline.audit.bundle import check, pack, plan_bundle, write_bundle
from pipeline.audit.bundle.container import Member, write_container
from pipeline.clock import FixedClock
from pipeline.flow import Listener
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace

RELEASES = [
    {
        "doc": str(number),
        "agency": agency,
        "title": f"Pendampingan {place} berlanjut",
        "url": f"https://www.{agency.lower()}.go.id/rilis/{number}?hal=2&bagian=1",
        "date": "2023-02-06",
        "text": f"Pembuka.\nSelama 2022 kementerian telah mendampingi {number} kota dalam Gerakan Smart City. Penutup.",
    }
    for number, agency, place in ((50, "KOMINFO", "kota"), (75, "KOMDIGI", "kabupaten"))
]
PAIR = KeyPair.generate()

Altered = Callable[[Mapping[str, bytes | None]], Path]


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    lines = "".join(json.dumps(release) + "\n" for release in RELEASES)
    (folder / "rilis.jsonl").write_text(lines, "utf-8")
    workspace, registry = Workspace(folder / "output"), load_registry()
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    flow.import_files(workspace, registry, [folder / "rilis.jsonl"], clock, None, Listener())
    assert flow.publish_archive(workspace, registry, clock, Listener(), load_publisher()).error is None
    write_bundle(plan_bundle(publish.latest(workspace.public), workspace.archive, PAIR.secret_key), folder / "a.wacz")
    return folder


@pytest.fixture
def workspace(_made: Path, tmp_path: Path) -> Workspace:
    """The test's own copy."""
    return Workspace(Path(shutil.copytree(_made / "output", tmp_path / "output")))


@pytest.fixture
def snapshot(workspace: Workspace) -> Path:
    return publish.latest(workspace.public)


@pytest.fixture
def taken_as_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The snapshot's own checks, which take a second, are left out: for tests of what is checked beside them."""
    for module in (pack, check):
        monkeypatch.setattr(module, "check", lambda _: [])


@pytest.fixture
def bundle(_made: Path) -> Path:
    """A signed bundle, for tests that only read it."""
    return _made / "a.wacz"


@pytest.fixture
def altered(bundle: Path, tmp_path: Path) -> Altered:
    """A bundle with other members, in a ZIP file that is sound: name -> bytes, None where the member is taken away."""

    def make(changes: Mapping[str, bytes | None]) -> Path:
        with zipfile.ZipFile(bundle) as opened:
            contents: dict[str, bytes | None] = {name: opened.read(name) for name in opened.namelist()}
        members = [Member.of(name, data) for name, data in (contents | dict(changes)).items() if data is not None]
        write_container(tmp_path / "altered.wacz", members)
        return tmp_path / "altered.wacz"

    return make


def read(bundle: Path, place: str) -> bytes:
    with zipfile.ZipFile(bundle) as opened:
        return opened.read(place)
