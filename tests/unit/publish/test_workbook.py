"""The Excel workbook, read back by another library: every cell is the Parquet file's, of the right type, and harmless."""

import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from pipeline.publish import workbook
from pipeline.publish.tables import parquet_path
from pipeline.publish.workbook_cells import CUT, MOST_CHARACTERS
from pipeline.schema import PUBLISHED, Column
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import SEEN, release, small

TEXTS = [
    "=1+1",
    "@sum(1)",
    "http://127.0.0.1/x",
    "mailto:a@b.example",
    "internal:statements!A1",
    "11.01",
    "1E5",
    "0012",
    "TRUE",
    " tepi ",
    "dua\r\nbaris\ttab",
    "a\x00b".replace("\x00", "\x01") + "\x1f\x7f\ufffe\uffff",
    "_x0041_ _x000D_",
    "<r><t>palsu</t></r>",
    "<b>&amp;</b>",
    "{=1}",
    "emoji 😀 e\u0301",
]


def opened(folder: Path) -> Workbook:
    return openpyxl.load_workbook(folder / workbook.FILE_NAME)


def expected(column: Column, value: Any) -> Any:
    """The cell as openpyxl gives it back."""
    if value is None or isinstance(value, bool | str):
        return value
    match column.type:
        case "date":
            return datetime.combine(value, time.min) if value >= date(1900, 3, 1) else value.isoformat()
        case "timestamp":
            return value.replace(tzinfo=None)
    text = repr(value) if isinstance(value, float) else f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    significant = text.replace(".", "").strip("-0")
    return text if len(significant) > 15 else Decimal(text)


def read(cell: Any) -> Any:
    """What a cell says: texts as they were before they were made fit for XML, numbers exactly."""
    if isinstance(cell, str):
        return unescape(cell)
    return Decimal(repr(cell)) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def assert_equal_to_parquet(folder: Path, book: Workbook) -> int:
    """Compares every cell of every table; how many there were."""
    cells = 0
    for table in PUBLISHED:
        sheet = book[table.name]
        header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert header == [column.name for column in table.columns]
        columns = pq.read_table(parquet_path(folder, table)).to_pydict()
        found = list(zip(*columns.values(), strict=True))
        assert len(rows) == len(found)
        for row, values in zip(rows, found, strict=True):
            for column, cell, value in zip(table.columns, row, values, strict=True):
                assert read(cell) == expected(column, value), (table.name, column.name)
                assert type(read(cell)) is type(expected(column, value)), (table.name, column.name)
                cells += 1
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}, "no formula"
        assert [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(max(1, len(rows) + 1), len(table.columns)).coordinate}"
    return cells


def test_every_cell_is_that_of_the_parquet_file(publish_rows: Publish) -> None:
    rows = small()
    rows["press_releases"] += [release(f"t-{n:02}", title=t, capture_id="c-r-1") for n, t in enumerate(TEXTS)]
    rows["areas"].append({**rows["areas"][0], "area_id": "11.01", "bps_code": "1101"})
    rows["statements"][0] |= {
        "value": Decimal("12345678901234.5"),
        "value_max": Decimal("9" * 29),
        "scope_total": Decimal("-0.000000001"),
        "confidence": 0.1 + 0.2,
        "time_start": date(1899, 12, 31),
        "time_end": date(1900, 3, 1),
        "first_seen": datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC),
    }
    rows["statements"][1] |= {"value": Decimal("1234567890.123456789"), "confidence": 0.76}
    folder = publish_rows(rows).folder
    book = opened(folder)
    assert assert_equal_to_parquet(folder, book) > 400
    first = dict(zip((c.value for c in book["statements"][1]), book["statements"][2], strict=True))
    assert first["value_max"].value == "9" * 29, "a number that Excel would alter is a text"
    assert first["confidence"].value == "0.30000000000000004"
    assert first["value"].value == 12345678901234.5
    assert (first["first_seen"].number_format, first["time_end"].number_format) == ("yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd")
    assert book["agencies"]["E2"].value is True


def test_the_first_sheet_explains_and_leads_to_the_others(snapshot: Path) -> None:
    book = opened(snapshot)
    assert book.sheetnames == ["read_me", "columns", *(table.name for table in PUBLISHED)]
    sheet = book["read_me"]
    said = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for words in (
        "not official statistics",
        "bukan statistik resmi",
        "SYNTHETIC",
        "CC-BY-4.0",
        "2026-11-24.1",
        "2026-11-23T18:30:00Z",
    ):
        assert words in said
    links = {row[0].value: (row[0].hyperlink.location, row[1].value) for row in sheet.iter_rows() if row[0].hyperlink}
    assert links["statements"] == ("'statements'!A1", 2)
    assert links.keys() == {"columns", *(table.name for table in PUBLISHED)}
    described = [
        (row[0].value, row[1].value, row[4].value, row[5].value) for row in book["columns"].iter_rows(min_row=2)
    ]
    assert described == [(t.name, c.name, c.en, c.id) for t in PUBLISHED for c in t.columns]
    assert book.properties.created == SEEN.replace(tzinfo=None)


def test_a_text_longer_than_a_cell_is_cut_and_says_so(publish_rows: Publish) -> None:
    rows = small()
    fits, long = "x" * MOST_CHARACTERS, "😀" * (MOST_CHARACTERS // 2 + 1)
    rows["press_releases"][0]["title"], rows["press_releases"][1]["title"] = fits, "y" + long
    sheet = opened(publish_rows(rows).folder)["press_releases"]
    titles = [sheet.cell(row, 4).value for row in (2, 3)]
    assert titles[0] == fits
    assert titles[1].endswith("😀" + CUT)
    assert MOST_CHARACTERS - 1 <= len(titles[1].encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert ("y" + long).startswith(titles[1].removesuffix(CUT))


def test_a_table_too_long_is_left_out_and_named(publish_rows: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 2 * len(PUBLISHED[0].columns) - 1)
    book = opened(publish_rows(small()).folder)
    assert "statements" not in book.sheetnames
    (row,) = [row for row in book["read_me"].iter_rows() if row[0].value == "statements"]
    assert (row[0].hyperlink, row[1].value) == (None, 2)
    assert "NOT IN THIS WORKBOOK" in row[2].value
    assert "data/statements.csv, data/statements.parquet" in row[3].value


@pytest.mark.parametrize(("rows", "fits"), [(workbook.MOST_ROWS, False), (40_000, True), (60_000, False)])
def test_the_limit_counts_cells(rows: int, fits: bool) -> None:
    assert workbook.fits(PUBLISHED[0], rows) is fits


def test_no_clock_and_no_name_of_this_machine_is_in_it(snapshot: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(snapshot / workbook.FILE_NAME) as file:
        assert {info.date_time[:3] for info in file.infolist()} == {(1980, 1, 31)}
        assert len({info.external_attr for info in file.infolist()}) == 1
        assert str(tmp_path.parent).encode() not in b"".join(map(file.read, file.namelist()))
