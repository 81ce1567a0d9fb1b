"""The releases' texts, decoded from the archived bytes, in partitions of agency and month."""

from dagster import AssetExecutionContext, MaterializeResult, asset

from assets.captures import captures
from assets.lineage import column_lineage, of_table
from assets.partitions import AGENCY_MONTHS, ONE_RUN, record_partitions
from assets.previews import preview
from assets.resources import Pipeline
from pipeline.identity import sources_sha256
from pipeline.lineage.graph import Dataset
from pipeline.schema import QUARANTINE, TEXTS
from pipeline.steps import decode_step
from pipeline.steps.telling import of_partitions

DATASET = Dataset("partitions", TEXTS.name)


@asset(
    description="Every text of every press release: number, title, date, and text with stable offsets, decoded from the archive.",
    deps=[captures],
    partitions_def=AGENCY_MONTHS,
    backfill_policy=ONE_RUN,
    group_name="sources",
    kinds={"html", "parquet"},
    owners=["team:pipeline"],
    code_version=sources_sha256("pipeline.decode")[:12],
    metadata=of_table(TEXTS, DATASET, decode_step),
)
def press_releases(context: AssetExecutionContext, pipeline: Pipeline) -> MaterializeResult:  # type: ignore[type-arg]
    with pipeline.workspace.writing(), pipeline.events(context.run).step("decode") as step:
        report = decode_step(pipeline.workspace, pipeline.registry)
        step.wrote(of_partitions(pipeline.workspace, TEXTS, QUARANTINE))
    record_partitions(context, context.asset_key, TEXTS, pipeline.store, report.made)
    return MaterializeResult(
        metadata={
            **column_lineage(TEXTS, DATASET),
            "rows_in_all_partitions": report.rows["texts"],
            "quarantined": report.rows["quarantine"],
            "partitions_made": len(report.made),
            "partitions_unchanged": report.unchanged,
            "preview": preview(TEXTS, pipeline.store.rows(TEXTS)),
        }
    )
