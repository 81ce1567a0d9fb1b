"""Datasets and jobs as OpenLineage describes them, all from the schema and the graph: names, facets, one line of JSON.

`openlineage.client` is imported inside the functions: it takes half a second, and most commands tell nobody anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.lineage.graph import Cell, Dataset, Output, Part
from pipeline.model import CheckResult
from pipeline.schema import Table, table
from pipeline.schema.lineage import checked, sources, steps

if TYPE_CHECKING:
    from openlineage.client.event_v2 import InputDataset, Job, JobEvent, OutputDataset, RunEvent
    from openlineage.client.facet_v2 import DatasetFacet, InputDatasetFacet
    from openlineage.client.generated.column_lineage_dataset import InputField
    from openlineage.client.generated.data_quality_assertions_dataset import Assertion

RUN_JOB = "nightly"
"""Name of the job whose runs are the parents of those of the steps."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of one written dataset. `version`: equal ones have equal rows."""

    version: str | None = None
    row_count: int | None = None
    byte_count: int | None = None
    file_count: int | None = None


@dataclass(frozen=True, slots=True)
class Describer:
    """`namespace`: of our jobs and datasets, the publisher's address; `code_version`: of the code that works.

    `notices`: what must be said wherever a published table is described.
    """

    namespace: str
    code_version: str
    notices: tuple[str, ...] = ()

    @property
    def producer(self) -> str:
        """A package URL: the code has no address on the web that could be promised."""
        return f"pkg:generic/kotacerdas@{self.code_version}"

    def job(self, step: str | None = None, fingerprint: str | None = None) -> Job:
        """The job of a step; of the whole run, where none is named. `fingerprint`: of the code that turns bytes into rows."""
        from openlineage.client.event_v2 import Job
        from openlineage.client.facet_v2 import documentation_job, job_type_job, source_code_location_job

        path, what = (
            (steps()[step].code, steps()[step].en) if step else ("pipeline/flow.py", "The steps in flow order.")
        )
        return Job(
            namespace=self.namespace,
            name=step or RUN_JOB,
            facets={
                "jobType": job_type_job.JobTypeJobFacet(
                    processingType="BATCH",
                    integration="KOTACERDAS",
                    jobType="TASK" if step else "JOB",
                    producer=self.producer,
                ),
                "documentation": documentation_job.DocumentationJobFacet(description=what, producer=self.producer),
                "sourceCodeLocation": source_code_location_job.SourceCodeLocationJobFacet(
                    type="package",
                    url=f"{self.producer}#{path}",
                    path=path,
                    version=f"{self.code_version}+{fingerprint}" if fingerprint else self.code_version,
                    tag=self.code_version,
                    producer=self.producer,
                ),
            },
        )

    def input(self, dataset: Dataset, version: str | None = None, checks: Sequence[CheckResult] = ()) -> InputDataset:
        """`checks`: those of the dataset, which become its assertions."""
        from openlineage.client.event_v2 import InputDataset
        from openlineage.client.facet_v2 import data_quality_assertions_dataset as quality

        facets: dict[str, InputDatasetFacet] = {}
        if checks:
            facets["dataQualityAssertions"] = quality.DataQualityAssertionsDatasetFacet(
                assertions=[_assertion(check) for check in checks], producer=self.producer
            )
        return InputDataset(
            namespace=self.namespace,
            name=dataset.label,
            # A table is described where it is written.
            facets=(self._about(dataset) if dataset.place == "source" else {}) | self._version(version),
            inputFacets=facets,
        )

    def output(self, dataset: Dataset, output: Output | None = None, measured: Measured | None = None) -> OutputDataset:
        """`output`: as the graph has it, of a table; a source has no columns to tell of."""
        from openlineage.client.event_v2 import OutputDataset
        from openlineage.client.facet_v2 import output_statistics_output_dataset as statistics

        measured = measured or Measured()
        facets = self._about(dataset) | self._version(measured.version)
        if output:
            facets |= self._schema(output.table) | self._lineage(output)
        counts = (measured.row_count, measured.byte_count, measured.file_count)
        return OutputDataset(
            namespace=self.namespace,
            name=dataset.label,
            facets=facets,
            outputFacets={
                "outputStatistics": statistics.OutputStatisticsOutputDatasetFacet(*counts, producer=self.producer)
            }
            if any(count is not None for count in counts)
            else {},
        )

    def _about(self, dataset: Dataset) -> dict[str, DatasetFacet]:
        from openlineage.client.facet_v2 import documentation_dataset

        what = sources()[dataset.name].en if dataset.place == "source" else table(dataset.name).en
        if dataset.place == "snapshot":
            what = " ".join((what, *self.notices))
        return {
            "documentation": documentation_dataset.DocumentationDatasetFacet(description=what, producer=self.producer)
        }

    def _version(self, version: str | None) -> dict[str, DatasetFacet]:
        from openlineage.client.facet_v2 import dataset_version_dataset

        if version is None:
            return {}
        return {
            "version": dataset_version_dataset.DatasetVersionDatasetFacet(
                datasetVersion=version, producer=self.producer
            )
        }

    def _schema(self, described: Table) -> dict[str, DatasetFacet]:
        from openlineage.client.facet_v2 import schema_dataset

        fields = [
            schema_dataset.SchemaDatasetFacetFields(column.name, column.type, column.en, place, fields=None)
            for place, column in enumerate(described.columns, 1)
        ]
        return {"schema": schema_dataset.SchemaDatasetFacet(fields=fields, producer=self.producer)}

    def _lineage(self, output: Output) -> dict[str, DatasetFacet]:
        from openlineage.client.facet_v2 import column_lineage_dataset

        fields = {
            name: column_lineage_dataset.Fields(self._input_fields(cells))
            for name, cells in output.columns.items()
            if cells
        }
        facet = column_lineage_dataset.ColumnLineageDatasetFacet(
            fields=fields, dataset=self._input_fields(output.rows), producer=self.producer
        )
        return {"columnLineage": facet}

    def _input_fields(self, cells: Mapping[Cell, Sequence[Part]]) -> list[InputField]:
        from openlineage.client.facet_v2 import column_lineage_dataset

        return [
            column_lineage_dataset.InputField(
                self.namespace,
                cell.dataset.label,
                cell.field,
                [column_lineage_dataset.Transformation(kind.type, kind.subtype, en) for kind, en in parts],
            )
            for cell, parts in cells.items()
        ]


def line(event: RunEvent | JobEvent) -> str:
    """One line of ASCII, keys in order, without a line feed."""
    from openlineage.client.serde import Serde

    return Serde.to_json(event, separators=(",", ":"))


_FINDINGS, _CHARACTERS = 10, 500


def _shortened(findings: Sequence[str]) -> str:
    """The first findings, cut: a check may have one for each page."""
    more = [f"and {len(findings) - _FINDINGS} more"] if len(findings) > _FINDINGS else []
    return "; ".join([*(finding[:_CHARACTERS] for finding in findings[:_FINDINGS]), *more])


def _assertion(check: CheckResult) -> Assertion:
    from openlineage.client.facet_v2 import data_quality_assertions_dataset as quality

    about = checked().get(check.name)
    return quality.Assertion(
        assertion=check.name,
        success=check.passed,
        column=about.field if about and about.field != "*" else None,
        severity="error" if check.blocking else "warn",
        name=check.name,
        description=check.summary,
        actual=_shortened(check.findings) or None,
    )
