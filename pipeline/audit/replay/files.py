"""A snapshot's folder beside the one that was made again: which files are the same bytes, what differs in the others, and why."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.audit.published import Published
from pipeline.publish.changes import COMPARED, our_cause
from pipeline.publish.checksums import files_below, is_regular, sha256_of
from pipeline.publish.differences import FOLLOWS, UNEXPLAINED, Difference, differences
from pipeline.publish.documents.datapackage import described_by
from pipeline.publish.edition import MadeFrom
from pipeline.publish.workbook import FILE_NAME as WORKBOOK
from pipeline.schema import PUBLISHED, SCHEMA_VERSION
from pipeline.steps import CODE_VERSION

DOCUMENTS = "documents"
_MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that files are made by, and its fingerprint or version then and today. `parts`: what of it is another."""

    name: str
    published: str
    today: str
    parts: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return self.published == self.today


@dataclass(frozen=True, slots=True)
class FileFinding:
    """One file that is not the same bytes. `cause`: the name of the Code that differs, or `correction`; empty where nothing explains it."""

    name: str
    what: str
    cause: str


class Comparison:
    """The published folder, and the one that was made again from the archive. Nothing of either is changed.

    `news`: only what can be news is compared, as of a night that should have brought none: not captures, changes and documents.
    """

    def __init__(self, published: Published, again: Path, *, news: bool = False) -> None:
        self.published, self.again, self.news = published, again, news

    @cached_property
    def code(self) -> tuple[Code, ...]:
        """What the snapshot was made by, then and today."""
        package, made = self.published.package, MadeFrom.installed()
        then = self.published.made_from
        parts = then.others(made)
        return (
            Code("extractor", then.extractor, made.extractor, tuple(n for n in parts if not n.endswith(" lists"))),
            Code("codebook", then.codebook, made.codebook, tuple(n for n in parts if n.endswith(" lists"))),
            Code("schema", str(package.get("schema_version", "")), SCHEMA_VERSION),
            Code(DOCUMENTS, str(package.get("described_by", "")), described_by()),
            Code("library", _writer(self.published.folder), _writer(self.again)),
            Code("version", str(package.get("code_version", "")), CODE_VERSION),
        )

    @property
    def ours(self) -> str:
        """What explains a row that differs; UNEXPLAINED where it was read by the very same code and lists."""
        if rows := our_cause(self.published.made_from, MadeFrom.installed()).removeprefix("source"):
            return rows
        return next((name for name in ("schema", "version") if self._other(name)), UNEXPLAINED)

    @cached_property
    def names(self) -> list[str]:
        """Every file of either that is compared."""
        names = {*files_below(self.published.folder), *files_below(self.again)}
        compared = {f"data/{table.name}.{form}" for table in COMPARED for form in ("parquet", "csv")}
        return sorted(names & compared if self.news else names)

    @cached_property
    def differing(self) -> list[str]:
        return [name for name in self.names if not _same(self.published.folder / name, self.again / name)]

    @cached_property
    def rows(self) -> list[Difference]:
        """Rows that differ, where any table's Parquet file does. ValueError where the published ones cannot be compared."""
        parquet = [name for name in self.differing if name.endswith(".parquet")]
        tables = COMPARED if self.news else PUBLISHED
        return differences(self.published.folder, self.again, self.ours, tables) if parquet else []

    def findings(self) -> list[FileFinding]:
        """One for each file that differs: tables first, then what is made from them."""
        tables = list(self._tables())
        rest = [name for name in self.differing if name not in {each.name for each in tables}]
        # What is made from tables that differ for a reason differs for the same; from others, it is looked at by itself.
        followed = _one({each.cause for each in tables}) if tables else UNEXPLAINED
        return tables + list(self._documents(rest, followed))

    def _tables(self) -> Iterator[FileFinding]:
        try:
            rows, broken = self.rows, ""
        except (ValueError, OSError) as error:
            rows, broken = [], f"cannot be compared row by row: {str(error)[:_MOST_CHARACTERS]}"
        of = {table.name: [row for row in rows if row.table == table.name] for table in PUBLISHED}
        for table in PUBLISHED:
            parquet, text = f"data/{table.name}.parquet", f"data/{table.name}.csv"
            if parquet in self.differing:
                yield FileFinding(parquet, *(self._missing(parquet) or self._table(parquet, of[table.name], broken)))
            if text in self.differing:
                yield FileFinding(text, *(self._missing(text) or self._csv(text, table.name, of[table.name])))

    def _csv(self, name: str, table: str, rows: list[Difference]) -> tuple[str, str]:
        cause = _one({row.cause for row in rows} or {self._document_cause()})
        if rows and cause:
            return "differs in the same rows as its Parquet file", cause
        return _first_line(self._pair(name), table), cause

    def _table(self, name: str, rows: list[Difference], broken: str) -> tuple[str, str]:
        if broken:
            return broken, UNEXPLAINED
        columns = _columns(self._pair(name))
        if not rows and not columns:
            return self._packed(name)
        counts = {
            change: len({row.row_id for row in rows if row.change == change})
            for change in ("added", "removed", "revised")
        }
        words = {"added": "only made again", "removed": "only published", "revised": "differ"}
        said = [f"{count:,} rows {words[change]}" for change, count in counts.items() if count]
        causes = {row.cause for row in rows} | (
            {"schema" if self._other("schema") else UNEXPLAINED} if columns else set()
        )
        return "; ".join([*said, *columns]), _one(causes)

    def _packed(self, name: str) -> tuple[str, str]:
        """Of a table of which no row differs. Nothing but a hand can make a row stand twice."""
        then, today = (pq.read_table(path, partitioning=None) for path in self._pair(name))
        if then.num_rows != today.num_rows:
            return f"has {then.num_rows:,} rows, made again {today.num_rows:,}: some stand twice", UNEXPLAINED
        how = "are packed otherwise" if then.equals(today) else "stand in another order"
        cause = next((each for each in ("library", "schema", DOCUMENTS) if self._other(each)), UNEXPLAINED)
        return f"has the same rows, which {how}", cause

    def _documents(self, names: list[str], followed: str) -> Iterator[FileFinding]:
        other = self._document_cause()
        for name in names:
            if missing := self._missing(name):
                yield FileFinding(name, *missing)
            elif other:
                yield FileFinding(name, "written by other code, and not compared", other)
            elif followed:
                yield FileFinding(name, "follows from the tables", followed)
            else:
                yield FileFinding(name, _first_line(self._pair(name)), UNEXPLAINED)

    def _document_cause(self) -> str:
        return next((name for name in ("schema", DOCUMENTS) if self._other(name)), UNEXPLAINED)

    def _missing(self, name: str) -> tuple[str, str] | None:
        for path, what in zip(self._pair(name), ("was not published", "is not made again"), strict=True):
            if not is_regular(path):
                linked = " as a file of its own" if path.is_symlink() else ""
                return what + linked, self._document_cause()
        return None

    def _pair(self, name: str) -> tuple[Path, Path]:
        return self.published.folder / name, self.again / name

    def _other(self, name: str) -> bool:
        return not next(code for code in self.code if code.name == name).same


