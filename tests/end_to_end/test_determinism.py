"""One archive, two machines: the whole path after capture, on other days and in other surroundings, gives the same bytes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline import publish
from pipeline.publish import check_database
from pipeline.workspace import Workspace

REBUILD = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline import flow
from pipeline.agencies import load_registry
from pipeline.clock import FixedClock
from pipeline.flow import Listener
from pipeline.publish import engine, load_publisher
from pipeline.workspace import Workspace
root, year, threads, umask = Path(sys.argv[1]), *map(int, sys.argv[2:])
os.umask(umask)
engine.SETTINGS = {**engine.SETTINGS, "threads": threads}
report = flow.publish_archive(
    Workspace(root), load_registry(), FixedClock(datetime(year, 2, 28, 23, 59, 59, tzinfo=UTC)), Listener(), load_publisher()
)
sys.exit(report.exit_code)
"""

SURROUNDINGS = (
    ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1"}, "2028", "1", "63"),
    ({"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "LANG": "id_ID.UTF-8", "PYTHONHASHSEED": "2"}, "2035", "5", "18"),
)
"""Environment; year of the clock, threads of DuckDB, umask."""


def test_rebuilt_elsewhere_on_another_day_every_file_is_the_same(workspace: Workspace, tmp_path: Path) -> None:
    here = publish.latest(workspace.public)
    expected = {path.relative_to(here): path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert {"kota-cerdas.xlsx", "SHA256SUMS", "datapackage.json"} <= {str(name) for name in expected}
    for number, (environment, *arguments) in enumerate(SURROUNDINGS):
        elsewhere = Workspace(tmp_path / f"machine {number}" / "output")
        shutil.copytree(workspace.archive, elsewhere.archive)
        for index in elsewhere.archive.rglob("*.cdxj"):
            index.unlink()
        subprocess.run(
            [sys.executable, "-c", REBUILD, str(elsewhere.root), *arguments],
            env={**os.environ, **environment},
            check=True,
            cwd=Path(__file__).parents[2],
        )
        there = publish.latest(elsewhere.public)
        found = {path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()}
        assert found.keys() == expected.keys()
        assert [str(name) for name, data in expected.items() if found[name] != data] == [], environment
        for name in ("versions.json", "latest.json"):
            assert (workspace.public / name).read_bytes() == (elsewhere.public / name).read_bytes()
        # DuckDB's own bytes differ; what both databases say does not.
        assert check_database(elsewhere.public / "databases" / f"{there.name}.duckdb", here).passed
