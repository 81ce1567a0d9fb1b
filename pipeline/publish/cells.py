"""How one cell reads in CSV, as SQL: the only place that knows the text form of a type and the formula rule."""

from collections.abc import Mapping

from pipeline.schema.types import Type

ARROW_TYPE_NAMES: Mapping[str, Type] = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DECIMAL(38,9)": "decimal",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
}
"""The type of a column, from the name that DuckDB gives to the type of a Parquet column."""

_FORMULA = r"^''*[=+\-@\t\r]"
"""Apostrophes and then a character that makes a spreadsheet calculate. They are part of the rule so that it can be undone: a
cell that matches and begins with an apostrophe loses one. (The apostrophe is doubled: this stands in an SQL literal.)"""


def identifier(name: str) -> str:
    """A name quoted for SQL, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text quoted for SQL, whatever it contains."""
    return "'" + text.replace("'", "''") + "'"


def plain_text(expression: str, kind: Type) -> str:
    """The value as text: decimals without trailing zeros, ISO 8601 dates, times in UTC to the second; null stays null.

    The connection's time zone must be UTC.
    """
    match kind:
        case "string":
            return expression
        case "decimal":
            # Nine digits always follow the point, so no zero before it is touched.
            return rf"regexp_replace({expression}::VARCHAR, '\.?0+$', '')"
        case "number":
            return rf"regexp_replace({expression}::VARCHAR, '\.0$', '')"
        case "timestamp":
            return f"strftime({expression}, '%Y-%m-%dT%H:%M:%SZ')"
        case "integer" | "boolean" | "date":
            return f"{expression}::VARCHAR"


def csv_text(expression: str, kind: Type) -> str:
    """The cell before quoting: a text that a spreadsheet would calculate gets an apostrophe in front."""
    if kind != "string":
        return plain_text(expression, kind)
    # All characters of the rule come before A, and few texts do: comparing is cheap, matching is not.
    return (
        f"CASE WHEN {expression} < 'A' AND regexp_matches({expression}, '{_FORMULA}') "
        f"THEN '''' || {expression} ELSE {expression} END"
    )
