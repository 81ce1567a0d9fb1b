"""Do the night again: tables and snapshot rebuilt from the archive alone, and compared byte for byte with what was published."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pipeline.agencies import Registry
from pipeline.audit.published import Published
from pipeline.audit.replay.files import Code, Comparison, FileFinding
from pipeline.audit.replay.offline import offline
from pipeline.audit.replay.sides import Side, side_by_side
from pipeline.audit.replay.state import (
    State,
    corrections_of,
    find_state,
    folder_of,
    link_files,
    publisher_of,
    versions_in,
)
from pipeline.capture import Archive
from pipeline.capture.sidecar import RESTORE
from pipeline.errors import ArchiveError, KotaCerdasError, MachineError, UsageError
from pipeline.gate.corrections import Correction
from pipeline.publish import Publication
from pipeline.publish.differences import UNEXPLAINED, Difference
from pipeline.publish.versions import SNAPSHOTS, read_entry, write_versions
from pipeline.steps import decode_step, extract_step, load_step, publish_step
from pipeline.workspace import Workspace

Verdict = Literal["identical", "explained", "differs", "failed"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of one replay.

    verdict: identical (every file the same bytes; of a run without news: no news again), explained (what differs was made by other code,
    lists or corrections), differs (something that nothing explains), failed (`error` says why it could not be done again).
    """

    name: str
    version: str
    verdict: Verdict
    files: int = 0
    notes: tuple[str, ...] = ()
    code: tuple[Code, ...] = ()
    findings: tuple[FileFinding, ...] = ()
    rows: tuple[Difference, ...] = ()
    numbers: tuple[Side, ...] = ()
    error: KotaCerdasError | None = None


