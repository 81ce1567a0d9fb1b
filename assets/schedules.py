"""When: every night at 01:30 in Jakarta, after the ministries' evening releases and before office hours."""

from dagster import RunRequest, ScheduleEvaluationContext, define_asset_job, schedule

from assets.partitions import nightly_tags
from pipeline.clock import SystemClock

nightly = define_asset_job(
    "nightly",
    selection="*",
    description="Visit the agencies, read what is new, publish a snapshot if there is news.",
    # Read when the code is loaded: `dagster job execute` loads it for each run; the schedule says its own.
    tags=nightly_tags(SystemClock().now()),
)


@schedule(job=nightly, cron_schedule="30 1 * * *", execution_timezone="Asia/Jakarta")
def nightly_schedule(context: ScheduleEvaluationContext) -> RunRequest:
    """01:30 Western Indonesia Time."""
    return RunRequest(tags=nightly_tags(context.scheduled_execution_time))
