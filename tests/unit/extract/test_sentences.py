"""Where sentences end, also in portal text."""

import pytest

from pipeline.extract.sentences import sentences


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada 5 kota. Ada 6 desa.", ["Ada 5 kota.", "Ada 6 desa."]),
        ("Ada 5 kota.Ada 6 desa.", ["Ada 5 kota.", "Ada 6 desa."]),
        ("Sebanyak 1.250 BTS aktif.", ["Sebanyak 1.250 BTS aktif."]),
        ("Surat No. 5 dari Jl. Merdeka.", ["Surat No. 5 dari Jl. Merdeka."]),
        ("Menteri Sari G. Utama hadir.", ["Menteri Sari G. Utama hadir."]),
        ("Judul\nIsi dua.", ["Judul", "Isi dua."]),
        ("Warga memakai jaringan 4G. Acara usai.", ["Warga memakai jaringan 4G.", "Acara usai."]),
        ("Ruas Paket 1.2B sepanjang 12,23 km.", ["Ruas Paket 1.2B sepanjang 12,23 km."]),
        ("Semua siap.2.Pendanaan cukup.", ["Semua siap.", "2.", "Pendanaan cukup."]),
        ('"Ada lima." Ia pergi.', ['"Ada lima."', "Ia pergi."]),
        ("situs contoh.go.id dibuka", ["situs contoh.go.id dibuka"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_start_leaves_the_title_out() -> None:
    text = "Judul 5\n\nIsi 6."
    assert [span.of(text) for span in sentences(text, 9)] == ["Isi 6."]
