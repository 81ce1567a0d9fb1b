"""The code lists, and the changes between snapshots."""

from pipeline.schema.types import Column, Table
from pipeline.schema.values import AREA_KINDS, CAUSES, CHANGE_KINDS, MEASURES


def _labels(noun_en: str, noun_id: str) -> tuple[Column, ...]:
    return (
        Column(
            "label_en",
            "string",
            f"Name of the {noun_en} in English.",
            f"Nama {noun_id} dalam bahasa Inggris.",
            required=True,
        ),
        Column(
            "label_id",
            "string",
            f"Name of the {noun_en} in Indonesian.",
            f"Nama {noun_id} dalam bahasa Indonesia.",
            required=True,
        ),
    )


def _definitions(noun_en: str, noun_id: str) -> tuple[Column, ...]:
    return (
        Column(
            "definition_en",
            "string",
            f"What the {noun_en} means, in English.",
            f"Arti {noun_id}, dalam bahasa Inggris.",
            required=True,
        ),
        Column(
            "definition_id",
            "string",
            f"What the {noun_en} means, in Indonesian.",
            f"Arti {noun_id}, dalam bahasa Indonesia.",
            required=True,
        ),
    )


AREAS = Table(
    "areas",
    "Code list of areas.",
    "Daftar kode wilayah.",
    ("area_id",),
    (
        Column("area_id", "string", "Code of the area.", "Kode wilayah.", required=True),
        Column("kind", "string", "Kind of the area.", "Jenis wilayah.", required=True, codes=AREA_KINDS),
        *_labels("area", "wilayah"),
        Column("parent_id", "string", "The area it lies in.", "Wilayah induk.", references="areas.area_id"),
        Column(
            "code_system",
            "string",
            "Where the code comes from, with its edition.",
            "Asal kode dan edisinya.",
            required=True,
        ),
        Column(
            "bps_code",
            "string",
            "Code of the same area at Statistics Indonesia (BPS), edition of 34 provinces (before 2022). Empty where that edition has no such area. The same digits mean other places in area_id.",
            "Kode wilayah yang sama menurut BPS, edisi 34 provinsi (sebelum 2022). Kosong bila edisi itu tidak memuat wilayah yang sama. Angka yang sama berarti wilayah lain dalam area_id.",
        ),
    ),
)
INDICATORS = Table(
    "indicators",
    "Code list of indicators: what is counted.",
    "Daftar kode indikator: apa yang dihitung.",
    ("indicator_id",),
    (
        Column("indicator_id", "string", "Code of the indicator.", "Kode indikator.", required=True),
        *_labels("indicator", "indikator"),
        *_definitions("indicator", "indikator"),
        Column(
            "unit",
            "string",
            "Unit that its values have.",
            "Satuan nilainya.",
            required=True,
            references="units.unit_id",
        ),
        Column(
            "concept_en",
            "string",
            "The idea behind the indicator, in English.",
            "Konsep yang mendasari indikator, dalam bahasa Inggris.",
            required=True,
        ),
        Column(
            "concept_id",
            "string",
            "The idea behind the indicator, in Indonesian.",
            "Konsep yang mendasari indikator, dalam bahasa Indonesia.",
            required=True,
        ),
        Column(
            "interpretation_en",
            "string",
            "What a larger or smaller value means, and what it does not mean, in English.",
            "Arti nilai yang lebih besar atau lebih kecil, dan yang bukan artinya, dalam bahasa Inggris.",
            required=True,
        ),
        Column(
            "interpretation_id",
            "string",
            "What a larger or smaller value means, and what it does not mean, in Indonesian.",
            "Arti nilai yang lebih besar atau lebih kecil, dan yang bukan artinya, dalam bahasa Indonesia.",
            required=True,
        ),
        Column(
            "measure",
            "string",
            "Kind of number that its values are.",
            "Ukuran: jenis bilangan nilainya.",
            required=True,
            codes=MEASURES,
        ),
        Column(
            "components_en",
            "string",
            "The parts that a composite index is made of, in English; null: not composite.",
            "Indikator pembangun indeks komposit, dalam bahasa Inggris; kosong: bukan komposit.",
        ),
        Column(
            "components_id",
            "string",
            "The parts that a composite index is made of, in Indonesian; null: not composite.",
            "Indikator pembangun indeks komposit, dalam bahasa Indonesia; kosong: bukan komposit.",
        ),
    ),
)
PROGRAMS = Table(
    "programs",
    "Code list of government programmes.",
    "Daftar kode program pemerintah.",
    ("program_id",),
    (
        Column("program_id", "string", "Code of the programme.", "Kode program.", required=True),
        *_labels("programme", "program"),
        *_definitions("programme", "program"),
    ),
)
UNITS = Table(
    "units",
    "Code list of units of measure.",
    "Daftar kode satuan.",
    ("unit_id",),
    (
        Column("unit_id", "string", "Code of the unit.", "Kode satuan.", required=True),
        *_labels("unit", "satuan"),
        *_definitions("unit", "satuan"),
    ),
)
AGENCIES = Table(
    "agencies",
    "Code list of the bodies that publish the press releases.",
    "Daftar kode instansi penerbit siaran pers.",
    ("agency_id",),
    (
        Column("agency_id", "string", "Code of the agency's site.", "Kode situs instansi.", required=True),
        *_labels("agency", "instansi"),
        Column("homepage", "string", "Address of its site.", "Alamat situs.", required=True),
        Column(
            "synthetic",
            "boolean",
            "True: not a ministry but the bundled sample, of our own writing.",
            "Benar: bukan kementerian, melainkan contoh buatan.",
            required=True,
        ),
    ),
)
CHANGES = Table(
    "changes",
    "Each row's difference from the snapshot before, and its cause.",
    "Perbedaan setiap baris dari terbitan sebelumnya, dan sebabnya.",
    ("snapshot_version", "table_name", "row_id", "change", "column"),
    (
        Column(
            "snapshot_version",
            "string",
            "The snapshot that brought the change.",
            "Terbitan yang membawa perubahan.",
            required=True,
        ),
        Column("table_name", "string", "Table of the row.", "Tabel.", required=True),
        Column(
            "row_id",
            "string",
            "Key of the row; parts joined by '/'. Of a statement its id alone.",
            "Kunci baris; bagian dipisah '/'. Untuk pernyataan hanya pengenalnya.",
            required=True,
        ),
        Column(
            "change",
            "string",
            "What happened to the row.",
            "Apa yang terjadi.",
            required=True,
            codes=CHANGE_KINDS,
        ),
        Column(
            "column",
            "string",
            "The revised column; '*' for a whole row.",
            "Kolom yang direvisi; '*' untuk seluruh baris.",
            required=True,
        ),
        Column("old", "string", "Value before, as in CSV.", "Nilai lama."),
        Column("new", "string", "Value now, as in CSV.", "Nilai baru."),
        Column(
            "cause",
            "string",
            "Why: source (a release changed, came or went), correction (a person's), extractor (the code that reads), codebook (the lists it reads by), or both of them.",
            "Sebab: source (siaran pers), correction (koreksi seseorang), extractor (kode pembaca), codebook (buku kode), atau keduanya.",
            required=True,
            codes=CAUSES,
        ),
    ),
)
