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


def test_number_words_that_lost_their_spaces_are_parted() -> None:
    assert words("dua puluhlima limaratusribu sebanyaktiga") == "dua puluh lima lima ratus ribu sebanyak tiga".split()
    assert (
        words("limapuluhan bersatu kesatuan ketiga sepersepuluh")
        == "lima puluhan bersatu kesatuan ketiga sepersepuluh".split()
    )


def test_a_unit_behind_a_number_is_parted_from_the_word_glued_to_it() -> None:
    assert words("98,5persenpada 200 MWPemenang 5 persentase") == [
        "98,5",
        "persen",
        "pada",
        "200",
        "mw",
        "pemenang",
        "5",
        "persentase",
    ]


def test_a_year_is_parted_from_the_number_behind_its_comma() -> None:
    assert words("pada 2023,50 kota") == ["pada", "2023", ",", "50", "kota"]
    assert words("sebesar 2023,50 ton") == ["sebesar", "2023,50", "ton"]


def test_a_number_is_read_across_what_is_invisible() -> None:
    assert words("1.\u200b250 \u00bdjuta 1\u00bd") == ["1.250", "\u00bd", "juta", "1", "\u00bd"]
