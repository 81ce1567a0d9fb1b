"""What must hold in every row of a table, as SQL conditions: checked by check_rows.py, told to readers as validation rules."""

from collections.abc import Mapping

_SEEN = ("it was last seen before it was first seen", "first_seen <= last_seen")

RULES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "statements": (
        ("the number does not stand in the quote where it says", "value_start >= quote_start AND value_end <= quote_end AND value_start < value_end AND substring(quote, value_start - quote_start + 1, value_end - value_start) = value_text"),
        ("the quote is not as long as its span", "length(quote) = quote_end - quote_start"),
        ("the period ends before it begins", "time_start <= time_end"),
        ("the range ends below its beginning", "value <= value_max"),
        ("the confidence is not between 0 and 1", "confidence BETWEEN 0 AND 1"),
        _SEEN,
    ),
    "refusals": (
        ("the mention is not as long as its span", "mention_start >= 0 AND length(mention_text) = mention_end - mention_start"),
        _SEEN,
    ),
    "observations": (
        ("the period ends before it begins", "time_start <= time_end"),
        ("it counts fewer statements than releases, or none", "statement_count >= release_count AND release_count >= 1"),
        ("its value lies outside those of its statements", "value BETWEEN value_lowest AND value_highest"),
        _SEEN,
    ),
    "series_checks": (("the difference is not found less expected", "difference = found - expected"), _SEEN),
    "press_releases": (_SEEN,),
}  # fmt: skip
"""For each table, what must hold in every row (null counts as holding), and the sentence for a row where it does not."""
