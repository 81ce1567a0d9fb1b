"""Calendar dates as Indonesian releases write them. A date is read whole or not at all; nothing depends on today."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from pipeline.clock import jakarta_date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "pebruari", "feb", "peb"),
            ("maret", "mar"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("agustus", "agt", "ags", "agu"),
            ("september", "sept", "sep"),
            ("oktober", "okt"),
            ("november", "nopember", "nov", "nop"),
            ("desember", "des"),
        ),
        start=1,
    )
    for name in names
}
"""Month names and their usual short and older forms (Pebruari, Nopember), in lower case."""
WEEKDAYS = frozenset("senin selasa rabu kamis jumat jum sabtu minggu ahad".split())

_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s{0,3}([A-Za-z]{3,9})\.?\s{0,3}((?:19|20)\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")


def find_date(text: str) -> date | None:
    """The first full date in the text: '18 Januari 2024', '2024-01-18', '18/01/2024' or '18-01-2024' (day first)."""
    found: list[tuple[int, date]] = []
    for match in _WORDS.finditer(text):
        month = MONTHS.get(match[2].lower())
        if month and (day := _date(match[3], month, match[1])):
            found.append((match.start(), day))
            break
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (4, 3, 1))):
        match_ = pattern.search(text)
        if match_ and (day := _date(*(match_[group] for group in order))):
            found.append((match_.start(), day))
    return min(found)[1] if found else None


def parse_date(text: str, formats: tuple[str, ...]) -> date | None:
    """A site's date element: by the agency's own strptime forms first, then as a moment with a zone, then as running text.

    A moment is of the day that it is in Jakarta: 18:30 UTC is tomorrow there.
    """
    trimmed = " ".join(text.split())
    for form in formats:
        try:
            return datetime.strptime(trimmed, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    for read in (datetime.fromisoformat, parsedate_to_datetime):  # ISO 8601 (APIs, sitemaps, Atom), RFC 5322 (RSS)
        try:
            moment = read(trimmed)
            if moment.tzinfo:
                return jakarta_date(moment)
        except (ValueError, OverflowError):
            continue
    return find_date(trimmed)


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
