"""MS-Var: each published column as a variable, made from its declaration and from the rules that rows are checked by."""

import re
from collections.abc import Iterator, Mapping

from pipeline.publish.row_rules import RULES
from pipeline.publish.satu_data.words import WORDS, Items, filled, joined, texts
from pipeline.schema import PUBLISHED, Column, Table
from pipeline.schema.concepts import Concept, concept_of
from pipeline.schema.types import Meaning

_TEXT = texts(WORDS["variable"])
_PERIODS, _MEASURES, _TYPES = (texts(WORDS[name]) for name in ("reference_period", "measure_of_type", "type_names"))


def variables() -> Mapping[str, Mapping[str, Items]]:
    """Table -> column -> the items of VARIABLE_ITEMS, none empty."""
    return {table.name: {column.name: _items(table, column) for column in table.columns} for table in PUBLISHED}


def _items(table: Table, column: Column) -> Items:
    concept, alias = concept_of(table.name, column.name)
    is_code = bool(column.codes or column.references)
    return {
        "nama": Meaning(column.name, column.name),
        "alias": alias,
        "konsep": concept.name,
        "definisi": Meaning(column.en, column.id),
        "referensi_pemilihan": _reference(concept),
        "referensi_waktu": _PERIODS.get(table.name, _PERIODS["other"]),
        "ukuran": _MEASURES["code" if is_code else column.type],
        "satuan": Meaning(column.unit, WORDS["unit_names"][column.unit]) if column.unit else _TEXT["no_unit"],
        "tipe_data": _TYPES[column.type],
        "klasifikasi_isian": _classification(column),
        "aturan_validasi": joined(list(_rules(table, column))),
        "kalimat_pertanyaan": _TEXT["no_question"],
        "dapat_diakses_umum": _TEXT["public"],
    }


def _reference(concept: Concept) -> Meaning:
    return filled(_TEXT["sdmx_reference"], concept.sdmx) if concept.sdmx else _TEXT["own_reference"]


def _classification(column: Column) -> Meaning:
    if column.codes:
        return joined([Meaning(f"{code} = {m.en}", f"{code} = {m.id}") for code, m in column.codes.items()])
    if column.references:
        return filled(_TEXT["code_list"], column.references.partition(".")[0])
    return _TEXT["reasons"] if column.name == "reason" else _TEXT["not_classified"]


def _rules(table: Table, column: Column) -> Iterator[Meaning]:
    yield _TEXT["required" if column.required else "optional"]
    if column.codes:
        yield _TEXT["one_of_the_codes"]
    if column.references:
        yield filled(_TEXT["found_in"], column.references)
    if column.name in table.key:
        others = ", ".join(name for name in table.key if name != column.name)
        yield filled(_TEXT["unique_together"], others) if others else _TEXT["unique"]
    for _, condition in RULES.get(table.name, ()):
        if re.search(rf"\b{column.name}\b", condition):
            yield filled(_TEXT["holds"], condition)
