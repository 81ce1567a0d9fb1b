"""What holds of the extraction of any text."""

import itertools
import re
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.extract import extract, load_codebook
from pipeline.extract.fold import fold
from pipeline.extract.numbers import scan
from pipeline.extract.tokens import tokenize
from pipeline.model import Extraction, Span

CODEBOOK = load_codebook()
RELEASED = date(2024, 1, 18)
DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
PIECES = [
    "Sebanyak", "50", "kota", "dan", "2", "provinsi", "pada", "2023", "Rp", "1.250,5", "juta", "M", "persen", "%", "sekitar", "akan", "ke-",
    "dua", "puluh", "lima", "ratusan", "satu", "salah satu", "(", ")", ",", ".", "\n", "-", "s.d.", "hingga", "sejak", "tahun", "Januari", "18/01/2024",
    "Siaran Pers No. 1/HM/X/1/2024", "4G", "masing-masing", "Smart City", "di Jawa Barat", "ujar Sari", "“", "”", "\u00a0", "021-3500000", "dari", "514",
]  # fmt: skip
RELEASE_LIKE = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)


def spelled(number: int) -> str:
    """A whole number below 10^15 in Indonesian words, after the rules of the language, not of the extractor."""
    if number < 10:
        return DIGITS[number]
    for value, word in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"), (100, "ratus")):
        if number >= value:
            head, rest = divmod(number, value)
            lead = f"se{word}" if head == 1 and value in (100, 1000) else f"{spelled(head)} {word}"
            return f"{lead} {spelled(rest)}" if rest else lead
    if number == 10:
        return "sepuluh"
    if number < 20:
        return "sebelas" if number == 11 else f"{DIGITS[number - 10]} belas"
    tens, rest = divmod(number, 10)
    return f"{DIGITS[tens]} puluh {DIGITS[rest]}" if rest else f"{DIGITS[tens]} puluh"


def read(text: str, body_start: int = 0) -> Extraction:
    return extract(text, body_start=body_start, published_on=RELEASED, codebook=CODEBOOK)


def spans_of(found: Extraction) -> list[Span]:
    """Each span once: the shares of a distributive have one in common."""
    stated = {span for figure in found.figures for span in (figure.value_span, *figure.repeats)}
    return sorted(stated | {refusal.span for refusal in found.refusals})


@given(st.integers(0, 10**15 - 1))
@example(0)
@example(1001)
@example(11_011_011)
def test_number_words_come_back_as_their_number(number: int) -> None:
    folded = fold(spelled(number))
    (mention,) = scan(tokenize(folded.low), folded.plain, CODEBOOK)
    assert mention.value == number


@given(st.integers(0, 10**15), st.integers(0, 99))
def test_digits_in_indonesian_form_come_back_exactly(whole: int, cents: int) -> None:
    folded = fold(f"{whole:,}".replace(",", ".") + f",{cents:02d}")
    (mention,) = scan(tokenize(folded.low), folded.plain, CODEBOOK)
    assert mention.value == Decimal(f"{whole}.{cents:02d}")


@given(RELEASE_LIKE | st.text(max_size=200), st.integers(0, 30))
@settings(deadline=None)
@example("\u0130 5 kota \u0130", 0)
@example("٣ kota ５ desa", 0)
@example("5" * 400, 0)
def test_every_number_is_accounted_for_exactly_once(text: str, cut: int) -> None:
    found = read(text, min(cut, len(text)))
    spans = spans_of(found)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(spans))
    for digits in re.finditer("[0-9]+", text):
        assert any(span.overlaps(Span(*digits.span())) for span in spans), digits.group()


@given(RELEASE_LIKE)
@settings(deadline=None)
def test_a_figure_stands_inside_its_quote(text: str) -> None:
    for figure in read(text).figures:
        assert figure.quote_span.start <= figure.value_span.start
        assert figure.value_span.end <= figure.quote_span.end
        assert figure.time_start is None or figure.time_end is not None
        assert figure.value_max is None or figure.value_max > figure.value
        assert abs(figure.value) < Decimal(10) ** 29
        assert figure.value == round(figure.value, 9)


@given(RELEASE_LIKE)
@settings(deadline=None)
def test_kinds_of_spaces_and_quotes_make_no_difference(text: str) -> None:
    other = text.replace(" ", "\u00a0").replace("“", '"').replace("”", '"')
    assert read(other) == read(text)


@given(RELEASE_LIKE)
@settings(deadline=None)
def test_an_unrelated_paragraph_changes_no_value(text: str) -> None:
    before = read(text)
    after = read(f"{text}\n\nCuaca cerah menyambut para tamu.")
    assert [(f.value_span, f.value, f.unit) for f in after.figures] == [
        (f.value_span, f.value, f.unit) for f in before.figures
    ]
    assert after.refusals == before.refusals


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "satu ",
        "(",
        "a/",
        "1.",
        "Aa Bb ",
        "2020 ",
        "5,",
        "-",
        "a@",
        "peraturan no ",
        "\n",
        "Rp",
        "pada 5 kota. ",
    ],
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    """Work is counted, not timed: twenty times the text may take at most sixty times the calls."""

    def calls(length: int) -> int:
        count = 0

        def tick(*_: object) -> None:
            nonlocal count
            count += 1

        text = piece * (length // len(piece))
        sys.setprofile(tick)
        try:
            read(text)
        finally:
            sys.setprofile(None)
        return count

    assert calls(20_000) <= 60 * calls(1_000)
