"""What happens in a run, as OpenLineage events: one line of JSON each, appended as it happens. Nothing is ever sent.

A run that is killed leaves events that begin and do not end; `close_killed` ends them, so that a lineage server does not wait.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.clock import Clock
from pipeline.errors import KotaCerdasError, MachineError
from pipeline.lineage.facets import RUN_JOB, Describer, Measured, line
from pipeline.lineage.graph import Dataset, flow
from pipeline.model import CheckResult
from pipeline.schema.lineage import checked

if TYPE_CHECKING:
    from openlineage.client.event_v2 import InputDataset, OutputDataset, RunState
    from openlineage.client.facet_v2 import RunFacet

SUFFIX = ".openlineage.jsonl"


@dataclass(slots=True)
class Told:
    """What a step has to tell when it ends; whoever runs the step fills it."""

    written: dict[Dataset, Measured] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)
    error: BaseException | None = None

    def wrote(self, measured: Mapping[Dataset, Measured]) -> None:
        self.written |= measured


@dataclass(frozen=True, slots=True)
class Engine:
    """What runs the steps."""

    name: str
    version: str


@dataclass(slots=True)
class RunEvents:
    """The events of one run, in one file. `code`: the fingerprint of each step's code, where known; `versions`: of the datasets that
    are read; steps add what they write.

    `scheduled`: for when the run was meant. Equal run ids give equal ids of the run and of its steps.
    """

    folder: Path
    run_id: str
    describer: Describer
    clock: Clock
    engine: Engine
    code: Mapping[str, str]
    versions: dict[Dataset, str]
    scheduled: datetime | None = None

    @property
    def path(self) -> Path:
        return self.folder / f"{self.run_id}{SUFFIX}"

    @property
    def uuid(self) -> UUID:
        """The run's own id where that is a UUID, as Dagster's are; else one made from it."""
        try:
            return UUID(self.run_id)
        except ValueError:
            return uuid5(NAMESPACE_URL, f"{self.describer.namespace}runs/{self.run_id}")

    @contextmanager
    def run(self) -> Iterator[Told]:
        """The whole run. An error that its report keeps, instead of raising it, is told in `error`."""
        with self._told(None, "") as told:
            yield told

    @contextmanager
    def step(self, name: str, part: str = "") -> Iterator[Told]:
        """One step. It fails with whatever is raised in it. `part`: where a step is done in parts, each a run of its own."""
        with self._told(name, part) as told:
            yield told

    @contextmanager
    def _told(self, step: str | None, part: str) -> Iterator[Told]:
        from openlineage.client.event_v2 import RunState

        told = Told()
        self._append(RunState.START, step, part, told)
        try:
            yield told
        except BaseException as error:
            told.error = error
            with suppress(MachineError):  # the error itself is what must be heard of
                self._append(RunState.FAIL if isinstance(error, Exception) else RunState.ABORT, step, part, told)
            raise
        self._append(RunState.FAIL if told.error else RunState.COMPLETE, step, part, told)
        self.versions |= {dataset: each.version for dataset, each in told.written.items() if each.version}

    def _append(self, state: RunState, step: str | None, part: str, told: Told) -> None:
        from openlineage.client.event_v2 import Run, RunEvent

        event = RunEvent(
            eventTime=self.clock.now().isoformat(),
            eventType=state,
            producer=self.describer.producer,
            run=Run(
                runId=str(uuid5(self.uuid, f"{step}/{part}") if step else self.uuid),
                facets=self._facets(step, told.error),
            ),
            job=self.describer.job(step, self.code.get(step or "")),
            inputs=self._inputs(step, told.checks),
            outputs=self._outputs(step, told.written),
        )
        _append_line(self.path, line(event))

    def _inputs(self, step: str | None, checks: Sequence[CheckResult]) -> list[InputDataset]:
        """What the step reads, each with what was found of it."""
        about: dict[Dataset, list[CheckResult]] = {dataset: [] for dataset in (flow()[step].reads if step else ())}
        for check in checks:
            about.setdefault(_subject(check, list(about)), []).append(check)
        return [self.describer.input(dataset, self.versions.get(dataset), found) for dataset, found in about.items()]

    def _outputs(self, step: str | None, written: Mapping[Dataset, Measured]) -> list[OutputDataset]:
        """What it wrote, once it has."""
        tables = {output.dataset: output for output in flow()[step].outputs} if step else {}
        return [self.describer.output(dataset, tables.get(dataset), each) for dataset, each in written.items()]

    def _facets(self, step: str | None, error: BaseException | None) -> dict[str, RunFacet]:
        from openlineage.client.facet_v2 import error_message_run, nominal_time_run, parent_run, processing_engine_run

        producer = self.describer.producer
        facets: dict[str, RunFacet] = {
            "processing_engine": processing_engine_run.ProcessingEngineRunFacet(
                self.engine.version, self.engine.name, version("openlineage-python"), producer=producer
            )
        }
        if step:
            facets["parent"] = parent_run.ParentRunFacet(
                run=parent_run.Run(str(self.uuid)),
                job=parent_run.Job(self.describer.namespace, RUN_JOB),
                producer=producer,
            )
        if self.scheduled:
            facets["nominalTime"] = nominal_time_run.NominalTimeRunFacet(self.scheduled.isoformat(), producer=producer)
        if error:
            # No stack trace: the sentence says what a person needs, and a trace may show values that nobody chose to tell.
            message = str(error) if isinstance(error, KotaCerdasError) else f"{type(error).__name__}: {error}"
            facets["errorMessage"] = error_message_run.ErrorMessageRunFacet(message, "Python", producer=producer)
        return facets


def _subject(check: CheckResult, reads: Sequence[Dataset]) -> Dataset:
    """The dataset that a check is about, among those that are read if it is there; of a check that is not declared, the first."""
    if check.name not in checked():
        return reads[0]
    name = checked()[check.name].dataset
    return next((dataset for dataset in reads if dataset.name == name), Dataset("warehouse", name))


def close_killed(folder: Path, now: datetime) -> list[str]:
    """End what killed runs left open, as aborted `now`; the names of those runs. Only when no run of flow.py is under way.

    Runs of an orchestrator, whose steps may be under way elsewhere, are left alone.
    """
    return [
        path.name.removesuffix(SUFFIX)
        for path in sorted(folder.glob(f"[0-9]*T*Z*{SUFFIX}"))
        if not path.with_name(path.name.removesuffix(SUFFIX) + ".json").exists() and _close(path, now)
    ]


def _close(path: Path, now: datetime) -> bool:
    """The last begun is ended first. A line that was cut short is taken away."""
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if whole != data:
        os.truncate(path, len(whole))
    open_runs: dict[str, dict[str, Any]] = {}
    for text in whole.decode("utf-8", "replace").splitlines():
        with suppress(ValueError, TypeError, KeyError):
            event = json.loads(text)
            if event["eventType"] == "START":
                open_runs[event["run"]["runId"]] = event
            else:
                open_runs.pop(event["run"]["runId"], None)
    for event in reversed(open_runs.values()):
        ended = event | {"eventType": "ABORT", "eventTime": now.isoformat()}
        _append_line(path, json.dumps(ended, separators=(",", ":"), sort_keys=True))
    return bool(open_runs)


def _append_line(path: Path, text: str) -> None:
    """In one write, so that steps in several processes can share the file. MachineError where the disk does not take it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, f"{text}\n".encode())
        finally:
            os.close(handle)
    except OSError as error:
        raise MachineError(
            f"Cannot write the run's events: {error.strerror}.", "Free some disk space or mend the folder's rights."
        ) from error
