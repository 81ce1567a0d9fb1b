"""The figures that the texts state, and the numbers that are none, each with its reason; partitioned like the texts."""

from collections.abc import Iterator

from dagster import AssetExecutionContext, AssetKey, AssetSpec, MaterializeResult, multi_asset

from assets.lineage import column_lineage, of_table
from assets.partitions import AGENCY_MONTHS, ONE_RUN, keys_of_run, record_partitions
from assets.press_releases import press_releases
from assets.previews import preview
from assets.resources import Pipeline
from pipeline.identity import sources_sha256
from pipeline.lineage.graph import Dataset
from pipeline.schema import REFUSALS, STATEMENTS, Table
from pipeline.steps import extract_step
from pipeline.steps.telling import of_partitions


def _spec(table: Table) -> AssetSpec:
    return AssetSpec(
        table.name,
        deps=[press_releases],
        description=table.en,
        partitions_def=AGENCY_MONTHS,
        group_name="figures",
        kinds={"python", "parquet"},
        owners=["team:pipeline"],
        code_version=sources_sha256("pipeline.extract")[:12],
        metadata=of_table(table, Dataset("partitions", table.name), extract_step),
    )


@multi_asset(name="extract", specs=[_spec(STATEMENTS), _spec(REFUSALS)], backfill_policy=ONE_RUN)
def statements_and_refusals(context: AssetExecutionContext, pipeline: Pipeline) -> Iterator[MaterializeResult]:  # type: ignore[type-arg]
    with pipeline.events(context.run).step("extract") as step:
        report = extract_step(pipeline.workspace, keys_of_run(context), workers=pipeline.workers)
        step.wrote(of_partitions(pipeline.workspace, STATEMENTS, REFUSALS))
    for table in (STATEMENTS, REFUSALS):
        key = AssetKey(table.name)
        record_partitions(context, key, table, pipeline.store, report.made)
        yield MaterializeResult(
            asset_key=key,
            metadata={
                **column_lineage(table, Dataset("partitions", table.name)),
                "rows_in_all_partitions": report.rows[table.name],
                "partitions_made": len(report.made),
                "partitions_unchanged": report.unchanged,
                "preview": preview(table, pipeline.store.rows(table)),
            },
        )
