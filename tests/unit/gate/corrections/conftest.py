"""One release, decoded and extracted, to correct; and a correction of it, to vary."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import schema
from pipeline.agencies import load_registry
from pipeline.capture import Archive, import_paths
from pipeline.clock import FixedClock
from pipeline.gate.corrections import Correction, load_corrections
from pipeline.partitions import PartitionStore
from pipeline.steps import decode_step, extract_step
from pipeline.workspace import Workspace

BASE: dict[str, Any] = {
    "correction_id": "a-name",
    "action": "override",
    "who": "Rini",
    "when": "2026-11-24",
    "why": "The sentence says that it is planned.",
    "evidence": "The sentence itself.",
    "expect": {"status": "realised"},
    "set": {"status": "planned"},
}
TEXT = "Kementerian mendampingi 50 kota pada 2022. Pendampingan itu berlangsung tiga hari. Pada 2023 ada 12 kota ikut."

Write = Callable[..., Path]


def toml(correction: dict[str, Any]) -> str:
    def value(cell: Any) -> str:
        if isinstance(cell, dict):
            return "{ " + ", ".join(f"{name} = {value(inner)}" for name, inner in cell.items()) + " }"
        return json.dumps(cell)

    return "[[correction]]\n" + "".join(f"{name} = {value(cell)}\n" for name, cell in correction.items())


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write these corrections, each BASE with its changes (None: without the key), and say where."""
    folder = tmp_path / "corrections"
    folder.mkdir()

    def written(*changes: dict[str, Any]) -> Path:
        whole = [{k: v for k, v in (BASE | change).items() if v is not None} for change in changes]
        (folder / "all.toml").write_text(
            "\n".join(map(toml, whole)).replace('when = "2026-11-24"', "when = 2026-11-24")
        )
        return folder

    return written


class Bench:
    """The rows of the release, and how to correct them."""

    def __init__(self, folder: Path) -> None:
        release = {
            "agency": "KOMINFO",
            "title": "Judul buatan",
            "url": "https://www.kominfo.go.id/1",
            "date": "2023-02-06",
        }
        (folder / "rilis.jsonl").write_text(json.dumps({**release, "text": TEXT}), "utf-8")
        self.workspace = Workspace(folder / "output")
        clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
        archive = Archive(self.workspace.archive)
        import_paths([folder / "rilis.jsonl"], load_registry(), archive, "run", clock, agency_id=None)
        decode_step(self.workspace, load_registry())
        extract_step(self.workspace)
        store = PartitionStore(self.workspace.partitions)
        (self.text,) = store.rows(schema.TEXTS)
        self.statements, self.refusals = list(store.rows(schema.STATEMENTS)), list(store.rows(schema.REFUSALS))

    def statement(self, value_text: str) -> dict[str, Any]:
        return next(row for row in self.statements if row["value_text"] == value_text)

    def correction(self, write: Write, said: str, **change: Any) -> Correction:
        """One of this statement; for `add`, say `statement_id=None`."""
        row = self.statement(said)
        about = {"statement_id": row["statement_id"], "release_id": row["release_id"]}
        (correction,) = load_corrections(write({**about, **change}))
        return correction


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("corrections"))
