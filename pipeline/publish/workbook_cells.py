"""How one value becomes a cell of an Excel workbook, so that nothing is altered without a word, calculated or followed.

Excel keeps 15 digits of a number, knows no day before 1900 (and a false one in February 1900), and holds 32,767 characters of a text.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.schema.types import Type

MOST_DIGITS = 15
MOST_CHARACTERS = 32_767
"""Counted as Excel counts, in UTF-16 code units."""
CUT = " [... cut / dipotong]"
FIRST_DAY = date(1900, 3, 1)


class TextSheet(Worksheet):  # type: ignore[misc]  # the library is not typed
    """A sheet on which no text is taken for markup: the library passes one through as it is when it looks like its own rich text."""

    def _xml_rich_inline_string(self, string: str, attributes: list[tuple[str, Any]]) -> None:
        self._xml_inline_string(string, True, attributes)


def write_cell(sheet: Worksheet, row: int, place: int, kind: Type, value: Any, moment: Format) -> None:
    """A value that is not null, of a column of that type. Times are UTC and get the format `moment`."""
    match kind:
        case "string":
            write_text(sheet, row, place, value)
        case "integer" | "decimal" | "number":
            number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
            if is_exact(number):
                sheet.write_number(row, place, float(number))
            else:
                sheet.write_string(row, place, plain_number(number))
        case "boolean":
            sheet.write_boolean(row, place, value)
        case "date":
            _write_moment(sheet, row, place, datetime.combine(value, time.min), value.isoformat())
        case "timestamp":
            text = value.strftime("%Y-%m-%dT%H:%M:%SZ")
            _write_moment(sheet, row, place, value.replace(tzinfo=None), text, moment)


def write_text(sheet: Worksheet, row: int, place: int, text: str, style: Format | None = None) -> None:
    """A text as text, whatever it looks like; where it is too long, its beginning and CUT."""
    sheet.write_string(row, place, cut(text), style)


def cut(text: str) -> str:
    """The text, or as much of its beginning as a cell holds before CUT."""
    if len(text) <= MOST_CHARACTERS // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MOST_CHARACTERS:
        return text
    # A character of two units that the cut would halve is left out.
    return units[: 2 * (MOST_CHARACTERS - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def is_exact(number: Decimal) -> bool:
    """Whether Excel shows and keeps the number as it is."""
    # Decimal.normalize would round to the precision of the context.
    return number.is_finite() and len("".join(map(str, number.as_tuple().digits)).rstrip("0")) <= MOST_DIGITS


def plain_number(number: Decimal) -> str:
    """As CSV has it: no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_moment(
    sheet: Worksheet, row: int, place: int, value: datetime, text: str, style: Format | None = None
) -> None:
    if value.date() < FIRST_DAY:
        sheet.write_string(row, place, text)
    else:
        sheet.write_datetime(row, place, value, style)
