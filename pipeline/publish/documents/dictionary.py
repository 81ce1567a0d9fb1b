"""DATA_DICTIONARY.md: every published table, column and code in English and Indonesian, made from the schema."""

from pipeline.publish.documents.templates import TEMPLATES, cell
from pipeline.schema import PUBLISHED, SCHEMA_VERSION, Column
from pipeline.schema.concepts import concept_of
from pipeline.schema.types import DECIMAL_SCALE, Codes, Meaning


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


def code_lists() -> list[tuple[str, Meaning, Codes]]:
    """Each closed list once: the column that has it (`table.column` where two lists have one name), its alias, its codes."""
    listed: list[tuple[str, Meaning, Codes]] = []
    for table in PUBLISHED:
        for column in table.columns:
            if column.codes and all(codes != column.codes for _, _, codes in listed):
                is_taken = any(name == column.name for name, _, _ in listed)
                _, alias = concept_of(table.name, column.name)
                listed.append((f"{table.name}.{column.name}" if is_taken else column.name, alias, column.codes))
    return listed


def _remark(column: Column) -> str:
    remarks = ""
    if column.codes:
        remarks += " Codes / kode: " + ", ".join(f"`{code}`" for code in column.codes) + "."
    if column.references:
        remarks += f" Refers to / merujuk `{column.references}`."
    return remarks
