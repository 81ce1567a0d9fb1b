"""What holds of every number, however it is written: digits, words, or both."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.extract import load_codebook, value_of
from tests.properties.spelling import DIGITS, SCALES, dotted, spelled

CODEBOOK = load_codebook()
SCALE = st.sampled_from(sorted(SCALES))


def value(text: str) -> Decimal | None:
    """The value of a text that is one number and no range."""
    read = value_of(text, CODEBOOK)
    return read[0] if read and read[1] is None else None


@given(st.integers(0, 10**15 - 1))
@example(0)
@example(1001)
@example(11_011_011)
def test_words_come_back_as_their_number(number: int) -> None:
    assert value(spelled(number)) == number
    assert value(spelled(number).upper()) == number
    assert value(spelled(number).replace(" ", "  ")) == number


@given(st.integers(0, 10**15), st.integers(0, 99))
def test_digits_come_back_exactly(whole: int, cents: int) -> None:
    assert value(f"{dotted(whole)},{cents:02d}") == Decimal(f"{whole}.{cents:02d}")


@given(st.integers(0, 999), st.integers(0, 999), SCALE)
@example(2, 5, "juta")
@example(1, 9, "ribu")
def test_a_decimal_and_a_scale_are_one_exact_number(whole: int, decimals: int, scale: str) -> None:
    expected = Decimal(f"{whole}.{decimals}") * SCALES[scale]
    for form in ("{},{} {}", "{},{}{}", "{},{}\u00a0{}", "{},{} {} orang"):
        assert value(form.format(whole, decimals, scale)) == expected


@given(st.integers(1, 999), SCALE)
def test_a_half_of_a_scale(whole: int, scale: str) -> None:
    half = SCALES[scale] // 2
    assert value(f"{spelled(whole)} setengah {scale}") == whole * SCALES[scale] + half
    assert value(f"setengah {scale}") == half


@given(st.integers(0, 99), st.lists(st.integers(0, 9), min_size=1, max_size=4), SCALE)
def test_a_spoken_decimal_comma(whole: int, decimals: list[int], scale: str) -> None:
    spoken = f"{spelled(whole)} koma {' '.join(DIGITS[digit] for digit in decimals)}"
    expected = Decimal(f"{whole}.{''.join(map(str, decimals))}")
    assert value(spoken) == expected
    assert value(f"{spoken} {scale}") == expected * SCALES[scale]


@given(st.integers(2, 10**9))
@example(25)
def test_a_number_said_in_words_and_again_in_brackets_is_one(number: int) -> None:
    assert value(f"{spelled(number)} ({dotted(number)})") == number


@given(st.integers(1, 10**6), st.integers(1, 10**6), SCALE)
def test_a_range_has_both_ends_and_shares_its_scale(low: int, more: int, scale: str) -> None:
    for form in ("{}-{} {}", "{} s.d. {} {}", "{} sampai {} {}"):
        read = value_of(form.format(dotted(low), dotted(low + more), scale), CODEBOOK)
        assert read == (low * SCALES[scale], (low + more) * SCALES[scale]), form


@pytest.mark.parametrize("mark", ["Rp", "Rp ", "Rp. ", "USD", "US$ "])
@given(number=st.integers(1, 10**6), letter=st.sampled_from(["M", "T"]))
def test_abbreviated_scales_belong_to_money(mark: str, number: int, letter: str) -> None:
    scale = {"M": 10**9, "T": 10**12}[letter]
    assert value(f"{mark}{dotted(number)} {letter}") == number * scale
    assert value(f"{mark}{dotted(number)},5 {letter}") == (number + Decimal("0.5")) * scale
