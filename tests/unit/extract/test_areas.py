"""Which place a figure is about. All sentences are our own."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction, Figure


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("Panjang jalan mencapai 30 km.", "ID", "Indonesia"),
        ("Panjang jalan di Jawa Timur mencapai 30 km.", "35", "Jawa Timur"),
        ("Dibangun 53 menara di Manggarai Timur.", "53.19", "Kabupaten Manggarai Timur"),
        ("Dibangun 53 menara di Kabupaten Bogor.", "32.01", "Kabupaten Bogor"),
        ("Dibangun 53 menara di Kota Bogor.", "32.71", "Kota Bogor"),
        ("Dibangun 53 menara di Bogor.", "Bogor", "Bogor"),
        ("Dibangun 53 menara di NTB.", "52", "Nusa Tenggara Barat"),
        ("Dibangun 53 menara di Tiongkok.", "CN", "Tiongkok"),
        ("Beras untuk Kalimantan Barat mencapai 30 ton.", "61", "Kalimantan Barat"),
        ("Panen terbesar dilaporkan, diikuti Jawa Tengah 83 persen.", "33", "Jawa Tengah"),
        ("Bupati Sleman melatih 30 guru.", "34.04", "Kabupaten Sleman"),
        ("Produksi pala kita terbesar kedua di dunia.", "ID", "Indonesia"),
        ("Dibangun 53 menara di Kalimantan.", "Kalimantan", "Kalimantan"),
        ("Sebanyak 141 kota di seluruh dunia ikut.", "world", "Dunia"),
        ("Survei menjangkau 300 responden dari Aceh sampai Papua.", "ID", "Indonesia"),
        (
            "Sumur itu menghasilkan 30 ton dan tersebar di Jambi, di Riau, dan di Bali.",
            "Jambi, Riau, dan Bali",
            "Jambi, Riau, dan Bali",
        ),
        ("Tersebar 53 menara di Jambi dan NTB.", "Jambi dan Nusa Tenggara Barat", "Jambi dan Nusa Tenggara Barat"),
        ("Tersebar 53 menara di Jambi, Riau, Aceh, Bali, Banten, dan Maluku.", "ID", "Indonesia"),
        ("Sebanyak 75 perusahaan mengikuti asesmen di Surabaya.", "ID", "Indonesia"),
        ("Sebanyak 75 perusahaan mengikuti forum usaha kecil di Surabaya.", "ID", "Indonesia"),
        ("Panjang jalan 30 km, ujarnya di Jakarta, Rabu (17/01/2024).", "ID", "Indonesia"),
        ("Dibangun 53 menara di Kota Baubau, Sulawesi Tenggara.", "74.72", "Kota Bau Bau"),
        ("Tersebar 53 menara di Provinsi Jambi, Riau, dan Aceh.", "Jambi, Riau, dan Aceh", "Jambi, Riau, dan Aceh"),
        ("Kecepatannya 45 Mbps, di bawah rata-rata Asia Tenggara.", "ID", "Indonesia"),
        ("Ongkosnya tiga kali lipat menara di Papua.", "ID", "Indonesia"),
        ("Angka melek huruf Sumatera Utara mencapai 30 persen.", "12", "Sumatera Utara"),
        (
            "Siak - Riau, Bantul - Jawa Tengah, dan Jember - Jawa Timur mengirim wakil, dengan 100 pegawai.",
            "ID",
            "Indonesia",
        ),
        ("Listriknya dari Sabang sampai Merauke mencapai 30 MW.", "ID", "Indonesia"),
        ("Tinggi kolom abu G. Lamongan mencapai 30 meter.", "ID", "Indonesia"),
        ("Dibangun 53 menara di Talaud.", "71.04", "Kabupaten Kepulauan Talaud"),
        ("Dengan 30 juta pembeli, pasar kita terbesar di kawasan Asia.", "ID", "Indonesia"),
        ("Dengan 30 unit, dapur terbanyak di Bali.", "51", "Bali"),
        ("Dibangun 53 menara di Solo.", "33.72", "Kota Surakarta"),
        ("Dibangun 53 menara di Sumatra Barat.", "13", "Sumatera Barat"),
        ("Dibangun 53 menara di DKI Jakarta.", "31", "Daerah Khusus Ibukota Jakarta"),
        ("Harga Brent naik ke 30 dolar.", "world", "Dunia"),
        ("Sebagai pasar terbesar di dunia, kita menjual 30 ton.", "ID", "Indonesia"),
        ("Di tengah perlambatan pertumbuhan ekonomi global, ekonomi Indonesia naik 30 persen.", "ID", "Indonesia"),
        ("Menyambut Hari Kopi Sedunia, kami menjual 30 ton.", "ID", "Indonesia"),
        ("Dibangun 53 menara di sekitar IKN.", "Ibu Kota Nusantara", "Ibu Kota Nusantara"),
        ("Naskah 53 desa dipaparkan di Hotel Melati, Jakarta.", "ID", "Indonesia"),
        ("Ada 190 dapur, katanya di Blitar, Jawa Timur, Rabu (17/01/2024).", "ID", "Indonesia"),
        ("Banjir terjadi di Kabupaten Bogor, Rabu (17/01/2024), setinggi 30 cm.", "32.01", "Kabupaten Bogor"),
    ],
)
def test_areas(text: str, code: str, name: str, figure: Callable[[str], Figure]) -> None:
    found = figure(text)
    assert (found.ref_area, found.ref_area_name) == (code, name)


def test_each_clause_has_its_own_place(read: Callable[..., Extraction]) -> None:
    found = read("Dibangun 96 menara di Sumatera Utara dan 99 menara di Sumatera Barat.")
    assert [figure.ref_area for figure in found.figures] == ["12", "13"]


def test_a_national_road_lies_in_one_place(read: Callable[..., Extraction]) -> None:
    found = read("Di Papua 30 ruas jalan rusak. Ada 12 ruas jalan nasional yang terputus.")
    assert [figure.ref_area_name for figure in found.figures] == ["Papua", "Papua"]


def test_governments_are_counted_within_a_region(figure: Callable[[str], Figure]) -> None:
    assert figure("Sebanyak 20 kabupaten di Kalimantan ikut.").ref_area_name == "Kalimantan"
    assert figure("Sebanyak 20 kabupaten di Bogor ikut.").ref_area_name == "Indonesia"


def test_governments_are_counted_in_a_region_that_their_sentence_names(read: Callable[..., Extraction]) -> None:
    found = read("Otorita IKN melatih 30 guru. Luasnya 900 hektare. Gerakan itu diikuti 40 kabupaten.")
    assert [figure.ref_area_name for figure in found.figures] == [
        "Ibu Kota Nusantara",
        "Ibu Kota Nusantara",
        "Indonesia",
    ]


def test_a_name_that_was_introduced_needs_no_lead(read: Callable[..., Extraction]) -> None:
    codes = [
        figure.ref_area
        for figure in read(
            "Menteri meninjau pasar di Kota Baubau dan di Kota Ambon. Beban listrik Baubau mencapai 51 MW. Menurut Universitas Baubau, harga naik 3 persen."
        ).figures
    ]
    assert codes == ["74.72", "ID"]


def test_the_nation_stays_the_scene_of_the_next_sentence(read: Callable[..., Extraction]) -> None:
    found = read(
        "Beras untuk Bali\n\nBantuan di Bali mencapai 50 ton. Secara nasional ada 22 gudang. Beras yang disimpan mencapai 900 ton."
    )
    assert [figure.ref_area for figure in found.figures] == ["51", "ID", "ID"]


def test_a_bare_name_that_opens_a_clause_is_its_subject(read: Callable[..., Extraction]) -> None:
    found = read("Nilai indeks Kabupaten Dompu 1,95; Lombok Tengah 2,69.")
    assert [figure.ref_area_name for figure in found.figures] == ["Kabupaten Dompu", "Kabupaten Lombok Tengah"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Di Pulau Sumatera, dibangun 3 ruas jalan. Ruas pertama sepanjang 30 km.", ["Sumatera", "Sumatera"]),
        ("Di Bali, dibangun 3 ruas jalan. Secara nasional ada 30 ruas jalan.", ["51", "ID"]),
        ("Di Bali, dibangun 3 ruas jalan. Dari 300 penginapan, 30 ditutup.", ["51", "51", "51"]),
        ("Di Bali, dibangun 3 menara. Satelit SATRIA-1 melayani 30 pulau.", ["51", "ID"]),
        ("Kabupaten Sleman melatih 30 guru. Hingga kini 12 desa tersambung.", ["34.04", "34.04"]),
        ("Kecepatan 45 Mbps dibanding Asia Tenggara masih rendah. Ada 30 menara.", ["ID", "ID"]),
        ("Di Bali, dibangun 3 ruas jalan.\nDi Papua ada 9 pos.\nPanjang rel mencapai 30 km.", ["51", "91", "ID"]),
        ("Dari 40 menara, 9 menara berdiri di Papua. Jaringan menjangkau 90 persen warga.", ["ID", "91", "ID"]),
        ("Bendungan Suka Maju di Bali tuntas. Menteri hadir. Bendungan Suka Maju berisi 5 juta m3.", ["51"]),
        ("Menteri meninjau Kabupaten Sleman. Di wilayah tersebut ada 30 sekolah.", ["34.04"]),
    ],
)
def test_a_scene_stays_until_something_changes_it(text: str, codes: list[str], read: Callable[..., Extraction]) -> None:
    assert [figure.ref_area for figure in read(text).figures] == codes


def test_the_headline_says_what_the_release_is_about(read: Callable[..., Extraction]) -> None:
    found = read("Panjang jalan mencapai 30 km.", title="Perbaikan Jalan di Jawa Timur Tuntas")
    assert [figure.ref_area for figure in found.figures] == ["35"]


def test_where_someone_comes_from_is_not_what_the_release_is_about(read: Callable[..., Extraction]) -> None:
    found = read("Mereka membawa 30 naskah.", title="Pulang dari Makassar, Kepala Dinas Menulis")
    assert [figure.ref_area for figure in found.figures] == ["ID"]


def test_what_is_said_of_the_nation_is_not_the_headline_s(read: Callable[..., Extraction]) -> None:
    title = "Perbaikan Jalan di Jawa Timur Tuntas"
    assert [f.ref_area for f in read("Secara nasional, panjang jalan mencapai 30 km.", title=title).figures] == ["ID"]
    assert [f.ref_area for f in read("Di seluruh Indonesia ada 30 jembatan.", title=title).figures] == ["ID"]


def test_governments_are_not_counted_inside_one_of_them(read: Callable[..., Extraction]) -> None:
    found = read("Utusan 75 kota hadir.", title="Evaluasi Digelar di Banyuwangi")
    assert [figure.ref_area for figure in found.figures] == ["ID"]


def test_every_code_of_a_figure_is_listed_or_a_name(codebook: object, figure: Callable[[str], Figure]) -> None:
    listed = {row["area_id"] for row in codebook.areas}  # type: ignore[attr-defined]
    found = figure("Dibangun 53 menara di Kabupaten Bogor.")
    assert found.ref_area in listed
    assert found.area_kind == "regency"


def test_a_text_that_tells_of_one_place_only_is_about_it(read: Callable[..., Extraction]) -> None:
    text = (
        "Jembatan Kali Rua di Kabupaten Lumajang, Jawa Timur, rusak diterjang banjir.\n"
        "Air naik hingga 4 meter.\nWarga di Kabupaten Lumajang diungsikan.\nPerbaikannya menelan Rp5 miliar."
    )
    assert {figure.ref_area_name for figure in read(text).figures} == {"Kabupaten Lumajang"}
    told_of_all = text + "\nSecara nasional ada 300 jembatan rusak."
    assert [figure.ref_area_name for figure in read(told_of_all).figures][1:] == ["Kabupaten Lumajang", "Indonesia"]


def test_a_text_is_about_the_only_place_of_its_lead(read: Callable[..., Extraction]) -> None:
    text = "Kawah di Kabupaten Lumajang, Jawa Timur, bergetar lagi. Indonesia punya banyak kawah.\nGetarannya 13 kali."
    assert [figure.ref_area for figure in read(text).figures] == ["35.08"]
    many = text.replace("banyak kawah", "kawah di 15 provinsi")
    assert read(many).figures[-1].ref_area == "ID"
    programme = text.replace("banyak kawah", "program Makan Bergizi Gratis")
    assert read(programme).figures[-1].ref_area == "ID"


def test_what_is_said_of_the_nation_ends_with_its_paragraph(read: Callable[..., Extraction]) -> None:
    for between, code in ((" ", "ID"), ("", "64.71")):
        text = f"Panel itu penting bagi Indonesia.{between}Tangki baru memuat 30 ton."
        assert read(text, title="Kilang Balikpapan diperluas").figures[-1].ref_area == code


def test_a_pavilion_abroad_is_where_its_visitors_are(read: Callable[..., Extraction]) -> None:
    text = "Paviliun Indonesia menerima 30 ribu pengunjung. Nilai kontraknya USD 7 juta."
    found = read(text, title="Paviliun di World Expo 2025 Osaka ramai").figures
    assert [figure.ref_area for figure in found] == ["Osaka, Jepang", "ID"]


def test_a_headline_may_name_an_island(read: Callable[..., Extraction]) -> None:
    found = read("Sudah 30 jembatan dibuka.", title="Jembatan di Sulawesi pulih").figures
    assert [figure.ref_area for figure in found] == ["Sulawesi"]
