"""Each published column has a concept and a name in both languages; each code a meaning."""

from pipeline.schema import PUBLISHED
from pipeline.schema.concepts import concept_of, listed_columns


def test_every_column_has_a_concept_and_every_entry_a_column() -> None:
    names = {column.name for table in PUBLISHED for column in table.columns}
    names |= {f"{table.name}.{column.name}" for table in PUBLISHED for column in table.columns}
    assert listed_columns() - names == set()
    for table in PUBLISHED:
        for column in table.columns:
            concept, alias = concept_of(table.name, column.name)
            assert all((*concept.name, *alias)), (table.name, column.name)


def test_sdmx_words_are_where_sdmx_has_one() -> None:
    expected = {
        "ref_area": "REF_AREA",
        "time_end": "TIME_PERIOD",
        "value": "OBS_VALUE",
        "unit": "UNIT_MEASURE",
        "obs_status": "OBS_STATUS",
        "indicator_id": "INDICATOR",
    }
    assert {name: concept_of("observations", name)[0].sdmx for name in expected} == expected
    assert concept_of("press_releases", "title")[0].sdmx is None


def test_every_code_has_a_meaning_of_its_own_in_both_languages() -> None:
    for table in PUBLISHED:
        for column in table.columns:
            for language in (0, 1):
                meanings = [meaning[language] for meaning in column.codes.values()]
                assert all(meanings), (table.name, column.name)
                assert len(set(meanings)) == len(meanings), (table.name, column.name)
                assert not any(meaning.endswith(".") for meaning in meanings)
