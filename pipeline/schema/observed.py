"""The tables of what is made of the statements: observations, and the checks that hold them against each other."""

from dataclasses import replace

from pipeline.schema.figures import OBS_STATUS, QUALIFIER, REFERENCES, STATUS, TIME, TIME_KIND, UNIT
from pipeline.schema.types import Column, Table
from pipeline.schema.values import AGREEMENTS, SERIES_CHECK_KINDS, VERDICTS

_INDICATOR = replace(
    REFERENCES[0], en="What is counted, from the code list.", id="Apa yang dihitung, dari daftar kode.", required=True
)

OBSERVATIONS = Table(
    "observations",
    "The value of one indicator for one area, period and status, resolved from all statements; conflicts are kept.",
    "Nilai satu indikator untuk satu wilayah, periode dan status, dari semua pernyataan; perbedaan tetap disimpan.",
    ("observation_id",),
    (
        Column(
            "observation_id",
            "string",
            "Id made from the dimensions of the row.",
            "Pengenal dari dimensi baris.",
            required=True,
        ),
        _INDICATOR,
        *REFERENCES[1:],
        *TIME,
        TIME_KIND,
        STATUS,
        Column("value", "decimal", "The chosen value.", "Nilai terpilih.", required=True, unit="as in column unit"),
        QUALIFIER,
        UNIT,
        Column(
            "statement_count",
            "integer",
            "How many statements give this observation.",
            "Jumlah pernyataan.",
            required=True,
        ),
        Column(
            "release_count", "integer", "How many press releases they stand in.", "Jumlah siaran pers.", required=True
        ),
        Column(
            "agreement",
            "string",
            "single (one statement), agree (all give one value), conflict (they differ; see the statements with its observation_id).",
            "single (satu), agree (sama), conflict (berbeda; lihat pernyataan dengan observation_id ini).",
            required=True,
            codes=AGREEMENTS,
        ),
        Column(
            "chosen_statement_id",
            "string",
            "The statement whose value was chosen.",
            "Pernyataan yang nilainya dipilih.",
            required=True,
            references="statements.statement_id",
        ),
        Column(
            "preference_rule",
            "string",
            "The rule that chose it (docs/operations.md).",
            "Aturan pemilihan.",
            required=True,
        ),
        OBS_STATUS,
        Column(
            "repeat_count",
            "integer",
            "How often the releases say it again, beside the statements counted.",
            "Berapa kali siaran pers mengulanginya, di luar pernyataan yang dihitung.",
            required=True,
        ),
        Column(
            "value_lowest",
            "decimal",
            "The lowest value of all its statements.",
            "Nilai terendah dari semua pernyataannya.",
            required=True,
            unit="as in column unit",
        ),
        Column(
            "value_highest",
            "decimal",
            "The highest value of all its statements, upper ends of ranges included.",
            "Nilai tertinggi dari semua pernyataannya, termasuk batas atas rentang.",
            required=True,
            unit="as in column unit",
        ),
        Column(
            "first_seen",
            "timestamp",
            "When the first of its statements was first seen.",
            "Waktu pernyataan pertamanya pertama kali terlihat.",
            required=True,
        ),
        Column(
            "last_seen",
            "timestamp",
            "When the newest of its statements was last seen: it moves with the texts, not with the visits.",
            "Waktu pernyataan terbarunya terakhir terlihat: berubah bersama teks, bukan bersama kunjungan.",
            required=True,
        ),
    ),
)

SERIES_CHECKS = Table(
    "series_checks",
    "Sums that observations of one series should satisfy, each with its outcome; nothing is changed by them.",
    "Perhitungan yang semestinya dipenuhi pengamatan dalam satu deret, beserta hasilnya; tidak ada yang diubah karenanya.",
    ("kind", "observation_id"),
    (
        Column(
            "kind",
            "string",
            "annual_sum_vs_cumulative (years add up to the running total), cumulative_never_falls (a running total is not "
            "below the one before), plan_vs_outcome (what was planned was done), selected_vs_finished (who began also finished).",
            "annual_sum_vs_cumulative (jumlah tahunan sama dengan jumlah berjalan), cumulative_never_falls (jumlah berjalan "
            "tidak turun), plan_vs_outcome (rencana terlaksana), selected_vs_finished (yang terpilih juga menuntaskan).",
            required=True,
            codes=SERIES_CHECK_KINDS,
        ),
        Column(
            "observation_id",
            "string",
            "The observation that is checked: the total, the later total, the plan, or the later stage.",
            "Pengamatan yang diperiksa: jumlah berjalan, jumlah yang lebih baru, rencana, atau tahap yang lebih akhir.",
            required=True,
            references="observations.observation_id",
        ),
        _INDICATOR,
        *REFERENCES[1:],
        *TIME,
        UNIT,
        Column(
            "observation_ids",
            "string",
            "All observations that enter: a JSON array.",
            "Semua pengamatan yang dipakai: larik JSON.",
            required=True,
        ),
        Column(
            "expected",
            "decimal",
            "What the others give: the sum, the total before, the plan, or the number that began.",
            "Nilai menurut pengamatan lain: jumlah, nilai sebelumnya, rencana, atau banyaknya yang mulai.",
            required=True,
            unit="as in column unit",
        ),
        Column(
            "found",
            "decimal",
            "What was found instead: the total, the later total, the outcome, or the number that finished.",
            "Nilai yang ditemukan: jumlah berjalan, nilai yang lebih baru, hasil, atau banyaknya yang tuntas.",
            required=True,
            unit="as in column unit",
        ),
        Column(
            "difference",
            "decimal",
            "found less expected.",
            "found dikurangi expected.",
            required=True,
            unit="as in column unit",
        ),
        Column(
            "verdict",
            "string",
            "holds; explained (it differs, and the releases say why or disagree by as much); differs (unexplained); "
            "not_comparable (a year or a beginning is missing).",
            "holds (cocok); explained (berbeda dan ada penjelasannya dalam siaran pers); differs (berbeda tanpa penjelasan); "
            "not_comparable (ada tahun atau awal periode yang tidak diketahui).",
            required=True,
            codes=VERDICTS,
        ),
        Column(
            "explanation_en",
            "string",
            "The calculation in words, in English.",
            "Uraian dalam bahasa Inggris.",
            required=True,
        ),
        Column(
            "explanation_id",
            "string",
            "The calculation in words, in Indonesian.",
            "Uraian dalam bahasa Indonesia.",
            required=True,
        ),
        Column(
            "statement_ids",
            "string",
            "The statements that explain the difference: a JSON array, empty where none do.",
            "Pernyataan yang menjelaskan selisih: larik JSON, kosong bila tidak ada.",
            required=True,
        ),
        Column(
            "first_seen",
            "timestamp",
            "Since when all observations that enter are there.",
            "Sejak kapan semua pengamatan yang dipakai tersedia.",
            required=True,
        ),
        Column(
            "last_seen",
            "timestamp",
            "When the newest of them was last seen.",
            "Waktu pengamatan terbarunya terakhir terlihat.",
            required=True,
        ),
    ),
)
