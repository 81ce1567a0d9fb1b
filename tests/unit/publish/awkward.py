"""Rows that are right and that careless tools stumble over: what each of ours and of others' must still agree on."""

from datetime import date
from decimal import Decimal

from tests.unit.publish.warehouses import Rows, capture, observation, quoted, release, small, statement

LONGER_THAN_A_CELL = "a" * 140_000
"""Python's csv module stops at 131,072 characters unless it is told otherwise."""

TITLES = (
    "=1+1",
    "'=1+1",
    '"Kutip", koma; titik\nbaris baru, lalu "lagi"',
    "\r\nbaris",
    "  spasi di tepi  ",
    "NA",
    "null",
    "nan",
    "# bukan komentar",
    "007",
    "1e5",
    "true",
    "2023-01-01",
    "\u202eterbalik \u2028 \U0001f3d9",
    LONGER_THAN_A_CELL,
)


def awkward() -> Rows:
    """Texts that look like something else, numbers at their limits, days before 1970, references without a value, empty tables."""
    rows = small()
    names = [f"r-{number:02d}" for number in range(len(TITLES))]
    rows["press_releases"] = [
        release(name, title=title, published_on=date(1945, 8, 17)) for name, title in zip(names, TITLES, strict=True)
    ]
    rows["captures"] = [capture(f"c-{name}", warc_offset=2**62, http_status=None) for name in names]
    long = Decimal("12345678901234567890123456789.123456789")
    rows["statements"] = [
        statement("s-1", "r-00", "50", time_start=date(1945, 8, 17), confidence=1e-05),
        statement("s-2", "r-01", str(-long), indicator_id=None, value_max=long, confidence=0.1 + 0.2),
        statement("s-3", "r-02", "0.000000001", **quoted('"=Tahun" 2023,\n', "0,000000001", '\n"selesai"')),
    ]
    rows["refusals"][0] |= {"release_id": "r-00", "capture_id": "c-r-00"}
    rows["observations"] = [observation("o-1", "s-1", str(long))]
    rows["areas"].append(rows["areas"][0] | {"area_id": "11", "label_en": "-", "label_id": "@", "parent_id": "ID"})
    rows["agencies"].append(rows["agencies"][0] | {"agency_id": "007", "synthetic": False})
    return rows
