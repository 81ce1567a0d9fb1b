"""Decode: what is new in the archive becomes texts, or waits in quarantine."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pipeline import schema
from pipeline.agencies import Agency, Registry
from pipeline.capture import Archive, Payload, refuse_wrong_selectors
from pipeline.clock import jakarta_date
from pipeline.decode import Text, decode, quarantine_row, settle, text_row
from pipeline.errors import UsageError
from pipeline.identity import sha256_hex, sources_sha256
from pipeline.model import Capture, Quarantined, ReleaseText
from pipeline.partitions import Key, PartitionStore, month_of
from pipeline.steps.report import StepReport, row_counts
from pipeline.workspace import Workspace


def decode_step(workspace: Workspace, registry: Registry) -> StepReport:
    """Decode what is new in the archive into the texts and quarantine partitions, all of an agency when its rules changed."""
    archive, store = Archive(workspace.archive), PartitionStore(workspace.partitions)
    made: list[Key] = []
    held = sorted({capture.agency_id for capture in archive.captures()})
    for agency_id in [name for name in held if name not in registry]:
        what = f"The archive holds captures of '{agency_id}', which has no agency file."
        raise UsageError(what, "Put its TOML file back.")
    refuse_wrong_selectors(registry[agency_id] for agency_id in held)
    for agency_id in held:
        made += _decode_agency(archive, store, registry[agency_id])
    made = sorted({*made, *_settle_copies(archive, store, registry)})
    return StepReport(
        tuple(made), len(store.keys(schema.TEXTS)) - len(made), row_counts(store, schema.TEXTS, schema.QUARANTINE)
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
            quarantine[result.capture_id] = quarantine_row(result)
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
        # No message of the error: it may hold an address in memory or a path, which differ from machine to machine.
        detail = f"The decoder failed on it: {type(error).__name__}."
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