@dataclass
class Replayer:
    """Replays versions or runs of one output folder, whose archive and snapshots are only read.

    `keep`: the folder that the rebuilt snapshots are left in. `step` is told how it gets on.
    """

    workspace: Workspace
    archive: Path
    registry: Registry
    corrections: Sequence[Correction]
    keep: Path | None = None
    step: Callable[[str], None] = lambda _: None
    _scratch: Path | None = field(default=None, init=False)
    _files: frozenset[str] = field(default=frozenset(), init=False)
    _made: dict[str, Path] = field(default_factory=dict, init=False)
    """Versions made again by the code that made them: what the next one's `changes` are told from, whatever was done to the published one."""

    def replay(self, name: str | None) -> Replayed:
        """A version, a run, or with None the newest version. UsageError, MachineError: it cannot be done again at all."""
        with self._working():
            return self._replay(name)

    def replay_all(self) -> Iterator[Replayed]:
        """Every version in order; one that cannot be done again stops no other."""
        with self._working():
            for version in versions_in(self.workspace.public):
                try:
                    yield self._replay(version)
                except KotaCerdasError as error:
                    yield Replayed(f"snapshot {version}", version, "failed", error=error)

    @contextmanager
    def _working(self) -> Iterator[None]:
        """A folder of its own, gone afterwards. MachineError where the disk refuses."""
        folder = Path(tempfile.mkdtemp(prefix="kotacerdas-replay-"))
        self._scratch, self._files, self._made = folder, frozenset(), {}
        try:
            yield
        except OSError as error:
            raise MachineError(
                f"Cannot make it again in {folder}: {error.strerror or error}.",
                "Free some disk space, or name a folder with more of it in the variable TMPDIR.",
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _replay(self, name: str | None) -> Replayed:
        state = find_state(self.workspace, self.archive, name)
        if self.keep and (self.keep / state.version).exists() and not state.run:
            raise UsageError(f"There is a folder {self.keep / state.version} already.", "Give --keep another folder.")
        published = Published(folder_of(self.workspace.public, state.version))
        corrections, notes = corrections_of(published, self.corrections)
        self.step(f"Doing {state.name} again from {len(state.files)} WARC files, without a network.")
        with offline() as refused:
            publication = self._publish(state, published, corrections)
            result = self._result(state, published, publication)
        if refused:
            notes = (*notes, *(f"Something asked for the network: {what}" for what in dict.fromkeys(refused)))
            result = replace(result, verdict="differs")
        self._put_away(state, publication, result)
        return replace(result, notes=(*state.notes, *notes, *result.notes))

    def _publish(self, state: State, published: Published, corrections: Sequence[Correction]) -> Publication:
        """The steps of the night after the visits, in a folder that holds links to the WARC files and to the version before."""
        here = self._folder_for(state.files)
        link_files(self.archive, state.files, here.archive)
        if not Archive(here.archive).captures():
            raise ArchiveError(f"The WARC files of {state.name} hold no captures.", RESTORE)
        self._lay_out(here.public, state)
        self.step("Decoding the archive.")
        decode_step(here, self.registry)
        self.step("Extracting figures.")
        extract_step(here)
        self.step("Building the warehouse.")
        load_step(here, self.registry, corrections)
        self.step("Making the snapshot again.")
        said = published.package
        return publish_step(
            here,
            self.registry,
            publisher_of(published),
            code_version=str(said.get("code_version", "")),
            made_from=published.made_from,
            with_database=False,
            even_without_news=not state.run,  # whether it was news is told by what it says
        )

    def _folder_for(self, files: tuple[str, ...]) -> Workspace:
        """The folder of the version before where its archive only grew since: what was decoded then is what would be decoded now."""
        assert self._scratch is not None, "inside _working()"
        if not self._files <= frozenset(files):
            shutil.rmtree(self._scratch / "output", ignore_errors=True)
        self._files = frozenset(files)
        return Workspace(self._scratch / "output")

    def _lay_out(self, public: Path, state: State) -> None:
        """What had been published when the night began: the list, and the folder of the last one, which `changes` are told from."""
        shutil.rmtree(public, ignore_errors=True)
        (public / SNAPSHOTS).mkdir(parents=True)
        if not state.before:
            return
        last = state.before[-1].version
        folder = self._made.get(last) or folder_of(self.workspace.public, last)
        (public / SNAPSHOTS / last).symlink_to(folder.absolute(), target_is_directory=True)
        newest = read_entry(folder) if last in self._made else state.before[-1]
        write_versions(public, (*state.before[:-1], newest))

    def _result(self, state: State, published: Published, publication: Publication) -> Replayed:
        self.step("Comparing it with what was published.")
        again = publication.folder
        if state.run and not publication.is_new:
            return Replayed(
                state.name, state.version, "identical", notes=("Made again it publishes nothing new, as it did then.",)
            )
        compared = Comparison(published, again, news=bool(state.run))
        notes: tuple[str, ...] = ()
        if state.run:
            notes = (f"Then it published nothing new; made again it says something else than {state.version}.",)
        elif publication.version != state.version:  # which its documents then say, too
            notes = (f"Made again it is version {publication.version}.",)
        findings = tuple(compared.findings())
        explained = bool(findings) and all(finding.cause != UNEXPLAINED for finding in findings)
        try:
            rows = tuple(compared.rows)
        except (ValueError, OSError):
            rows = ()  # which the findings say
        return Replayed(
            state.name,
            state.version,
            "identical" if not findings and not state.run else "explained" if explained else "differs",
            len(compared.names),
            notes,
            compared.code,
            findings,
            rows,
            tuple(side_by_side(published, again, rows)) if rows else (),
        )

    def _put_away(self, state: State, publication: Publication, result: Replayed) -> None:
        """The rebuilt snapshot goes where it is kept, or where the next version finds it."""
        assert self._scratch is not None, "inside _working()"
        if state.run or publication.version != state.version:
            return
        home = (self.keep or self._scratch / "made").absolute()
        home.mkdir(parents=True, exist_ok=True)
        for folder in self._made.values() if not self.keep else ():
            shutil.rmtree(folder, ignore_errors=True)
        made = Path(shutil.move(publication.folder, home / state.version))
        same = all(code.same for code in result.code if code.name in ("extractor", "codebook", "schema", "documents"))
        self._made = {state.version: made} if same else {}
