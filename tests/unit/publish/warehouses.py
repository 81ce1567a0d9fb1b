"""Small synthetic warehouses for the tests of publication: rows of our own invention, in tables made by the schema's DDL."""

import functools
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from pipeline.publish import Publication, Publisher, load_publisher, publish
from pipeline.publish.tables import parquet_path
from pipeline.schema import CHANGES, PUBLISHED

Row = dict[str, Any]
Rows = dict[str, list[Row]]

SEEN = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
"""In Jakarta this is already 24 November."""


def quoted(before: str, number: str, after: str, at: int = 100) -> Row:
    """The columns of a statement that place its number in its sentence."""
    quote = before + number + after
    return {
        "quote": quote,
        "quote_start": at,
        "quote_end": at + len(quote),
        "value_text": number,
        "value_start": at + len(before),
        "value_end": at + len(before) + len(number),
    }


def statement(name: str, release: str, value: str, **columns: Any) -> Row:
    return {
        "statement_id": name,
        "release_id": release,
        "indicator_id": "cities_assisted",
        "program_id": None,
        "ref_area": "ID",
        "ref_area_name": "Indonesia",
        "area_kind": "country",
        "time_start": date(2023, 1, 1),
        "time_end": date(2023, 12, 31),
        "time_kind": "annual",
        "time_basis": "stated",
        "status": "realised",
        "value": Decimal(value),
        "qualifier": "exact",
        "unit": "local_government",
        "repeats": "[]",
        "rule_id": "count_noun",
        "rule_version": 1,
        "confidence": 0.95,
        "obs_status": "A",
        "first_seen": SEEN,
        "last_seen": SEEN,
        "capture_id": f"c-{release}",
        **quoted("Tahun 2023 ada ", f"{value} daerah", " yang ikut."),
        **columns,
    }


def release(name: str, **columns: Any) -> Row:
    return {
        "release_id": name,
        "agency_id": "sample",
        "title": "Judul buatan",
        "published_on": date(2023, 12, 1),
        "language": "id",
        "url": f"http://127.0.0.1/{name}",
        "other_urls": "[]",
        "text_sha256": "a" * 64,
        "capture_id": f"c-{name}",
        "source_state": "available",
        "first_seen": SEEN,
        "last_seen": SEEN,
        "statement_count": 1,
        "refusal_count": 1,
        "body_start": 14,
        "attachments": "[]",
        **columns,
    }


def capture(name: str, **columns: Any) -> Row:
    return {
        "capture_id": name,
        "url": "http://127.0.0.1/page",
        "fetched_at": SEEN,
        "http_status": 200,
        "payload_sha256": "b" * 64,
        "byte_count": 61_440,
        "warc_file": "sample/sample-1.warc.gz",
        "warc_offset": 512,
        "source_kind": "sample",
        "agency_id": "sample",
        **columns,
    }


def correction(name: str, statement_id: str, release_id: str, **columns: Any) -> Row:
    return {
        "correction_id": name,
        "action": "override",
        "statement_id": statement_id,
        "release_id": release_id,
        "corrected_by": "Rini",
        "corrected_on": date(2026, 11, 23),
        "why": "Salah baca.",
        "evidence": "Kalimatnya.",
        "was": '{"status":"realised"}',
        **columns,
    }


def observation(name: str, chosen: str, value: str, **columns: Any) -> Row:
    return {
        "observation_id": name,
        "indicator_id": "cities_assisted",
        "ref_area": "ID",
        "time_start": date(2023, 1, 1),
        "time_end": date(2023, 12, 31),
        "time_kind": "annual",
        "status": "realised",
        "value": Decimal(value),
        "qualifier": "exact",
        "unit": "local_government",
        "statement_count": 1,
        "release_count": 1,
        "agreement": "single",
        "chosen_statement_id": chosen,
        "preference_rule": "only",
        "obs_status": "A",
        "repeat_count": 0,
        "value_lowest": Decimal(value),
        "value_highest": Decimal(value),
        "first_seen": SEEN,
        "last_seen": SEEN,
        **columns,
    }


