"""Numbers and periods as people say them, in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.publish.page import speech
from pipeline.publish.page.words import LANGUAGES, page_words
from pipeline.schema.values import QUALIFIERS

EN, ID = page_words("en"), page_words("id")


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [
        ("0", "0", "0"),
        ("2.790000000", "2.79", "2,79"),
        ("6747", "6,747", "6.747"),
        ("1234.5", "1,234.5", "1.234,5"),
        ("999999", "999,999", "999.999"),
        ("12000000", "12 million", "12 juta"),
        ("1250000", "1.25 million", "1,25 juta"),
        ("1234567", "1,234,567", "1.234.567"),
        ("80000000000", "80 billion", "80 miliar"),
        ("1500000000000", "1.5 trillion", "1,5 triliun"),
        ("1e20", "100,000,000 trillion", "100.000.000 triliun"),
        ("99999999999999999999999999999.999999999", "99,999,999,999,999,999,999,999,999,999.999999999", "99.999.999.999.999.999.999.999.999.999,999999999"),
        ("-2500000", "-2.5 million", "-2,5 juta"),
    ],
)  # fmt: skip
def test_numbers(value: str, english: str, indonesian: str) -> None:
    assert speech.number(Decimal(value), EN) == english
    assert speech.number(Decimal(value), ID) == indonesian


@pytest.mark.parametrize(
    ("start", "end", "english", "indonesian"),
    [
        ("2023-01-01", "2023-12-31", "2023", "2023"),
        ("2017-01-01", "2021-12-31", "2017–2021", "2017–2021"),
        ("2024-03-01", "2024-03-31", "March 2024", "Maret 2024"),
        ("2024-04-01", "2024-06-30", "quarter 2 of 2024", "triwulan 2 2024"),
        ("2024-02-01", "2024-04-30", "February–April 2024", "Februari–April 2024"),
        ("2024-01-18", "2024-01-18", "18 January 2024", "18 Januari 2024"),
        ("2023-11-20", "2024-01-18", "20 November 2023 to 18 January 2024", "20 November 2023 sampai 18 Januari 2024"),
        ("2023-11-01", "2024-01-31", "1 November 2023 to 31 January 2024", "1 November 2023 sampai 31 Januari 2024"),
        (None, "2024-12-31", "up to 2024", "hingga 2024"),
        (None, "2024-06-30", "up to June 2024", "hingga Juni 2024"),
        (None, "2024-06-12", "up to 12 June 2024", "hingga 12 Juni 2024"),
        ("0001-01-01", "9999-12-31", "1–9999", "1–9999"),
    ],
)
def test_periods(start: str | None, end: str, english: str, indonesian: str) -> None:
    first = date.fromisoformat(start) if start else None
    assert speech.period(first, date.fromisoformat(end), EN) == english
    assert speech.period(first, date.fromisoformat(end), ID) == indonesian


def test_sizes() -> None:
    assert [speech.size(count, ID) for count in (0, 63, 1024, 61_645, 5 * 1024**2)] == [
        "0 bita", "63 bita", "1 kB", "60,2 kB", "5 MB",
    ]  # fmt: skip


def test_both_languages_have_words_for_everything() -> None:
    for language in LANGUAGES:
        words = page_words(language)
        assert len(words["months"].split()) == 12
        assert set(QUALIFIERS) <= set(words)
        assert {key for key, text in words.items() if not text} == {"exact"}
