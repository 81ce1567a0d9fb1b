"""The steps of the nightly job, each resumable, each reporting what it did. flow.py composes them, and so do the Dagster assets."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

import sample_ministry
from pipeline import schema
from pipeline.agencies import Agency, Registry
from pipeline.capture import (
    Archive,
    ImportReport,
    Payload,
    Progress,
    Visit,
    import_paths,
    refuse_wrong_selectors,
    visit_agency,
)
from pipeline.capture.limits import LIMITS
from pipeline.capture.pace import Pace
from pipeline.clock import Clock, jakarta_date
from pipeline.decode import Text, decode, release_of, settle, text_row
from pipeline.errors import KotaCerdasError, MachineError, UsageError
from pipeline.extract import Codebook, extract, load_codebook
from pipeline.extract.rows import refusal_rows, statement_rows
from pipeline.identity import sha256_hex, sources_sha256
from pipeline.load import LoadReport, load
from pipeline.model import Capture, Extraction, Quarantined, ReleaseText
from pipeline.partitions import Key, PartitionStore, month_of
from pipeline.publish import Publication, Publisher, publish
from pipeline.workspace import Workspace

CODE_VERSION = version("kotacerdas")
_LOG = logging.getLogger(__name__)


class ExtractionFailed(KotaCerdasError):  # noqa: N818 - what happened
    """The extractor raised on a release."""


@dataclass(frozen=True, slots=True)
class StepReport:
    """What a step did: partitions made anew and left alone, and rows in all partitions per table."""

    made: tuple[Key, ...]
    unchanged: int
    rows: Mapping[str, int]


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
    """Take releases that someone already holds into the archive."""
    return import_paths(
        paths, registry, Archive(workspace.archive), run_id, clock, agency_id=agency_id, progress=progress
    )


def decode_step(workspace: Workspace, registry: Registry) -> StepReport:
    """Decode what is new in the archive into the texts and quarantine partitions, all of an agency when its rules changed."""
    archive, store = Archive(workspace.archive), PartitionStore(workspace.partitions)
    made: list[Key] = []
    held = sorted({capture.agency_id for capture in archive.captures()})
    for agency_id in held:
        if agency_id not in registry:
            raise UsageError(
                f"The archive holds captures of '{agency_id}', which has no agency file.", "Put its TOML file back."
            )
    refuse_wrong_selectors(registry[agency_id] for agency_id in held)
    for agency_id in held:
        made += _decode_agency(archive, store, registry[agency_id])
    made = sorted({*made, *_settle_copies(archive, store, registry)})
    return StepReport(
        tuple(made), len(store.keys(schema.TEXTS)) - len(made), _rows(store, schema.TEXTS, schema.QUARANTINE)
    )


def _settle_copies(archive: Archive, store: PartitionStore, registry: Registry) -> list[Key]:
    """Give all copies of a release one id; the partitions in which an id changed."""
    archived = {capture.capture_id for capture in archive.captures() if capture.source_kind == "archive"}
    texts: list[Text] = []
    where: dict[str, Key] = {}
    before: dict[str, str] = {}
    facts = ("capture_id", "agency_id", "url", "number", "title", "published_on", "fetched_at")
    for key in [key for key in store.keys(schema.TEXTS) if key.agency_id in registry]:
        for row in store.read(schema.TEXTS, key, (*facts, "release_id")):
            where[row["capture_id"]], before[row["capture_id"]] = key, row.pop("release_id")
            giver = registry[key.agency_id].number_giver
            texts.append(Text(**row, number_giver=giver, archived=row["capture_id"] in archived))

    @lru_cache(maxsize=16)
    def bodies(key: Key) -> Mapping[str, str]:
        return {row["capture_id"]: row["text"] for row in store.read(schema.TEXTS, key, ("capture_id", "text"))}

    settled = settle(texts, lambda capture_id: bodies(where[capture_id])[capture_id])
    changed = sorted(
        {where[capture_id] for capture_id, release_id in settled.items() if before[capture_id] != release_id}
    )
    for key in changed:
        rows = [{**row, "release_id": settled[row["capture_id"]]} for row in store.read(schema.TEXTS, key)]
        store.write(schema.TEXTS, key, rows, store.made_from(schema.TEXTS, key) or "")
    return changed


def _decode_agency(archive: Archive, store: PartitionStore, agency: Agency) -> list[Key]:
    rules = sources_sha256("pipeline.decode") + sources_sha256("pipeline.capture")  # what bytes are is capture's to say
    made_from = sha256_hex(f"{rules} {agency.file_sha256}".encode())
    old = [key for key in store.keys(schema.TEXTS) if key.agency_id == agency.agency_id]
    old_quarantine = [key for key in store.keys(schema.QUARANTINE) if key.agency_id == agency.agency_id]
    texts: dict[Key, list[dict[str, Any]]] = {}
    quarantine: dict[str, dict[str, Any]] = {}
    if all(store.made_from(schema.TEXTS, key) == made_from for key in old) and all(
        store.made_from(schema.QUARANTINE, key) == made_from for key in old_quarantine
    ):
        texts = {key: store.read(schema.TEXTS, key) for key in old}
        quarantine = {row["capture_id"]: row for key in old_quarantine for row in store.read(schema.QUARANTINE, key)}
    known = {row["capture_id"] for rows in texts.values() for row in rows} | quarantine.keys()
    judged = archive.judgements(agency.agency_id)
    wanted = _new_contents(archive.releases(agency.agency_id), judged)
    touched: set[Key] = {key for key in old if key not in texts}
    for capture in wanted:
        if capture.capture_id in known:
            continue
        # Which pages are alike can only be told among a visit's pages; all else is told from the page itself, again.
        if judged.get(capture.capture_id) == "identical_pages":
            detail = "Several addresses answered with this one text at once."
            result: ReleaseText | Quarantined = Quarantined(
                capture.capture_id, agency.agency_id, capture.url, "identical_pages", detail
            )
        else:
            result = _decoded(capture, archive.read(capture), agency)
        if isinstance(result, Quarantined):
            quarantine[result.capture_id] = _fields(result)
            continue
        key = Key(agency.agency_id, month_of(result.published_on))
        texts.setdefault(key, []).append(text_row(result))
        touched.add(key)
    for key in touched:
        if key in texts:
            store.write(schema.TEXTS, key, texts[key], made_from)
        else:
            store.remove(schema.TEXTS, key)
    _write_quarantine(store, agency.agency_id, old_quarantine, wanted, quarantine, made_from)
    return sorted(touched)


def _decoded(capture: Capture, payload: Payload, agency: Agency) -> ReleaseText | Quarantined:
    """A page that trips the decoder up is quarantined like any other that cannot be read: it stops nothing else."""
    try:
        return decode(capture, payload, agency)
    except Exception as error:
        detail = f"The decoder failed on it: {type(error).__name__}: {error}"
        return Quarantined(capture.capture_id, capture.agency_id, capture.url, "decoder_failed", detail)


def _write_quarantine(
    store: PartitionStore,
    agency_id: str,
    old: list[Key],
    wanted: list[Capture],
    quarantine: Mapping[str, dict[str, Any]],
    made_from: str,
) -> None:
    """What is unread at its address today; an address that has since answered with a release waits for nobody."""
    newest = {capture.url: capture for capture in wanted}
    rows: dict[Key, list[dict[str, Any]]] = {}
    for capture in newest.values():
        if capture.capture_id in quarantine:
            key = Key(agency_id, month_of(jakarta_date(capture.fetched_at)))
            rows.setdefault(key, []).append(quarantine[capture.capture_id])
    for key in sorted({*old, *rows}):
        if key in rows:
            store.write(schema.QUARANTINE, key, rows[key], made_from)
        else:
            store.remove(schema.QUARANTINE, key)


def _new_contents(captures: Iterable[Capture], judged: Mapping[str, str]) -> list[Capture]:
    """Captures that brought other bytes than the visit before at the same address; errors are no content."""
    last: dict[str, str] = {}
    kept = []
    for capture in captures:
        if capture.http_status not in (None, 200, 304) or last.get(capture.url) == capture.payload_sha256:
            continue
        last[capture.url] = "" if capture.capture_id in judged else capture.payload_sha256
        kept.append(capture)
    return kept


def extract_step(workspace: Workspace, keys: Iterable[Key] | None = None, workers: int = 1) -> StepReport:
    """Extract the partitions (all of them when `keys` is None) whose texts, rules or codebook changed since they were made."""
    store = PartitionStore(workspace.partitions)
    present = store.keys(schema.TEXTS)
    for key in store.keys(schema.STATEMENTS):
        if key not in present:
            store.remove(schema.STATEMENTS, key)
            store.remove(schema.REFUSALS, key)
    wanted = present if keys is None else [key for key in present if key in set(keys)]
    rules = sources_sha256("pipeline.extract")
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
    return StepReport(made, len(wanted) - len(made), _rows(store, schema.STATEMENTS, schema.REFUSALS))


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


def load_step(workspace: Workspace, registry: Registry) -> LoadReport:
    """Build the warehouse from the partition files, the archive's index and the code lists."""
    archive, store, codebook = Archive(workspace.archive), PartitionStore(workspace.partitions), load_codebook()
    chosen = {agency.agency_id for agency in published_agencies(archive, registry)}
    captures = [capture for capture in archive.captures() if capture.agency_id in chosen]
    return load(
        workspace.warehouse,
        {
            table: [store.path(table, key) for key in store.keys(table) if key.agency_id in chosen]
            for table in (schema.TEXTS, schema.QUARANTINE, schema.STATEMENTS, schema.REFUSALS)
        },
        {
            schema.CAPTURES: schema.CAPTURES.rows(map(_fields, captures)),
            schema.AGENCIES: schema.AGENCIES.rows(_agency_row(registry[agency_id]) for agency_id in chosen),
            schema.INDICATORS: schema.INDICATORS.rows(codebook.indicators),
            schema.PROGRAMS: schema.PROGRAMS.rows(codebook.programs),
            schema.UNITS: schema.UNITS.rows(codebook.units),
            schema.AREAS: schema.AREAS.rows(codebook.areas),
        },
        _answers(archive, chosen),
    )


