"""What a column and a table are: types, Arrow schemas, DDL. The tables themselves are declared beside this module."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import pyarrow as pa

SCHEMA_VERSION = "1.2.0"

Type = Literal["string", "integer", "decimal", "number", "boolean", "date", "timestamp"]

DECIMAL_PRECISION, DECIMAL_SCALE = 38, 9
"""Exact values: 29 digits before the decimal point, 9 after it."""

_ARROW: Mapping[Type, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(DECIMAL_PRECISION, DECIMAL_SCALE),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("s", tz="UTC"),
}
_DUCKDB: Mapping[Type, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "decimal": f"DECIMAL({DECIMAL_PRECISION},{DECIMAL_SCALE})",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
}


class Meaning(NamedTuple):
    """What a code means, in a few words of either language, without a full stop."""

    en: str
    id: str


Codes = Mapping[str, Meaning]
"""A closed list of codes, in its own order."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `required` means never null; `codes` closes the list of values; `references` is `table.column`."""

    name: str
    type: Type
    en: str
    id: str
    required: bool = False
    unit: str | None = None
    codes: Codes = field(default_factory=dict, hash=False)
    references: str | None = None

    @property
    def arrow(self) -> pa.DataType:
        return _ARROW[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` is unique, and is also the order in which rows are written. Unpublished tables stay inside."""

    name: str
    en: str
    id: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    published: bool = True

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def arrow(self) -> pa.Schema:
        """Names, types, nullability, with the description of table and columns in the metadata."""
        fields = [
            pa.field(c.name, c.arrow, nullable=not c.required, metadata={"description": c.en, "description_id": c.id})
            for c in self.columns
        ]
        return pa.schema(
            fields, metadata={"description": self.en, "description_id": self.id, "schema_version": SCHEMA_VERSION}
        )

    @property
    def ddl(self) -> str:
        """CREATE TABLE with the primary key and NOT NULLs, and a comment on the table and on each column."""
        lines = [f'  "{c.name}" {_DUCKDB[c.type]}{" NOT NULL" if c.required else ""}' for c in self.columns]
        lines.append("  PRIMARY KEY (" + ", ".join(f'"{name}"' for name in self.key) + ")")
        comments = [f"COMMENT ON TABLE {self.name} IS {_literal(self.en)};"]
        comments += [f'COMMENT ON COLUMN {self.name}."{c.name}" IS {_literal(c.en)};' for c in self.columns]
        return f"CREATE TABLE {self.name} (\n" + ",\n".join(lines) + "\n);\n" + "\n".join(comments)

    def rows(self, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
        """Rows as one Arrow table in this schema, sorted by the key; a row with an unknown column is an error."""
        listed = list(rows)
        names = {c.name for c in self.columns}
        for row in listed:
            if unknown := row.keys() - names:
                raise ValueError(f"{self.name}: no such column: {', '.join(sorted(unknown))}")
        table = pa.Table.from_pylist([{name: row.get(name) for name in names} for row in listed], schema=self.arrow)
        return self.sorted(table)

    def sorted(self, table: pa.Table) -> pa.Table:
        """The one order in which this table is ever written, in one chunk, so that equal rows give equal bytes."""
        return table.sort_by([(name, "ascending") for name in self.key]).combine_chunks()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


OFFSET = "characters (Unicode code points) in the release text, from 0"
