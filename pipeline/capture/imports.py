"""Releases that someone already holds, taken into the archive as WARC resource records: one a release."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.agencies import Registry
from pipeline.capture.archive import Archive
from pipeline.capture.held import Held, Rejected, read_held
from pipeline.capture.limits import LIMITS, Limits
from pipeline.capture.site import Progress
from pipeline.capture.writer import ArchiveWriter
from pipeline.clock import Clock
from pipeline.errors import UsageError
from pipeline.identity import sha256_hex

UNKNOWN_AGENCY = "unknown"
SUFFIXES = (".txt", ".html", ".htm", ".jsonl")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import, for one agency (`unknown`: whose it is could not be told). `rejected` are sentences.

    found = new + already_held + rejected. The same bytes under the same address are held already.
    """

    agency_id: str
    found: int
    new: int
    already_held: int
    rejected: tuple[str, ...]


@dataclass
class _Count:
    new: int = 0
    already_held: int = 0
    rejected: list[str] = field(default_factory=list)

    def report(self, agency_id: str) -> ImportReport:
        found = self.new + self.already_held + len(self.rejected)
        return ImportReport(agency_id, found, self.new, self.already_held, tuple(self.rejected))


def import_paths(
    paths: Iterable[Path],
    registry: Registry,
    archive: Archive,
    run_id: str,
    clock: Clock,
    agency_id: str | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    limits: Limits = LIMITS,
) -> list[ImportReport]:
    """Import .txt, .html and .jsonl files and folders of them. One bad release is rejected in a sentence, the rest goes on.

    UsageError, before anything is imported, for a path that is not there or is none of these, and for an unknown agency.
    MachineError when the archive cannot be written.
    """
    if agency_id is not None and agency_id not in registry:
        raise UsageError(f"There is no agency '{agency_id}'.", f"Known agencies: {', '.join(registry)}.")
    files = [file for path in paths for file in _files(path)]
    counts: dict[str, _Count] = {}
    writers: dict[str, ArchiveWriter] = {}
    held = {(e.capture.agency_id, e.capture.url, e.capture.payload_sha256) for e in archive.entries()}
    with ExitStack() as stack:
        for number, file in enumerate(files):
            progress(Progress(agency_id or "", "import", number, len(files), file.name))
            for item in read_held(file, registry, agency_id, limits.payload_bytes):
                count = counts.setdefault(item.agency_id or UNKNOWN_AGENCY, _Count())
                if isinstance(item, Rejected):
                    count.rejected.append(item.sentence)
                    continue
                key = (item.agency_id, item.url, sha256_hex(item.data))
                if key in held:
                    count.already_held += 1
                    continue
                if item.agency_id not in writers:
                    writer = ArchiveWriter(archive, item.agency_id, run_id, clock)
                    writers[item.agency_id] = stack.enter_context(writer)
                _record(writers[item.agency_id], item)
                held.add(key)
                count.new += 1
    return [count.report(name) for name, count in sorted(counts.items())]


def _record(writer: ArchiveWriter, item: Held) -> None:
    writer.record_import(item.url, item.media_type, item.data, item.origin)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        if not found:
            raise UsageError(
                f"The folder {path} holds no file to import.", f"Files to import end in {', '.join(SUFFIXES)}."
            )
        return found
    if not path.is_file():
        raise UsageError(f"There is no file or folder {path}.", "Check its name.")
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path} is no file to import.", f"Files to import end in {', '.join(SUFFIXES)}.")
    return [path]
