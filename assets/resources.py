"""Where the job works and whom it visits. Nothing else in this folder knows a path."""

import os
from datetime import datetime
from pathlib import Path

import dagster
from dagster import ConfigurableResource, DagsterRun
from dagster._core.storage.tags import SCHEDULED_EXECUTION_TIME_TAG
from pydantic import Field

from pipeline.agencies import Agency, Registry, load_registry, with_contact
from pipeline.capture import Archive
from pipeline.clock import Clock, SystemClock
from pipeline.gate.corrections import FOLDER, Correction, load_corrections
from pipeline.lineage.run_events import Engine, RunEvents
from pipeline.partitions import PartitionStore
from pipeline.publish import Publisher, load_publisher
from pipeline.steps.telling import events_of
from pipeline.workspace import Workspace

DEFAULT_OUTPUT = Path(__file__).parent.parent / "output"


class Pipeline(ConfigurableResource):  # type: ignore[type-arg]
    """The pipeline over one output folder."""

    output: str = Field(
        default_factory=lambda: os.environ.get("KOTACERDAS_OUTPUT", str(DEFAULT_OUTPUT)),
        description="Output folder: archive, partitions, warehouse, public. Environment: KOTACERDAS_OUTPUT.",
    )
    agency_ids: list[str] = Field(default=[], description="Agencies to visit; empty: every agency with capture rules.")
    contact: str = Field(
        default_factory=lambda: os.environ.get("KOTACERDAS_CONTACT", ""),
        description="Whom a site's operators may write to; needed to visit live sites. Environment: KOTACERDAS_CONTACT.",
    )
    publisher_file: str = Field(
        default_factory=lambda: os.environ.get("KOTACERDAS_PUBLISHER", ""),
        description="Who publishes, and at which address; empty: the bundled publisher.toml. Environment: KOTACERDAS_PUBLISHER.",
    )
    corrections_folder: str = Field(
        default_factory=lambda: os.environ.get("KOTACERDAS_CORRECTIONS", str(FOLDER)),
        description="Folder with people's corrections, as TOML files. Environment: KOTACERDAS_CORRECTIONS.",
    )
    workers: int = Field(default=1, description="Processes that extract partitions side by side.")

    @property
    def workspace(self) -> Workspace:
        return Workspace(Path(self.output))

    @property
    def registry(self) -> Registry:
        return load_registry()

    @property
    def publisher(self) -> Publisher:
        return load_publisher(Path(self.publisher_file) if self.publisher_file else None)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return load_corrections(Path(self.corrections_folder))

    @property
    def agencies(self) -> list[Agency]:
        return with_contact(self.registry.select(self.agency_ids), self.contact)

    @property
    def archive(self) -> Archive:
        return Archive(self.workspace.archive)

    @property
    def store(self) -> PartitionStore:
        return PartitionStore(self.workspace.partitions)

    @property
    def clock(self) -> Clock:
        return SystemClock()

    def events(self, run: DagsterRun) -> RunEvents:
        """The events that a step of this run leaves, beside those of runs of the command line."""
        scheduled = run.tags.get(SCHEDULED_EXECUTION_TIME_TAG)
        return events_of(
            self.workspace,
            run.run_id,
            self.clock,
            self.publisher,
            Engine("Dagster", dagster.__version__),
            datetime.fromisoformat(scheduled) if scheduled else None,
        )
