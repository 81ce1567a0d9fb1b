"""The documents that describe a snapshot, each a function of its contents alone: the same contents, the same bytes.

A writer returns the text of its files by name. To add a kind of document, write its module here and list its writer.
"""

from collections.abc import Callable, Mapping

from pipeline.publish.contents import Contents
from pipeline.publish.documents import (
    changes_report,
    citation,
    croissant,
    csvw,
    datacite,
    datapackage,
    dcat,
    openlineage,
    page,
    provenance,
    quality,
    readme,
    satu_data,
)
from pipeline.publish.engine import shared_engine

Writer = Callable[[Contents], Mapping[str, str]]

WRITERS: tuple[Writer, ...] = (
    datapackage.documents,
    dcat.documents,
    csvw.documents,
    croissant.documents,
    datacite.documents,
    citation.documents,
    readme.documents,
    satu_data.documents,
    quality.documents,
    changes_report.documents,
    provenance.documents,
    openlineage.documents,
)


def documents(contents: Contents) -> dict[str, str]:
    """Every document, file name -> text. The pages come last: they list the others."""
    with shared_engine():
        described = {name: text for write in WRITERS for name, text in write(contents).items()}
        return {**described, **page.documents(contents, described)}
