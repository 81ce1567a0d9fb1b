"""Units, counted nouns and the extent of the expression. All sentences are our own."""

from collections.abc import Callable

import pytest

from pipeline.extract.units import near
from pipeline.model import Extraction, Figure


@pytest.mark.parametrize(
    ("text", "value_text", "unit"),
    [
        ("Hadir 50 pemerintah kabupaten dan kota kemarin.", "50 pemerintah kabupaten dan kota", "local_government"),
        ("Hadir 12 kota/kabupaten kemarin.", "12 kota/kabupaten", "local_government"),
        ("Hadir 2 pemrintah provinsi kemarin.", "2 pemrintah provinsi", "province"),
        ("Terdapat 45 desa/kelurahan di sana.", "45 desa/kelurahan", "village"),
        ("Dilatih 63peserta kemarin.", "63peserta", "person"),
        ("Dilatih 20 pembicara kemarin.", "20 pembicara", "person"),
        ("Dilatih 20 relawan kemarin.", "20 relawan", "person"),
        ("Tersedia 30 perangkat kemarin.", "30 perangkat", "count"),
        ("Dikirim 48-unit ekskavator kemarin.", "48-unit ekskavator", "count"),
        ("Bantuan bagi 900 rumah tangga miskin.", "900 rumah tangga miskin", "household"),
        ("Nilainya Rp29,3 triliun.", "Rp29,3 triliun", "IDR"),
        ("Nilainya Rp.300 miliar.", "Rp.300 miliar", "IDR"),
        ("Nilainya USD140 juta.", "USD140 juta", "USD"),
        ("Nilainya 75 juta dolar AS.", "75 juta dolar AS", "USD"),
        ("Capaiannya 53 %.", "53 %", "percent"),
        ("Panjangnya 6,7 km.", "6,7 km", "km"),
        ("Debitnya 70,3 m³/detik.", "70,3 m³/detik", "m3/s"),
        ("Produksinya 600 ribu barel per hari.", "600 ribu barel per hari", "bbl/d"),
        ("Kecepatannya 100 Mbps.", "100 Mbps", "Mbps"),
        ("Jumlahnya naik dua kali lipat.", "dua kali lipat", "multiple"),
        ("Daerah itu meraih peringkat ke-3.", "peringkat ke-3", "rank"),
        ("Skor indeks itu 3,54.", "3,54", "index"),
        ("Separuh peserta lulus.", "Separuh peserta", "percent"),
        ("Seperlima pengguna puas.", "Seperlima pengguna puas", "percent"),
        ("Luasnya 205.000 m3.", "205.000 m3", "m3"),
        ("Emisinya 41,5 juta ton CO2e.", "41,5 juta ton CO2e", "tCO2"),
        ("Ia datang bersama dua rekannya.", "dua rekannya", "person"),
        ("Sebanyak 41 persennya perempuan.", "41 persennya perempuan", "percent"),
        ("Cadangan emas kita nomor 6 terbesar di dunia.", "nomor 6", "rank"),
        ("Tersedia 50 perawat kemarin.", "50 perawat", "person"),
        ("Ada tujuh perusahaan baru.", "tujuh perusahaan", "count"),
        ("Ditawarkan 61 wilayah kerja baru.", "61 wilayah kerja", "count"),
        ("Gunung itu mengalami tiga kali erupsi.", "tiga kali erupsi", "count"),
        ("Hutan itu menyimpan karbon lima kali lebih besar.", "lima kali", "multiple"),
        ("Secara ekonomi kita nomor 16.", "nomor 16", "rank"),
        ("Ada 12 kelompok tani.", "12 kelompok tani", "count"),
        ("Datang dari tiga kotamadya.", "tiga kotamadya", "local_government"),
        ("Melayani 50 juta lebih penerima manfaat.", "50 juta lebih penerima manfaat", "person"),
        ("Kini terangkat 40 barel per day.", "40 barel per day", "bbl/d"),
        ("Kini terangkat 40 barel minyak dan kondensat per hari.", "40 barel minyak", "bbl/d"),
        ("Tersalur 3 juta kaki kubik gas setiap hari.", "3 juta kaki kubik gas", "scf/d"),
        ("Terkumpul 40 kg sampah per hari.", "40 kg sampah", "kg"),
        ("Berdiri 30 kepala dapur kemarin.", "30 kepala dapur", "person"),
        ("Pengemudi ojek adalah mitra pengemudi. Sebanyak 40 mitra ikut.", "40 mitra", "person"),
        ("Sebanyak 40 mitra ikut.", "40 mitra", "count"),
    ],
)
def test_units(text: str, value_text: str, unit: str, figure: Callable[[str], Figure]) -> None:
    found = figure(text)
    assert (found.value_span.of(text), found.unit) == (value_text, unit)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Terdapat 6.844 dari 9.669 gardu.", ["count", "count"]),
        ("Luasnya 20 hektare dan panennya dua kali setahun.", ["ha", "count"]),
        ("Pangsanya 73,7 persen, naik 8,9 poin.", ["percent", "percentage_point"]),
        ("Ikut 25 kabupaten. Semula dirancang 75 peserta.", ["local_government", "local_government"]),
        ("Ikut 25 kabupaten. Dilatih 7.500 peserta.", ["local_government", "person"]),
        ("Nilainya Rp3 triliun. Jumlah siswa pada tahun itu sebanyak 3,2 juta.", ["IDR", "person"]),
    ],
)
def test_elided_units(text: str, units: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.unit for figure in read(text).figures] == units


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("pemrintah", "pemerintah", True),
        ("pemerintahh", "pemerintah", True),
        ("pemerimtah", "pemerintah", True),
        ("pemerintah", "pemerintah", False),
        ("perintah", "pemerintah", False),
    ],
)
def test_one_letter_may_be_wrong(word: str, known: str, expected: bool) -> None:
    assert near(word, known) is expected


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Tercatat 30 kota yang mulai menerapkan konsep itu.", "kota yang mulai menerapkan konsep itu"),
        ("Penetrasi internet mencapai 73,3 persen.", "Penetrasi internet"),
        ("Pagu anggaran tercatat sebesar Rp12 triliun.", "Pagu anggaran"),
        ("Sebanyak 63 persen penduduk tinggal di kota.", "penduduk"),
        ("Pada 2023 nilai ekspor pala nasional juga telah menembus Rp12 triliun.", "ekspor pala nasional"),
        ("Kini ketersediaan jaringan air di Waru mencapai 70 persen.", "ketersediaan jaringan air di Waru"),
        ("Kontrak tersebut tercapai pada masa panen, yakni mencapai Rp12 miliar.", "Kontrak"),
        ("Panen kopi mengalami penurunan sampai 90 ton.", "Panen kopi"),
        ("Terjadi peningkatan sebesar 90 ton.", "peningkatan"),
        ("Tersedia Balai Latihan Kerja (BLK) dengan total panjang 90 meter.", "panjang"),
        ("Dibangun 30 Balai Latihan Kerja (BLK) kemarin.", "Balai Latihan Kerja (BLK)"),
        ("Pasar itu ramai, tetapi keuntungannya hanya 4 persen.", "keuntungan"),
        ("Petugas lapangan dikerahkan sebanyak 150 orang.", "Petugas lapangan"),
        ("Penerima bantuan pangan mencapai 3 juta jiwa.", "Penerima bantuan pangan"),
        ("Pembeli kopi rata-rata 300 orang.", "Pembeli kopi"),
        ("Pendaftarnya sudah menembus 60 ribu orang.", "Pendaftar"),
        ("Bantuan bagi petani kopi (PK) sebesar Rp2 juta.", "Bantuan bagi petani kopi (PK)"),
        ("Acara itu dihadiri sebanyak 150 orang.", "orang"),
        ("Balai itu melatih 150 orang.", "orang"),
        ("Di Kota Batu sebanyak 150 unit telah berdiri.", "unit"),
        ("Dari segi pendapatan desa, mereka meraih Rp12 miliar.", "segi pendapatan desa"),
        ("Bantuan modal diberikan, yakni bagi para nelayan sebesar Rp12 juta.", "para nelayan"),
    ],
)
def test_what_is_counted(text: str, counted: str, figure: Callable[[str], Figure]) -> None:
    assert figure(text).counted == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Indeks layanan meningkat 0,2 poin menjadi 2,79.", ["Indeks layanan", "Indeks layanan"]),
        ("Dibangun 30 menara di Papua dan 12 di Maluku.", ["menara di Papua", "menara"]),
        ("Nilai ekspor mencapai Rp29 miliar atau 116 persen dari target.", ["ekspor", "ekspor"]),
        ("Sebanyak 12 dari 19 kecamatan siap.", ["kecamatan", "kecamatan"]),
        ("Belanja desa mencapai Rp29 miliar. Rinciannya, Rp9 miliar dan Rp20 miliar.", ["Belanja desa"] * 3),
    ],
)
def test_what_is_said_once_is_counted_twice(text: str, counted: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.counted for figure in read(text).figures] == counted


def test_a_noun_phrase_ends_before_a_unit_with_a_power(read: Callable[..., Extraction]) -> None:
    text = "Tersedia 7 lahan m2 di sana."
    found = read(text)
    assert [figure.value_span.of(text) for figure in found.figures] == ["7 lahan"]
    assert [refusal.span.of(text) for refusal in found.refusals] == ["m2"]
