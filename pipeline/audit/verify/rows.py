"""Every row against the bytes: captures, releases, statements and refusals, a chunk of releases at a time, in processes side by side."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.agencies import Registry
from pipeline.audit.proofs import Prover
from pipeline.audit.published import Published, plain_rows
from pipeline.audit.reread import Rereader, Unreadable
from pipeline.audit.steps import Step
from pipeline.audit.verify.report import MOST_FINDINGS, Checked
from pipeline.capture import Archive
from pipeline.gate import every_number_accounted_for
from pipeline.model import ReleaseText

Row = dict[str, Any]
RELEASES_AT_ONCE = 250
CHECKS = {
    "captures": "captures, whose bytes were hashed again",
    "press_releases": "press releases, whose text was decoded again",
    "statements": "statements, whose quote, number, value and id were read again",
    "refusals": "refused numbers, read again at their place",
    "accounting": "texts in which each number is accounted for once",
}


@dataclass
class Tally:
    """What one worker counted; worth no more than a sum."""

    proven: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, check: str, row: str, steps: Iterable[Step]) -> None:
        """One row. A step that could not be checked is one that does not hold: whoever asks has an archive."""
        failed = [step for step in steps if not step.holds]
        if not failed:
            self.proven[check] += 1
            return
        self.wrong[check] += 1
        self.findings[check] += [f"{row}: {step.what}: {step.detail}" for step in failed]

    def merge(self, other: "Tally") -> None:
        self.proven += other.proven
        self.wrong += other.wrong
        for check, sentences in other.findings.items():
            mine = self.findings[check]
            mine += sentences[: MOST_FINDINGS - len(mine)]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The statements that a sample is of; their captures and releases are looked at, and no other rows."""

    statement_ids: frozenset[str]


def verify_rows(
    published: Published,
    archive: Path,
    registry: Registry,
    chosen: Chosen | None,
    *,
    read_again: bool,
    workers: int,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> tuple[Checked, ...]:
    """`read_again`: whether to extract each text anew. UsageError where the tables cannot be read at all. `progress` is told how many releases and captures are done, of how many."""
    names = _released(published, chosen)
    chunks: list[tuple[str, int, int]] = [
        ("release", start, min(start + RELEASES_AT_ONCE, len(names)))
        for start in range(0, len(names), RELEASES_AT_ONCE)
    ]
    captures = published.table("captures", ["capture_id"]).num_rows
    if chosen is None:
        chunks += [
            ("capture", start, min(start + 4 * RELEASES_AT_ONCE, captures))
            for start in range(0, captures, 4 * RELEASES_AT_ONCE)
        ]
    total = sum(stop - start for _, start, stop in chunks)
    tally, done = Tally(), 0
    begin = (published.folder, archive, registry, chosen, read_again)
    for size, part in _tallies(chunks, begin, workers):
        tally.merge(part)
        done += size
        progress(done, total)
    again = (
        ""
        if published.is_of_installed_code
        else (
            "What they say (indicator, area, time, status ...) was not read again: other code or another codebook made the snapshot."
        )
    )
    return tuple(
        Checked(
            name,
            what,
            tally.proven[name],
            tally.wrong[name],
            tuple(tally.findings[name]),
            again if name in ("statements", "refusals") else "",
        )
        for name, what in CHECKS.items()
        if not (chosen and name in ("refusals", "accounting"))
    )


def _tallies(
    chunks: Sequence[tuple[str, int, int]], begin: tuple[Path, Path, Registry, Chosen | None, bool], workers: int
) -> Iterator[tuple[int, Tally]]:
    if workers == 1 or len(chunks) == 1:
        _begin(*begin)
        yield from ((stop - start, _chunk(kind, start, stop)) for kind, start, stop in chunks)
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=begin) as pool:
        waiting = {pool.submit(_chunk, *chunk): chunk[2] - chunk[1] for chunk in chunks}
        for future in as_completed(waiting):
            yield waiting[future], future.result()


@dataclass
class _Worker:
    """What each process holds: the tables as Arrow, which is small, and rows of Python's only of the chunk at hand."""

    prover: Prover
    chosen: Chosen | None
    names: list[str]
    tables: dict[str, tuple[pa.Table, list[str]]]

    def rows(self, table: str, low: str, high: str) -> dict[str, list[Row]]:
        """Of the releases from `low` to `high`, by release. Rows stand in order of release."""
        data, keys = self.tables[table]
        start, stop = bisect_left(keys, low), bisect_left(keys, high + "\x00")
        found: dict[str, list[Row]] = defaultdict(list)
        for row in plain_rows(data.slice(start, stop - start)):
            found[row["release_id"]].append(row)
        return found


