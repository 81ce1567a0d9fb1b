"""Strings of digits, dots and commas: their values, and which of them are no amounts."""

from decimal import Decimal

MOST_DIGITS = 18
"""A longer string of digits is an identifier; no program figure has so many, and the decimal column holds 38."""

LONGEST_AMOUNT = 9
"""So many digits without a dot or a comma are an amount only beside money."""
_TWO_PLACES = 2


def digits_value(text: str) -> Decimal | None:
    """The value of a number string: dotted thousands, decimal comma, and the stray decimal dot; None for any other form.

    '1.250' is a thousand and a quarter thousand, '202.6' can only be a decimal, '1.250,5' and '1,250.5' say which is which.
    """
    if digit_count(text) > MOST_DIGITS or is_code(text):
        return None
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return Decimal(text)
    if dots and commas:
        thousands, decimal = (".", ",") if text.rindex(",") > text.rindex(".") else (",", ".")
        whole, _, rest = text.rpartition(decimal)
        return Decimal(f"{whole.replace(thousands, '')}.{rest}") if _grouped(whole, thousands) else None
    mark = "." if dots else ","
    if _grouped(text, mark) and (mark == "." or commas > 1):
        return Decimal(text.replace(mark, ""))
    return Decimal(text.replace(mark, ".")) if dots + commas == 1 else None


def is_code(text: str) -> bool:
    """'0041', '021.345': no amount begins with a nought before another digit; '05' may, where a form has two places."""
    return text[0] == "0" and len(text) > _TWO_PLACES and text[1].isdigit()


def digit_count(text: str) -> int:
    return len(text) - text.count(".") - text.count(",")


def _grouped(text: str, mark: str) -> bool:
    head, *groups = text.split(mark)
    return 1 <= len(head) <= 3 and head != "0" and all(len(group) == 3 for group in groups)
