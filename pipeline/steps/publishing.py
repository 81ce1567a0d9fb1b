"""Check, load, publish: the partitions become a warehouse, and that a snapshot."""

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any

import pyarrow as pa

from pipeline import schema
from pipeline.agencies import Agency, Registry
from pipeline.capture import Archive
from pipeline.extract import load_codebook
from pipeline.gate.corrections import Correction, corrected_files
from pipeline.load import LoadReport, load
from pipeline.model import Capture
from pipeline.partitions import PartitionStore
from pipeline.publish import Publication, Publisher, publish
from pipeline.publish.edition import MadeFrom
from pipeline.workspace import Workspace

CODE_VERSION = version("kotacerdas")


def load_step(workspace: Workspace, registry: Registry, corrections: Sequence[Correction] = ()) -> LoadReport:
    """Build the warehouse from the partition files, the archive's index, the code lists and people's corrections.

    CorrectionsFailed where a correction does not find what it expects.
    """
    archive, store, codebook = Archive(workspace.archive), PartitionStore(workspace.partitions), load_codebook()
    chosen = {agency.agency_id for agency in published_agencies(archive, registry)}
    keys = [key for key in store.keys(schema.TEXTS) if key.agency_id in chosen]
    corrected, applied = corrected_files(store, PartitionStore(workspace.corrected), keys, corrections, codebook)
    captures = [capture for capture in archive.captures() if capture.agency_id in chosen]
    return load(
        workspace.warehouse,
        {
            table: [
                corrected.get((table, key)) or store.path(table, key)
                for key in store.keys(table)
                if key.agency_id in chosen
            ]
            for table in (schema.TEXTS, schema.QUARANTINE, schema.STATEMENTS, schema.REFUSALS)
        },
        {
            schema.CAPTURES: schema.CAPTURES.rows(map(_fields, captures)),
            schema.AGENCIES: schema.AGENCIES.rows(_agency_row(registry[agency_id]) for agency_id in chosen),
            schema.INDICATORS: schema.INDICATORS.rows(codebook.indicators),
            schema.PROGRAMS: schema.PROGRAMS.rows(codebook.programs),
            schema.UNITS: schema.UNITS.rows(codebook.units),
            schema.AREAS: schema.AREAS.rows(codebook.areas),
            schema.CORRECTIONS: schema.CORRECTIONS.rows(applied),
        },
        _answers(archive, chosen),
    )


def _answers(archive: Archive, agency_ids: set[str]) -> pa.Table:
    """Captures that were made to get a release, and whether they are content: what tells which sources are gone."""
    answers = [
        (entry.capture.capture_id, entry.good)
        for entry in archive.entries()
        if entry.role in ("release", "import") and entry.capture.agency_id in agency_ids
    ]
    return pa.table({"capture_id": [name for name, _ in answers], "is_content": [good for _, good in answers]})


def published_agencies(archive: Archive, registry: Registry) -> list[Agency]:
    """The agencies whose captures are published: a snapshot never mixes the synthetic sample with real releases."""
    present = [registry[agency_id] for agency_id in sorted({capture.agency_id for capture in archive.captures()})]
    real = [agency for agency in present if not agency.synthetic]
    return real or present


def publish_step(
    workspace: Workspace,
    registry: Registry,
    publisher: Publisher,
    code_version: str = CODE_VERSION,
    made_from: MadeFrom | None = None,
    with_database: bool = True,
    even_without_news: bool = False,
) -> Publication:
    """Publish the warehouse, as of its newest capture, unless nothing is new. A replay gives what the snapshot says it was made by."""
    archive = Archive(workspace.archive)
    agencies = published_agencies(archive, registry)
    chosen = {agency.agency_id for agency in agencies}
    moments: list[datetime] = [capture.fetched_at for capture in archive.captures() if capture.agency_id in chosen]
    return publish(
        workspace.warehouse,
        workspace.public,
        as_of=max(moments),
        synthetic=any(agency.synthetic for agency in agencies),
        code_version=code_version,
        publisher=publisher,
        made_from=made_from,
        with_database=with_database,
        even_without_news=even_without_news,
    )


def _agency_row(agency: Agency) -> dict[str, Any]:
    return {
        "agency_id": agency.agency_id,
        "label_en": agency.publisher.en,
        "label_id": agency.publisher.id,
        "homepage": agency.homepage,
        "synthetic": agency.synthetic,
    }


def _fields(record: Capture) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).__slots__}
