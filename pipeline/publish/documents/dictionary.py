"""DATA_DICTIONARY.md: every published table and column in English and Indonesian, made from the schema."""

from pipeline.publish.documents.templates import TEMPLATES
from pipeline.schema import PUBLISHED, SCHEMA_VERSION, Column
from pipeline.schema.types import DECIMAL_SCALE


def data_dictionary() -> str:
    """The whole file, ending in one line feed."""
    environment = TEMPLATES.overlay()
    environment.filters["cell"] = _cell
    text = environment.get_template("data_dictionary.md.j2").render(
        schema_version=SCHEMA_VERSION, scale=DECIMAL_SCALE, tables=PUBLISHED, remark=_remark
    )
    return text.rstrip("\n") + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _remark(column: Column) -> str:
    remarks = ""
    if column.codes:
        remarks += " Codes / kode: " + ", ".join(f"`{code}`" for code in column.codes) + "."
    if column.references:
        remarks += f" Refers to / merujuk `{column.references}`."
    return remarks