def _same(one: Path, other: Path) -> bool:
    """Whether both are files of the same bytes."""
    if not is_regular(one) or not is_regular(other) or one.stat().st_size != other.stat().st_size:
        return False
    return sha256_of(one) == sha256_of(other)


def _one(causes: Iterable[str]) -> str:
    """UNEXPLAINED where one of them is; else all of them."""
    listed = set(causes)
    return UNEXPLAINED if UNEXPLAINED in listed else ", ".join(sorted(listed - {FOLLOWS} or listed))


def _writer(folder: Path) -> str:
    """The library that wrote the Parquet files, as they say themselves; '' where they do not."""
    try:
        return str(pq.read_metadata(folder / "data" / "statements.parquet").created_by)
    except (OSError, ValueError):
        return ""


def _columns(pair: tuple[Path, Path]) -> list[str]:
    """What one has for columns and the other has not, or has of another type."""
    try:
        then, today = ({field.name: str(field.type) for field in pq.read_schema(path)} for path in pair)
    except (OSError, ValueError) as error:
        return [f"its columns cannot be read: {str(error)[:_MOST_CHARACTERS]}"]
    found = [f"column {name} is not made again" for name in then if name not in today]
    found += [f"column {name} was not published" for name in today if name not in then]
    return found + [
        f"column {name} was published as {then[name]} and is made as {today[name]}"
        for name in then
        if name in today and then[name] != today[name]
    ]


def _first_line(pair: tuple[Path, Path], table: str = "") -> str:
    """Where two text files part: the number of the line, and both; of a table's CSV the columns."""
    if pair[0].name == WORKBOOK:
        return "has other bytes"
    with pair[0].open("rb") as then, pair[1].open("rb") as today:
        heading: list[str] = []
        for number, (one, other) in enumerate(zip_longest(then, today), start=1):
            if number == 1 and table:
                heading = next(csv.reader([_text(one)]), [])
            if one == other:
                continue
            where = f"line {number}"
            if table and one is not None and other is not None:
                cells = zip(heading, *(next(csv.reader([_text(line)]), []) for line in (one, other)), strict=False)
                where += ", " + (", ".join(name for name, a, b in cells if a != b) or "its form")
            return f"differs first at {where}: published {_shown(one)}, made again {_shown(other)}"
    return "is no longer the same"


def _text(line: bytes | None) -> str:
    return (line or b"").decode("utf-8", "replace").rstrip("\n")


def _shown(line: bytes | None) -> str:
    if line is None:
        return "nothing more"
    text = _text(line)
    return repr(text[:_MOST_CHARACTERS]) + ("..." if len(text) > _MOST_CHARACTERS else "")
