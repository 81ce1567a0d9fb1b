"""What codes mean, in English and Indonesian: the closed lists of the schema, the snapshot's code lists, the rules of preference."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pipeline.audit.cells import cell
from pipeline.audit.published import Published
from pipeline.audit.trace.nodes import Attribute
from pipeline.errors import UsageError
from pipeline.extract import load_codebook
from pipeline.schema import Table
from pipeline.schema.types import Codes, Meaning

Row = dict[str, Any]

PREFERENCES: Codes = {
    "only_statement": Meaning("there was nothing to choose", "tidak ada pilihan lain"),
    "all_agree": Meaning("all statements give this value", "semua pernyataan memberi nilai ini"),
    "body_before_headline": Meaning("running text goes before a headline", "isi didahulukan daripada judul"),
    "stated_before_inferred": Meaning(
        "a sentence that states the period goes before one whose period was inferred",
        "kalimat yang menyebut periode didahulukan daripada yang periodenya disimpulkan",
    ),
    "exact_before_rounded": Meaning(
        "an exact number goes before a rounded one", "angka tepat didahulukan daripada pembulatan"
    ),
    "official_before_quoted": Meaning(
        "the ministry's own words go before those of a person whom it quotes",
        "pernyataan instansi didahulukan daripada kutipan seseorang",
    ),
    "later_release": Meaning("the later release goes first", "siaran pers yang lebih baru didahulukan"),
    "more_certain": Meaning("what was read with more certainty goes first", "bacaan yang lebih pasti didahulukan"),
    "first_in_order": Meaning(
        "nothing but their order tells them apart, so that it waits for review",
        "hanya urutan yang membedakannya, sehingga menunggu pemeriksaan",
    ),
}
"""Why the value of an observation was chosen: the codes of its preference_rule, the rules among them in the order in which they are asked."""

_LISTS: Mapping[str, tuple[str, str]] = {
    "indicator_id": ("indicators", "indicator_id"),
    "program_id": ("programs", "program_id"),
    "unit": ("units", "unit_id"),
    "ref_area": ("areas", "area_id"),
    "agency_id": ("agencies", "agency_id"),
}


class Meanings:
    """Of the codes of one snapshot."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self._labels: dict[tuple[str, str], Meaning] = {}

    def attributes(
        self, table: Table, row: Row, because: Mapping[str, str], names: tuple[str, ...] = ()
    ) -> tuple[Attribute, ...]:
        """The columns of a row with what they mean; all of the table's, or those that are named, in that order. `because`: reasons by column."""
        chosen = names or tuple(column.name for column in table.columns)
        return tuple(self._attribute(table, row, name, because.get(name, "")) for name in chosen)

    def label(self, name: str, code: str) -> Meaning:
        """What a code of the column means; two empty texts where it has no label."""
        if (name, code) not in self._labels:
            self._labels[name, code] = self._look_up(name, code)
        return self._labels[name, code]

    def _attribute(self, table: Table, row: Row, name: str, because: str) -> Attribute:
        column, text = table.column(name), cell(row[name])
        meaning = column.codes.get(text) or (self.label(name, text) if text else Meaning("", ""))
        return Attribute(name, text, meaning.en, meaning.id, because)

    def _look_up(self, name: str, code: str) -> Meaning:
        if name == "reason":
            return _reasons().get(code, Meaning("", ""))
        if name == "preference_rule":
            return PREFERENCES.get(code, Meaning("", ""))
        if name not in _LISTS:
            return Meaning("", "")
        table, key = _LISTS[name]
        try:
            rows = self.published.rows(table, **{key: code})
        except UsageError:
            return Meaning("", "")
        return Meaning(rows[0]["label_en"], rows[0]["label_id"]) if rows else Meaning("", "")


@cache
def _reasons() -> dict[str, Meaning]:
    return {row["reason_id"]: Meaning(row["definition_en"], row["definition_id"]) for row in load_codebook().reasons}
