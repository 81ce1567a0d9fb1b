"""The nightly job without an orchestrator: the steps in flow order, and a report of the run that a person can read."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import gate, schema
from pipeline.agencies import Agency, Registry
from pipeline.capture import Archive, ImportReport, Progress, Visit
from pipeline.checks import check_series, check_texts
from pipeline.clock import Clock
from pipeline.errors import KotaCerdasError, MachineError, PublicationBlocked, UsageError
from pipeline.gate.corrections import Correction
from pipeline.lineage.run_events import Engine, RunEvents, close_killed
from pipeline.model import CheckResult
from pipeline.partitions import PartitionStore
from pipeline.publish import Publication, Publisher
from pipeline.steps import (
    CODE_VERSION,
    StepReport,
    capture_step,
    decode_step,
    extract_step,
    import_step,
    load_step,
    publish_step,
    telling,
)
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Listener:
    """Told how a run gets on: `step` in a sentence, `progress` for each request."""

    step: Callable[[str], None] = lambda _: None
    progress: Callable[[Progress], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run, whole: what each stage did, what the checks found, what was published, or why nothing was."""

    run_id: str
    visits: tuple[Visit, ...]
    recovered: tuple[str, ...]
    decoded: StepReport | None
    extracted: StepReport | None
    checks: tuple[CheckResult, ...]
    publication: Publication | None
    error: KotaCerdasError | None
    agencies: tuple[tuple[str, int, int, int, int], ...] = ()
    """Per agency in the archive: its id, and how many releases, statements, refusals and quarantined captures it has."""

    @property
    def exit_code(self) -> int:
        """0 when all is well; else what the error says, or 1 when something needs a person."""
        if self.error:
            return self.error.exit_code
        return (
            1
            if any(not visit.complete for visit in self.visits)
            or any(not check.passed for check in self.checks)
            or (self.publication and self.publication.problems)
            else 0
        )


def new_run_id(workspace: Workspace, clock: Clock) -> str:
    """The moment in UTC, and a counter where two runs begin in the same second."""
    stem = f"{clock.now():%Y%m%dT%H%M%SZ}"
    taken = {path.stem for path in workspace.runs.glob(f"{stem}*.json")}
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if name not in taken)


def run(
    workspace: Workspace,
    registry: Registry,
    agencies: Sequence[Agency],
    clock: Clock,
    listener: Listener,
    publisher: Publisher,
    workers: int = 1,
    corrections: Sequence[Correction] = (),
    since: date | None = None,
    until: date | None = None,
) -> RunReport:
    """Capture, then everything after it. A run that cannot publish ends with a report that says why, and moves nothing.

    `since`, `until`: a backfill of releases published in between.
    """
    with workspace.writing():
        events = _events(workspace, clock, publisher)
        with events.run() as told:
            listener.step("Looking for captures that a killed run left open.")
            recovered = tuple(str(item) for item in Archive(workspace.archive).recover())
            listener.step(f"Visiting {len(agencies)} agencies.")
            with events.step("capture") as step:
                visits = tuple(capture_step(workspace, agencies, events.run_id, clock, listener.progress, since, until))
                step.wrote(telling.of_archive(workspace))
            report = _after_capture(
                workspace, registry, events, visits, recovered, listener, publisher, workers, corrections
            )
            told.error = report.error
            return report


def publish_archive(
    workspace: Workspace,
    registry: Registry,
    clock: Clock,
    listener: Listener,
    publisher: Publisher,
    workers: int = 1,
    corrections: Sequence[Correction] = (),
) -> RunReport:
    """Everything after capture, from the archive alone: no network."""
    with workspace.writing():
        archive = Archive(workspace.archive)
        recovered = tuple(str(item) for item in archive.recover())
        if not archive.captures():
            raise UsageError(
                f"The archive {workspace.archive} is empty: there is nothing to publish.",
                "Capture first: kotacerdas run, or kotacerdas import PATH.",
            )
        events = _events(workspace, clock, publisher)
        with events.run() as told:
            report = _after_capture(
                workspace, registry, events, (), recovered, listener, publisher, workers, corrections
            )
            told.error = report.error
            return report


def import_files(
    workspace: Workspace,
    registry: Registry,
    paths: Sequence[Path],
    clock: Clock,
    agency_id: str | None,
    listener: Listener,
) -> list[ImportReport]:
    """Take releases that someone already holds into the archive; `publish_archive` does the rest."""
    with workspace.writing():
        return import_step(
            workspace, registry, paths, new_run_id(workspace, clock), clock, agency_id, listener.progress
        )


def refuse_if_blocked(checks: Iterable[CheckResult]) -> None:
    """PublicationBlocked, naming the findings, when a blocking check failed."""
    if blocked := blocked_by(checks):
        raise blocked


