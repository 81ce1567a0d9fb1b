"""What holds of the extraction of any text."""

import itertools
import re
import sys
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.extract import extract, load_codebook, value_of
from pipeline.model import Extraction, Span

CODEBOOK = load_codebook()
RELEASED = date(2024, 1, 18)
PIECES = [
    "Sebanyak", "50", "kota", "dan", "2", "provinsi", "pada", "2023", "Rp", "1.250,5", "juta", "M", "persen", "%", "sekitar", "akan", "ke-",
    "dua", "puluh", "lima", "ratusan", "satu", "salah satu", "(", ")", ",", ".", "\n", "-", "s.d.", "hingga", "sejak", "tahun", "Januari", "18/01/2024",
    "2,5", "dua setengah", "setengah", "ribu", "miliar", "USD", "km", "orang", "peringkat ke-3", "kali lipat", "Türkiye", "Café", "Élan", "usia 40",
    "Siaran Pers No. 1/HM/X/1/2024", "4G", "masing-masing", "Smart City", "di Jawa Barat", "ujar Sari", "“", "”", "\u00a0", "021-3500000", "dari", "514", "\x1b[31m", "\x9b1;5H",
]  # fmt: skip
SPACED = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
GLUED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
RELEASE_LIKE = SPACED | GLUED


def read(text: str, body_start: int = 0) -> Extraction:
    return extract(text, body_start=body_start, published_on=RELEASED, codebook=CODEBOOK)


def spans_of(found: Extraction) -> list[Span]:
    """Each span once: the shares of a distributive have one in common."""
    stated = {span for figure in found.figures for span in (figure.value_span, *figure.repeats)}
    return sorted(stated | {refusal.span for refusal in found.refusals})


@given(RELEASE_LIKE | st.text(max_size=200), st.integers(0, 30))
@example("\u0130 5 kota \u0130", 0)
@example("٣ kota ５ desa", 0)
@example("5" * 400, 0)
@example("5\x1b[31m juta\x1b[0m kota\x1b]8;;a/7\x1b\\ 3\x1b[9", 0)
@example("5 kota \ud800 7 desa", 0)
@example("2\ufe0f\u20e3 kota, ½ desa, ² km, Ⅷ, 五 kota", 0)
def test_every_number_is_accounted_for_exactly_once(text: str, cut: int) -> None:
    found = read(text, min(cut, len(text)))
    spans = spans_of(found)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert not any(a.overlaps(b) for a, b in itertools.pairwise(spans))
    for digits in re.finditer("[0-9]+", text):
        assert any(span.overlaps(Span(*digits.span())) for span in spans), digits.group()


@given(RELEASE_LIKE)
def test_a_figure_stands_inside_its_quote(text: str) -> None:
    for figure in read(text).figures:
        assert figure.quote_span.start <= figure.value_span.start
        assert figure.value_span.end <= figure.quote_span.end
        assert figure.time_start is None or figure.time_end is not None
        assert figure.value_max is None or figure.value_max > figure.value
        assert abs(figure.value) < Decimal(10) ** 29
        assert isinstance(exponent := figure.value.as_tuple().exponent, int)
        assert exponent >= -9


@given(RELEASE_LIKE)
def test_the_value_can_be_read_again_from_its_text_alone(text: str) -> None:
    for figure in read(text).figures:
        assert value_of(figure.value_span.of(text), CODEBOOK) == (figure.value, figure.value_max)
        for span in figure.repeats:
            assert value_of(span.of(text), CODEBOOK) == (figure.value, figure.value_max)


@given(SPACED)
def test_composed_and_decomposed_letters_make_no_difference(text: str) -> None:
    """Of words with spaces between them: a mark inside a word that is run together with a number may end it for a pattern."""

    def facts(form: Literal["NFC", "NFD"]) -> list[tuple[object, ...]]:
        whole = unicodedata.normalize(form, text)
        found = read(whole)
        return [
            *((f.value, f.unit, f.status, f.time_start, f.time_end, f.ref_area, f.indicator_id) for f in found.figures),
            *((r.reason, unicodedata.normalize("NFC", r.span.of(whole))) for r in found.refusals),
        ]

    assert facts("NFC") == facts("NFD")


@given(RELEASE_LIKE)
def test_kinds_of_spaces_and_quotes_make_no_difference(text: str) -> None:
    other = text.replace(" ", "\u00a0").replace("“", '"').replace("”", '"')
    assert read(other) == read(text)


UNRELATED = st.sampled_from(["Cuaca cerah menyambut para tamu.", "Suhu siang itu tercatat 31,7 derajat."])


def values(text: str, start: int, end: int) -> dict[int, tuple[Decimal, Decimal | None]]:
    """The value of each number said in text[start:end], by where it stands there."""
    return {
        span.start - start: (figure.value, figure.value_max)
        for figure in read(text).figures
        for span in (figure.value_span, *figure.repeats)
        if start <= span.start < end
    }


@given(SPACED, UNRELATED)
def test_an_unrelated_paragraph_changes_no_value(words: str, unrelated: str) -> None:
    text = (
        f"Rilis: {words}"  # four digits at the very beginning of all text are a year, after a paragraph they may count
    )
    alone, end = values(text, 0, len(text)), len(text)
    assert values(f"{text}\n\n{unrelated}", 0, end) == alone
    start = len(unrelated) + 2
    assert values(f"{unrelated}\n\n{text}", start, start + end) == alone


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
        "dua puluh ",
        "“5 kota,” ujar Sari. ",
        "masing-masing 17 kota dan ",
        "5 kota\n",
        "usia 5",
        "Kota Bandung 5 persen, ",
        "sejak 2019 hingga 2021 ",
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