def _answers(archive: Archive, agency_ids: set[str]) -> pa.Table:
    """Captures that were made to get a release, and whether they are content: what tells which sources are gone."""
    answers = [
        (entry.capture.capture_id, entry.good)
        for entry in archive.entries()
        if entry.role in ("release", "import") and entry.capture.agency_id in agency_ids
    ]
    return pa.table({"capture_id": [name for name, _ in answers], "is_content": [good for _, good in answers]})


def published_agencies(archive: Archive, registry: Registry) -> list[Agency]:
    """The agencies whose captures are published: a snapshot never mixes the synthetic sample with real releases."""
    present = [registry[agency_id] for agency_id in sorted({capture.agency_id for capture in archive.captures()})]
    real = [agency for agency in present if not agency.synthetic]
    return real or present


def publish_step(workspace: Workspace, registry: Registry, publisher: Publisher) -> Publication:
    """Publish the warehouse, as of its newest capture, unless nothing is new."""
    archive = Archive(workspace.archive)
    agencies = published_agencies(archive, registry)
    chosen = {agency.agency_id for agency in agencies}
    moments: list[datetime] = [capture.fetched_at for capture in archive.captures() if capture.agency_id in chosen]
    return publish(
        workspace.warehouse,
        workspace.public,
        as_of=max(moments),
        synthetic=any(agency.synthetic for agency in agencies),
        code_version=CODE_VERSION,
        publisher=publisher,
    )


def _agency_row(agency: Agency) -> dict[str, Any]:
    return {
        "agency_id": agency.agency_id,
        "label_en": agency.publisher.en,
        "label_id": agency.publisher.id,
        "homepage": agency.homepage,
        "synthetic": agency.synthetic,
    }


def _fields(record: Capture | Quarantined) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).__slots__}


def _rows(store: PartitionStore, *tables: schema.Table) -> dict[str, int]:
    return {table.name: store.count(table) for table in tables}