def blocked_by(checks: Iterable[CheckResult]) -> PublicationBlocked | None:
    """The error that blocking checks which failed amount to; None where none did."""
    failed = [check for check in checks if check.blocking and not check.passed]
    if not failed:
        return None
    details = "\n".join(f"  {check.name}: {finding}" for check in failed for finding in check.findings)
    return PublicationBlocked(
        f"Nothing was published, because {' and '.join(check.name for check in failed)} failed:\n{details}",
        "The last good snapshot is served as before. Mend the cause and run again; docs/operations.md says how.",
    )


def _after_capture(
    workspace: Workspace,
    registry: Registry,
    events: RunEvents,
    visits: tuple[Visit, ...],
    recovered: tuple[str, ...],
    listener: Listener,
    publisher: Publisher,
    workers: int,
    corrections: Sequence[Correction],
) -> RunReport:
    decoded = extracted = publication = None
    checks: list[CheckResult] = []
    error: KotaCerdasError | None = None
    try:
        if visits:
            checks += [gate.no_agency_came_back_empty(visits), gate.index_layouts_hold(registry, visits)]
        listener.step("Decoding what is new in the archive.")
        with events.step("decode") as step:
            decoded = decode_step(workspace, registry)
            step.wrote(telling.of_partitions(workspace, schema.TEXTS, schema.QUARANTINE))
        listener.step("Extracting figures.")
        with events.step("extract") as step:
            extracted = extract_step(workspace, workers=workers)
            step.wrote(telling.of_partitions(workspace, schema.STATEMENTS, schema.REFUSALS))
        listener.step("Reading every quote again from the archived bytes.")
        with events.step("gate") as step:
            checks += check_texts(workspace, registry)
            step.checks += checks
            refuse_if_blocked(checks)
        listener.step("Building the warehouse.")
        with events.step("load") as step:
            step.wrote(telling.of_warehouse(load_step(workspace, registry, corrections)))
        checks.append(check_series(workspace))
        listener.step("Staging and validating the snapshot.")
        with events.step("publish") as step:
            step.checks += checks[-1:]
            publication = publish_step(workspace, registry, publisher)
            step.wrote(telling.of_published(publication))
    except KotaCerdasError as problem:
        error = problem
    report = RunReport(
        events.run_id, visits, recovered, decoded, extracted, tuple(checks), publication, error, _per_agency(workspace)
    )
    _keep(workspace, report)
    return report


def _events(workspace: Workspace, clock: Clock, publisher: Publisher) -> RunEvents:
    """Those of a run that begins now, after those of killed runs are ended."""
    close_killed(workspace.runs, clock.now())
    run_id = new_run_id(workspace, clock)
    return telling.events_of(workspace, run_id, clock, publisher, Engine("kotacerdas", CODE_VERSION))


def _per_agency(workspace: Workspace) -> tuple[tuple[str, int, int, int, int], ...]:
    """Counts from the partition files; releases are counted once however often and wherever they were seen."""
    store = PartitionStore(workspace.partitions)
    releases: dict[str, set[str]] = {}
    agency_of: dict[str, str] = {}
    for row in store.rows(schema.TEXTS, ("release_id", "capture_id", "agency_id")):
        releases.setdefault(row["agency_id"], set()).add(row["release_id"])
        agency_of[row["capture_id"]] = row["agency_id"]
    counts = {agency_id: [len(ids), 0, 0, 0] for agency_id, ids in releases.items()}
    for place, table in ((1, schema.STATEMENTS), (2, schema.REFUSALS)):
        for row in store.rows(table, ("capture_id",)):
            if row["capture_id"] in agency_of:
                counts[agency_of[row["capture_id"]]][place] += 1
    for row in store.rows(schema.QUARANTINE, ("agency_id",)):
        counts.setdefault(row["agency_id"], [0, 0, 0, 0])[3] += 1
    return tuple((agency_id, *numbers) for agency_id, numbers in sorted(counts.items()))  # type: ignore[misc]


def _keep(workspace: Workspace, report: RunReport) -> None:
    """The run's report as JSON below `runs/`, whatever became of the run."""
    document: dict[str, Any] = {
        "run_id": report.run_id,
        "visits": [asdict(visit) for visit in report.visits],
        "recovered": list(report.recovered),
        "decoded": asdict(report.decoded) if report.decoded else None,
        "extracted": asdict(report.extracted) if report.extracted else None,
        "checks": [asdict(check) for check in report.checks],
        "agencies": [
            dict(zip(("agency_id", "releases", "statements", "refusals", "quarantined"), counts, strict=True))
            for counts in report.agencies
        ],
        "published": None if report.publication is None else report.publication.version,
        "problems": [] if report.publication is None else list(report.publication.problems),
        "new_snapshot": report.publication is not None and report.publication.is_new,
        "error": None if report.error is None else str(report.error),
        "exit_code": report.exit_code,
    }
    try:
        workspace.runs.mkdir(parents=True, exist_ok=True)
        (workspace.runs / f"{report.run_id}.json").write_text(
            json.dumps(document, indent=2, default=str) + "\n", "utf-8"
        )
    except OSError as error:
        raise MachineError(
            f"Cannot write the run's report: {error.strerror}.", "Free some disk space or mend the folder's rights."
        ) from error
