"""DATA_DICTIONARY.md: every published table, column and code in English and Indonesian, made from the schema."""

from collections.abc import Mapping

from pipeline.publish.documents.templates import TEMPLATES, cell
from pipeline.schema import PUBLISHED, SCHEMA_VERSION, Column
from pipeline.schema.types import DECIMAL_SCALE, Codes


def data_dictionary() -> str:
    """The whole file, ending in one line feed."""
    text = TEMPLATES.get_template("data_dictionary.md.j2").render(
        schema_version=SCHEMA_VERSION,
        scale=DECIMAL_SCALE,
        tables=PUBLISHED,
        lists=code_lists(),
        remark=_remark,
        cell=cell,
    )
    return text.rstrip("\n") + "\n"


def code_lists() -> Mapping[str, Codes]:
    """Each closed list once, under the name of the column that has it; `table.column` where two lists have one name."""
    named: dict[str, Codes] = {}
    for table in PUBLISHED:
        for column in table.columns:
            if column.codes and column.codes not in named.values():
                named[f"{table.name}.{column.name}" if column.name in named else column.name] = column.codes
    return named


def _remark(column: Column) -> str:
    remarks = ""
    if column.codes:
        remarks += " Codes / kode: " + ", ".join(f"`{code}`" for code in column.codes) + "."
    if column.references:
        remarks += f" Refers to / merujuk `{column.references}`."
    return remarks
