"""A public folder and a warehouse to publish from, made anew for each test."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.publish import Publication
from tests.unit.publish.warehouses import SEEN, Rows, publish_in, small

Publish = Callable[..., Publication]

SERVED = ["catalog.jsonld", "catalog.ttl", "databases", "index.html", "latest.json", "snapshots", "versions.json"]
"""What stands in the public folder once something is published."""


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publish_in(tmp_path_factory.mktemp("published"), small())


@pytest.fixture(scope="session")
def snapshot(_published: Publication) -> Path:
    """The first snapshot of the small warehouse, for tests that only read it."""
    return _published.folder


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def first(_published: Publication, tmp_path: Path, public: Path) -> Publication:
    """What `publish_rows(small())` does first of all, for tests of what comes after: a copy, with its warehouse, the test's own."""
    there = _published.folder.parent.parent
    shutil.copytree(there, public)
    shutil.copyfile(there.with_name("warehouse.duckdb"), tmp_path / "warehouse.duckdb")
    return replace(_published, folder=public / _published.folder.relative_to(there))


@pytest.fixture
def publish_rows(tmp_path: Path, public: Path) -> Publish:
    """Publish these rows to `public`, as a run at `as_of` would."""

    def run(rows: Rows, as_of: datetime = SEEN, synthetic: bool = True, to: Path = public) -> Publication:
        return publish_in(tmp_path, rows, as_of=as_of, synthetic=synthetic, to=to)

    return run
