"""lineage.openlineage.jsonl: how a snapshot of this edition is made, column by column, for lineage servers (OpenLineage).

One JobEvent for each step. They state what is so whenever the steps are run; what happened in one run is told by the run's own events.
"""

from collections.abc import Iterator, Mapping

from pipeline.lineage.facets import Describer, Measured, line
from pipeline.lineage.graph import Dataset, flow
from pipeline.publish import wording
from pipeline.publish.contents import Contents
from pipeline.publish.edition import MadeFrom

FILE_NAME = "lineage.openlineage.jsonl"


def documents(contents: Contents) -> Mapping[str, str]:
    """lineage.openlineage.jsonl."""
    return {FILE_NAME: "".join(f"{each}\n" for each in _lines(contents))}


def _lines(contents: Contents) -> Iterator[str]:
    # Here, because most commands publish nothing and need not wait for it.
    from openlineage.client.event_v2 import JobEvent

    edition = contents.edition
    said = (*(notice.en for notice in edition.notices), f"Licence: {wording.LICENCE_NAME}.")
    describer = Describer(edition.publisher.base_url, edition.code_version, said)
    parts, versions = edition.made_from.parts(), versions_read(edition.made_from)
    if edition.previous:
        versions[Dataset("source", "previous_snapshot")] = edition.previous
    for step, work in flow().items():
        outputs = {output.dataset: output for output in work.outputs}
        yield line(
            JobEvent(
                eventTime=edition.as_of_text,
                producer=describer.producer,
                job=describer.job(step, parts.get(step)),
                inputs=[describer.input(dataset, versions.get(dataset)) for dataset in work.reads],
                outputs=[
                    describer.output(dataset, outputs.get(dataset), _measured(contents, dataset))
                    for dataset in work.writes
                ],
            )
        )


def versions_read(made_from: MadeFrom) -> dict[Dataset, str]:
    """The versions of what the steps read beside archive and tables: fingerprints of the lists, and of the code itself."""
    parts = made_from.parts()
    packages = {"codebook": "extract lists", "agency_files": "agencies lists", "series_rules": "load lists"}
    versions = {name: parts[package] for name, package in packages.items()} | {"code": made_from.extractor}
    return {Dataset("source", name): version for name, version in versions.items() if version}


def _measured(contents: Contents, dataset: Dataset) -> Measured | None:
    """What is known of the datasets that a snapshot holds; of those before it nothing is kept but how they are made."""
    if dataset.place != "snapshot":
        return None
    files = [file for file in contents.files if file.table and file.table.name == dataset.name]
    return Measured(
        version=contents.edition.version,
        row_count=contents.row_counts[dataset.name],
        byte_count=sum(file.byte_count for file in files),
        file_count=len(files),
    )
