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
        ("Sebanyak 20 rumah masih dalam tahap persiapan.", "planned"),
        ("Anggaran yang dipersiapkan Rp20 miliar.", "planned"),
        ("Telah dipersiapkan 20 rumah.", "realised"),
        ("Rencana induk dimiliki 20 kota.", "realised"),
        ("Daerah harus menyiapkan lahan 6,8 hektare.", "unknown"),
        ("Kementerian telah menyiapkan 20 posko.", "realised"),
        ("Kementerian menyiapkan 20 posko.", "planned"),
        ("Menteri menargetkan jumlah nasabah terus naik hingga mencapai 20 juta nasabah.", "target"),
        ("Kami mencapai 60 persen target itu.", "realised"),
        ("Kebijakan itu mampu mendorong 20 toko berkembang.", "realised"),
        ("Baru 20 kota memperbarui rencana aksinya.", "realised"),
        ("Tim merekomendasikan pembangunan 20 gudang.", "planned"),
        ("Sebanyak 20 desa masih harus disambungkan.", "planned"),
        ("Ada 20 standar wajib.", "realised"),
        ("Daerah yang harus rampung pada 2027 adalah 20 kota.", "planned"),
        ("Ada 20 kota yang mundur karena dananya tidak akan cukup.", "realised"),
        ("Kota itu akan didampingi karena sudah memiliki 20 layanan.", "realised"),
        ("Ada 20 alat yang diserahkan dan nanti akan dipasang.", "realised"),
        ("Sebanyak 20 kota dan kabupaten akan didampingi.", "planned"),
        ("Kementerian akan membangun jalan baru 20 km.", "planned"),
        ("Kami baru mendampingi 20 kota.", "realised"),
        ("Menteri optimistis layanan itu menjangkau 20 kota.", "target"),
        ("Kementerian mempercepat pembangunan 20 menara.", "planned"),
        ("Sebanyak 20 menara masih dalam tahap pembangunan.", "planned"),
        ("Program itu dapat menghemat Rp20 miliar.", "planned"),
        ("Ada potensi peningkatan penumpang hingga 20 persen.", "planned"),
        ("Jalan itu memiliki potensi 20 pengunjung.", "realised"),
        ("Program tahun 2024 terbagi dalam kelas dengan 20 guru.", "planned"),
        ("Program tahun 2024 telah melatih 20 guru.", "realised"),
        ("Tahun ini dilatih 20 guru.", "realised"),
        ("Pemerintah menaikkannya dari target pengurangan emisi yang lama menjadi 32 persen pada 2030.", "target"),
        ("Program itu bertujuan melatih 20 guru.", "target"),
        ("Lomba berhadiah Rp20 juta ini bertujuan menjaring guru.", "realised"),
        ("Ada 20 pompa, mendukung pencapaian target daerah.", "realised"),
        ("Paviliun telah menembus target kunjungan 20 ribu orang.", "realised"),
        ("Untuk mencapai target kunjungan 20 ribu orang, paviliun ditambah.", "target"),
        ("Terbit 20 izin, yang diharapkan dapat mendorong usaha.", "realised"),
        ("Terbit 20 izin yang diharapkan dapat terpakai.", "target"),
        ("Dinas akan menekan impor yang selama ini mencapai 20 ton.", "realised"),
        ("Sebanyak 20 toko selama ini berpotensi merugi.", "realised"),
        ("Bendung itu menampung 20 ton dan ditargetkan selesai pada 2027.", "realised"),
        ("Biaya dalam pembangunan gardu mencapai Rp20 miliar.", "realised"),
        ("Sebanyak 20 gardu masih dalam pembangunan.", "planned"),
        ("Batu itu memiliki estimasi berat 20 ton.", "realised"),
        ("Diperkirakan terdapat 20 ton emas di masyarakat.", "realised"),
        ("Estimasi nilai investasi Rp20 miliar.", "planned"),
        ("Sebanyak 20 gardu memasuki tahap awal pembangunan.", "planned"),
        ("Penerimaan melampaui target hingga 115 persen.", "realised"),
        ("Penerimaan melampaui target 100 persen.", "target"),
        ("Cadangannya 20 ton dan direncanakan digali.", "realised"),
        ("Kita adalah 20 daerah yang kaya akan sumber daya.", "realised"),
        ("Kekeringan akan mendorong 20 desa pindah.", "planned"),
        ("Produksi akan dibidik 20 ton.", "target"),
        ("Dinas siap mendukung pembangunan 20 rumah.", "planned"),
        ("Panggung siap 20 persen.", "realised"),
        ("Tersedia 20 dapur yang siap melayani tamu.", "realised"),
        ("Dinas membuka kelas dengan kuota 20 peserta.", "planned"),
        ("Kuota 20 peserta sudah terisi.", "realised"),
        ("Kuota solar sebesar 20 ton.", "realised"),
        ("Kelas itu dibuka untuk 20 guru.", "planned"),
        ("Kerja sama itu ditaksir menghemat Rp20 miliar.", "planned"),
        ("Kementerian sedang membangun 20 jembatan.", "planned"),
        ("Peletakan batu pertama 20 rumah dilakukan hari ini.", "planned"),
        ("Kementerian mengusulkan anggaran Rp20 miliar.", "planned"),
        ("Ada 20 daerah mengusulkan lampu jalan.", "realised"),
        ("Sebanyak 20 daerah menyiapkan naskahnya.", "realised"),
        ("Semoga kita bisa melatih 20 guru.", "target"),
        ("Posko beroperasi mulai 10 Januari 2024 hingga 20 Januari 2025 di 30 kota.", "realised"),
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
        ("Target tetap 60 guru, naik dibandingkan dengan 25 guru.", ["target", "realised"]),
        ("Ditargetkan 60 persen, tetapi kini masih 20 persen.", ["target", "realised"]),
        ("Akan dilatih 20 guru dan 30 siswa.", ["planned", "planned"]),
        ("Ada 20 smelter beroperasi dan 30 smelter dalam perencanaan.", ["realised", "planned"]),
        ("Ruas sepanjang 24 km dengan progres 94 persen akan dibuka.", ["planned", "realised"]),
        (
            "Ruas A sepanjang 12 km (progres 93 persen) serta ruas B sepanjang 4 km (progres 89 persen) akan dibuka.",
            ["planned", "realised", "planned", "realised"],
        ),
        ("Akan dikembangkan tenaga surya (17 GW), angin (7 GW).", ["planned", "planned"]),
        ("Sebanyak 153 gardu (58 persen) akan diganti.", ["planned", "planned"]),
        ("Tahun ini akan diajak 50 kota sehingga jumlahnya 200 kota.", ["planned", "planned"]),
        ("Ada rencana pendirian 20 dapur untuk melayani 300 siswa.", ["planned", "planned"]),
        (
            "Akan dibangun 20 sumur untuk memastikan kecukupan air bersih bagi seluruh penghuni di 30 blok.",
            ["planned", "realised"],
        ),
        ("Telah dibangun 20 dapur untuk melayani 300 siswa.", ["realised", "realised"]),
        (
            "Hasilnya Rp14 triliun atau 101 persen dari target yang ditetapkan yakni sebesar Rp13 triliun.",
            ["realised", "realised", "target"],
        ),
        ("Pemerintah menargetkan pertumbuhan 5 persen dengan potensi hingga 6 persen.", ["target", "target"]),
        ("Dari 80 dapur yang ditargetkan sebanyak 40 dapur telah beroperasi.", ["target", "realised"]),
        ("Ada angkutan dengan target 90 orang, yaitu 5 bus dan 2 kapal.", ["target", "planned", "planned"]),
        ("Sasarannya tetap 60 guru, naik tiga kali lipat.", ["target", "target"]),
        ("Akan dibangun 80 rumah yang tersebar dalam 20 blok.", ["planned", "planned"]),
        ("Dinas akan membagikan 90 paket yang terdiri dari 60 buku dan 30 pena.", ["planned"] * 3),
        ("Ditargetkan 90 orang, namun ternyata hadir termasuk keluarga 200 orang.", ["target", "realised"]),
        (
            "Ditargetkan 90 MW, yakni Ranu sebesar 60 MW (progres fisik saat ini sebesar 95 persen), Telaga sebesar 30 MW.",
            ["target", "target", "realised", "target"],
        ),
        ("Sebanyak 60 unit dengan progres 5 persen.", ["planned", "realised"]),
        ("Sebanyak 60 unit dengan progres 100 persen.", ["realised", "realised"]),
        ("Pembangunan 28 unit telah mencapai 56 persen.", ["planned", "realised"]),
        ("Dinas berencana memperluas zona dari semula 8 km menjadi 9 km.", ["realised", "planned"]),
        ("Porsi itu akan meningkat dari 51 persen menjadi 61 persen.", ["realised", "planned"]),
    ],
)
def test_each_clause_has_its_own_status(text: str, expected: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.status for figure in read(text).figures] == expected


def test_words_inside_a_name_promise_nothing(figure: Callable[[str], Figure]) -> None:
    assert figure("Sebanyak 20 kota peserta Gerakan Menuju 100 Smart City hadir.").status == "realised"


def test_the_month_of_the_release_number_tells_what_lies_ahead(figure: Callable[..., Figure]) -> None:
    text = "Siaran Pers No. 5/HM/KOMINFO/04/2024 tentang 30 Guru Bertugas di Pulau {month} 2024"
    assert figure(text.format(month="Juli"), published_on=None).status == "planned"
    assert figure(text.format(month="April"), published_on=None).status == "realised"


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Menteri Lantik 5 Anggota, Pemerintah Dorong Perluasan", "realised"),
        ("Dorong Talenta Daerah, Menteri Resmikan Dua Gedung", "realised"),
        ("Hadapi Banjir, Pemerintah Targetkan 40 Kota Bersiap", "target"),
    ],
)
def test_a_headline_strings_clauses_together_with_commas(
    title: str, status: str, figure: Callable[..., Figure]
) -> None:
    assert figure("Isi berita.", title=title).status == status
