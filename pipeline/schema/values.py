"""The closed lists of codes, each code with its meaning in English and Indonesian. A new code goes last (a minor version)."""

from pipeline.schema.types import Codes, Meaning

STATUSES: Codes = {
    "realised": Meaning("done", "terlaksana"),
    "planned": Meaning("announced for later", "direncanakan"),
    "target": Meaning("aimed at", "ditargetkan"),
    "unknown": Meaning("the text does not say whether it is done", "teks tidak menyebut apakah sudah terlaksana"),
}
QUALIFIERS: Codes = {
    "exact": Meaning("the number as it stands", "tepat sebesar angka itu"),
    "approximate": Meaning("about the number", "sekitar angka itu"),
    "at_least": Meaning("the number or more", "sekurang-kurangnya angka itu"),
    "more_than": Meaning("more than the number", "lebih dari angka itu"),
    "at_most": Meaning("the number or less", "setinggi-tingginya angka itu"),
    "less_than": Meaning("less than the number", "kurang dari angka itu"),
    "almost": Meaning("nearly the number", "hampir angka itu"),
    "range": Meaning("between the number and an upper end", "antara angka itu dan batas atasnya"),
}
TIME_KINDS: Codes = {
    "point": Meaning("a state at the end of the period", "keadaan pada akhir periode"),
    "annual": Meaning("within the year", "dalam tahun itu"),
    "cumulative": Meaning("a running total over the period", "jumlah berjalan selama periode"),
    "target_by": Meaning("to be reached by the end of the period", "hendak dicapai pada akhir periode"),
}
TIME_BASES: Codes = {
    "stated": Meaning("the text gives the time of this number", "teks menyebut waktu angka ini"),
    "inferred": Meaning(
        "concluded from a neighbouring clause, the headline or the release's date",
        "disimpulkan dari anak kalimat tetangga, judul, atau tanggal siaran pers",
    ),
    "none": Meaning("no time is known", "waktu tidak diketahui"),
}
AGREEMENTS: Codes = {
    "single": Meaning("one statement says it", "satu pernyataan menyebutnya"),
    "agree": Meaning("several statements say it, all with one value", "beberapa pernyataan dengan nilai sama"),
    "conflict": Meaning("statements differ in the value", "pernyataan berbeda nilainya"),
}
OBS_STATUSES: Codes = {
    "A": Meaning("normal", "normal"),
    "F": Meaning("forecast: a plan or a target", "prakiraan: rencana atau target"),
    "U": Meaning("low reliability: waits for review", "kurang andal: menunggu pemeriksaan"),
}
AREA_KINDS: Codes = {
    "world": Meaning("the whole world", "seluruh dunia"),
    "country": Meaning("a country", "negara"),
    "province": Meaning("a province of Indonesia", "provinsi"),
    "regency": Meaning("a regency (kabupaten)", "kabupaten"),
    "city": Meaning("a city (kota)", "kota"),
    "district": Meaning("a district (kecamatan)", "kecamatan"),
    "place": Meaning(
        "another place, by its name, or up to five listed together",
        "tempat lain, menurut namanya, atau hingga lima yang disebut bersama",
    ),
}
SOURCE_KINDS: Codes = {
    "live": Meaning("the publisher's own site", "situs penerbit sendiri"),
    "archive": Meaning("a web archive's replay", "putar ulang arsip web"),
    "import": Meaning("a file that someone held", "berkas yang sudah dimiliki"),
    "sample": Meaning("the synthetic sample ministry", "kementerian contoh buatan"),
}
SOURCE_STATES: Codes = {
    "available": Meaning("its address carries it", "alamatnya memuatnya"),
    "changed": Meaning("a later text differs from the first", "teks kemudian berbeda dari yang pertama"),
    "gone": Meaning("no address carries it any more", "tidak ada lagi alamat yang memuatnya"),
}
QUARANTINE_REASONS: Codes = {
    "http_status": Meaning(
        "the server called the page unchanged unasked", "server menyebut halaman tidak berubah tanpa diminta"
    ),
    "truncated": Meaning("the answer is not whole", "jawaban tidak utuh"),
    "empty": Meaning("the answer has no content", "jawaban tanpa isi"),
    "media_type": Meaning("the answer is of another kind", "jenis jawaban lain"),
    "waiting_room": Meaning("a waiting room", "ruang tunggu"),
    "challenge": Meaning("a firewall's page", "halaman tembok api"),
    "login": Meaning("a login page", "halaman masuk"),
    "soft_404": Meaning("'not found', said with status 200", "'tidak ditemukan' dengan status 200"),
    "maintenance": Meaning("a maintenance page", "halaman pemeliharaan"),
    "not_content": Meaning("another page that is no release", "halaman lain yang bukan siaran pers"),
    "identical_pages": Meaning("several addresses gave the same text", "beberapa alamat memberi teks yang sama"),
    "no_title": Meaning("no title was found", "judul tidak ditemukan"),
    "no_body": Meaning("no body was found", "isi tidak ditemukan"),
    "too_deep": Meaning("tags are nested too deep", "tag bersarang terlalu dalam"),
    "short_body": Meaning("the body is too short", "isi terlalu pendek"),
    "decoder_failed": Meaning("our decoder failed on it", "pembaca kami gagal membacanya"),
    "not_text": Meaning("it is no text that can be stored", "bukan teks yang dapat disimpan"),
    "not_json": Meaning("it is no JSON, or no release object", "bukan JSON atau bukan objek siaran pers"),
}
CHANGE_KINDS: Codes = {
    "added": Meaning("the row is new", "baris baru"),
    "removed": Meaning("the row is gone", "baris hilang"),
    "revised": Meaning("a value of the row is another", "suatu nilai baris berubah"),
}
CAUSES: Codes = {
    "source": Meaning("a release changed, came or went", "siaran pers berubah, baru, atau hilang"),
    "correction": Meaning("a person corrected it", "dikoreksi seseorang"),
    "extractor": Meaning("the code that reads changed", "kode pembaca berubah"),
    "codebook": Meaning("the lists that it reads by changed", "buku kode berubah"),
    "extractor_and_codebook": Meaning("code and lists changed", "kode pembaca dan buku kode berubah"),
}
SERIES_CHECK_KINDS: Codes = {
    "annual_sum_vs_cumulative": Meaning(
        "years add up to the running total", "jumlah tahunan sama dengan jumlah berjalan"
    ),
    "cumulative_never_falls": Meaning("a running total is not below the one before", "jumlah berjalan tidak turun"),
    "plan_vs_outcome": Meaning("what was planned was done", "rencana terlaksana"),
    "selected_vs_finished": Meaning("who began also finished", "yang terpilih juga menuntaskan"),
}
VERDICTS: Codes = {
    "holds": Meaning("it holds", "cocok"),
    "explained": Meaning("it differs, and the releases explain it", "berbeda dan ada penjelasannya"),
    "differs": Meaning("it differs without explanation", "berbeda tanpa penjelasan"),
    "not_comparable": Meaning("a year or a beginning is missing", "ada tahun atau awal periode yang tidak diketahui"),
}
MEASURES: Codes = {
    "count": Meaning("number of things", "jumlah"),
    "amount": Meaning("amount of money", "nilai uang"),
    "share": Meaning("share of a whole", "persentase"),
    "score": Meaning("score on the scale of an index", "skor indeks"),
    "average": Meaning("average or median", "rata-rata atau median"),
    "capacity": Meaning("capacity", "kapasitas"),
}
ACTIONS: Codes = {
    "drop": Meaning("the number is no figure", "bukan angka program"),
    "override": Meaning("some attributes were misread", "sebagian atribut salah baca"),
    "flag": Meaning("waits for review", "menunggu pemeriksaan"),
    "add": Meaning("the figure was missed", "angka terlewat"),
}
