"""MS-Ind: each indicator of the code list, made from its row and from what the design says of all of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.publish.satu_data.words import WORDS, Items, filled, texts
from pipeline.publish.wording import TITLE
from pipeline.schema.types import Meaning
from pipeline.schema.values import MEASURES

_TEXT, _METHODS = texts(WORDS["indicator"]), texts(WORDS["method_of_measure"])


def indicators(rows: Iterable[Mapping[str, Any]], units: Iterable[Mapping[str, Any]]) -> Mapping[str, Items]:
    """Indicator -> the items of INDICATOR_ITEMS, none empty; from rows of the tables `indicators` and `units`."""
    unit_labels = {unit["unit_id"]: _both(unit, "label") for unit in units}
    return {row["indicator_id"]: _items(row, unit_labels) for row in rows}


def _items(row: Mapping[str, Any], unit_labels: Mapping[str, Meaning]) -> Items:
    is_composite = bool(row["components_en"])
    return {
        "nama": _both(row, "label"),
        "konsep": _both(row, "concept"),
        "definisi": _both(row, "definition"),
        "interpretasi": _both(row, "interpretation"),
        "metode": filled(_TEXT["method"], _METHODS[row["measure"]]),
        "ukuran": MEASURES[row["measure"]],
        "satuan": unit_labels[row["unit"]],
        "klasifikasi_penyajian": _TEXT["presentation"],
        "indikator_komposit": _TEXT["composite" if is_composite else "not_composite"],
        "publikasi_indikator_pembangun": _TEXT["components_elsewhere" if is_composite else "no_publication"],
        "indikator_pembangun": _both(row, "components") if is_composite else _TEXT["no_components"],
        "kegiatan_penghasil": Meaning(TITLE.en, TITLE.id),
        "kode_kegiatan": _TEXT["activity_code"],
        "variabel_pembangun": _TEXT["variables"],
        "level_estimasi": _TEXT["level"],
        "referensi_waktu": _TEXT["period"],
        "dapat_diakses_umum": _TEXT["public"],
    }


def _both(row: Mapping[str, Any], name: str) -> Meaning:
    return Meaning(row[f"{name}_en"], row[f"{name}_id"])
