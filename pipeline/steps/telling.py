"""What a run tells of itself: its events, and the datasets as a step left them, with versions, rows, bytes and files."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pipeline.capture import Archive
from pipeline.clock import Clock
from pipeline.errors import KotaCerdasError
from pipeline.identity import sha256_hex
from pipeline.lineage.facets import Describer, Measured
from pipeline.lineage.graph import Dataset
from pipeline.lineage.run_events import Engine, RunEvents
from pipeline.load import LoadReport
from pipeline.partitions import PartitionStore
from pipeline.publish import Publication, Publisher, latest
from pipeline.publish.documents.openlineage import versions_read
from pipeline.publish.edition import MadeFrom
from pipeline.publish.tables import csv_path, parquet_path
from pipeline.schema import CHANGES, PUBLISHED, Table
from pipeline.steps.publishing import CODE_VERSION
from pipeline.workspace import Workspace


def events_of(
    workspace: Workspace,
    run_id: str,
    clock: Clock,
    publisher: Publisher,
    engine: Engine,
    scheduled: datetime | None = None,
) -> RunEvents:
    """The events of a run of the installed code. `scheduled`: for when it was meant."""
    made_from = MadeFrom.installed()
    versions = versions_read(made_from)
    with suppress(KotaCerdasError):  # nothing was published, or what tells of it is damaged: publishing will say so
        versions[Dataset("source", "previous_snapshot")] = latest(workspace.public).name
    describer = Describer(publisher.base_url, CODE_VERSION)
    return RunEvents(workspace.runs, run_id, describer, clock, engine, made_from.parts(), versions, scheduled)


def of_archive(workspace: Workspace) -> dict[Dataset, Measured]:
    """Rows are captures; the version is a fingerprint of their ids."""
    captures = sorted(capture.capture_id for capture in Archive(workspace.archive).captures())
    files = list(workspace.archive.glob("*/*.warc.gz"))
    version = sha256_hex("\n".join(captures).encode())
    return {Dataset("source", "archive"): Measured(version, len(captures), _bytes(files), len(files))}


def of_partitions(workspace: Workspace, *tables: Table) -> dict[Dataset, Measured]:
    """All partitions of the tables; the version is a fingerprint of their files."""
    store = PartitionStore(workspace.partitions)
    measured = {}
    for table in tables:
        keys = store.keys(table)
        files = [store.path(table, key) for key in keys]
        content = "\n".join(f"{key.agency_id} {key.month} {store.content_hash(table, key)}" for key in keys)
        measured[Dataset("partitions", table.name)] = Measured(
            sha256_hex(content.encode()), store.count(table), _bytes(files), len(files)
        )
    return measured


def of_warehouse(report: LoadReport) -> dict[Dataset, Measured]:
    """It is made anew from the partitions each time, and has no version of its own."""
    return {
        Dataset("warehouse", name): Measured(row_count=count)
        for name, count in report.row_counts.items()
        if name != CHANGES.name
    }


def of_published(publication: Publication) -> dict[Dataset, Measured]:
    """Nothing, where the snapshot stood already."""
    if not publication.is_new:
        return {}
    return {Dataset("snapshot", table.name): _published(publication, table) for table in PUBLISHED}


def _published(publication: Publication, table: Table) -> Measured:
    files = [path(publication.folder, table) for path in (csv_path, parquet_path)]
    return Measured(publication.version, publication.row_counts[table.name], _bytes(files), len(files))


def _bytes(files: list[Path]) -> int:
    return sum(path.stat().st_size for path in files)
