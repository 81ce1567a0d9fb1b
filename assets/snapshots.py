"""The last noun: an immutable published version of everything, or the word that there is no news."""

from dagster import MaterializeResult, MetadataValue, asset

from assets.observations import observations
from assets.resources import Pipeline
from pipeline.steps import publish_step


@asset(
    description="The published snapshot: Parquet and CSV of every table with their description, staged, validated, renamed.",
    deps=[observations],
    group_name="publication",
    kinds={"parquet", "csv"},
    owners=["team:pipeline"],
    code_version="1",
)
def snapshot(pipeline: Pipeline) -> MaterializeResult:  # type: ignore[type-arg]
    with pipeline.workspace.writing():
        publication = publish_step(pipeline.workspace, pipeline.registry, pipeline.publisher)
    counts = "\n".join(f"| {name} | {count} |" for name, count in publication.row_counts.items())
    return MaterializeResult(
        metadata={
            "dagster/row_count": publication.row_counts["statements"],
            "version": publication.version,
            "is_new": publication.is_new,
            "folder": MetadataValue.path(str(publication.folder)),
            "preview": MetadataValue.md(f"| table | rows |\n| --- | --- |\n{counts}"),
        }
    )
