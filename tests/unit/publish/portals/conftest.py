"""A portal, and two snapshots of which the later one differs in rows and tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.publish import load_publisher, publish
from pipeline.publish.portals.snapshot import Snapshot, read_snapshot
from tests.unit.publish.portals.fake_ckan import TOKEN, FakeCkan, fake_ckan
from tests.unit.publish.warehouses import SEEN, build, small, statement


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCkan]:
    monkeypatch.setenv("KOTACERDAS_CKAN_TOKEN", TOKEN)
    with fake_ckan() as running:
        yield running


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with two snapshots in its public folder; tests that write copy it."""
    output = tmp_path_factory.mktemp("pushed")
    later = small()
    later["statements"].append(statement("s-3", "r-2", "7"))
    for rows in (small(), later):
        warehouse = build(output / "warehouse.duckdb", rows)
        publish(
            warehouse,
            output / "public",
            as_of=SEEN,
            synthetic=True,
            code_version="0.1.0",
            publisher=load_publisher(),
        )
    return output


@pytest.fixture(scope="session")
def first(published: Path) -> Snapshot:
    return read_snapshot(published / "public/snapshots/2026-11-24.1")


@pytest.fixture(scope="session")
def second(published: Path) -> Snapshot:
    return read_snapshot(published / "public/snapshots/2026-11-24.2")
