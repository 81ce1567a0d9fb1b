"""What every document of a snapshot says in the same words, in English and Indonesian."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in two languages."""

    en: str
    id: str


NAME = "kota-cerdas"
TITLE = Text(
    "Kota Cerdas: program figures from the press releases of Indonesian ministries",
    "Kota Cerdas: angka program dari siaran pers kementerian Indonesia",
)
DESCRIPTION = Text(
    "Smart-city and digital-government program figures that Indonesian ministries state in their press releases, "
    "each with the sentence that states it and the capture that holds the page.",
    "Angka program kota cerdas dan pemerintahan digital yang disebut kementerian Indonesia dalam siaran persnya, "
    "masing-masing dengan kalimat yang menyebutnya dan rekaman halaman yang memuatnya.",
)
NOT_OFFICIAL = Text(
    "These figures are read from press releases by a program. They are not official statistics.",
    "Angka-angka ini dibaca dari siaran pers oleh program komputer. Angka-angka ini bukan statistik resmi.",
)
QUOTED_TEXT = Text(
    "The licence covers the data. Titles and quoted sentences are short quotations from public announcements of the "
    "government of Indonesia and keep their own rights.",
    "Lisensi berlaku bagi data. Judul dan kalimat kutipan adalah kutipan pendek dari pengumuman publik pemerintah "
    "Indonesia dan tetap tunduk pada haknya sendiri.",
)
SYNTHETIC = Text(
    "SYNTHETIC: this snapshot contains releases of the bundled sample ministry, which were written for demonstration. "
    "No ministry has said these sentences.",
    "BUATAN: terbitan ini memuat siaran pers kementerian contoh yang ditulis untuk peragaan. Tidak ada kementerian yang "
    "menyatakan kalimat-kalimat ini.",
)
KEYWORDS = (
    Text("Indonesia", "Indonesia"),
    Text("smart city", "kota cerdas"),
    Text("digital government", "pemerintahan digital"),
    Text("press releases", "siaran pers"),
    Text("provenance", "asal-usul data"),
)
WORKBOOK_TITLE = Text("All tables, for a spreadsheet", "Semua tabel, untuk lembar kerja")
WORKBOOK = Text(
    "The tables as one workbook: a first sheet explains, a second describes the columns, then one sheet a table.",
    "Semua tabel dalam satu buku kerja: lembar pertama menjelaskan, lembar kedua menerangkan kolom, lalu satu lembar per tabel.",
)

LICENCE_NAME = "CC-BY-4.0"
"""SPDX identifier of the licence of the data."""
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_SPDX_URL = f"https://spdx.org/licenses/{LICENCE_NAME}"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_EU_URI = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