def series_check(name: str, **columns: Any) -> Row:
    return {
        "kind": "plan_vs_outcome",
        "observation_id": name,
        "indicator_id": "cities_assisted",
        "ref_area": "ID",
        "time_start": date(2023, 1, 1),
        "time_end": date(2023, 12, 31),
        "unit": "local_government",
        "observation_ids": f'["{name}"]',
        "expected": Decimal(75),
        "found": Decimal(50),
        "difference": Decimal(-25),
        "verdict": "differs",
        "explanation_en": "75 planned (2023), 50 done, 25 less.",
        "explanation_id": "75 direncanakan (2023), 50 terlaksana, kurang 25.",
        "statement_ids": "[]",
        "first_seen": SEEN,
        "last_seen": SEEN,
        **columns,
    }


def quarantined(name: str, **columns: Any) -> Row:
    return {
        "capture_id": name,
        "agency_id": "sample",
        "url": "http://127.0.0.1/page",
        "reason": "no_body",
        "detail": "Nothing on the page matches the body selector 'main'.",
        **columns,
    }


def labels(name: str) -> Row:
    return {"label_en": name, "label_id": name, "definition_en": f"{name}.", "definition_id": f"{name}."}


def indicator(name: str, **columns: Any) -> Row:
    meaning = {"concept_en": "Assistance", "concept_id": "Pendampingan", "measure": "count"}
    reading = {"interpretation_en": "More is more.", "interpretation_id": "Lebih besar berarti lebih banyak."}
    label = name.replace("_", " ").capitalize()
    return {"indicator_id": name, "unit": "local_government", **labels(label), **meaning, **reading, **columns}


def small() -> Rows:
    """Two releases with a figure each, one refusal, one observation, and the code lists that they need."""
    return {
        "statements": [
            statement("s-1", "r-1", "50", observation_id="o-1"),
            statement("s-2", "r-2", "1.5", indicator_id=None),
        ],
        "refusals": [
            {
                "release_id": "r-1",
                "mention_text": "2023",
                "mention_start": 106,
                "mention_end": 110,
                "reason": "date",
                "capture_id": "c-r-1",
                "first_seen": SEEN,
                "last_seen": SEEN,
            }
        ],
        "observations": [observation("o-1", "s-1", "50")],
        "series_checks": [series_check("o-1")],
        "press_releases": [release("r-1"), release("r-2")],
        "captures": [capture("c-r-1"), capture("c-r-2")],
        "areas": [
            {
                "area_id": "ID",
                "kind": "country",
                "label_en": "Indonesia",
                "label_id": "Indonesia",
                "code_system": "ISO 3166-1",
            }
        ],
        "indicators": [indicator("cities_assisted")],
        "programs": [],
        "corrections": [],
        "quarantine": [],
        "units": [{"unit_id": "local_government", **labels("Local government")}],
        "agencies": [
            {
                "agency_id": "sample",
                "label_en": "Sample",
                "label_id": "Contoh",
                "homepage": "http://127.0.0.1/",
                "synthetic": True,
            }
        ],
    }


@functools.cache
def _empty() -> bytes:
    """A warehouse without rows; its hundreds of comments take longer to write than a test's rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with duckdb.connect(path) as connection:
            connection.execute("".join(table.ddl for table in PUBLISHED if table is not CHANGES))
        return path.read_bytes()


def build(path: Path, rows: Mapping[str, list[Row]]) -> Path:
    """A warehouse file with every published table but `changes`, as the load stage leaves it; replaces an older one."""
    path.write_bytes(_empty())
    with duckdb.connect(path) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table in PUBLISHED:
            if table is not CHANGES and rows[table.name]:
                connection.register("incoming", table.rows(rows[table.name]))
                connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")
                connection.unregister("incoming")
    return path


def write_tables(folder: Path, rows: Mapping[str, list[Row]]) -> Path:
    """The Parquet files of a snapshot's tables, as far as there are rows for them, without anything that describes them."""
    (folder / "data").mkdir(parents=True)
    for table in PUBLISHED:
        if table.name in rows:
            pq.write_table(table.rows(rows[table.name]), parquet_path(folder, table))
    return folder


def publish_in(
    root: Path,
    rows: Rows,
    *,
    as_of: datetime = SEEN,
    synthetic: bool = True,
    to: Path | None = None,
    publisher: Publisher | None = None,
) -> Publication:
    """Publish these rows to root/public, or to another folder, as a run at `as_of` would, by way of a warehouse in `root`."""
    return publish(
        build(root / "warehouse.duckdb", rows),
        to or root / "public",
        as_of=as_of,
        synthetic=synthetic,
        code_version="0.1.0",
        publisher=publisher or load_publisher(),
    )
