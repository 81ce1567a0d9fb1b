"""satu-data.json and docs/satu-data.md: the statistical metadata of Satu Data Indonesia, as data for a walidata and as a page."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow.parquet as pq

from pipeline.clock import jakarta_date
from pipeline.publish import wording
from pipeline.publish.contents import Contents
from pipeline.publish.documents.templates import TEMPLATES, cell
from pipeline.publish.satu_data import INDICATOR_ITEMS, VARIABLE_ITEMS, Block, Items, activity, indicators, variables
from pipeline.publish.tables import parquet_path
from pipeline.publish.versions import to_json
from pipeline.schema import INDICATORS, PUBLISHED, SCHEMA_VERSION, UNITS
from pipeline.schema.types import Meaning

FILE_NAME = "satu-data.json"
REGULATION = "Peraturan BPS Nomor 5 Tahun 2020"


def documents(contents: Contents) -> Mapping[str, str]:
    """satu-data.json; the keys are the words of the forms, each text is given in English and Indonesian."""
    edition = contents.edition
    rows, units = (pq.read_table(parquet_path(contents.folder, table)).to_pylist() for table in (INDICATORS, UNITS))
    publisher = Meaning(edition.publisher.name_en, edition.publisher.name_id)
    blocks = _activity(
        publisher, edition.publisher.contact, edition.publisher.base_url, str(jakarta_date(edition.as_of).year)
    )
    document = {
        "regulation": REGULATION,
        "title": _texts(Meaning(wording.TITLE.en, wording.TITLE.id)),
        "version": edition.version,
        "schema_version": SCHEMA_VERSION,
        "license": wording.LICENCE_NAME,
        "notices": [{"en": notice.en, "id": notice.id} for notice in edition.notices],
        "ms_keg": [
            {
                "blok": block.number,
                "nama": _texts(block.name),
                "rincian": {key: {"nama": _texts(block.labels[key]), "isi": _texts(text)} for key, text in block.items.items()},
            }
            for block in blocks
        ],
        "ms_var": {
            "rincian": _items(VARIABLE_ITEMS),
            "tabel": {
                table: {name: _items(items) for name, items in columns.items()} for table, columns in variables().items()
            },
        },
        "ms_ind": {
            "rincian": _items(INDICATOR_ITEMS),
            "indikator": {name: _items(items) for name, items in indicators(rows, units).items()},
        },
    }  # fmt: skip
    return {FILE_NAME: to_json(document)}


def satu_data_page(rows: Iterable[Mapping[str, Any]], units: Iterable[Mapping[str, Any]]) -> str:
    """docs/satu-data.md, from the rows of the indicators and units tables; ends in one line feed.

    What every variable, or every indicator, has in common is said once, before the tables.
    """
    of_table, of_indicator = variables(), indicators(rows, units)
    shared_by_variables = _shared([items for columns in of_table.values() for items in columns.values()])
    shared_by_indicators = _shared(list(of_indicator.values()))
    publisher = Meaning("the publisher of the snapshot", "penerbit terbitan")
    text = TEMPLATES.get_template("satu_data.md.j2").render(
        regulation=REGULATION,
        blocks=_activity(publisher, "publisher.toml", "base_url", "as_of"),
        tables=of_table,
        variable_items=VARIABLE_ITEMS,
        shared_by_variables=shared_by_variables,
        indicators=of_indicator,
        indicator_items=INDICATOR_ITEMS,
        shared_by_indicators=shared_by_indicators,
        cell=cell,
    )
    return text.rstrip("\n") + "\n"


def _activity(publisher: Meaning, contact: str, base_url: str, year: str) -> tuple[Block, ...]:
    count = sum(len(table.columns) for table in PUBLISHED)
    return activity(
        {
            "publisher": publisher,
            "contact": Meaning(contact, contact),
            "base_url": Meaning(base_url, base_url),
            "year": Meaning(year, year),
            "variables": Meaning(f"{count} variables", f"{count} variabel"),
        }
    )


def _shared(many: list[Items]) -> Items:
    return {name: text for name, text in many[0].items() if all(items[name] == text for items in many)}


def _items(items: Items) -> dict[str, dict[str, str]]:
    return {name: _texts(text) for name, text in items.items()}


def _texts(text: Meaning) -> dict[str, str]:
    return {"en": text.en, "id": text.id}
