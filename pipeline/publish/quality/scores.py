"""How extraction scored on our own annotated releases: scores.json, pinned by `python -m tests.golden.pin`, held to be true by a test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from pipeline.schema.types import Meaning

FILE_NAME = "scores.json"
WHAT_THEY_ARE = Meaning(
    "Scores on releases that the project wrote and annotated itself. Extraction was made with them in sight, so they show that "
    "nothing known has become worse. They are no estimate of how many figures of this snapshot are right, and no ministry's text is "
    "among them: for that, look at the confidence of each statement, and read the sentence.",
    "Nilai pada siaran pers yang ditulis dan dianotasi sendiri oleh proyek ini. Pembaca dibuat dengan melihatnya, sehingga nilai ini "
    "menunjukkan bahwa yang sudah diketahui tidak memburuk. Nilai ini bukan perkiraan berapa angka terbitan ini yang benar, dan tidak "
    "memuat teks kementerian: untuk itu lihat keyakinan setiap pernyataan, dan bacalah kalimatnya.",
)
MEANINGS: Mapping[str, Meaning] = {
    "recall": Meaning("annotated figures that are found", "angka teranotasi yang ditemukan"),
    "precision": Meaning("found figures that are annotated", "angka yang ditemukan dan teranotasi"),
    "refusals": Meaning("annotated other numbers refused for the annotated reason", "bilangan lain yang ditolak dengan alasan tepat"),
    "unit": Meaning("found figures with the right unit", "angka dengan satuan tepat"),
    "qualifier": Meaning("found figures with the right qualifier", "angka dengan keterangan ketepatan yang tepat"),
    "time": Meaning("found figures with the right period", "angka dengan periode tepat"),
    "status": Meaning("found figures with the right status", "angka dengan status tepat"),
    "ref_area": Meaning("found figures with the right area", "angka dengan wilayah tepat"),
    "indicator": Meaning("found figures with the right indicator, or rightly none", "angka dengan indikator tepat, atau tepat tanpa indikator"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scores:
    """`sha256` is of the annotated releases' file in the source repository; `scores` are shares, rounded down to three decimals."""

    file: str
    sha256: str
    kind: str
    licence: str
    releases: int
    figures: int
    refusals: int
    scores: Mapping[str, float]


SCORES = Scores(**json.loads(files("pipeline.publish.quality").joinpath(FILE_NAME).read_text("utf-8")))
