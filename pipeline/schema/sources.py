"""The tables of sources: press releases, captures, quarantine, and the texts, which stay inside."""

from pipeline.schema.types import OFFSET, Column, Table
from pipeline.schema.values import QUARANTINE_REASONS, SOURCE_KINDS, SOURCE_STATES

ATTACHMENTS = Column(
    "attachments",
    "string",
    "Files that the release links to (PDF), on the publisher's own hosts: a JSON array of addresses. They are archived, not read.",
    "Berkas yang ditautkan siaran pers (PDF) di situs penerbit: larik JSON. Diarsipkan, tidak dibaca.",
    required=True,
)

PRESS_RELEASES = Table(
    "press_releases",
    "One row for each official text, however many addresses carry it.",
    "Satu baris untuk setiap siaran pers, berapa pun alamat yang memuatnya.",
    ("release_id",),
    (
        Column(
            "release_id",
            "string",
            "Id made from the official number, or from the address where there is no sound number or another release has it.",
            "Pengenal dari nomor resmi, atau dari alamat bila nomor tidak sahih atau dipakai siaran pers lain.",
            required=True,
        ),
        Column("agency_id", "string", "Who publishes it.", "Penerbit.", required=True, references="agencies.agency_id"),
        Column("number", "string", "Official number in normal form.", "Nomor resmi dalam bentuk baku."),
        Column("title", "string", "Headline.", "Judul.", required=True),
        Column("published_on", "date", "Date that the release carries.", "Tanggal siaran pers."),
        Column("place", "string", "Place of the dateline.", "Tempat pada awal berita."),
        Column("language", "string", "Language, BCP 47.", "Bahasa, BCP 47.", required=True),
        Column("url", "string", "Address of the text that was read.", "Alamat teks yang dibaca.", required=True),
        Column(
            "other_urls",
            "string",
            "Other addresses of the same release: a JSON array.",
            "Alamat lain siaran pers yang sama: larik JSON.",
            required=True,
        ),
        Column(
            "text_sha256",
            "string",
            "SHA-256 of the release text in UTF-8, hexadecimal.",
            "SHA-256 teks (UTF-8), heksadesimal.",
            required=True,
        ),
        Column(
            "capture_id",
            "string",
            "The capture that first brought this text.",
            "Pengambilan yang pertama memuat teks ini.",
            required=True,
            references="captures.capture_id",
        ),
        Column(
            "source_state",
            "string",
            "available; changed (a later text differs from the first); gone (each address that carried it answered 404 or 410 on two different days).",
            "available (tersedia); changed (berubah); gone (hilang pada dua hari berbeda).",
            required=True,
            codes=SOURCE_STATES,
        ),
        Column(
            "first_seen",
            "timestamp",
            "When its first capture was fetched.",
            "Waktu pengambilan pertama.",
            required=True,
        ),
        Column(
            "last_seen",
            "timestamp",
            "When its newest different text was fetched.",
            "Waktu pengambilan teks berbeda terbaru.",
            required=True,
        ),
        Column(
            "statement_count",
            "integer",
            "Figures in the current text.",
            "Jumlah angka dalam teks saat ini.",
            required=True,
        ),
        Column(
            "refusal_count",
            "integer",
            "Refused numbers in the current text.",
            "Jumlah bilangan yang ditolak dalam teks saat ini.",
            required=True,
        ),
        Column(
            "body_start",
            "integer",
            "Where the body begins in the release text; 0: the source keeps no title apart.",
            "Awal isi dalam teks; 0: judul tidak terpisah.",
            required=True,
            unit=OFFSET,
        ),
        ATTACHMENTS,
    ),
)

