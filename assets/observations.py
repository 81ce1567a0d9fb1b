"""One value per indicator, area, period and status, resolved from all statements in the warehouse."""

from dagster import AssetExecutionContext, AssetKey, MaterializeResult, MetadataValue, asset

from assets.lineage import column_lineage, of_table
from assets.resources import Pipeline
from pipeline.lineage.graph import Dataset
from pipeline.schema import OBSERVATIONS
from pipeline.steps import load_step
from pipeline.steps.telling import of_warehouse

DATASET = Dataset("warehouse", OBSERVATIONS.name)


@asset(
    description=OBSERVATIONS.en,
    deps=[AssetKey("statements"), AssetKey("refusals")],
    group_name="figures",
    kinds={"duckdb"},
    owners=["team:pipeline"],
    code_version="1",
    metadata=of_table(OBSERVATIONS, DATASET, load_step),
)
def observations(context: AssetExecutionContext, pipeline: Pipeline) -> MaterializeResult:  # type: ignore[type-arg]
    with pipeline.workspace.writing(), pipeline.events(context.run).step("load") as step:
        report = load_step(pipeline.workspace, pipeline.registry, pipeline.corrections)
        step.wrote(of_warehouse(report))
    return MaterializeResult(
        metadata={
            **column_lineage(OBSERVATIONS, DATASET),
            "dagster/row_count": report.row_counts["observations"],
            **{f"{name}_rows": count for name, count in report.row_counts.items()},
            "preview": MetadataValue.md(report.preview),
            "warehouse": MetadataValue.path(str(pipeline.workspace.warehouse)),
        }
    )
