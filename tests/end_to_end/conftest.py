"""One healthy first night, run once and copied for each test; and nights with faults that a test asks for."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sample_ministry
from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.clock import FixedClock
from pipeline.flow import Listener, RunReport
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace
from sample_ministry.server import Change

FIRST_NIGHT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
Changes = Mapping[tuple[str, str], Change]
Night = Callable[..., RunReport]


def run_night(workspace: Workspace, night: int, changes: Changes | None = None) -> RunReport:
    """The nightly job at 01:30 in Jakarta, `night` days after the first; `changes` is what the site serves differently."""
    registry = load_registry()
    healthy = sample_ministry.serve
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_ministry, "serve", lambda: healthy(changes=changes))
        clock = FixedClock(FIRST_NIGHT.replace(day=FIRST_NIGHT.day + night))
        return flow.run(workspace, registry, registry.select([]), clock, Listener(), load_publisher())


@pytest.fixture(scope="session")
def _first_night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunReport]:
    root = tmp_path_factory.mktemp("first") / "output"
    return root, run_night(Workspace(root), 0)


@pytest.fixture
def first(_first_night: tuple[Path, RunReport]) -> RunReport:
    """The report of the first night."""
    return _first_night[1]


@pytest.fixture
def workspace(_first_night: tuple[Path, RunReport], tmp_path: Path) -> Workspace:
    """An output folder after the first night, the test's own."""
    return Workspace(Path(shutil.copytree(_first_night[0], tmp_path / "output")))


@pytest.fixture
def published(workspace: Workspace) -> Iterator[dict[str, bytes]]:
    """What was published before the test, which must be there unchanged after it."""
    before = _public(workspace)
    yield before
    after = _public(workspace)
    assert {path: after.get(path) for path in before} == before


def _public(workspace: Workspace) -> dict[str, bytes]:
    """Snapshots are immutable; the pointers may move on."""
    root = workspace.public / "snapshots"
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
