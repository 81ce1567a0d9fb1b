"""The first noun: what the ministries' sites answered tonight, in the archive before anyone reads it."""

from dataclasses import asdict

from dagster import AssetCheckSpec, AssetExecutionContext, MaterializeResult, MetadataValue, asset

from assets.checks import told
from assets.lineage import ARCHIVE, of_table
from assets.previews import preview
from assets.resources import Pipeline
from pipeline.flow import new_run_id
from pipeline.gate import index_layouts_hold, no_agency_came_back_empty
from pipeline.schema import CAPTURES
from pipeline.steps import capture_step
from pipeline.steps.telling import of_archive

_COUNTS = (
    "requested", "not_modified", "new", "changed", "gone", "quarantined", "refused_by_robots", "failed", "unasked"
)  # fmt: skip


@asset(
    description="HTTP responses of every agency's site as they arrived, with their headers, in WARC files (ISO 28500).",
    group_name="sources",
    kinds={"warc"},
    owners=["team:pipeline"],
    code_version="1",
    metadata=of_table(CAPTURES, ARCHIVE, capture_step),
    check_specs=[
        AssetCheckSpec(
            "no_agency_came_back_empty",
            asset="captures",
            blocking=True,
            description="Agencies that could not be reached or list no release; none at all stops publication.",
        ),
        AssetCheckSpec(
            "index_layouts_hold",
            asset="captures",
            description="Each index page lists as many releases as its agency file expects.",
        ),
    ],
)
def captures(context: AssetExecutionContext, pipeline: Pipeline) -> MaterializeResult:  # type: ignore[type-arg]
    workspace = pipeline.workspace
    with workspace.writing(), pipeline.events(context.run).step("capture") as step:
        for recovered in pipeline.archive.recover():
            context.log.warning(f"A killed run left this open; closed now: {recovered}")
        visits = capture_step(
            workspace, pipeline.agencies, new_run_id(workspace, pipeline.clock), pipeline.clock, lambda _: None
        )
        step.wrote(of_archive(workspace))
    for visit in visits:
        context.log.info(f"{visit.agency_id}: {asdict(visit)}")
        for error in visit.errors:
            context.log.error(f"{visit.agency_id}: {error}")
    rows = [asdict(capture) for capture in pipeline.archive.captures()]
    found = (no_agency_came_back_empty(visits), index_layouts_hold(pipeline.registry, visits))
    return MaterializeResult(
        metadata={
            "dagster/row_count": len(rows),
            **{name: sum(getattr(visit, name) for visit in visits) for name in _COUNTS},
            "preview": preview(CAPTURES, reversed(rows)),
            "archive": MetadataValue.path(str(workspace.archive)),
        },
        check_results=[told(result, context.run, pipeline) for result in found],
    )
