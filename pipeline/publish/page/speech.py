"""Numbers, sizes, days and periods as a reader of English or Indonesian says them; no locale of the machine is asked."""

from datetime import date, timedelta
from decimal import Decimal, localcontext

from pipeline.publish.page.words import PageWords
from pipeline.schema.types import DECIMAL_PRECISION

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_SIZES = ((1024 * 1024, "MB"), (1024, "kB"))


def number(value: Decimal | int, words: PageWords) -> str:
    """1234.5 -> '1,234.5' or '1.234,5'; from a million on with a scale word, where that leaves no more than three decimals."""
    exact = Decimal(value)
    with localcontext(prec=2 * DECIMAL_PRECISION):  # the usual 28 digits would round the longest values
        for scale, name in _SCALES:
            scaled = exact / scale
            if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.001")):
                return f"{_grouped(scaled, words)} {words[name]}"
        return _grouped(exact, words)


def size(byte_count: int, words: PageWords) -> str:
    """61440 -> '60.0 kB', in units of 1024 bytes."""
    for factor, name in _SIZES:
        if byte_count >= factor:
            return f"{_grouped(Decimal(f'{byte_count / factor:.1f}'), words)} {name}"
    return f"{_grouped(Decimal(byte_count), words)} {words['bytes']}"


def day(value: date, words: PageWords) -> str:
    """'18 January 2024' or '18 Januari 2024'."""
    return f"{value.day} {_month(value, words)} {value.year}"


def period(start: date | None, end: date, words: PageWords) -> str:
    """A year, a quarter, a month, a day or a span in words; without a start: up to its end."""
    if start is None:
        return words["until"].format(_last(end, words))
    if start == end:
        return day(end, words)
    starts_month, ends_month = start.day == 1, _next(end).day == 1
    if starts_month and ends_month:
        if (start.month, end.month) == (1, 12):
            return str(end.year) if start.year == end.year else f"{start.year}–{end.year}"
        if start.year == end.year:
            if start.month == end.month:
                return f"{_month(end, words)} {end.year}"
            if end.month - start.month == 2 and start.month % 3 == 1:
                return words["quarter"].format(end.month // 3, end.year)
            return f"{_month(start, words)}–{_month(end, words)} {end.year}"
    return words["span"].format(day(start, words), day(end, words))


def _last(end: date, words: PageWords) -> str:
    if (end.month, end.day) == (12, 31):
        return str(end.year)
    return f"{_month(end, words)} {end.year}" if _next(end).day == 1 else day(end, words)


def _next(value: date) -> date:
    return value + timedelta(days=1) if value < date.max else date(1, 1, 1)


def _month(value: date, words: PageWords) -> str:
    return words["months"].split()[value.month - 1]


def _grouped(value: Decimal, words: PageWords) -> str:
    text = f"{value.normalize():,f}"
    return text if words["decimal_point"] == "." else text.translate(str.maketrans(",.", ".,"))
