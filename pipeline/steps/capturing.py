"""Capture: visits to the agencies, and releases that someone already holds."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import sample_ministry
from pipeline.agencies import Agency, Registry
from pipeline.capture import Archive, ImportReport, Progress, Visit, import_paths, refuse_wrong_selectors, visit_agency
from pipeline.capture.limits import LIMITS
from pipeline.capture.pace import Pace
from pipeline.clock import Clock
from pipeline.errors import MachineError
from pipeline.workspace import Workspace

_LOG = logging.getLogger(__name__)

CLOCK_MAY_LAG = timedelta(minutes=10)
"""How far the clocks of machines that share an archive may differ."""


def capture_step(
    workspace: Workspace,
    agencies: Sequence[Agency],
    run_id: str,
    clock: Clock,
    progress: Callable[[Progress], None],
    since: date | None = None,
    until: date | None = None,
) -> list[Visit]:
    """Visit each agency, one after the other. The sample ministry's site is served for as long as that takes.

    A visit that fails for a reason that nobody foresaw is one that could not be done: the others go on. MachineError when the
    archive cannot be written; UsageError, before anything is asked for, where an agency file's CSS cannot be read.

    `since`, `until`: a backfill, which reads the indexes beyond known ground.
    """
    refuse_wrong_selectors(agencies)
    archive, pace = Archive(workspace.archive), Pace(clock, LIMITS.pause_seconds_at_most)
    refuse_wrong_clock(archive, clock)

    def visited(agency: Agency) -> Visit:
        try:
            return visit_agency(
                agency,
                archive,
                run_id,
                clock,
                connect_to=connect_to if agency.synthetic else {},
                progress=progress,
                pace=pace,
                since=since,
                until=until,
            )
        except MachineError:
            raise
        except Exception as error:
            _LOG.exception("The visit to %s failed.", agency.agency_id)
            what = f"The visit failed: {type(error).__name__}: {error}. What it archived is kept; report the fault."
            return Visit(agency_id=agency.agency_id, errors=(what,), complete=False)

    with ExitStack() as stack:
        connect_to: Mapping[str, tuple[str, int]] = {}
        if any(agency.synthetic for agency in agencies):
            connect_to = stack.enter_context(sample_ministry.serve()).connect_to
        return [visited(agency) for agency in agencies]


def import_step(
    workspace: Workspace,
    registry: Registry,
    paths: Sequence[Path],
    run_id: str,
    clock: Clock,
    agency_id: str | None,
    progress: Callable[[Progress], None],
) -> list[ImportReport]:
    """Take releases that someone already holds into the archive. MachineError where it, or the clock, is in the way."""
    archive = Archive(workspace.archive)
    refuse_wrong_clock(archive, clock)
    return import_paths(paths, registry, archive, run_id, clock, agency_id=agency_id, progress=progress)


def refuse_wrong_clock(archive: Archive, clock: Clock) -> None:
    """MachineError where the archive holds a capture that is still to come by this clock.

    Which text of a release is the newest is told by the times of captures, so with a wrong clock an old text would be published
    as the current one.
    """
    now = clock.now()
    late = [capture for capture in archive.captures() if capture.fetched_at > now + CLOCK_MAY_LAG]
    if late:
        raise MachineError(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the archive holds a capture of "
            f"{late[-1].fetched_at:%Y-%m-%d %H:%M} UTC, in {late[-1].warc_file}.",
            "Set the clock right. If it was wrong when that file was written, docs/operations.md says what to do.",
        )
