"""The tables of what releases say: statements and refusals, and the columns that observed.py shares with them."""

from pipeline.schema.corrections import CORRECTION_ID
from pipeline.schema.types import OFFSET, Column, Table
from pipeline.schema.values import AREA_KINDS, OBS_STATUSES, QUALIFIERS, STATUSES, TIME_BASES, TIME_KINDS

REFERENCES = (
    Column(
        "indicator_id",
        "string",
        "What is counted, from the code list; null: the figure is understood, but no indicator of the codebook fits it.",
        "Apa yang dihitung, dari daftar kode; kosong: angka dipahami, tetapi belum ada indikator yang cocok.",
        references="indicators.indicator_id",
    ),
    Column(
        "program_id",
        "string",
        "The government programme that the figure belongs to, where the text names one.",
        "Program pemerintah yang terkait, bila disebut dalam teks.",
        references="programs.program_id",
    ),
    Column(
        "ref_area",
        "string",
        "The area that the figure is about: 'world', 'ID' for Indonesia, another ISO 3166-1 code, a Kemendagri code of a "
        "province, regency or city (edition in the areas table), or the name as written where there is no code.",
        "Wilayah yang dimaksud: 'world', 'ID', kode ISO 3166-1 lain, kode Kemendagri provinsi, kabupaten atau kota, atau "
        "nama sebagaimana tertulis bila tidak ada kodenya.",
        required=True,
    ),
)
TIME = (
    Column(
        "time_start",
        "date",
        "First day of the period; null: the text states no beginning.",
        "Hari pertama periode; kosong: awal periode tidak disebut.",
    ),
    Column(
        "time_end",
        "date",
        "Last day of the period; null: the text gives no time.",
        "Hari terakhir periode; kosong: waktu tidak disebut.",
    ),
)
TIME_KIND = Column(
    "time_kind",
    "string",
    "How the period is meant: point (a state at its end), annual (within the year), cumulative (a running total over it), "
    "target_by (to be reached by its end).",
    "Cara membaca periode: point (keadaan pada akhir periode), annual (dalam tahun itu), cumulative (jumlah berjalan), "
    "target_by (target pada akhir periode).",
    codes=TIME_KINDS,
)
STATUS = Column(
    "status",
    "string",
    "realised (done), planned (announced for later), target (aimed at), unknown (the text does not say).",
    "realised (terlaksana), planned (direncanakan), target (ditargetkan), unknown (tidak disebut).",
    required=True,
    codes=STATUSES,
)
QUALIFIER = Column(
    "qualifier",
    "string",
    "How exact the text says the number is.",
    "Ketepatan angka menurut teks.",
    required=True,
    codes=QUALIFIERS,
)
UNIT = Column(
    "unit",
    "string",
    "Unit of measure, from the code list.",
    "Satuan, dari daftar kode.",
    required=True,
    references="units.unit_id",
)
OBS_STATUS = Column(
    "obs_status",
    "string",
    "SDMX observation status: A normal; F forecast (planned or target); U low reliability (waits for review).",
    "Status observasi SDMX: A normal; F prakiraan (rencana atau target); U kurang andal (menunggu pemeriksaan).",
    required=True,
    codes=OBS_STATUSES,
)


SEEN = (
    Column(
        "first_seen",
        "timestamp",
        "When the first capture that carried it was fetched.",
        "Waktu pengambilan pertama yang memuatnya.",
        required=True,
    ),
    Column(
        "last_seen",
        "timestamp",
        "When the newest different text that carries it was fetched; a visit that found nothing new is on the capture and does not move it.",
        "Waktu pengambilan teks berbeda terbaru yang memuatnya; kunjungan tanpa perubahan tercatat pada pengambilan saja.",
        required=True,
    ),
)


