"""Texts that pages may hold, in the files: CSV as documented, Parquet unchanged, both the same."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.errors import PublicationBlocked
from pipeline.publish.engine import engine
from pipeline.publish.tables import ROW_GROUP_ROWS, write_parquet
from pipeline.schema import PRESS_RELEASES, UNITS
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import Rows, quoted, release, small

FORMULAS = ["=HYPERLINK(1)", "+62", "-5", "@sum", "\tx", "\rx", "'=1", "''@x"]
TEXTS = [
    'kata "kutip"',
    "dua\nbaris",
    "dua\r\nbaris",
    "koma, titik; petik'",
    "'biasa",
    "#catatan",
    "NULL",
    " spasi ",
    "\ufeffBOM",
    "emoji 😀 é e\u0301 \u202e kanan",
    "\\N",
    "a\x1fb\x7f",
]


def titled(*titles: str) -> Rows:
    rows = small()
    rows["press_releases"] += [release(f"t-{n:02}", title=t, capture_id="c-r-1") for n, t in enumerate(titles)]
    return rows


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True))


def titles(folder: Path) -> tuple[list[str], list[Any]]:
    """The titles t-* as CSV and as Parquet have them."""
    cells = [row["title"] for row in read_csv(folder / "data/press_releases.csv") if row["release_id"].startswith("t-")]
    table = pq.read_table(folder / "data/press_releases.parquet").to_pylist()
    return cells, [row["title"] for row in table if row["release_id"].startswith("t-")]


def test_formulas_get_an_apostrophe_in_csv_and_other_texts_are_as_they_are(publish_rows: Publish) -> None:
    rows = titled(*FORMULAS, *TEXTS)
    rows["statements"][0] |= quoted("=😀\n", "50 daerah", '",\r\n')
    folder = publish_rows(rows).folder
    cells, values = titles(folder)
    assert values == [*FORMULAS, *TEXTS]
    assert cells == [*("'" + text for text in FORMULAS), *TEXTS]
    assert read_csv(folder / "data/statements.csv")[0]["quote"] == "'=😀\n50 daerah\",\r\n"


def test_one_monstrous_text_stops_nothing(publish_rows: Publish) -> None:
    """Longer than DuckDB takes for one row unless told."""
    assert publish_rows(titled("judul " * 500_000)).is_new


@pytest.mark.parametrize(("text", "finding"), [("a\0b", "title holds a NUL character"), ("", "title is an empty text")])
def test_texts_that_no_csv_can_carry_are_refused(publish_rows: Publish, text: str, finding: str) -> None:
    with pytest.raises(PublicationBlocked, match=rf"\[texts\] press_releases: {finding}.* t-00"):
        publish_rows(titled(text))


def test_cells_of_every_type(publish_rows: Publish) -> None:
    rows = small()
    rows["statements"] = rows["statements"][:1]
    rows["statements"][0] |= {
        "value": Decimal("1234567890.500000000"),
        "value_max": Decimal("9" * 29),
        "scope_total": Decimal("-0.000000001"),
        "confidence": 1.0,
        "time_start": date(2017, 2, 3),
        "first_seen": datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC),
        "speaker": None,
    }
    folder = publish_rows(rows).folder
    (row,) = read_csv(folder / "data/statements.csv")
    found = {
        name: row[name] for name in ("value", "value_max", "scope_total", "confidence", "time_start", "first_seen")
    }
    assert found == {
        "value": "1234567890.5",
        "value_max": "99999999999999999999999999999",
        "scope_total": "-0.000000001",
        "confidence": "1",
        "time_start": "2017-02-03",
        "first_seen": "2026-11-23T01:02:03Z",
    }
    assert row["speaker"] == ""
    assert read_csv(folder / "data/agencies.csv")[0]["synthetic"] == "true"


def test_csv_has_no_byte_order_mark_and_ends_lines_with_lf(snapshot: Path) -> None:
    data = (snapshot / "data/units.csv").read_bytes()
    assert data == (
        b"unit_id,label_en,label_id,definition_en,definition_id\n"
        b"local_government,Local government,Local government,Local government.,Local government.\n"
    )


def test_rows_are_in_key_order_and_row_groups_of_one_size(tmp_path: Path) -> None:
    texts = "'x' AS label_en, 'x' AS label_id, 'x' AS definition_en, 'x' AS definition_id"
    shuffled = f"printf('%06d', (7919 * range) % 200003) AS unit_id, {texts} FROM range({ROW_GROUP_ROWS + 10})"
    with engine() as connection:
        assert (
            write_parquet(connection, UNITS, f"(SELECT {shuffled})", tmp_path / "units.parquet") == ROW_GROUP_ROWS + 10
        )
    file = pq.ParquetFile(tmp_path / "units.parquet")
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.metadata.num_row_groups)]
    assert sizes == [ROW_GROUP_ROWS, 10]
    codes: list[str] = file.read(["unit_id"]).column(0).to_pylist()  # type: ignore[assignment]
    assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"first_seen": "TIMESTAMPTZ '2026-01-01 00:00:00.5Z'"}, "would lose data"),
        ({"title": "NULL"}, "'title' with null values"),
    ],
)
def test_a_value_that_does_not_fit_blocks_publication(tmp_path: Path, odd: dict[str, str], why: str) -> None:
    moment = dict.fromkeys(("first_seen", "last_seen"), "TIMESTAMPTZ '2026-01-01 00:00:00Z'")
    row = {c.name: "'0'" if c.required else "NULL" for c in PRESS_RELEASES.columns} | moment | odd
    rows = "(SELECT " + ", ".join(f"{value} AS {name}" for name, value in row.items()) + ")"
    with engine() as connection, pytest.raises(PublicationBlocked, match=f"press_releases does not fit .*{why}"):
        write_parquet(connection, PRESS_RELEASES, rows, tmp_path / "press_releases.parquet")
