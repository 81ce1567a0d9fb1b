"""The items of MS-Keg, MS-Var and MS-Ind: none empty, for any column or indicator, in either language."""

import json
from pathlib import Path

import pytest

from pipeline.extract import load_codebook
from pipeline.publish import load_publisher, satu_data_page
from pipeline.publish.documents import satu_data
from pipeline.publish.satu_data import INDICATOR_ITEMS, VARIABLE_ITEMS, Items, indicators, variables
from pipeline.schema import PUBLISHED


def complete(items: Items, expected: Items) -> bool:
    return list(items) == list(expected) and all(text.en.strip() and text.id.strip() for text in items.values())


def test_every_published_column_has_every_item() -> None:
    described = variables()
    assert {table: list(columns) for table, columns in described.items()} == {
        table.name: [column.name for column in table.columns] for table in PUBLISHED
    }
    for table, columns in described.items():
        for name, items in columns.items():
            assert complete(items, VARIABLE_ITEMS), (table, name)


def test_every_indicator_of_the_codebook_has_every_item() -> None:
    codebook = load_codebook()
    described = indicators(codebook.indicators, codebook.units)
    assert list(described) == [row["indicator_id"] for row in codebook.indicators]
    for name, items in described.items():
        assert complete(items, INDICATOR_ITEMS), name
    interpretations = [items["interpretasi"] for items in described.values()]
    assert len(set(interpretations)) == len(interpretations), "each indicator is read in a way of its own"


def test_items_follow_from_the_declaration() -> None:
    status = variables()["statements"]["status"]
    assert status["klasifikasi_isian"].id.startswith("realised = terlaksana; planned = direncanakan")
    assert status["aturan_validasi"].en == "never missing; one of the codes"
    value_end = variables()["statements"]["value_end"]
    assert "holds: value_start >= quote_start" in value_end["aturan_validasi"].en
    assert value_end["satuan"].id.startswith("karakter")
    release = variables()["statements"]["release_id"]
    assert (
        "found in press_releases.release_id; unique together with value_start, statement_id"
        in release["aturan_validasi"].en
    )
    assert variables()["observations"]["value"]["referensi_pemilihan"].en.endswith("OBS_VALUE")


def test_an_index_is_composite_and_names_its_parts() -> None:
    codebook = load_codebook()
    described = indicators(codebook.indicators, codebook.units)
    composite = {name for name, items in described.items() if items["indikator_komposit"].en == "yes"}
    assert composite == {row["indicator_id"] for row in codebook.indicators if row["unit"] == "index"}
    assert "digital ethics" in described["digital_literacy_index"]["indikator_pembangun"].en
    assert described["internet_users"]["indikator_pembangun"].en == "none: not composite"


def test_the_snapshot_carries_them_as_data(snapshot: Path) -> None:
    document = json.loads((snapshot / satu_data.FILE_NAME).read_text("utf-8"))
    assert document["ms_ind"]["indikator"]["cities_assisted"]["satuan"] == {
        "en": "Local government",
        "id": "Local government",
    }
    assert document["ms_var"]["tabel"].keys() == {table.name for table in PUBLISHED}
    assert [block["blok"] for block in document["ms_keg"]] == ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    activity = {key: item for block in document["ms_keg"] for key, item in block["rincian"].items()}
    assert all(text for item in activity.values() for part in item.values() for text in part.values())
    assert activity["instansi_penyelenggara"]["isi"]["id"] == load_publisher().name_id
    assert activity["tahun"]["isi"]["en"] == "2026"


@pytest.mark.parametrize("heading", ["The activity (MS-Keg)", "Variables (MS-Var)", "Indicators (MS-Ind)"])
def test_the_page_has_a_section_for_each_form(heading: str) -> None:
    codebook = load_codebook()
    page = satu_data_page(codebook.indicators, codebook.units)
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    assert len(section.splitlines()) > 30
    assert "{" not in section
