"""Folding keeps every offset."""

import pytest

from pipeline.extract.fold import fold


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rp\u00a05\u202fjuta",
        "\u201cAda\u201d \u2013 \u2018itu\u2019",
        "\u0130stanbul 5",
        "e\u0301 5",
        "\U0001f600 7",
        "\uff15 kota",
    ],
)
def test_all_forms_are_as_long_as_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.plain) == len(folded.low) == len(text)


def test_spaces_quotes_dashes_and_full_width_digits_become_one_kind() -> None:
    assert fold("\u201cRp\u00a0\uff15\u2013\uff16\u201d").plain == '"Rp 5-6"'


def test_line_separators_become_line_feeds() -> None:
    assert fold("A.\u2028B.\rC.\x85D.").plain == "A.\nB.\nC.\nD."


def test_a_wrapped_line_is_joined_and_a_paragraph_is_not() -> None:
    assert fold("sebanyak 912 juta\nton pada 2030").plain == "sebanyak 912 juta ton pada 2030"
    assert fold("Selesai.\nton pada 2030").plain == "Selesai.\nton pada 2030"
    assert fold("Kota itu\nMenteri hadir").plain == "Kota itu\nMenteri hadir"