CAPTURES = Table(
    "captures",
    "One row for each HTTP response or imported file, as it arrived.",
    "Satu baris untuk setiap jawaban HTTP atau berkas impor, sebagaimana diterima.",
    ("capture_id",),
    (
        Column(
            "capture_id",
            "string",
            "Id made from agency, address, time and payload hash.",
            "Pengenal dari instansi, alamat, waktu dan hash.",
            required=True,
        ),
        Column(
            "url",
            "string",
            "Address that was asked for, or that the importer claims.",
            "Alamat yang diminta atau diklaim.",
            required=True,
        ),
        Column(
            "fetched_at",
            "timestamp",
            "When the response arrived; of a web archive's replay: when that archive had captured it.",
            "Waktu jawaban diterima; untuk arsip web: waktu arsip itu mengambilnya.",
            required=True,
        ),
        Column(
            "http_status",
            "integer",
            "HTTP status; null for an imported file.",
            "Status HTTP; kosong untuk berkas impor.",
        ),
        Column("media_type", "string", "Media type that the server named.", "Jenis media menurut server."),
        Column(
            "payload_sha256",
            "string",
            "SHA-256 of the payload as sent, hexadecimal; a revisit repeats that of the capture it confirms.",
            "SHA-256 muatan sebagaimana dikirim, heksadesimal.",
            required=True,
        ),
        Column(
            "byte_count",
            "integer",
            "Length of the payload as sent; for a revisit, of the one it confirms.",
            "Panjang muatan.",
            required=True,
            unit="bytes",
        ),
        Column(
            "warc_file", "string", "WARC file in the archive folder.", "Berkas WARC di folder arsip.", required=True
        ),
        Column(
            "warc_offset",
            "integer",
            "Where the record begins in that file.",
            "Letak rekaman dalam berkas itu.",
            required=True,
            unit="bytes",
        ),
        Column("etag", "string", "ETag of the response.", "ETag jawaban."),
        Column("last_modified", "string", "Last-Modified of the response, as sent.", "Last-Modified jawaban."),
        Column(
            "source_kind",
            "string",
            "live; archive (a web archive's replay); import (a file someone held); sample (synthetic).",
            "live (langsung); archive (arsip web); import (berkas); sample (buatan).",
            required=True,
            codes=SOURCE_KINDS,
        ),
        Column(
            "revisit_of",
            "string",
            "Not null: the server called the page unchanged or sent the same bytes; the capture that holds them.",
            "Terisi: halaman tidak berubah; pengambilan yang menyimpan bytenya.",
            references="captures.capture_id",
        ),
        Column(
            "agency_id", "string", "Whose site it is.", "Pemilik situs.", required=True, references="agencies.agency_id"
        ),
    ),
)


TEXTS = Table(
    "texts",
    "Every decoded text of every release. Stays inside: only the quoted sentences are published.",
    "Setiap teks siaran pers. Tidak diterbitkan: hanya kalimat yang dikutip.",
    ("capture_id",),
    (
        Column("capture_id", "string", "The capture it was read from.", "Pengambilan sumber.", required=True),
        Column("agency_id", "string", "Whose site.", "Pemilik situs.", required=True),
        Column("release_id", "string", "The press release.", "Siaran pers.", required=True),
        Column("url", "string", "Its address.", "Alamat.", required=True),
        Column("number", "string", "Official number in normal form.", "Nomor resmi dalam bentuk baku."),
        Column("title", "string", "Headline.", "Judul.", required=True),
        Column("published_on", "date", "Date that the release carries.", "Tanggal siaran pers."),
        Column("place", "string", "Place of the dateline.", "Tempat."),
        Column("language", "string", "Language, BCP 47.", "Bahasa, BCP 47.", required=True),
        Column(
            "text",
            "string",
            "Title, blank line, body; or the source's text as it stands.",
            "Judul, baris kosong, isi; atau teks sebagaimana adanya.",
            required=True,
        ),
        Column("body_start", "integer", "Where the body begins.", "Awal isi.", required=True, unit=OFFSET),
        Column(
            "text_sha256",
            "string",
            "SHA-256 of the text in UTF-8, hexadecimal.",
            "SHA-256 teks, heksadesimal.",
            required=True,
        ),
        Column("fetched_at", "timestamp", "When the capture was fetched.", "Waktu pengambilan.", required=True),
        ATTACHMENTS,
    ),
    published=False,
)
QUARANTINE = Table(
    "quarantine",
    "One row for each page that was fetched as a release and cannot be read as one: what its address holds now waits for a person.",
    "Satu baris untuk setiap halaman yang diambil sebagai siaran pers tetapi tidak terbaca: isi alamatnya kini menunggu pemeriksaan.",
    ("capture_id",),
    (
        Column(
            "capture_id",
            "string",
            "The capture that holds the page.",
            "Pengambilan yang menyimpan halaman.",
            required=True,
            references="captures.capture_id",
        ),
        Column(
            "agency_id", "string", "Whose site it is.", "Pemilik situs.", required=True, references="agencies.agency_id"
        ),
        Column("url", "string", "Its address.", "Alamat halaman.", required=True),
        Column("reason", "string", "Why it cannot be read.", "Alasan.", required=True, codes=QUARANTINE_REASONS),
        Column(
            "detail",
            "string",
            "What was expected and what was found, for people; in English.",
            "Yang diharapkan dan yang ditemukan; dalam bahasa Inggris.",
            required=True,
        ),
    ),
)
