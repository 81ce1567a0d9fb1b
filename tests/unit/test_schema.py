from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from pipeline import schema
from pipeline.schema import TABLES, Table

EXAMPLES = {
    "string": "teks",
    "integer": 7,
    "decimal": Decimal("1.5"),
    "number": 0.5,
    "boolean": True,
    "date": date(2024, 1, 18),
    "timestamp": datetime(2026, 1, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_ddl_and_arrow_agree(table: Table) -> None:
    connection = duckdb.connect()
    connection.execute(table.ddl)
    rows = table.rows([{column.name: EXAMPLES[column.type] for column in table.columns}])
    connection.register("rows", rows)
    connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM rows")
    back = connection.sql(f"SELECT * FROM {table.name}").to_arrow_table()
    assert back.schema.names == table.arrow.names
    # DuckDB keeps time stamps in microseconds; every other type comes back as declared.
    for declared, found in zip(table.arrow.types, back.schema.types, strict=True):
        assert found == declared or (pa.types.is_timestamp(declared) and pa.types.is_timestamp(found))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_described_in_both_languages(table: Table) -> None:
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert set(table.key) <= set(names)
    for text in (
        table.en,
        table.id,
        *(column.en for column in table.columns),
        *(column.id for column in table.columns),
    ):
        assert text.endswith(".")


def test_references_lead_to_a_key_of_a_published_table() -> None:
    for table in TABLES:
        for column in table.columns:
            if column.references:
                name, target = column.references.split(".")
                assert target in [c.name for c in schema.table(name).columns]
                assert schema.table(name).published


def test_rows_are_sorted_by_key_and_unknown_columns_refused() -> None:
    rows = schema.UNITS.rows(
        {"unit_id": unit, "label_en": "x", "label_id": "x", "definition_en": "x", "definition_id": "x"}
        for unit in ("b", "a")
    )
    assert rows["unit_id"].to_pylist() == ["a", "b"]
    with pytest.raises(ValueError, match="no such column: colour"):
        schema.UNITS.rows([{"unit_id": "a", "colour": "red"}])
