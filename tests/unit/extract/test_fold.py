"""Folding keeps every offset."""

import pytest

from pipeline.extract.fold import JOINT, fold, hidden_digits


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
        "\x1b[1;31mlima\x1b[0m",
    ],
)
def test_all_forms_are_as_long_as_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.plain) == len(folded.low) == len(text)


def test_spaces_quotes_dashes_and_full_width_digits_become_one_kind() -> None:
    assert fold("\u201cRp\u00a0\uff15\u2013\uff16\u201d").plain == '"Rp 5-6"'


def test_digits_of_other_scripts_and_styles_are_digits() -> None:
    assert fold("\u0665\u0660 \u096d \ua9d3 \U0001d7d3").plain == "50 7 3 5"


def test_what_is_invisible_parts_no_number_and_a_soft_hyphen_no_word() -> None:
    assert fold("1.\u200b250 50\u200bkota").plain == f"1.{JOINT}250 50 kota"
    assert fold("kabu\u00adpaten dan\u2060kota").plain == f"kabu{JOINT}paten dan kota"
    assert fold("\u202a50\u202c kota").plain == " 50  kota"


def test_line_separators_become_line_feeds() -> None:
    assert fold("A.\u2028B.\rC.\x85D.").plain == "A.\nB.\nC.\nD."


def test_a_wrapped_line_is_joined_and_a_paragraph_is_not() -> None:
    assert fold("sebanyak 912 juta\nton pada 2030").plain == "sebanyak 912 juta ton pada 2030"
    assert fold("Selesai.\nton pada 2030").plain == "Selesai.\nton pada 2030"
    assert fold("Kota itu\nMenteri hadir").plain == "Kota itu\nMenteri hadir"


def test_a_text_wrapped_throughout_is_joined_at_names_and_numbers_too() -> None:
    lines = ["Kementerian melatih", "para guru di", "banyak daerah, dan", "menurut Kepala Dinas", "Pendidikan ada"]
    lines += ["20 ribu guru", "yang ikut serta", "dalam program ini."]
    assert fold("\n".join(lines) + "\nSelesai.").plain == " ".join(lines) + "\nSelesai."


@pytest.mark.parametrize(
    ("sequence", "digits"),
    [
        ("\x1b[1;31m", ["1", "31"]),
        ("\x9b2K", ["2"]),
        ("\x1b]8;;https://contoh.id/1\x1b\\", ["8", "1"]),
        ("\x1b]judul 12\x07", ["12"]),
    ],
)
def test_control_sequences_are_blank_and_their_digits_known(sequence: str, digits: list[str]) -> None:
    assert fold(f"a{sequence}5 b").plain == f"a{' ' * len(sequence)}5 b"
    assert [span.of(f"a{sequence}5 b") for span in hidden_digits(f"a{sequence}5 b")] == digits


@pytest.mark.parametrize("text", ["\x1b 5 kota", "\x1b[5", "[31m", "\x1b]5 kota\n"])
def test_what_only_begins_like_one_is_text(text: str) -> None:
    assert fold(text).plain == text
    assert hidden_digits(text) == []