_worker: _Worker | None = None


def _begin(folder: Path, archive: Path, registry: Registry, chosen: Chosen | None, read_again: bool) -> None:
    global _worker
    published = Published(folder)
    prover = Prover(published, Rereader(Archive(archive), registry), read_again=read_again)
    tables = {}
    for name in ("press_releases", "statements", "refusals"):
        data = published.sound_table(name)
        tables[name] = (data, published.column(name, "release_id"))
    _worker = _Worker(prover, chosen, _released(published, chosen), tables)


def _chunk(kind: str, start: int, stop: int) -> Tally:
    assert _worker is not None
    tally = Tally()
    if kind == "capture":
        data = _worker.prover.published.sound_table("captures")
        for row in plain_rows(data.slice(start, stop - start)):
            tally.add("captures", row["capture_id"], _worker.prover.capture(row))
        return tally
    names = _worker.names[start:stop]
    releases, statements, refusals = (
        _worker.rows(table, names[0], names[-1]) for table in ("press_releases", "statements", "refusals")
    )
    for name in names:
        _release(_worker, tally, releases.get(name, []), statements.get(name, []), refusals.get(name, []))
    return tally


def _release(worker: _Worker, tally: Tally, releases: list[Row], statements: list[Row], refusals: list[Row]) -> None:
    """All that was published of one release, each text of it decoded once."""
    prover, chosen = worker.prover, worker.chosen
    by_capture: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in statements:
        if chosen is None or row["statement_id"] in chosen.statement_ids:
            by_capture[row["capture_id"]][0].append(row)
    for row in refusals if chosen is None else ():
        by_capture[row["capture_id"]][1].append(row)
    release = releases[0] if releases else None
    if release is None:
        name = next((row["release_id"] for row in (*statements, *refusals)), "")
        tally.add("press_releases", name, [Step("release", False, "rows name it, and it is not in press_releases")])
        return
    tally.add("press_releases", release["release_id"], prover.release(release, release["capture_id"]))
    by_capture.setdefault(release["capture_id"], ([], []))
    for capture_id, (said, refused) in by_capture.items():
        if chosen is not None:
            _capture(prover, tally, capture_id)
        try:
            text = prover.rereader.text(capture_id)
        except Unreadable as error:
            unread = [Step("its text", False, str(error))]
            for row in said:
                tally.add("statements", row["statement_id"], unread)
            for row in refused:
                tally.add("refusals", _refusal_name(row), unread)
            continue
        for row in said:
            tally.add("statements", row["statement_id"], prover.statement(row, text))
        for row in refused:
            tally.add("refusals", _refusal_name(row), prover.refusal(row, text))
        if chosen is None and capture_id == release["capture_id"]:
            tally.add("accounting", release["release_id"], _accounted(prover, release, text, said, refused))


def _capture(prover: Prover, tally: Tally, capture_id: str) -> None:
    rows = prover.published.rows("captures", capture_id=capture_id)
    missing = [Step("capture", False, "rows name it, and it is not in captures")]
    tally.add("captures", capture_id, prover.capture(rows[0]) if rows else missing)


def _accounted(prover: Prover, release: Row, text: ReleaseText, said: list[Row], refused: list[Row]) -> Iterator[Step]:
    """That each number of a current text is published once; by a count of our own, and where that can be, as it is read again."""
    result = every_number_accounted_for(
        [{"capture_id": text.capture_id, "url": text.url, "text": text.text}], said, refused
    )
    yield Step("numbers of the text", result.passed, " ".join(result.findings) or result.summary)
    if prover.can_read_again and not any(row["correction_id"] for row in (*said, *refused)):
        statements, spans = prover.read_again(text, release["release_id"])
        lost = statements - {row["statement_id"] for row in said}
        unsaid = spans - {(row["mention_start"], row["mention_end"]) for row in refused}
        told = [*sorted(lost), *(f"the refused number at [{start}:{end}]" for start, end in sorted(unsaid))]
        yield Step(
            "figures that the text makes when it is read again",
            not told,
            f"not published: {', '.join(told)}" if told else "all are published",
        )


def _released(published: Published, chosen: Chosen | None) -> list[str]:
    """Ids of releases, in order, that any row names: one that press_releases lacks is to be found out."""
    if chosen is None:
        tables = ("press_releases", "statements", "refusals")
        return sorted({name for table in tables for name in published.column(table, "release_id")})
    pairs = zip(
        published.column("statements", "statement_id"), published.column("statements", "release_id"), strict=True
    )
    return sorted({release for statement, release in pairs if statement in chosen.statement_ids})


def _refusal_name(row: Row) -> str:
    return f"{row['release_id']}/{row['mention_start']}/{row['mention_end']}"
