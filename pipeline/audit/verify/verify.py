"""The checks of a verification, one after the other; what one cannot read stops no other."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from minisign import PublicKey

from pipeline import publish
from pipeline.agencies import Registry
from pipeline.audit.published import Published
from pipeline.audit.signatures import check_signature
from pipeline.audit.verify.corrected import verify_corrections
from pipeline.audit.verify.dropped import verify_nothing_dropped
from pipeline.audit.verify.edition import verify_edition
from pipeline.audit.verify.rebuilt import verify_changes, verify_observations, verify_tables
from pipeline.audit.verify.report import Checked, Verification, of_result
from pipeline.audit.verify.rows import CHECKS, Chosen, verify_rows
from pipeline.capture import Archive
from pipeline.errors import KotaCerdasError
from pipeline.gate.corrections import Correction
from pipeline.schema import SCHEMA_VERSION

_UNREADABLE = (
    KotaCerdasError,
    pa.ArrowException,
    OSError,
    ValueError,
    OverflowError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""What a stranger's file can raise in whoever reads it."""
_NO_ARCHIVE = "There is no archive at hand, so no byte was read: name one with --archive"
_OTHER_CODE = "Other code or another codebook made them: `kotacerdas replay` says what differs today"


@dataclass(frozen=True, slots=True)
class Sample:
    """How many statements to look at, chosen at random from this seed."""

    size: int
    seed: int


@dataclass(frozen=True, slots=True)
class Telling:
    """Told how a verification gets on: `step` in a sentence, `done` so many rows' releases of so many."""

    step: Callable[[str], None] = lambda _: None
    done: Callable[[int, int], None] = lambda _, __: None


@dataclass(frozen=True, slots=True)
class Verifier:
    """`archive`: None where there is none, and then what needs it is said to be unchecked. `signature`: a file or a folder of them."""

    folder: Path
    archive: Path | None
    registry: Registry
    corrections: Sequence[Correction] = ()
    public_key: PublicKey | None = None
    signature: Path | None = None
    workers: int = 1
    telling: Telling = Telling()

    def verify(self, sample: Sample | None = None) -> Verification:
        """All of it, or what a sample needs. UsageError where there is no such folder; whatever it holds, the answer is checks."""
        published, step = Published(self.folder), self.telling.step
        step("Hashing the files, and holding the documents against the tables.")
        checks = [of_result(result) for result in publish.check(self.folder, remake_workbook=not sample)]
        checks.append(signature := of_result(check_signature(self.folder, self.signature, self.public_key)))
        signed = signature.proven > 0
        checks += _guarded("edition", lambda: [verify_edition(published, self.registry, signed=signed)])
        if sample is None:
            checks += self._whole(published)
            return Verification(published.version, _as_of(published), tuple(checks))
        try:
            chosen = _chosen(published, sample)
        except _UNREADABLE as error:
            checks.append(_unreadable("sample", error))
            return Verification(published.version, _as_of(published), tuple(checks), (0, sample.seed))
        checks += self._sampled(published, chosen)
        size = len(chosen.statement_ids)
        return Verification(published.version, _as_of(published), tuple(checks), (size, sample.seed))

    def _whole(self, published: Published) -> Iterator[Checked]:
        step = self.telling.step
        step("Resolving the observations again.")
        yield from _guarded("observations", lambda: [verify_observations(published, None)])
        yield from _guarded("changes", lambda: [verify_changes(published)])
        yield from _guarded("corrections", lambda: [verify_corrections(published, self.corrections)])
        archive = self.archive
        if archive is None:
            yield from _without_archive()
            return
        rebuild = _can_rebuild(published)
        step("Reading every row again from the archived bytes.")
        yield from self._rows(published, archive, None, read_again=not rebuild)
        yield from _guarded(
            "nothing_dropped", lambda: [verify_nothing_dropped(published, Archive(archive), self.registry)]
        )
        if not rebuild:
            yield Checked("tables", "rows of all tables, made again", 0, unchecked=_OTHER_CODE)
            return
        step("Decoding the archive again.")
        yield from _guarded(
            "tables",
            lambda: [verify_tables(published, archive, self.registry, self.workers, step)],
        )

    def _sampled(self, published: Published, chosen: Chosen) -> Iterator[Checked]:
        self.telling.step("Reading the sample again from the archived bytes.")
        yield from _guarded(
            "observations", lambda: [verify_observations(published, _observations_of(published, chosen))]
        )
        if self.archive is None:
            yield from _without_archive()
        else:
            yield from self._rows(published, self.archive, chosen, read_again=True)

    def _rows(
        self, published: Published, archive: Path, chosen: Chosen | None, *, read_again: bool
    ) -> Iterator[Checked]:
        def rows() -> Iterable[Checked]:
            return verify_rows(
                published,
                archive,
                self.registry,
                chosen,
                read_again=read_again,
                workers=self.workers,
                progress=self.telling.done,
            )

        return _guarded("statements", rows)


def _guarded(name: str, check: Callable[[], Iterable[Checked]]) -> Iterator[Checked]:
    try:
        yield from check()
    except _UNREADABLE as error:
        yield _unreadable(name, error)


def _unreadable(name: str, error: Exception) -> Checked:
    said = str(error) if isinstance(error, KotaCerdasError) else f"{type(error).__name__}: {error}"
    return Checked(name, "rows", 0, 1, (f"It cannot be checked, because something in it cannot be read: {said}",))


def _without_archive() -> Iterator[Checked]:
    for name, what in CHECKS.items():
        yield Checked(name, what, 0, unchecked=_NO_ARCHIVE)


def _can_rebuild(published: Published) -> bool:
    try:
        return published.is_of_installed_code and published.package.get("schema_version") == SCHEMA_VERSION
    except KotaCerdasError:
        return False


def _as_of(published: Published) -> str:
    try:
        return str(published.package.get("created", ""))
    except KotaCerdasError:
        return ""


def _chosen(published: Published, sample: Sample) -> Chosen:
    names = sorted(published.column("statements", "statement_id"))
    return Chosen(frozenset(random.Random(sample.seed).sample(names, min(sample.size, len(names)))))  # noqa: S311 - a sample, no secret


def _observations_of(published: Published, chosen: Chosen) -> frozenset[str]:
    if "observation_id" not in published.columns("statements"):
        return frozenset()
    data = published.table("statements", ["statement_id", "observation_id"]).to_pylist()
    named = {row["observation_id"] for row in data if row["statement_id"] in chosen.statement_ids}
    return frozenset(name for name in named if name is not None)
