"""One value per indicator, area, period and status, resolved from all statements in the warehouse."""

from dagster import AssetKey, MaterializeResult, MetadataValue, asset

from assets.previews import table_schema
from assets.resources import Pipeline
from pipeline.schema import OBSERVATIONS
from pipeline.steps import load_step


@asset(
    description=OBSERVATIONS.en,
    deps=[AssetKey("statements"), AssetKey("refusals")],
    group_name="figures",
    kinds={"duckdb"},
    owners=["team:pipeline"],
    code_version="1",
    metadata={"dagster/column_schema": table_schema(OBSERVATIONS)},
)
def observations(pipeline: Pipeline) -> MaterializeResult:  # type: ignore[type-arg]
    with pipeline.workspace.writing():
        report = load_step(pipeline.workspace, pipeline.registry, pipeline.corrections)
    return MaterializeResult(
        metadata={
            "dagster/row_count": report.row_counts["observations"],
            **{f"{name}_rows": count for name, count in report.row_counts.items()},
            "preview": MetadataValue.md(report.preview),
            "warehouse": MetadataValue.path(str(pipeline.workspace.warehouse)),
        }
    )
