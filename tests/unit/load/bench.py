"""A warehouse built from a few texts that are given with their figures."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline import schema
from pipeline.decode import text_row
from pipeline.extract.rows import refusal_rows, statement_rows
from pipeline.identity import sha256_hex
from pipeline.load import load
from pipeline.model import Extraction, Figure, Refusal, ReleaseText, Span
from pipeline.partitions import Key, PartitionStore

DAY = datetime(2026, 1, 1, 18, tzinfo=UTC)


def text_of(
    capture: str, text: str, day: int = 0, url: str = "http://a/1", release: str = "r-1", published: date | None = None
) -> ReleaseText:
    return ReleaseText(
        capture, "kominfo", release, url, None, "Judul", published or date(2024, 1, 18), None, "id", text, 0, sha256_hex(text.encode()),
        DAY.replace(day=1 + day),
    )  # fmt: skip


def figure(text: str, words: str, value: int, **changes: Any) -> Figure:
    start = text.index(words)
    made = Figure(
        Decimal(value), None, "exact", "local_government", "kota", "local_governments_assisted", None, "ID", "Indonesia", "country",
        date(2023, 1, 1), date(2023, 12, 31), "2023", "annual", "stated", "realised", None, None, Span(start, start + len(words)),
        Span(0, len(text)), (), "count/unit_noun", 1, 0.9,
    )  # fmt: skip
    return replace(made, **changes)


class Bench:
    """A warehouse built from a few texts, each with its figures."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "warehouse.duckdb"

    def load(
        self,
        *texts: tuple[ReleaseText, list[Figure]],
        refusals: Iterable[tuple[ReleaseText, list[Refusal]]] = (),
        visits: Iterable[tuple[str, str, int, int]] = (),
        archived: Iterable[str] = (),
    ) -> None:
        """`visits`: (capture, url, HTTP status, day), beside the captures of the texts; w-... is a waiting room. `archived`: captures of a web archive."""
        store, key = PartitionStore(self.folder / "partitions"), Key("kominfo", "2024-01")
        store.write(schema.TEXTS, key, [text_row(t) for t, _ in texts], "x")
        store.write(
            schema.STATEMENTS,
            key,
            [row for t, figures in texts for row in statement_rows(t, Extraction(tuple(figures), ()))],
            "x",
        )
        store.write(
            schema.REFUSALS,
            key,
            [row for t, found in refusals for row in refusal_rows(t, Extraction((), tuple(found)))],
            "x",
        )
        captures = [(t.capture_id, t.url, 200, t.fetched_at.day - 1) for t, _ in texts] + list(visits)
        rows = [
            {
                "capture_id": capture, "url": url, "fetched_at": DAY.replace(day=1 + day), "http_status": status, "payload_sha256": "00",
                "byte_count": 0, "warc_file": "w", "warc_offset": 0, "source_kind": "archive" if capture in archived else "live", "agency_id": "kominfo",
            }
            for capture, url, status, day in captures
        ]  # fmt: skip
        load(
            self.path,
            {
                t: [store.path(t, key)] if store.path(t, key).exists() else []
                for t in (schema.TEXTS, schema.QUARANTINE, schema.STATEMENTS, schema.REFUSALS)
            },
            {schema.CAPTURES: schema.CAPTURES.rows(rows)},
            pa.table(
                {
                    "capture_id": [capture for capture, *_ in captures],
                    "is_content": [status == 200 and not c.startswith("w-") for c, _, status, _ in captures],
                }
            ),
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(query).fetchall()
