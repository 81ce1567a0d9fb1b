"""Who says a figure. All sentences and names are our own."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction, Figure


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Ada 5 kota yang ikut,” ujar Sari Melati.", "Sari Melati"),
        ("Menteri Sari Melati mengatakan ada 5 kota.", "Sari Melati"),
        ("Menurut Sari Melati, ada 5 kota.", "Sari Melati"),
        ("Berdasarkan data APJII, ada 5 kota.", "APJII"),
        ("“Ada 5 kota yang ikut” Ujar Sari Melati.", "Sari Melati"),
        ("“Ada 5 kota,” ujar Menteri Komunikasi dan Digital Sari Melati.", "Sari Melati"),
        ("Bupati Sleman Sari Melati menyebut ada 5 kota.", "Sari Melati"),
        ("Kepala dinas di Sleman, Sari Melati, menceritakan bahwa ada 5 kota.", "Sari Melati"),
        ("“Ada 5 kota,” gurau Kepala Bidang Kota Surabaya Sari Melati.", "Sari Melati"),
        ("Gubernur Kalimantan Selatan menyebut ada 5 kota.", "Gubernur Kalimantan Selatan"),
        ("Berdasarkan data Kementerian Dalam Negeri, ada 5 kota.", "Kementerian Dalam Negeri"),
        ("Direktur Jenderal Aplikasi Informatika, Sari Melati, menjelaskan bahwa ada 5 kota.", "Sari Melati"),
        ("Sari Melati, Kepala Dinas Kominfo, menjelaskan bahwa ada 5 kota.", "Sari Melati"),
        ("Menurut hasil survei APJII, ada 5 kota.", "APJII"),
        ("Terdapat 5 kota di sana.", None),
        ("Terjadi peningkatan nilai tambah Kelapa Sawit di 5 kota.", None),
        ("Data Balai Pangan mencatat ada 5 kota.", "Balai Pangan"),
        ("Kementerian Dalam Negeri mencatat ada 5 kota.", "Kementerian Dalam Negeri"),
        ("Bank Melati mencatat laba di 5 kota.", None),
        ("Menteri Sari Melati memastikan 5 kota siap.", "Sari Melati"),
        ("Balai Melati memastikan 5 kota siap.", None),
        ("Menteri Pekerjaan Umum menyebut 5 kota. Kemarin hadir Menteri Pekerjaan Umum Sari Melati.", "Sari Melati"),
        ("Menteri Pekerjaan Umum (PU) Sari Melati hadir. Menteri Pekerjaan Umum menyebut 5 kota.", "Sari Melati"),
        ("Surabaya menunjukkan kemajuan di 5 kota.", None),
    ],
)
def test_speakers(text: str, speaker: str | None, figure: Callable[[str], Figure]) -> None:
    assert figure(text).speaker == speaker


@pytest.mark.parametrize(
    "said",
    [
        "“Ada 5 kota,” ujarnya.",
        "Dirinya menambahkan, ada 5 kota.",
        "Ia menyebut 5 kota.",
        "Menurut dia, ada 5 kota.",
        "“Ada 5 kota,” kata dia.",
    ],
)
def test_a_pronoun_stands_for_the_name_before(said: str, read: Callable[..., Extraction]) -> None:
    found = read(f"Menteri Sari Melati mengatakan rapat selesai. {said}")
    assert [figure.speaker for figure in found.figures] == ["Sari Melati"]


def test_a_colon_in_a_headline_names_the_speaker(read: Callable[..., Extraction]) -> None:
    found = read("Isi.", title="Sari Melati: 60 Juta Warga Terhubung")
    assert [figure.speaker for figure in found.figures] == ["Sari Melati"]


def test_a_headline_s_verb_is_no_surname(read: Callable[..., Extraction]) -> None:
    found = read("“Ada 5 kota,” kata Sari.", title="Sari Buka Pelatihan")
    assert [figure.speaker for figure in found.figures] == ["Sari"]


def test_one_word_of_a_name_stands_for_all_of_it(read: Callable[..., Extraction]) -> None:
    found = read("Direktur Sari Melati hadir. “Ada 5 kota,” ujar Melati.")
    assert [figure.speaker for figure in found.figures] == ["Sari Melati"]


@pytest.mark.parametrize("opening", ["Namun ia mengakui,", "Menurut hitungannya,", "Sementara ia menyebut,"])
def test_a_conjunction_is_no_name_and_his_own_reckoning_is_a_pronoun(
    opening: str, read: Callable[..., Extraction]
) -> None:
    found = read(f'"Ada 30 dapur," kata Sari Melati, kepala dinas di Bali. {opening} baru 12 dapur yang siap.').figures
    assert [(figure.speaker, figure.ref_area) for figure in found] == [("Sari Melati", "51")] * 2
