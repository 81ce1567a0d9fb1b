"""Extract: texts become statements and refusals, partition by partition."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from pipeline import schema
from pipeline.decode import release_of
from pipeline.errors import KotaCerdasError
from pipeline.extract import Codebook, extract, load_codebook
from pipeline.extract.rows import refusal_rows, statement_rows
from pipeline.identity import sha256_hex, sources_sha256
from pipeline.model import Extraction, ReleaseText
from pipeline.partitions import Key, PartitionStore
from pipeline.steps.report import StepReport, row_counts
from pipeline.workspace import Workspace


class ExtractionFailed(KotaCerdasError):  # noqa: N818 - what happened
    """The extractor raised on a release."""


def extract_step(workspace: Workspace, keys: Iterable[Key] | None = None, workers: int = 1) -> StepReport:
    """Extract the partitions (all of them when `keys` is None) whose texts, rules or codebook changed since they were made."""
    store = PartitionStore(workspace.partitions)
    present = store.keys(schema.TEXTS)
    for key in store.keys(schema.STATEMENTS):
        if key not in present:
            store.remove(schema.STATEMENTS, key)
            store.remove(schema.REFUSALS, key)
    wanted = present if keys is None else [key for key in present if key in set(keys)]
    rules = sources_sha256("pipeline.extract") + sources_sha256("pipeline.schema")  # a new column is a new row
    stale = []
    for key in wanted:
        made_from = sha256_hex(f"{rules} {store.content_hash(schema.TEXTS, key)}".encode())
        if not store.made_from(schema.STATEMENTS, key) == store.made_from(schema.REFUSALS, key) == made_from:
            stale.append((store.root, key, made_from))
    if workers > 1 and len(stale) > 1:
        with ProcessPoolExecutor(max_workers=workers) as pool:
            list(pool.map(_extract_partition, stale))
    else:
        for work in stale:
            _extract_partition(work)
    made = tuple(key for _, key, _ in stale)
    return StepReport(made, len(wanted) - len(made), row_counts(store, schema.STATEMENTS, schema.REFUSALS))


def _extract_partition(work: tuple[Path, Key, str]) -> None:
    """One worker's share; statements are written last, so that a partition cut short in between is seen as stale."""
    root, key, made_from = work
    store, codebook = PartitionStore(root), load_codebook()
    statements: list[dict[str, Any]] = []
    refusals: list[dict[str, Any]] = []
    for row in store.read(schema.TEXTS, key):
        release = release_of(row)
        found = _extracted(release, codebook)
        statements += statement_rows(release, found)
        refusals += refusal_rows(release, found)
    store.write(schema.REFUSALS, key, refusals, made_from)
    store.write(schema.STATEMENTS, key, statements, made_from)


def _extracted(release: ReleaseText, codebook: Codebook) -> Extraction:
    try:
        return extract(
            release.text, body_start=release.body_start, published_on=release.published_on, codebook=codebook
        )
    except Exception as error:
        # Going on without it would publish a release whose numbers are unaccounted for.
        raise ExtractionFailed(
            f"The extractor failed on {release.url} (capture {release.capture_id}): {type(error).__name__}: {error}",
            "This is a fault in the extractor: report it with that release. The last good snapshot is served as before.",
        ) from error
