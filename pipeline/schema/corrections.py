"""The table of corrections: what a person changed in what the extractor read, and why."""

from pipeline.schema.types import Column, Table
from pipeline.schema.values import ACTIONS

CORRECTION_ID = Column(
    "correction_id",
    "string",
    "Not null: a person corrected this row; who, when and why stand in the corrections table.",
    "Terisi: baris ini dikoreksi seseorang; siapa, kapan dan mengapa ada di tabel corrections.",
    references="corrections.correction_id",
)
"""The last column of the tables that a correction can change."""

CORRECTIONS = Table(
    "corrections",
    "One row for each correction by a person that this snapshot holds: who, when, why, on what evidence.",
    "Satu baris untuk setiap koreksi oleh seseorang dalam terbitan ini: siapa, kapan, mengapa, atas bukti apa.",
    ("correction_id",),
    (
        Column("correction_id", "string", "Name of the correction.", "Nama koreksi.", required=True),
        Column(
            "action",
            "string",
            "drop (the number is no figure), override (some attributes were misread), flag (waits for review), add (the figure was missed).",
            "drop (bukan angka program), override (sebagian atribut salah baca), flag (menunggu pemeriksaan), add (angka terlewat).",
            required=True,
            codes=ACTIONS,
        ),
        Column(
            "statement_id",
            "string",
            "The statement that was corrected; a dropped one is no longer in the statements.",
            "Pernyataan yang dikoreksi; yang dihapus tidak lagi ada di statements.",
            required=True,
        ),
        Column(
            "release_id",
            "string",
            "Its press release.",
            "Siaran persnya.",
            required=True,
            references="press_releases.release_id",
        ),
        Column("corrected_by", "string", "Who corrected it.", "Siapa yang mengoreksi.", required=True),
        Column("corrected_on", "date", "When.", "Kapan.", required=True),
        Column("why", "string", "The reason.", "Alasannya.", required=True),
        Column("evidence", "string", "What shows it: an address, or where to look.", "Buktinya.", required=True),
        Column(
            "was",
            "string",
            "What the extractor had read: a JSON object of columns as in CSV.",
            "Hasil baca sebelumnya: objek JSON dari kolom, seperti dalam CSV.",
            required=True,
        ),
    ),
)
