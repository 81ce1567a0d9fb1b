"""Years counted within a span that the text has named: 'Dari 2017 sampai 2019 ...: 25 di tahun pertama, 50 setahun sesudahnya'."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.extract.codebook import Codebook
from pipeline.extract.expressions import Period


def years_of_a_span(found: Sequence[Period], low: str, codebook: Codebook) -> Iterator[Period]:
    """'Di tahun kedua', 'pada tiga tahun pertama' of the last span or beginning named shortly before. With a noun behind, they are
    years of something else ('tahun pertama pemerintahan')."""
    starts = [period.start for period in found]
    for match in _NTH.finditer(low):
        end = bisect_left(starts, match.start())
        before = found[max(0, end - _BACK) : end]
        base = next((p.first for p in reversed(before) if p.first and p.grain == "year" and p.way in _OPEN), None)
        if base is None or match.start() - before[-1].end > _REACH:
            continue
        count = int(codebook.numerals.digits.get(match["n"] or "", 1))
        first = base.year + (_NTHS[match["nth"]] if count == 1 else 0)
        last = first + count - 1
        yield Period(
            *match.span(), date(first, 1, 1), date(last, 12, 31), "year", "span" if last > first else "", relative=True
        )


_NTHS = {"pertama": 0, "kedua": 1, "ketiga": 2, "keempat": 3, "kelima": 4}
_NTH = re.compile(
    r"(?<![a-z])(?:di|pada|dalam)\s(?:(?P<n>dua|tiga|empat|lima)\s(?=tahun\spertama))?tahun\s"
    r"(?P<nth>pertama|kedua|ketiga|keempat|kelima)(?=\s?[,.;])"
)
_OPEN = frozenset(("span", "since"))
_BACK = 4
_REACH = 600
"""Characters from a named span to words that count within it."""