STATEMENTS = Table(
    "statements",
    "One row for each figure that a press release states, with the sentence that states it.",
    "Satu baris untuk setiap angka yang dinyatakan dalam siaran pers, beserta kalimatnya.",
    ("release_id", "value_start", "statement_id"),
    (
        Column(
            "statement_id",
            "string",
            "Id made from the release, rule family, value text and its ordinal.",
            "Pengenal dari siaran pers, kelompok aturan, teks angka dan urutannya.",
            required=True,
        ),
        Column(
            "release_id",
            "string",
            "The press release that says so.",
            "Siaran pers sumber.",
            required=True,
            references="press_releases.release_id",
        ),
        *REFERENCES,
        Column("area_kind", "string", "Kind of the area.", "Jenis wilayah.", required=True, codes=AREA_KINDS),
        *TIME,
        Column("time_text", "string", "The words that give the time.", "Kata-kata penunjuk waktu."),
        TIME_KIND,
        STATUS,
        Column(
            "value",
            "decimal",
            "The number, scale applied (1,5 juta = 1500000); the lower end of a range.",
            "Angka dengan skala diterapkan; batas bawah bila rentang.",
            required=True,
            unit="as in column unit",
        ),
        Column(
            "value_max",
            "decimal",
            "The upper end of a range, else null.",
            "Batas atas rentang, selain itu kosong.",
            unit="as in column unit",
        ),
        QUALIFIER,
        UNIT,
        Column(
            "counted",
            "string",
            "What is counted, in the text's own words.",
            "Apa yang dihitung, menurut kata-kata teks.",
        ),
        Column(
            "scope_total",
            "decimal",
            "The whole that the figure is a part of, where stated ('dari 514').",
            "Jumlah keseluruhan bila disebut ('dari 514').",
            unit="as in column unit",
        ),
        Column(
            "speaker", "string", "Who says it, where the sentence says who.", "Siapa yang menyatakan, bila disebut."
        ),
        Column(
            "value_text",
            "string",
            "The number expression as written.",
            "Ungkapan angka sebagaimana tertulis.",
            required=True,
        ),
        Column(
            "value_start",
            "integer",
            "Where the number expression begins.",
            "Awal ungkapan angka.",
            required=True,
            unit=OFFSET,
        ),
        Column(
            "value_end",
            "integer",
            "Where the number expression ends (exclusive).",
            "Akhir ungkapan angka (eksklusif).",
            required=True,
            unit=OFFSET,
        ),
        Column("quote", "string", "The sentence as written.", "Kalimat sebagaimana tertulis.", required=True),
        Column("quote_start", "integer", "Where the sentence begins.", "Awal kalimat.", required=True, unit=OFFSET),
        Column(
            "quote_end",
            "integer",
            "Where the sentence ends (exclusive).",
            "Akhir kalimat (eksklusif).",
            required=True,
            unit=OFFSET,
        ),
        Column(
            "repeats",
            "string",
            "Where the same release says the same fact again: a JSON array of [start, end].",
            "Letak pengulangan fakta yang sama: larik JSON [awal, akhir].",
            required=True,
            unit=OFFSET,
        ),
        Column(
            "rule_id",
            "string",
            "The extraction rule that read the figure.",
            "Aturan ekstraksi yang membaca angka ini.",
            required=True,
        ),
        Column("rule_version", "integer", "Version of that rule.", "Versi aturan itu.", required=True),
        Column(
            "confidence",
            "number",
            "How often figures read in the same way were right in every attribute, on annotated releases, 0 to 1.",
            "Seberapa sering angka yang dibaca dengan cara sama benar pada semua atributnya, pada rilis beranotasi, 0 sampai 1.",
            required=True,
            unit="probability",
        ),
        OBS_STATUS,
        *SEEN,
        Column(
            "superseded_by",
            "string",
            "Not null: a later text of the same release no longer says it. The statement that took its place, or the release's id where none did.",
            "Terisi: teks yang lebih baru tidak lagi memuatnya. Pernyataan pengganti, atau pengenal siaran pers bila tidak ada.",
        ),
        Column(
            "text_fragment_url",
            "string",
            "Address of the live page that scrolls to the sentence, where a browser can.",
            "Alamat halaman yang menuju kalimat tersebut.",
        ),
        Column(
            "time_basis",
            "string",
            "stated (in this sentence), inferred (from a neighbouring clause, headline or release date), none.",
            "stated (dalam kalimat ini), inferred (disimpulkan), none (tidak ada).",
            required=True,
            codes=TIME_BASES,
        ),
        Column(
            "capture_id",
            "string",
            "The capture whose bytes say so.",
            "Pengambilan yang bytenya memuat pernyataan ini.",
            required=True,
            references="captures.capture_id",
        ),
        Column(
            "ref_area_name",
            "string",
            "Name of the area in the areas table, else as ref_area.",
            "Nama wilayah.",
            required=True,
        ),
        Column(
            "observation_id",
            "string",
            "The observation that the statement enters; null: superseded, or without indicator or time.",
            "Observasi yang memuat pernyataan ini; kosong: sudah digantikan, atau tanpa indikator atau waktu.",
            references="observations.observation_id",
        ),
        CORRECTION_ID,
    ),
)

REFUSALS = Table(
    "refusals",
    "Every number in a release that is no figure, with the reason.",
    "Setiap bilangan dalam siaran pers yang bukan angka program, beserta alasannya.",
    ("release_id", "mention_start", "mention_end"),
    (
        Column(
            "release_id",
            "string",
            "The press release.",
            "Siaran pers.",
            required=True,
            references="press_releases.release_id",
        ),
        Column("mention_text", "string", "The number as written.", "Bilangan sebagaimana tertulis.", required=True),
        Column("mention_start", "integer", "Where it begins.", "Awalnya.", required=True, unit=OFFSET),
        Column(
            "mention_end", "integer", "Where it ends (exclusive).", "Akhirnya (eksklusif).", required=True, unit=OFFSET
        ),
        Column(
            "reason",
            "string",
            "Why it is no figure: a code of the codebook.",
            "Alasan: kode dari buku kode.",
            required=True,
        ),
        Column(
            "capture_id",
            "string",
            "The capture whose text was read.",
            "Pengambilan yang teksnya dibaca.",
            required=True,
            references="captures.capture_id",
        ),
        *SEEN,
        CORRECTION_ID,
    ),
)
