"""How exact a number is said to be. All sentences are our own."""

from collections.abc import Callable

import pytest

from pipeline.model import Figure


@pytest.mark.parametrize(
    ("text", "qualifier", "value_text"),
    [
        ("Ada sekitar 46 persen.", "approximate", "sekitar 46 persen"),
        ("Ada kurang lebih 46 persen.", "approximate", "kurang lebih 46 persen"),
        ("Ada ±46 persen.", "approximate", "±46 persen"),
        ("Ada 80-an jenis.", "approximate", "80-an jenis"),
        ("Ada lebih dari 300 laporan.", "more_than", "lebih dari 300 laporan"),
        ("Nilainya tembus Rp29 triliun.", "more_than", "tembus Rp29 triliun"),
        ("Ada sedikitnya 150 ribu orang.", "at_least", "sedikitnya 150 ribu orang"),
        ("Ada 75 persen atau lebih.", "at_least", "75 persen atau lebih"),
        ("Naik hingga 7 juta orang.", "at_most", "hingga 7 juta orang"),
        ("Naik hingga sekitar 7 juta orang.", "approximate", "hingga sekitar 7 juta orang"),
        ("Ada tidak sampai sepuluh kota.", "less_than", "tidak sampai sepuluh kota"),
        ("Ada hampir 97 persen.", "almost", "hampir 97 persen"),
        ("Besarnya 3,97 s.d. 4,8 persen.", "range", "3,97 s.d. 4,8 persen"),
        ("Tersedia lima lebih banyak daripada tahun lalu.", "exact", "lima"),
        ("Biayanya seperlima lebih murah.", "exact", "seperlima"),
        ("Ada 50 lebih.", "more_than", "50 lebih"),
        ("Tersedia 50+ kota.", "at_least", "50+ kota"),
        ("Kecepatannya > 40 Mbps.", "more_than", "> 40 Mbps"),
        ("Kecepatannya ≤ 40 Mbps.", "at_most", "≤ 40 Mbps"),
        ("Panjangnya ~40 km.", "approximate", "~40 km"),
        ("Ada dua puluh lima [25] kota.", "exact", "dua puluh lima [25] kota"),
        ("Jumlahnya mencapai 5 kota.", "exact", "5 kota"),
        ("Kolom abunya +- 900 m.", "approximate", "+- 900 m"),
        ("Jaraknya lk. 900 meter.", "approximate", "lk. 900 meter"),
        ("Getarannya terekam dengan amplitudo maksimum 30 mm.", "exact", "30 mm"),
        ("Setiap kota minimal memiliki satu alun-alun.", "at_least", "minimal memiliki satu alun"),
        ("Dibutuhkan kurang lebih sebanyak 30 dapur.", "approximate", "kurang lebih sebanyak 30 dapur"),
        ("Nilainya Rp20 miliar atau lebih besar dari modal itu.", "exact", "Rp20 miliar"),
        ("Tercatat sebanyak 5 kota.", "exact", "5 kota"),
    ],
)
def test_qualifiers(text: str, qualifier: str, value_text: str, figure: Callable[[str], Figure]) -> None:
    found = figure(text)
    assert (found.qualifier, found.value_span.of(text)) == (qualifier, value_text)


def test_a_qualifier_belongs_to_the_next_number_only(read: Callable[..., object]) -> None:
    found = read("Diikuti lebih dari 20 provinsi dan 300 kota.")
    assert [figure.qualifier for figure in found.figures] == ["more_than", "exact"]  # type: ignore[attr-defined]


def test_by_how_much_one_thing_exceeds_another_is_exact(read: Callable[..., object]) -> None:
    found = read("Ada 12 taman, lima lebih banyak daripada dulu. Pengunjungnya 50 ribu lebih.")
    assert [figure.qualifier for figure in found.figures] == ["exact", "exact", "more_than"]  # type: ignore[attr-defined]
