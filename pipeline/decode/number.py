"""Official release numbers: found in the dirty forms that occur, and brought into one normal form: `38/HM-KKD/02/2026`."""

import re
from datetime import date

# "Siaran Pers" (once or twice, perhaps with the ministry's name), then No / Nomor in any dress, then parts joined by slashes, dots or hyphens up to the year.
# Each quantifier is bounded: the patterns read a line in linear time.
_PREFIX = r"(?:(?:siaran\s{0,3}pers|press\s{0,3}release)\.?\s{0,5}){1,2}(?:kementerian[a-z ]{1,60}?\s{0,3})?"
_NO = r"(?:no(?:mor)?\s{0,2}[.:]{0,2}\s{0,5})"
_PARTS = r"(\d{1,4}(?:\s?[./-]{1,3}\s?[a-z0-9]{1,15}){1,5}?\s?/{1,2}\s?(?:20\d\d))(?!\d{2})"
_NUMBER = re.compile(f"{_PREFIX}{_NO}{{1,3}}{_PARTS}", re.IGNORECASE)
_BARE = re.compile(rf"\s*(?:{_PREFIX})?{_NO}{{0,3}}{_PARTS}", re.IGNORECASE)
_MONTH_AND_YEAR = re.compile(r"/(?:(\d{2})/)?(?:[A-Z]+/)?(20\d\d)$")
_ROMAN = {name: number for number, name in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), start=1)}


def find_number(text: str) -> str | None:
    """The first release number in a text, in normal form; "Siaran Pers No." stands before it."""
    match = _NUMBER.search(text)
    return normal_form(match[1]) if match else None


def read_number(text: str) -> str | None:
    """The number of a field that holds nothing else, with or without "Siaran Pers No." before it, in normal form."""
    match = _BARE.match(text)
    return normal_form(match[1]) if match else None


def normal_form(raw: str) -> str:
    """Upper case, no spaces, single slashes, no zeros before the count, the month in two digits (`IV` and `4` are `04`)."""
    count, *parts = filter(None, re.sub(r"\s+", "", raw).upper().split("/"))
    if len(parts) >= 2 and (month := _month(parts[-2])):
        parts[-2] = f"{month:02}"
    return "/".join((re.sub(r"^0+(?=\d)", "", count), *parts))


def _month(part: str) -> int | None:
    number = int(part) if part.isascii() and part.isdigit() and len(part) <= 2 else _ROMAN.get(part, 0)
    return number if 1 <= number <= 12 else None


def is_sound(number: str, published_on: date | None) -> bool:
    """Whether the number can stand for the release: its own month and year must fit the release's date.

    A number that contradicts its page was mistyped or reused, and would merge two releases into one. One month of
    difference is usual around a month's end.
    """
    match = _MONTH_AND_YEAR.search(number)
    if match is None:
        return False
    if published_on is None:
        return True
    if match[1] is None:
        return abs(int(match[2]) - published_on.year) <= (1 if published_on.month in (1, 12) else 0)
    months_apart = (int(match[2]) - published_on.year) * 12 + int(match[1]) - published_on.month
    return abs(months_apart) <= 1
