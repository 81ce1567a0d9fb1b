"""The last noun: an immutable published version of everything, or the word that there is no news."""

from dagster import AssetExecutionContext, MaterializeResult, MetadataValue, asset

from assets.lineage import of_snapshot
from assets.observations import observations
from assets.resources import Pipeline
from pipeline.steps import publish_step
from pipeline.steps.telling import of_published

LINEAGE = of_snapshot(publish_step)


@asset(
    description="The published snapshot: every table as Parquet, CSV and workbook, its descriptions and page, staged, validated, renamed.",
    deps=[observations],
    group_name="publication",
    kinds={"parquet", "csv", "excel"},
    owners=["team:pipeline"],
    code_version="1",
    metadata=LINEAGE,
)
def snapshot(context: AssetExecutionContext, pipeline: Pipeline) -> MaterializeResult:  # type: ignore[type-arg]
    with pipeline.workspace.writing(), pipeline.events(context.run).step("publish") as step:
        publication = publish_step(pipeline.workspace, pipeline.registry, pipeline.publisher)
        step.wrote(of_published(publication))
    for problem in publication.problems:
        context.log.error(problem)
    counts = "\n".join(f"| {name} | {count} |" for name, count in publication.row_counts.items())
    return MaterializeResult(
        metadata={
            "dagster/column_lineage": LINEAGE["dagster/column_lineage"],
            "dagster/row_count": publication.row_counts["statements"],
            "version": publication.version,
            "is_new": publication.is_new,
            **{f"rows_{kind}": count for kind, count in publication.changes.items()},
            "page": MetadataValue.path(str(publication.folder / "index.html")),
            "folder": MetadataValue.path(str(publication.folder)),
            "preview": MetadataValue.md(f"| table | rows |\n| --- | --- |\n{counts}"),
        }
    )
