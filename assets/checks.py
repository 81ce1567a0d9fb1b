"""Asset checks: the gate's results as Dagster shows them. Those that block stop everything downstream of their asset."""

from dagster import (
    AssetCheckExecutionContext,
    AssetCheckResult,
    AssetChecksDefinition,
    AssetCheckSeverity,
    DagsterRun,
    MetadataValue,
    asset_check,
)

from assets.resources import Pipeline
from pipeline import gate, schema
from pipeline.checks import check_series
from pipeline.flow import blocked_by
from pipeline.model import CheckResult


def told(result: CheckResult, run: DagsterRun, pipeline: Pipeline) -> AssetCheckResult:
    """The result for Dagster, after the run's events have been told of it."""
    with pipeline.events(run).step("gate", result.name) as step:
        step.checks.append(result)
        step.error = blocked_by([result])
    return as_dagster(result)


def as_dagster(result: CheckResult) -> AssetCheckResult:
    findings = "\n".join(f"- {finding}" for finding in result.findings) or "none"
    return AssetCheckResult(
        passed=result.passed,
        check_name=result.name,
        severity=AssetCheckSeverity.ERROR if result.blocking else AssetCheckSeverity.WARN,
        description=result.summary,
        metadata={"findings": MetadataValue.md(findings)},
    )


@asset_check(
    asset="statements", blocking=True, description="Each quote and number is read again from the archived bytes."
)
def every_quote_stands_where_it_says(context: AssetCheckExecutionContext, pipeline: Pipeline) -> AssetCheckResult:
    store = pipeline.store
    return told(
        gate.every_quote_stands_where_it_says(
            store.rows(schema.TEXTS), store.rows(schema.STATEMENTS), pipeline.archive, pipeline.registry
        ),
        context.run,
        pipeline,
    )


@asset_check(asset="refusals", blocking=True, description="Every number is exactly one statement, repeat or refusal.")
def every_number_accounted_for(context: AssetCheckExecutionContext, pipeline: Pipeline) -> AssetCheckResult:
    store = pipeline.store
    return told(
        gate.every_number_accounted_for(
            store.rows(schema.TEXTS), store.rows(schema.STATEMENTS), store.rows(schema.REFUSALS)
        ),
        context.run,
        pipeline,
    )


@asset_check(asset="press_releases", description="Pages that could not be read as a release wait for a person.")
def nothing_quarantined(context: AssetCheckExecutionContext, pipeline: Pipeline) -> AssetCheckResult:
    return told(gate.nothing_quarantined(pipeline.store.rows(schema.QUARANTINE)), context.run, pipeline)


@asset_check(asset="press_releases", description="What is read of each site's pages is what its agency file expects.")
def release_layouts_hold(context: AssetCheckExecutionContext, pipeline: Pipeline) -> AssetCheckResult:
    store = pipeline.store
    return told(
        gate.release_layouts_hold(
            pipeline.registry, pipeline.archive.captures(), store.rows(schema.TEXTS), store.rows(schema.QUARANTINE)
        ),
        context.run,
        pipeline,
    )


@asset_check(
    asset="observations",
    # A warning stops nothing, but the snapshot waits for it: it compares with the one published before.
    blocking=True,
    description="Figures of one series fit each other, or do not fit in a way that is known.",
)
def series_hold(context: AssetCheckExecutionContext, pipeline: Pipeline) -> AssetCheckResult:
    return told(check_series(pipeline.workspace), context.run, pipeline)


CHECKS: list[AssetChecksDefinition] = [
    every_quote_stands_where_it_says,
    every_number_accounted_for,
    nothing_quarantined,
    release_layouts_hold,
    series_hold,
]
