"""Done, planned, or aimed at. All sentences are our own; the release is of 18 January 2024."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction, Figure


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Kementerian telah mendampingi 20 kota.", "realised"),
        ("Kementerian akan mendampingi 20 kota.", "planned"),
        ("Terdapat 20 kota yang akan didampingi.", "planned"),
        ("Kementerian menargetkan 20 kota.", "target"),
        ("Diharapkan 20 kota akan ikut.", "target"),
        ("Luasnya 30 hektare.", "realised"),
        ("Pada 2027 ikut 20 kota.", "planned"),
        ("Target tahun 2027 yang telah diputuskan sebesar Rp90 triliun.", "target"),
        ("Kini tengah dibangun 20 rumah.", "planned"),
        ("Rencana induk dimiliki 20 kota.", "realised"),
    ],
)
def test_status(text: str, status: str, figure: Callable[[str], Figure]) -> None:
    assert figure(text).status == status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada 10 kota yang akan didampingi dan 17 kota yang telah mengajukan proposal.", ["planned", "realised"]),
        (
            "Realisasi mencapai Rp29 triliun atau 116 persen dari target Rp25 triliun.",
            ["realised", "realised", "target"],
        ),
        ("Ditargetkan Rp85 triliun atau naik dari Rp81 triliun.", ["target", "realised"]),
        ("Akan dilatih 20 guru dan 30 siswa.", ["planned", "planned"]),
    ],
)
def test_each_clause_has_its_own_status(text: str, expected: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.status for figure in read(text).figures] == expected


def test_words_inside_a_name_promise_nothing(figure: Callable[[str], Figure]) -> None:
    assert figure("Sebanyak 20 kota peserta Gerakan Menuju 100 Smart City hadir.").status == "realised"
