"""Partitions: agency x month of publication, many in one run, never one per release.

A run names a range of them. The nightly one names the current and the previous month of every agency (some 40 ms each);
a release that turns up for an older month is still read in the same run, and recorded for its own partition.
"""

from datetime import datetime

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetMaterialization,
    BackfillPolicy,
    MonthlyPartitionsDefinition,
    MultiPartitionKey,
    MultiPartitionsDefinition,
    StaticPartitionsDefinition,
)

from pipeline.agencies import load_registry
from pipeline.clock import JAKARTA
from pipeline.partitions import UNDATED, Key, PartitionStore
from pipeline.schema import Table

FIRST_MONTH = "2011-01"
"""The oldest release that the ministry's portal is known to list is of 2011."""

AGENCIES = tuple(load_registry())
AGENCY_MONTHS = MultiPartitionsDefinition(
    {
        "agency": StaticPartitionsDefinition(AGENCIES),
        "month": MonthlyPartitionsDefinition(
            start_date=FIRST_MONTH, fmt="%Y-%m", timezone="Asia/Jakarta", end_offset=1
        ),
    }
)
ONE_RUN = BackfillPolicy.single_run()
NIGHTLY_TAG = "kotacerdas/nightly"
"""On a nightly run: everything stale is made anew, also outside the run's own range."""


def nightly_tags(now: datetime) -> dict[str, str]:
    """Tags of a run over this month and the one before, for every agency."""
    this = now.astimezone(JAKARTA)
    before = (this.year, this.month - 1) if this.month > 1 else (this.year - 1, 12)
    first, last = min(AGENCIES), max(AGENCIES)
    return {
        "dagster/asset_partition_range_start": str(
            MultiPartitionKey({"agency": first, "month": "{}-{:02}".format(*before)})
        ),
        "dagster/asset_partition_range_end": str(MultiPartitionKey({"agency": last, "month": f"{this:%Y-%m}"})),
        NIGHTLY_TAG: "true",
    }


def keys_of_run(context: AssetExecutionContext) -> list[Key] | None:
    """The partitions that the run was asked for; None for a nightly run, which takes whatever is stale."""
    if NIGHTLY_TAG in context.run.tags:
        return None
    return [_key(key) for key in context.partition_keys if isinstance(key, MultiPartitionKey)]


def record_partitions(
    context: AssetExecutionContext, asset_key: AssetKey, table: Table, store: PartitionStore, made: tuple[Key, ...]
) -> None:
    """Say how many rows each partition of the run has, and record those that were made anew outside the run's own range."""
    within = {str(key): key for key in context.partition_keys if isinstance(key, MultiPartitionKey)}
    for name, key in within.items():
        counted = {"dagster/row_count": store.count(table, _key(key))}
        context.add_asset_metadata(counted, asset_key=asset_key, partition_key=name)
    for made_key in made:
        if made_key.month == UNDATED or made_key.month < FIRST_MONTH:
            continue  # Dagster lists months from FIRST_MONTH on; the release is in the files and tables all the same
        partition = MultiPartitionKey({"agency": made_key.agency_id, "month": made_key.month})
        if str(partition) not in within:
            counted = {"dagster/row_count": store.count(table, made_key)}
            context.log_event(AssetMaterialization(asset_key=asset_key, partition=partition, metadata=counted))


def _key(partition: MultiPartitionKey) -> Key:
    return Key(partition.keys_by_dimension["agency"], partition.keys_by_dimension["month"])
