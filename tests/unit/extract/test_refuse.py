"""Numbers that are no figures, each with its reason. All sentences are our own."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction


@pytest.mark.parametrize(
    ("text", "surface", "reason"),
    [
        ("Siaran Pers No. 12/HM/KOMINFO/03/2022", "12/HM/KOMINFO/03/2022", "release_number"),
        ("SIARAN PERS NO.7//HM/KOMINFO/1/2020Jumat", "7//HM/KOMINFO/1/2020", "release_number"),
        ("Surat nomor B.21/DJ/AI.02/05/2020 dikirim", "B.21/DJ/AI.02/05/2020", "letter_number"),
        ("Acara digelar Kamis (18/01/2024).", "18/01/2024", "date"),
        ("Acara digelar Kamis (18/1).", "Kamis (18/1)", "date"),
        ("Jakarta, 8 Mei2018 - Isi", "8 Mei2018", "date"),
        ("Libur jatuh pada 2, 3, dan 4 Januari 2026.", "2, 3, dan 4 Januari 2026", "date"),
        ("Pada triwulan II 2025 ekonomi tumbuh.", "triwulan II 2025", "date"),
        ("Dimulai pukul 09.30 WIB.", "pukul 09.30 WIB", "date"),
        ("Program berjalan sejak 2017.", "2017", "date"),
        ("Kantor pindah ke Jalan Melati Raya 14, dekat pasar.", "Jalan Melati Raya 14", "address"),
        ("Rapat berlangsung di ruang 204, gedung baru.", "204", "address"),
        ("Mobil dengan pelat B 1234 XY diparkir.", "B 1234 XY", "letter_number"),
        ("Dasarnya SE 12/2023 tentang layanan.", "SE 12/2023", "law"),
        ("Kirim SMS ke 1708 untuk mendaftar.", "SMS ke 1708", "phone"),
        ("Bantuan tiba di Desa Simpang Empat, dekat sungai.", "Empat", "proper_name"),
        ("Gelar Provinsi Terbaik Kedua diraih Jawa Timur.", "Kedua", "ordinal"),
        ("Kadar PM 2,5 di udara diukur.", "PM 2,5", "proper_name"),
        ("Sesuai Undang-Undang Nomor 11 Tahun 2008.", "11 Tahun 2008", "law"),
        ("Diatur dalam Pasal 5 dan 6.", "pasal 5 dan 6", "law"),
        ("Telp/Faks : 021-3500000", "021-3500000", "phone"),
        ("Hubungi 081200000000 segera.", "081200000000", "phone"),
        ("Lihat https://contoh.id/a1b2 untuk rinci.", "https://contoh.id/a1b2", "address"),
        ("Jl. Melati No. 9, Jakarta 10110", "Jl. Melati No. 9, Jakarta 10110", "address"),
        ("Dibaca 1234 kali", "Dibaca 1234 kali", "counter"),
        ("Rencana itu berlaku lima tahun.", "lima", "duration"),
        ("Rencana itu berlaku dalamlima tahun.", "lima tahun", "duration"),
        ("Rencana itu berlaku limatahun.", "limatahun", "duration"),
        ("Angkatan kedua dimulai.", "Angkatan kedua", "ordinal"),
        ("Gerakan itu memasuki tahap II.", "tahap II", "ordinal"),
        ("Jaringan 4G tersedia.", "4G", "proper_name"),
        ("Satelit SATRIA-1 mengorbit.", "SATRIA-1", "proper_name"),
        ("Peserta program 100 Smart City hadir.", "100 Smart City", "proper_name"),
        ("Menuju Indonesia Emas 2045.", "Indonesia Emas 2045", "proper_name"),
        ("Ruas itu melewati Area Kamp 90, lalu turun.", "90", "proper_name"),
        ("Ada tiga pilar utama.", "tiga", "structural"),
        ("Salah satu kota itu maju.", "Salah satu", "idiom"),
        ("Di satu sisi biaya naik.", "Di satu sisi", "idiom"),
        ("Ribuan warga hadir.", "Ribuan", "vague"),
        ("Pita 700 MHz dilelang.", "700 MHz", "specification"),
        ("Skor itu memakai skala 1 sampai 5.", "skala 1 sampai 5", "specification"),
        ("Standar ISO 37122 dipakai.", "ISO 37122", "standard"),
        ("Setiap 1 persen kenaikan berarti.", "1 persen", "hypothetical"),
        ("Dua puluh (25) kota ikut.", "Dua puluh (25)", "contradictory"),
        ("Peserta:\n1. Kota Jambi", "1.", "list_marker"),
        ("Ada tiga jurus jitu.", "tiga", "structural"),
        ("Menteri memaparkan empat program priorotas.", "empat", "structural"),
        ("Buku itu berisi tujuh bab.", "tujuh", "structural"),
        ("Setiap tiang setinggi 12 meter.", "12", "specification"),
        ("Penerima surat teguran ketiga pembayaran iuran diumumkan.", "ketiga", "ordinal"),
        ("Kerja sama ekonomi kedua negara dibahas.", "kedua", "idiom"),
        ("Penduduk ketiga kota mengeluh.", "ketiga", "idiom"),
        ("Bendung itu (BK-A.3) retak.", "BK-A.3", "proper_name"),
        ("Tim PPK 1.4 bekerja.", "1.4", "proper_name"),
        ("Ketua Tim Koordinasi 12 Kementerian hadir.", "12", "proper_name"),
        ("Labanya tumbuh dua digit.", "dua digit", "idiom"),
        ("Perak dengan kemurnian 99,9 persen dijual.", "99,9 persen", "specification"),
        ("Angka itu kalau dikalikan Rp 3 juta besar.", "Rp 3 juta", "hypothetical"),
        ("Kalau cuma ingin naik enam tingkat, cat saja.", "naik enam tingkat", "hypothetical"),
        ("Pameran digelar sehari penuh.", "sehari penuh", "duration"),
        ("Bank itu masuk Top 20 dunia.", "Top 20", "ordinal"),
        ("Ajang itu digelar untuk 5 kalinya.", "5 kalinya", "ordinal"),
        ("Ia dosen Universitas Sebelas Maret.", "Universitas Sebelas Maret", "proper_name"),
        ("Kita bergantung pada satu dua pemasok.", "satu dua", "vague"),
        ("Dua pertiga warga hadir.", "dua pertiga", "vague"),
        ("Nilai itu tertinggi dalam empat kuartal terakhir.", "empat", "duration"),
        ("Semua diserahkan kepada satu dinas saja.", "satu", "idiom"),
        ("Presiden memberi empat tugas.", "empat", "structural"),
        ("Dapur buka dari jam 8 atau 9 pagi.", "jam 8 atau 9", "date"),
        ("Ia berusia 15 atau 16.", "15 atau 16", "duration"),
        ("Bersama rekannya, Sari (34), ia pulang.", "34", "duration"),
        ("Tempat istirahat di KM 120 B dibuka.", "KM 120 B", "address"),
        ("Bensin RON 90 tersedia.", "RON 90", "specification"),
        ("Lahan 20 x 20 meter cukup.", "20 x 20 meter", "specification"),
        ("Peta berskala 1:50.000 terbit.", "1:50.000", "specification"),
        ("Kunjungan ke SD Negeri 01 Kalibaru selesai.", "01", "proper_name"),
        ("Pelatihan di MTs 4 dan MAN 8.", "4", "proper_name"),
        ("Program Pembangunan 3 Juta Rumah berjalan.", "3 Juta Rumah", "proper_name"),
        ("Gas CO2 naik.", "CO2", "specification"),
        ("Harga per m2 naik.", "m2", "specification"),
        ("Perluasan program pembangunan tiga juta rumah.", "program pembangunan tiga juta rumah", "proper_name"),
        ("Pelanggan dengan daya 1.300 VA dikecualikan.", "1.300 VA", "specification"),
        ("Listrik dengan daya 450 watt untuk setiap rumah.", "450 watt", "specification"),
        ("Pemenang kategori pabrik <= 50 MW diumumkan.", "<= 50", "specification"),
        ("Lapisan beton tebal 25 cm dihampar.", "25 cm", "specification"),
        ("Kecepatan minimum 60 km/jam berlaku.", "Kecepatan minimum 60 km/jam", "specification"),
        ("Biayanya mahal untuk 1 MW listrik.", "untuk 1 MW", "hypothetical"),
        ("Setiap investasi USD1 kembali.", "USD1", "hypothetical"),
        ("Kalau satu peti berisi 12 botol, cukup.", "12", "hypothetical"),
        ("Jika disusun dalam kardus berisi 36 kotak, muat.", "36", "hypothetical"),
        ("Mereka yang berbakti 15 atau 25 tahun diundang.", "15 atau 25 tahun", "duration"),
        ("Rapat di Ambon, Senin, (9/2/6) selesai.", "Senin, (9/2/6)", "date"),
        ("Satu celah kecil saja dapat merugikan.", "Satu", "idiom"),
        ("Di PLTP Gunung Jaya unit 3 sebesar itu.", "3", "proper_name"),
        ("Dapur SPPG Bumi Asri Timur 2 melibatkan warga.", "2", "proper_name"),
        ("Kebijakan Iklim (KI) 2.0 terbit.", "2.0", "proper_name"),
        ("Kepala Divisi Pembiayaan 2 PT Maju hadir.", "2", "proper_name"),
        ("Lalu, Asisten 3 Sekretaris Daerah hadir.", "3", "proper_name"),
        ("Sepeda Rajawali 02 karya warga dipamerkan.", "Rajawali 02", "proper_name"),
        ("Satelit Cakrawala 4 meluncur.", "Satelit Cakrawala 4", "proper_name"),
        ("PM 7/2024 berlaku.", "PM 7/2024", "law"),
        ("Surat Edaran Nomor 1102/M.KOM/PI.0204/07/2015 dicabut.", "1102/M.KOM/PI.0204/07/2015", "law"),
        ("Sebanyak seribuan warga hadir.", "seribuan", "vague"),
        ("Target pertamanya tercapai.", "pertamanya", "ordinal"),
        ("Paket itu dikejar pada triwulan III.", "triwulan III", "date"),
        ("Kantor di Menara Utama Lt. 31 tutup.", "Lt. 31", "address"),
        ("Dikirim dengan dus, setiap dus berisi 24 botol.", "24 botol", "specification"),
        ("Bobot kompor itu berat 3 kg per unit.", "berat 3 kg", "specification"),
        ("Jakarta, 12 Septemebr 2024.", "12", "date"),
        ("Jalan dan air bersih.Siaran Pers No. 241/HM-KKD/11/2025", "241/HM-KKD/11/2025", "release_number"),
        ("Peringkat utangnya Baa3 tetap.", "Baa3", "proper_name"),
        ("Mereka berangkat dengan dua moda transportasi.", "dua", "structural"),
        ("Hubungi 0812-9000-1717 segera.", "0812-9000-1717", "phone"),
        ("Pusat bantuan 159 siaga.", "159", "phone"),
        ("Ada dua hal, yaitu (1) efisiensi.", "(1)", "list_marker"),
        ("Gunung itu meletus pada tahun 1799.", "1799", "date"),
        ("Dua-duanya benar.", "Dua-duanya", "idiom"),
        ("Layanan itu siaga 24/7.", "24/7", "idiom"),
        ("Kantor (021) 345 6789 tutup.", "(021) 345 6789", "phone"),
        ("Telepon 021.3456.789.", "021.3456.789", "phone"),
        ("Hubungi (+62) 21 3500000.", "(+62) 21 3500000", "phone"),
        ("Kode negara +62 dipakai.", "kode negara +62", "phone"),
        ("Sel =1+1 tersisa.", "=1+1", "structural"),
        ("Sel @SUM(1+1)*2 tersisa.", "@SUM(1+1)*2", "structural"),
        ("Kode 0041 dipakai.", "0041", "letter_number"),
        ("Kode wilayah 32.73 dipakai.", "32.73", "letter_number"),
        ("NIK 3273012345678901 terdaftar.", "3273012345678901", "letter_number"),
        ("NIP 19800101 200501 1 001 tercatat.", "19800101 200501 1 001", "letter_number"),
        ("Rekening BRI 0123-01-000456-30-7 dibuka.", "0123-01-000456-30-7", "letter_number"),
        ("Peladen 192.168.1.10 mati.", "192.168.1.10", "address"),
        ("Peladen 10.0.0.1:8080 mati.", "10.0.0.1:8080", "address"),
        ("Aplikasi versi 2.3.1 terbit.", "2.3.1", "proper_name"),
        ("Aplikasi v2.0 terbit.", "2.0", "proper_name"),
        ("Tersedia bagi Android 14 saja.", "14", "proper_name"),
        ("Koordinat -6.2088, 106.8456 dicatat.", "-6.2088, 106.8456", "address"),
        ("Pusatnya di 7,25 LS dan 112,75 BT.", "7,25 LS dan 112,75 BT", "address"),
        ("Rasio guru dan siswa 1 : 4.", "1 : 4", "specification"),
        ("Tim itu menang 3-1.", "3-1", "specification"),
        ("Sebanyak 10^6 sel.", "10^6", "specification"),
        ("Wajib lapor 2 x 24 jam.", "2 x 24 jam", "duration"),
        ("Musik era 80an disukai.", "era 80an", "date"),
        ("Berkas 20240118 disimpan.", "20240118", "date"),
        ("Pada Q1-2026 ekonomi tumbuh.", "Q1-2026", "date"),
        ("Signed on May 5, 2023.", "May 5, 2023", "date"),
        ("Acara pukul 08.40, lalu usai.", "pukul 08.40", "date"),
        ("Layanan buka 10.00-12.00 setiap hari.", "10.00-12.00", "date"),
        ("Acara jam setengah delapan.", "jam setengah delapan", "date"),
        ("Libur 1 Muharam 1446.", "1 Muharam 1446", "date"),
        ("Tahun ajaran tahun 23/24 usai.", "tahun 23/24", "date"),
        ("Rencana itu berlaku dua setengah tahun.", "dua setengah", "duration"),
        ("Presidensi G20 Tahun 2022 usai.", "G20", "proper_name"),
        ("Anggota G20. Aktivitas naik.", "G20", "proper_name"),
        ("Peserta:\n1.1. Kota Jambi", "1.1.", "list_marker"),
        ("Kirim SMS ke 1708 segera.", "SMS ke 1708", "phone"),
        ("Bebas pulsa 0800-1-234567.", "0800-1-234567", "phone"),
        ("Rapat di ruang 2.14, lalu usai.", "2.14", "address"),
        ("Sesuai SE 3/2021.", "SE 3/2021", "law"),
        ("Kadar PM2.5 turun.", "PM2.5", "proper_name"),
        ("Ia memakai ponsel iPhone 15, lalu pulang.", "15", "proper_name"),
        ("NPWP 01.234.567.8-901.000 dipakai.", "01.234.567.8-901.000", "letter_number"),
    ],
)
def test_reasons(text: str, surface: str, reason: str, read: Callable[..., Extraction]) -> None:
    found = read(text)
    assert found.figures == ()
    assert {refusal.span.of(text).lower(): refusal.reason for refusal in found.refusals}[surface.lower()] == reason


@pytest.mark.parametrize(
    "text",
    [
        "Sebanyak 2000 peserta hadir.",
        "Ada ke-50 kabupaten dan kota itu.",
        "Mereka membawa satu unit pompa, dua unit tenda.",
        "Hanya satu kota yang ikut.",
        "Malaysia 20, Vietnam 30 perusahaan.",
        "Disusul Jawa Tengah 33 kota dan Jawa Barat 25.",
        "Ada enam desa baru.",
        "Hujan merusak dua pondasi jembatan.",
        "Sebanyak 12 kelompok hadir.",
        "Ada 25 kawasan prioritas.",
        "Satu kota lagi menyusul.",
        "Jakarta turun satu tingkat.",
        "Di kecamatan itu terdapat satu desa yang terendam.",
        "Empat titik selesai, satu titik masih dikerjakan.",
        "Peserta datang dari tiga kabupaten dan satu kotamadya.",
        "Ada koperasi 250, Gapoktan 75, Posyandu 32.",
        "Daya terpasang di Hulu Timur 25\nMW.",
        "Keyakinan warga berada di level 127.",
        "Anggaran disusun dengan asumsi harga minyak USD60 per barel.",
        "Jika pekan lalu 50 kota ikut, kini 60 kota.",
        "Kalau dibandingkan rerata 5 persen, itu tinggi.",
        "Bantuan dengan10Kementerian disalurkan.",
    ],
)
def test_what_looks_like_a_refusal_and_is_a_figure(text: str, read: Callable[..., Extraction]) -> None:
    found = read(text)
    assert found.figures
    assert found.refusals == ()


@pytest.mark.parametrize(
    "text",
    [
        "Satu dinas rata-rata melatih dua guru.",
        "Mereka memasak di satu dapur. Ada dua dapur lain.",
        "Layanan publik berjalan dalam satu program dan cepat.",
    ],
)
def test_one_is_an_article_where_nothing_stresses_it(text: str, reasons: Callable[[str], dict[str, str]]) -> None:
    assert {word.lower(): reason for word, reason in reasons(text).items()}["satu"] == "idiom"


def test_in_brackets_behind_a_place_is_its_count_and_behind_a_person_the_age(read: Callable[..., Extraction]) -> None:
    found = read("Hadir wakil Kab. Bandung (25), Kota Bogor (30), dan warga bernama Sari (34), lalu pulang.")
    assert [figure.value for figure in found.figures] == [25, 30]
    assert [refusal.reason for refusal in found.refusals] == ["duration"]


def test_coordinated_names_are_refused_together(reasons: Callable[[str], dict[str, str]]) -> None:
    assert reasons("Gedung untuk Kemenko 3 dan 4 akan dibangun.") == {"3": "proper_name", "4": "proper_name"}


def test_a_table_pasted_as_text_is_not_read_as_prose(read: Callable[..., Extraction]) -> None:
    found = read(" ".join(f"{number} kota" for number in range(3, 203)))
    assert found.figures == ()
    assert {refusal.reason for refusal in found.refusals} == {"structural"}
    assert len(found.refusals) == 200


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Rencana itu berlaku lima tahun.", "a length of time: 'tahun' behind it"),
        ("Program berjalan sejak 2017.", "a year: four digits"),
        ("Ada tiga pilar utama.", "parts of a text or plan: 'pilar' behind it"),
        ("Mobil listrik 7 kVA", "behind the thing it belongs to, 'listrik'"),
        ("Sari (34) pulang.", "an age: two digits alone in brackets"),
        ("Empat, layanan itu dibuka.", "an item of a spoken list"),
        ("Juara nomor 3.", "'nomor' before it"),
        ("Ruas itu melewati Area Kamp 90, lalu turun.", "behind a name, 'kamp', with nothing to count"),
        ("Menteri menerima kedua gubernur.", "'ke-' before 'gubernur'"),
        ("Seorang petani memilih satu benih.", "'satu' is an article"),
        ("Ribuan warga hadir.", "it says about how many"),
        ("Kegiatan itu berjalan setahun.", "a length of time in one word"),
        ("Kode 1.23.4,5 dipakai.", "its dots and commas fit no way"),
        ("Dua puluh (25) kota ikut.", "with two values"),
        (
            "Gedung untuk Kemenko 3 dan 4 akan dibangun.",
            "it shares the reason of the number before it, joined by 'dan'",
        ),
    ],
)
def test_each_refusal_names_the_word_or_rule_that_decided(
    text: str, because: str, read: Callable[..., Extraction]
) -> None:
    refusals = read(text).refusals
    assert all(refusal.because for refusal in refusals)
    assert any(because in refusal.because for refusal in refusals), refusals


def test_digits_of_control_sequences_are_refused_and_what_is_said_is_read(read: Callable[..., Extraction]) -> None:
    text = "Sebanyak \x1b[31m50 kota\x1b[0m ikut, \x1b[1m20\x1b[0m juta orang hadir."
    found = read(text)
    assert [(int(figure.value), figure.unit) for figure in found.figures] == [
        (50, "local_government"),
        (20_000_000, "person"),
    ]
    assert [refusal.span.of(text) for refusal in found.refusals] == ["31", "0", "1"]


def test_the_number_of_an_item_may_stand_before_a_figure(reasons: Callable[[str], dict[str, str]]) -> None:
    assert reasons("Pilihannya: 1) 40 kota; 2) 30 desa.") == {"1)": "list_marker", "2)": "list_marker"}


@pytest.mark.parametrize(
    "title", ["Layanan PUSDA 3 Siap Dipakai", "Ganti PUSDA 2, Pemerintah Berbenah", "Forum Kota 9: Hasil"]
)
def test_in_a_headline_a_short_number_behind_an_acronym_tells_its_bearers_apart(
    title: str, read: Callable[..., Extraction]
) -> None:
    assert [refusal.reason for refusal in read("Isi.", title=title).refusals] == ["proper_name"]


def test_in_a_headline_a_unit_behind_the_number_makes_it_a_count(read: Callable[..., Extraction]) -> None:
    assert [figure.value for figure in read("Isi.", title="ASEAN 4 Negara Sepakat").figures] == [4]


def test_a_decimal_before_a_year_that_is_pointed_at_is_no_duration(read: Callable[..., Extraction]) -> None:
    score = read("Indeks SPBE naik dari 2,34 tahun lalu menjadi 2,79 tahun ini.")
    years = read("Program itu dimulai 2,5 tahun lalu, bukan 3 tahun lalu.")
    assert [float(figure.value) for figure in score.figures] == [2.34, 2.79]
    assert years.figures == ()
