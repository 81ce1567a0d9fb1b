"""What stood behind a snapshot or a run when it was made: WARC files, versions before, what the edition says of itself."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from pydantic import ValidationError

from pipeline.audit.published import Published
from pipeline.capture.sidecar import RESTORE
from pipeline.errors import ArchiveError, UsageError
from pipeline.gate.corrections import Correction
from pipeline.publish import Publisher, load_publisher
from pipeline.publish.versions import SNAPSHOTS, VERSION, Entry, read_entry, read_versions, unlisted
from pipeline.workspace import Workspace

_RUN = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")
_WARC = re.compile(r"(?P<agency>[a-z0-9][a-z0-9-]*)/(?P=agency)-(?P<run>[0-9A-Za-z-]+)\.warc\.gz")


@dataclass(frozen=True, slots=True)
class State:
    """What one replay begins from. `run` is set where a run is done again that published nothing new; `version` then stood already.

    `files`: the WARC files, relative to the archive. `before`: the versions published before, oldest first.
    """

    version: str
    run: str | None
    files: tuple[str, ...]
    before: tuple[Entry, ...]
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"run {self.run}" if self.run else f"snapshot {self.version}"


def versions_in(public: Path) -> list[str]:
    """Every version, oldest first. UsageError where nothing was published."""
    entries = published_entries(public)
    if not entries:
        raise UsageError(f"Nothing has been published in {public}.", "Publish first with: kotacerdas run")
    return [entry.version for entry in entries]


def find_state(workspace: Workspace, archive: Path, name: str | None) -> State:
    """Of a version, of a run, or of the newest version. UsageError for what is neither."""
    versions, entries = versions_in(workspace.public), published_entries(workspace.public)
    if name is None or name in versions:
        return _of_version(workspace.public, entries, name or versions[-1])
    if not _RUN.fullmatch(name):
        raise UsageError(
            f"There is no snapshot and no run '{name}'.",
            f"Snapshots: {', '.join(versions[-5:])}. Runs are named as in {workspace.runs}: 20261123T183000Z.",
        )
    return _of_run(workspace, archive, entries, name)


def published_entries(public: Path) -> tuple[Entry, ...]:
    """In the order of publication: as versions.json lists them, then what stands beside them unlisted, as in a download of folders.

    The order is not that of their names: real releases may follow the sample, and have been imported before it was visited.
    """
    entries = read_versions(public)
    try:
        return (*entries, *map(read_entry, unlisted(public, entries)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"A snapshot in {public} is not whole: {error}", "Put its folder back from a copy.") from error


def folder_of(public: Path, version: str) -> Path:
    folder = public / SNAPSHOTS / version
    if not VERSION.fullmatch(version) or not folder.is_dir():
        raise UsageError(f"The folder of snapshot {version} is not in {public}.", "Put it back from a copy.")
    return folder


def publisher_of(snapshot: Published) -> Publisher:
    """As the snapshot names it; the bundled one where a snapshot of schema 1.0.0 does not."""
    said = snapshot.package.get("publisher")
    try:
        return Publisher(**said) if said is not None else load_publisher()
    except (ValidationError, TypeError) as error:
        raise UsageError(
            f"{snapshot.folder / 'datapackage.json'} names no publisher as it should: {error}", "Put it back."
        ) from error


def corrections_of(
    snapshot: Published, corrections: Sequence[Correction]
) -> tuple[tuple[Correction, ...], tuple[str, ...]]:
    """Those of the folder that the snapshot says it holds, and what is to be said of the others."""
    held = {row["correction_id"] for row in snapshot.rows("corrections")}
    ours = {correction.correction_id for correction in corrections}
    notes = []
    if later := sorted(ours - held):
        notes.append(f"Not applied, because snapshot {snapshot.version} does not hold them: {', '.join(later)}.")
    if missing := sorted(held - ours):
        notes.append(f"Corrections of the snapshot that the folder of corrections does not hold: {', '.join(missing)}.")
    return tuple(each for each in corrections if each.correction_id in held), tuple(notes)


def link_files(archive: Path, names: Sequence[str], target: Path) -> None:
    """Make the archive's files readable below `target`; only the WARC files, so that their indexes are made anew.

    ArchiveError names a file that is not there.
    """
    for name in names:
        source = (archive / name).absolute()
        if not source.is_file():
            raise ArchiveError(f"The archive {archive} does not hold {name}.", f"{RESTORE} Or name another: --archive.")
        link = target / name
        if not link.is_symlink():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(source)


def _of_version(public: Path, entries: Sequence[Entry], version: str, notes: tuple[str, ...] = ()) -> State:
    snapshot = Published(folder_of(public, version))
    place = [entry.version for entry in entries].index(version)
    return State(version, None, files_of(snapshot), tuple(entries[:place]), notes)


def files_of(snapshot: Published) -> tuple[str, ...]:
    """The WARC files that the snapshot's captures stand in. They are names from a file that anyone may have written."""
    names = [str(name) for name in pc.unique(snapshot.table("captures", ["warc_file"])["warc_file"]).to_pylist()]
    for name in names:
        if not _WARC.fullmatch(name):
            raise UsageError(
                f"Snapshot {snapshot.version} names {name[:100]!r} as a WARC file, which is none of an archive.",
                "It was not published so: put the folder back from a copy.",
            )
    return tuple(sorted(names))


