"""What the first sheet of the workbook says about reading it."""

from collections.abc import Mapping

from pipeline.publish.wording import Text

NOTES: Mapping[str, Text] = {
    "how to read a figure": Text(
        "Read a value together with its status (realised: done; planned, target: not done), its period (time_start, time_end), its "
        "time_kind (within a year, a running total, a state on a day), its area and its qualifier (exact, at least, about ...). The "
        "number alone can mislead. A quote is the sentence that says so.",
        "Bacalah nilai bersama status (realised: terlaksana; planned, target: belum), periode (time_start, time_end), time_kind (dalam "
        "setahun, jumlah berjalan, keadaan pada suatu hari), wilayah, dan qualifier (tepat, sedikitnya, sekitar ...). Angka saja dapat "
        "menyesatkan. Kolom quote adalah kalimat sumbernya.",
    ),
    "this workbook": Text(
        "A copy of the tables for reading and filtering. To calculate or to cite, take the snapshot: data/<table>.csv or .parquet.",
        "Salinan tabel untuk dibaca dan disaring. Untuk menghitung atau mengutip, gunakan terbitan: data/<tabel>.csv atau .parquet.",
    ),
    "dates and times": Text(
        "Dates are dates, times are in UTC. Those before March 1900, which Excel cannot hold, are texts.",
        "Tanggal adalah tanggal, waktu dalam UTC. Yang sebelum Maret 1900, yang tidak dapat disimpan Excel, berupa teks.",
    ),
    "numbers": Text(
        "A number of more than 15 digits is a text, because Excel would alter it.",
        "Bilangan lebih dari 15 angka berupa teks, karena Excel akan mengubahnya.",
    ),
    "texts and codes": Text(
        "Codes are texts (11.01 is a code of an area, no number). No text is a formula or a link. An empty cell means: no value. A text "
        'longer than a cell holds (32,767 characters) ends in "[... cut / dipotong]"; the CSV and Parquet files have it whole.',
        "Kode berupa teks (11.01 adalah kode wilayah, bukan bilangan). Tidak ada teks yang menjadi rumus atau tautan. Sel kosong "
        'berarti tidak ada nilai. Teks yang lebih panjang dari isi sel (32.767 karakter) berakhir dengan "[... cut / dipotong]"; '
        "berkas CSV dan Parquet memuatnya utuh.",
    ),
}
