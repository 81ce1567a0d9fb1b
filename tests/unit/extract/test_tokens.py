"""Tokens stand where they say, and lost spaces part words."""

from pipeline.extract.fold import fold
from pipeline.extract.tokens import tokenize


def words(text: str) -> list[str]:
    folded = fold(text)
    return [token.text for token in tokenize(folded.low, folded.plain)]


def test_letters_and_digits_run_together_are_parted() -> None:
    assert words("63startup Rp29triliun 4G") == ["63", "startup", "rp", "29", "triliun", "4", "g"]


def test_separators_stay_inside_a_number_string() -> None:
    assert words("1.250,5 km, lalu 7.") == ["1.250,5", "km", ",", "lalu", "7", "."]


def test_a_capital_inside_a_word_shows_a_lost_space() -> None:
    assert words("TriliunKamis GoTo") == ["triliun", "kamis", "goto"]


def test_every_token_is_its_slice_of_the_text() -> None:
    folded = fold("Rp 5 juta\nuntuk “kota” e\u0301a 7%")
    for token in tokenize(folded.low, folded.plain):
        assert folded.low[token.start : token.end] == token.text


def test_combining_marks_belong_to_their_letter() -> None:
    assert words("cafe\u0301 5") == ["cafe\u0301", "5"]
