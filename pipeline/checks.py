"""The gate's checks over what a workspace holds: on the partitions before the load, on the warehouse before publication."""

from pipeline import gate, schema
from pipeline.agencies import Registry
from pipeline.capture import Archive
from pipeline.load import read_series_checks
from pipeline.model import CheckResult
from pipeline.partitions import PartitionStore
from pipeline.publish import published_rows
from pipeline.workspace import Workspace


def check_texts(workspace: Workspace, registry: Registry) -> list[CheckResult]:
    """The checks on what was decoded and extracted, over every partition."""
    archive, store = Archive(workspace.archive), PartitionStore(workspace.partitions)
    return [
        gate.every_quote_stands_where_it_says(
            store.rows(schema.TEXTS), store.rows(schema.STATEMENTS), archive, registry
        ),
        gate.every_number_accounted_for(
            store.rows(schema.TEXTS), store.rows(schema.STATEMENTS), store.rows(schema.REFUSALS)
        ),
        gate.nothing_quarantined(store.rows(schema.QUARANTINE)),
        gate.release_layouts_hold(
            registry,
            archive.captures(),
            store.rows(schema.TEXTS, ("capture_id", "agency_id", "release_id", "published_on", "number")),
            store.rows(schema.QUARANTINE),
        ),
    ]


def check_series(workspace: Workspace) -> CheckResult:
    """The check on the series of the warehouse, against those of the newest snapshot: after publishing, all would be known."""
    return gate.series_hold(
        read_series_checks(workspace.warehouse), published_rows(workspace.public, schema.SERIES_CHECKS)
    )
