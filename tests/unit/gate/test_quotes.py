"""Every cell that the promise rests on, altered one at a time, is found."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import schema
from pipeline.agencies import load_registry
from pipeline.capture import Archive, import_paths
from pipeline.clock import FixedClock
from pipeline.gate import every_quote_stands_where_it_says
from pipeline.model import CheckResult
from pipeline.partitions import PartitionStore
from pipeline.steps import decode_step, extract_step
from pipeline.workspace import Workspace

RELEASE = {
    "doc": "1",
    "agency": "KOMINFO",
    "title": "Judul",
    "url": "https://www.kominfo.go.id/1",
    "date": "2023-02-06",
}
TEXT = "Pada 2022 ada 50 kota didampingi."


class Bench:
    """One release, decoded and extracted; rows can be altered before they are checked."""

    def __init__(self, folder: Path) -> None:
        (folder / "rilis.jsonl").write_text(json.dumps({**RELEASE, "text": TEXT}), "utf-8")
        self.workspace = Workspace(folder / "output")
        archive = Archive(self.workspace.archive)
        clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
        import_paths([folder / "rilis.jsonl"], load_registry(), archive, "run", clock, agency_id=None)
        decode_step(self.workspace, load_registry())
        extract_step(self.workspace)
        store = PartitionStore(self.workspace.partitions)
        self.texts, self.statements = list(store.rows(schema.TEXTS)), list(store.rows(schema.STATEMENTS))

    def check(self, text: dict[str, Any] | None = None, statement: dict[str, Any] | None = None) -> CheckResult:
        texts = [{**row, **(text or {})} for row in self.texts]
        statements = [{**row, **(statement or {})} for row in self.statements]
        return every_quote_stands_where_it_says(texts, statements, Archive(self.workspace.archive), load_registry())


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("quotes"))


def test_what_was_read_holds(bench: Bench) -> None:
    result = bench.check()
    assert result.passed
    assert result.summary == "1 quotes re-read from 1 archived texts, 0 wrong."


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ({"quote": "Pada 2022 ada 51 kota didampingi."}, "its quote does not stand"),
        ({"quote_start": 0}, "its quote does not stand"),
        ({"value_text": "51 kota"}, "its number '51 kota' does not stand"),
        ({"value_start": 3}, "does not stand"),
        ({"value": Decimal(51)}, "says (Decimal('50'), None)"),
        ({"value_max": Decimal(60)}, "says (Decimal('50'), None)"),
        ({"capture_id": "c-none"}, "Capture c-none has statements but no decoded text"),
    ],
)
def test_an_altered_statement_is_found(bench: Bench, statement: dict[str, Any], finding: str) -> None:
    result = bench.check(statement=statement)
    assert not result.passed
    assert result.blocking
    assert finding in result.findings[0]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ({"text": TEXT.replace("50", "51")}, "decodes to another text"),
        ({"text_sha256": "0" * 64}, "decodes to another text"),
        ({"capture_id": "c-none"}, "cannot be read again"),
        ({"agency_id": "nobody"}, "cannot be read again"),
    ],
)
def test_an_altered_text_is_found(bench: Bench, text: dict[str, Any], finding: str) -> None:
    result = bench.check(text=text)
    assert not result.passed
    assert finding in result.findings[0]
