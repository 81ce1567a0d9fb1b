"""Official release numbers: found in the dirty forms that occur, and brought into one normal form.

Normal form: upper case, no spaces, single slashes, a two-digit month: `43/HM/KOMINFO/01/2024`, `38/HM-KKD/02/2026`.
"""

import re
from datetime import date

# "Siaran Pers" (once or twice), then No / Nomor in any dress, then parts joined by slashes, dots or hyphens up to the year.
# Each quantifier is bounded: the pattern reads a line in linear time.
_NUMBER = re.compile(
    r"siaran\s{0,3}pers\s{0,3}(?:siaran\s{0,3}pers\s{0,3})?(?:no(?:mor)?\s{0,2}[.:]{0,2}\s{0,3}){1,3}"
    r"(\d{1,4}(?:\s?[./-]{1,3}\s?[a-z0-9]{1,15}){1,5}?\s?/{1,2}\s?(?:20\d\d))(?!\d{2})",
    re.IGNORECASE,
)
_PLAIN_MONTH = re.compile(r"/(\d)/(20\d\d)$")
_MONTH_AND_YEAR = re.compile(r"/(?:(\d{2})/)?(?:[A-Z]+/)?(20\d\d)$")


def find_number(text: str) -> str | None:
    """The first release number in the text, in normal form."""
    match = _NUMBER.search(text)
    return normal_form(match[1]) if match else None


def normal_form(raw: str) -> str:
    joined = re.sub(r"/{2,}", "/", re.sub(r"\s+", "", raw)).upper()
    return _PLAIN_MONTH.sub(r"/0\1/\2", joined)


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
