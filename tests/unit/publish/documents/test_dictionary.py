"""The data dictionary says everything that the schema does."""

import re

from pipeline.publish import data_dictionary
from pipeline.schema import PUBLISHED


def test_every_column_is_there_in_both_languages() -> None:
    text = data_dictionary()
    for table in PUBLISHED:
        section = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        assert table.en in section
        assert table.id in section
        for column in table.columns:
            (row,) = re.findall(rf"^\| {column.name} \| {column.type} \|.*$", section, re.MULTILINE)
            assert column.en.replace("|", "\\|") in row
            assert column.id.replace("|", "\\|") in row
            assert all(f"`{code}`" in row for code in column.codes)
            assert not column.references or f"`{column.references}`" in row


def test_every_code_is_explained_in_both_languages() -> None:
    text = data_dictionary()
    for table in PUBLISHED:
        for column in table.columns:
            for code, meaning in column.codes.items():
                assert f"\n| `{code}` | {meaning.en} | {meaning.id} |\n" in text


def test_every_row_has_as_many_cells_as_the_header() -> None:
    cells = 0
    for line in data_dictionary().splitlines():
        found = len(re.split(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (cells and found) or found == cells, line
        cells = found


def test_nothing_unpublished_is_described() -> None:
    headings = re.findall(r"^## (.*)$", data_dictionary(), re.MULTILINE)
    tables = [heading for heading in headings if not heading.startswith("Codes of ")]
    assert tables == [table.name for table in PUBLISHED]
