"""kota-cerdas.xlsx: the tables once more for people who work in a spreadsheet; a first sheet explains, a second describes columns.

Excel is no faithful store: the rules by which a value becomes a cell stand in `workbook_cells.py` and are told on the first sheet.
"""

import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.publish import wording
from pipeline.publish.edition import Edition
from pipeline.publish.tables import parquet_path
from pipeline.publish.workbook_cells import TextSheet, write_cell, write_text
from pipeline.publish.workbook_notes import NOTES
from pipeline.schema import PUBLISHED, SCHEMA_VERSION, Table
from pipeline.schema.types import Type

FILE_NAME = f"{wording.NAME}.xlsx"
READ_ME, COLUMNS = "read_me", "columns"

MOST_ROWS = 1_048_575
"""That a sheet holds below its header."""
MOST_CELLS = 2_000_000
"""Of one table. Writing takes a second for about 200,000 cells, and a spreadsheet opens a longer table unwillingly: it is left out."""

_WIDTHS: Mapping[Type, int] = {"integer": 12, "decimal": 16, "number": 12, "boolean": 10, "date": 12, "timestamp": 20}
_WIDEST = 60
_BATCH_ROWS = 1_000


def fits(table: Table, row_count: int) -> bool:
    """Whether a table of so many rows gets a sheet."""
    return row_count <= MOST_ROWS and row_count * len(table.columns) <= MOST_CELLS


def write_workbook(folder: Path, edition: Edition, scratch: Path, path: Path) -> None:
    """Write the workbook of the tables in the folder to `path`; sheets grow in files below `scratch`.

    Bytes depend on the tables and the edition alone.
    """
    counts = {table: pq.read_metadata(parquet_path(folder, table)).num_rows for table in PUBLISHED}
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".staging-workbook-") as sheets:
        book = Workbook(
            str(path),
            {"constant_memory": True, "tmpdir": sheets, "default_date_format": "yyyy-mm-dd"},
        )
        book.set_properties(
            {
                "title": wording.TITLE.en,
                "subject": edition.version,
                "author": edition.publisher.name_en,
                "comments": "\n".join(notice.en for notice in edition.notices),
                "created": edition.as_of.astimezone(UTC),
            }
        )
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _write_read_me(book.add_worksheet(READ_ME, TextSheet), edition, counts, bold, wrapped)
        _write_columns(book.add_worksheet(COLUMNS, TextSheet), bold, wrapped)
        for table, row_count in counts.items():
            if fits(table, row_count):
                sheet = book.add_worksheet(table.name, TextSheet)
                _write_table(sheet, table, row_count, folder, bold, moment)
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error


def _write_read_me(
    sheet: Worksheet, edition: Edition, counts: Mapping[Table, int], bold: Format, wrapped: Format
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 3, _WIDEST, wrapped)
    rows = _Rows(sheet)
    rows.add(("", "", wording.TITLE.en, wording.TITLE.id), bold)
    for text in (wording.DESCRIPTION, *edition.notices):
        rows.add(("", "", text.en, text.id))
    for name, value in (
        ("version", edition.version),
        ("as of (UTC)", edition.as_of_text),
        ("schema version", SCHEMA_VERSION),
        ("licence", f"{wording.LICENCE_TITLE} ({wording.LICENCE_NAME}), {wording.LICENCE_URL}"),
        ("cite", f"{wording.TITLE.en}. Version {edition.version}. {edition.publisher.name_en}. {edition.url}"),
    ):
        rows.add((name, "", value, ""))
    for name, text in NOTES.items():
        rows.add((name, "", text.en, text.id))
    rows.add(("", "", "", ""))
    rows.add(("sheet", "rows", "what a row is", "isi baris"), bold)
    rows.add((COLUMNS, sum(len(table.columns) for table in PUBLISHED), "Every column.", "Setiap kolom."), link=COLUMNS)
    for table, row_count in counts.items():
        if fits(table, row_count):
            rows.add((table.name, row_count, table.en, table.id), link=table.name)
        else:
            instead = f"data/{table.name}.csv, data/{table.name}.parquet"
            rows.add(
                (
                    table.name,
                    row_count,
                    f"NOT IN THIS WORKBOOK: too long for a spreadsheet. Take {instead}. {table.en}",
                    f"TIDAK ADA DI BUKU KERJA INI: terlalu panjang. Gunakan {instead}. {table.id}",
                )
            )


class _Rows:
    """Rows of texts and counts, one below the other; the first cell may lead to a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, self._next = sheet, 0

    def add(self, cells: tuple[str | int, ...], style: Format | None = None, link: str = "") -> None:
        for place, cell in enumerate(cells):
            if link and place == 0:
                self._sheet.write_url(self._next, 0, f"internal:'{link}'!A1", string=cell)
            elif isinstance(cell, int):
                self._sheet.write_number(self._next, place, cell, style)
            elif cell:
                write_text(self._sheet, self._next, place, cell, style)
        self._next += 1


def _write_columns(sheet: Worksheet, bold: Format, wrapped: Format) -> None:
    headings = ("table", "column", "type", "unit", "description", "keterangan", "codes", "refers to")
    for place, width in enumerate((16, 22, 11, 20, _WIDEST, _WIDEST, 30, 26)):
        sheet.set_column(place, place, width, wrapped)
    rows = _Rows(sheet)
    rows.add(headings, bold)
    for table in PUBLISHED:
        for column in table.columns:
            codes = ", ".join(column.codes)
            about = (column.type, column.unit or "", column.en, column.id, codes, column.references or "")
            rows.add((table.name, column.name, *about))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, sum(len(table.columns) for table in PUBLISHED), len(headings) - 1)


def _write_table(sheet: Worksheet, table: Table, row_count: int, folder: Path, bold: Format, moment: Format) -> None:
    widths = [max(len(column.name) + 4, _WIDTHS.get(column.type, 0)) for column in table.columns]
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, bold)
    for number, row in enumerate(_rows(folder, table), start=1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value is not None:
                write_cell(sheet, number, place, column.type, value, moment)
                if column.type == "string":
                    widths[place] = max(widths[place], min(len(value), _WIDEST))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, row_count, len(table.columns) - 1)


def _rows(folder: Path, table: Table) -> Iterator[tuple[Any, ...]]:
    with pq.ParquetFile(parquet_path(folder, table)) as file:
        for batch in file.iter_batches(_BATCH_ROWS):
            yield from zip(*batch.to_pydict().values(), strict=True)
