"""The nights, made once and copied for each test."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.gate.corrections import Correction
from pipeline.workspace import Workspace
from tests.unit.audit.replay.nights import QUIET, SECOND, THIRD, night, release


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Correction]:
    """Three snapshots: two releases; one of them revised, on the same day; a correction, and a page that nobody can read."""
    root = tmp_path_factory.mktemp("nights") / "output"
    workspace = Workspace(root)
    night(workspace, datetime(2026, 1, 1, 18, 30, tzinfo=UTC), [release(1, 50), release(2, 50)])
    night(workspace, datetime(2026, 1, 2, 14, 30, tzinfo=UTC), [release(1, 51)])
    quiet = night(workspace, datetime(2026, 1, 2, 20, 30, tzinfo=UTC), [])
    assert quiet.publication is not None
    assert (quiet.run_id, quiet.publication.is_new) == (QUIET, False)
    rows = pq.read_table(root / "public/snapshots" / SECOND / "data/statements.parquet").to_pylist()
    row = next(row for row in rows if row["value"] == 120)
    correction = Correction(
        correction_id="menara-palu",
        action="flag",
        release_id=row["release_id"],
        statement_id=row["statement_id"],
        who="Rini",
        when=datetime(2026, 1, 3, tzinfo=UTC).date(),
        why="Waits for the ministry's answer.",
        evidence="A letter.",
        expect={"value": "120"},
    )
    unreadable = release(3, 50).replace("Sebanyak", "\\u0000")
    report = night(workspace, datetime(2026, 1, 2, 22, 30, tzinfo=UTC), [unreadable], correction)
    assert report.publication is not None
    assert report.publication.version == THIRD
    return root, correction


@pytest.fixture
def workspace(nights: tuple[Path, Correction], tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(nights[0], tmp_path / "output")))


@pytest.fixture
def correction(nights: tuple[Path, Correction]) -> Correction:
    return nights[1]
