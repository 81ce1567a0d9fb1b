"""What the catalogue says in words of a version and of its files, in English and Indonesian."""

from pipeline.publish.contents import Contents, DataFile
from pipeline.publish.wording import WORKBOOK, WORKBOOK_TITLE, Text

CATALOGUE = Text("Catalogue of Kota Cerdas", "Katalog Kota Cerdas")


def title(file: DataFile) -> Text:
    if not file.table:
        return WORKBOOK_TITLE
    return Text(f"Table {file.table.name} ({file.format})", f"Tabel {file.table.name} ({file.format})")


def description(file: DataFile) -> Text:
    return Text(file.table.en, file.table.id) if file.table else WORKBOOK


def version_notes(contents: Contents) -> Text:
    previous = contents.edition.previous
    if not previous:
        return Text("The first version.", "Versi pertama.")
    added, removed, revised = (contents.changes[kind] for kind in ("added", "removed", "revised"))
    return Text(
        f"Rows since version {previous}: {added} added, {removed} removed, {revised} revised.",
        f"Baris sejak versi {previous}: {added} ditambah, {removed} dihapus, {revised} diubah.",
    )


def provenance(contents: Contents) -> Text:
    releases, captures = contents.row_counts["press_releases"], contents.row_counts["captures"]
    program = f"kotacerdas {contents.edition.code_version}"
    return Text(
        f"Read by {program} from press releases ({releases}) in archived captures ({captures}). "
        "The tables press_releases and captures name each; every statement names its sentence, its place and its capture.",
        f"Dibaca oleh {program} dari siaran pers ({releases}) dalam rekaman terarsip ({captures}). "
        "Tabel press_releases dan captures menyebut semuanya; setiap pernyataan menyebut kalimat, letak, dan rekamannya.",
    )
