"""Numbers whose noun is said elsewhere. All sentences are our own."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Ikut 20 kabupaten pada 2018, 30 pada 2019.", ["local_government", "local_government"]),
        ("Rinciannya: 20 di 2018, lalu genap 50 kota.", ["local_government", "local_government"]),
        ("Pada 2021 terjual 300 juta alat dan pada 2024 naik ke 520 juta.", ["count", "count"]),
        ("Targetnya 15 ribu barel per hari. Kami harap lebih dari 20 ribu.", ["bbl/d", "bbl/d"]),
        ("Terangkat 40 ribu barel per hari. Dulu produksi turun ke 30 ribu barel.", ["bbl/d", "bbl/d"]),
        ("Terangkat 40 ribu barel per hari. Cadangannya 30 juta barel.", ["bbl/d", "bbl"]),
        ("Pembangunan BTS sebanyak 344 berjalan.", ["count"]),
        ("Diperbaiki 12 desa. Warga mengeluh delapan kali.", ["village", "count"]),
        ("Skornya 3,54, naik dari 3,40.", ["index", "index"]),
        (
            "Ikut 40 kabupaten dan 2 provinsi, 12 di antaranya baru.",
            ["local_government", "province", "local_government"],
        ),
        (
            "Ikut 40 kabupaten di 9 provinsi. Dari jumlah itu baru enam siap.",
            ["local_government", "province", "local_government"],
        ),
        ("Survei rampung di 900 desa, 70 di antaranya rawan.", ["village", "village"]),
        ("Ikut 30 guru. Mereka bertemu empat kali sebulan.", ["person", "count"]),
        ("Ikut 30 guru. Hasilnya empat kali lebih baik.", ["person", "multiple"]),
        ("Kini tiga kali lipat lebih ramai, dan daerahnya yang berjumlah 20 ikut.", ["multiple", "local_government"]),
        ("Kapasitasnya 70 Gbps. Titik yang direncanakan 4.000 berkurang.", ["Gbps", "count"]),
        ("Biayanya Rp3 miliar. Pengunjungnya dua juta.", ["IDR", "person"]),
        ("Kapasitas penumpang tumbuh menjadi 30 juta.", ["person"]),
        ("Kata beliau perputarannya nanti 10 triliun di sana.", ["IDR"]),
        ("Dari 200 triliun kebutuhan baru disetujui 50 triliun.", ["IDR", "IDR"]),
        ("Upah mengupas bawang hanya 90 ribu.", ["IDR"]),
        ("Gaji dibayar, peserta melonjak jadi 90 ribu.", ["person"]),
        ("Ekonomi tumbuh sebesar 5,1 (yoy) pada 2024.", ["percent"]),
        ("Skor rata-rata IQ di angka 90.", ["index"]),
        ("Ikut 40 kabupaten. Jumlah naskah yang masuk sebanyak 70.", ["local_government", "count"]),
        ("Ikut 40 kabupaten. Mereka disaring dari 90 kandidat.", ["local_government", "local_government"]),
    ],
)
def test_the_unit_comes_from_the_neighbour(text: str, units: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.unit for figure in read(text).figures] == units


def test_things_are_not_counted_in_fractions(read: Callable[..., Extraction]) -> None:
    (found,) = read("Kabupaten itu baru 1,95 walaupun nilai indeksnya naik.").figures
    assert found.unit == "index"