def _of_run(workspace: Workspace, archive: Path, entries: Sequence[Entry], run: str) -> State:
    report = _report(workspace.runs / f"{run}.json")
    listed = {entry.version for entry in entries}
    if report is None:
        return _of_captures(workspace.public, entries, run)
    if report.get("error"):
        raise UsageError(
            f"Run {run} published nothing, because: {report['error']}",
            "What a visit lacked that night cannot be shown from the archive; replay the snapshot that holds its captures.",
        )
    version = report.get("published")
    if version not in listed:
        raise UsageError(f"Run {run} says that it published {version}, which is not there.", "Put the folder back.")
    if report.get("new_snapshot"):
        return _of_version(workspace.public, entries, version, (f"Run {run} published snapshot {version}.",))
    place = [entry.version for entry in entries].index(version)
    before = tuple(entries[: place + 1])
    return State(version, run, _files_until(archive, run), before)


def _of_captures(public: Path, entries: Sequence[Entry], run: str) -> State:
    """Of a run that left no report, because it was killed or was an import: the first version that holds its captures."""
    for entry in entries:
        for name in files_of(Published(folder_of(public, entry.version))):
            made_by = _run_of(name)
            if made_by == run or made_by.startswith(f"{run}-"):
                note = f"Run {run} left no report; snapshot {entry.version} is the first that holds its captures."
                return _of_version(public, entries, entry.version, (note,))
    raise UsageError(
        f"There is no report of run '{run}', and no snapshot holds captures of it.",
        "Runs are named by their reports in output/runs and by the files of the archive.",
    )


def _files_until(archive: Path, run: str) -> tuple[str, ...]:
    """All WARC files of that run and of earlier ones: what the archive held when the run published."""
    names = (path.relative_to(archive).as_posix() for path in archive.glob("*/*.warc.gz"))
    kept = [name for name in names if _WARC.fullmatch(name)]
    return tuple(sorted(name for name in kept if _run_of(name) <= run or _run_of(name).startswith(f"{run}-")))


def _run_of(name: str) -> str:
    """`agency/agency-run.warc.gz` -> run, with the number of a run's second file behind it."""
    agency, _, file = name.partition("/")
    return file.removeprefix(f"{agency}-").removesuffix(".warc.gz")


def _report(path: Path) -> dict[str, Any] | None:
    try:
        report = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "Name the snapshot instead of the run.") from error
    return report if isinstance(report, dict) else {}
