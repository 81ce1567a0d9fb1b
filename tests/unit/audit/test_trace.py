"""Tracing on a small snapshot made by hand: what holds, what differs, and ids that are not there."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import flow, publish, schema
from pipeline.agencies import load_registry
from pipeline.audit.trace import Trace, trace
from pipeline.capture import Archive
from pipeline.clock import FixedClock
from pipeline.errors import UsageError
from pipeline.flow import Listener
from pipeline.publish import load_publisher
from pipeline.workspace import Workspace

RELEASE = {
    "doc": "1",
    "agency": "KOMINFO",
    "title": "Pendampingan berlanjut",
    "url": "https://www.kominfo.go.id/1",
    "date": "2023-02-06",
    "text": "Pembuka.\nSelama 2022 kementerian telah mendampingi 50 kota dalam Gerakan Smart City. Penutup.",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("trace")
    (folder / "rilis.jsonl").write_text(json.dumps(RELEASE), "utf-8")
    workspace, registry = Workspace(folder / "output"), load_registry()
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    flow.import_files(workspace, registry, [folder / "rilis.jsonl"], clock, None, Listener())
    assert flow.publish_archive(workspace, registry, clock, Listener(), load_publisher()).error is None
    return workspace


def _trace(workspace: Workspace, identifier: str) -> Trace:
    return trace(publish.latest(workspace.public), Archive(workspace.archive), load_registry(), identifier)


def _ids(workspace: Workspace, table: schema.Table, column: str) -> list[str]:
    path = publish.latest(workspace.public) / "data" / f"{table.name}.parquet"
    ids: list[str] = pq.read_table(path)[column].to_pylist()
    return ids


def test_a_statement_leads_to_its_paragraph_and_every_step_holds(workspace: Workspace) -> None:
    found = _trace(workspace, _ids(workspace, schema.STATEMENTS, "statement_id")[0])
    assert found.verified
    assert found.paragraph == RELEASE["text"].split("\n")[1]
    assert found.number_in_paragraph.of(found.paragraph) == "50 kota"
    assert found.visits == ((datetime(2026, 1, 1, tzinfo=UTC), "imported"),)


def test_an_observation_is_followed_through_its_chosen_statement(workspace: Workspace) -> None:
    found = _trace(workspace, _ids(workspace, schema.OBSERVATIONS, "observation_id")[0])
    assert found.statement["statement_id"] in _ids(workspace, schema.STATEMENTS, "statement_id")


@pytest.mark.parametrize(
    ("identifier", "message"),
    [("s-nope", "has no statement"), ("o-nope", "has no observation"), ("50", "is not the id")],
)
def test_an_unknown_id_is_a_clear_error(workspace: Workspace, identifier: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        _trace(workspace, identifier)
    assert caught.value.hint


def test_without_its_archive_a_number_is_shown_but_not_verified(workspace: Workspace, tmp_path: Path) -> None:
    identifier = _ids(workspace, schema.STATEMENTS, "statement_id")[0]
    found = trace(publish.latest(workspace.public), Archive(tmp_path), load_registry(), identifier)
    assert not found.verified
    assert found.number_in_paragraph.of(found.paragraph) == "50 kota"


@pytest.mark.parametrize(
    ("table", "column", "forged", "step"),
    [
        (schema.STATEMENTS, "value_text", "51 kota", "number at"),
        (schema.STATEMENTS, "value", Decimal(51), "value"),
        (schema.STATEMENTS, "quote", "Selama 2022 tidak ada.", "quote at"),
        (schema.CAPTURES, "payload_sha256", "0" * 64, "payload SHA-256"),
        (schema.CAPTURES, "url", "https://www.kominfo.go.id/2", "address and time"),
        (schema.PRESS_RELEASES, "text_sha256", "0" * 64, "release text SHA-256"),
    ],
)
def test_a_forged_cell_is_caught_by_its_step(
    workspace: Workspace, tmp_path: Path, table: schema.Table, column: str, forged: object, step: str
) -> None:
    honest = publish.latest(workspace.public)
    snapshot = tmp_path / honest.name
    (snapshot / "data").mkdir(parents=True)
    for path in (honest / "data").glob("*.parquet"):
        rows = pq.read_table(path).to_pylist()
        if path.stem == table.name:
            rows = [{**row, column: forged} for row in rows]
        pq.write_table(schema.table(path.stem).rows(rows), snapshot / "data" / path.name)
    identifier = _ids(workspace, schema.STATEMENTS, "statement_id")[0]
    found = trace(snapshot, Archive(workspace.archive), load_registry(), identifier)
    assert next(each.what for each in found.steps if not each.holds).startswith(step)
    assert not found.verified


def test_a_folder_that_is_no_snapshot_is_a_clear_error(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        trace(tmp_path, Archive(workspace.archive), load_registry(), "s-a")
