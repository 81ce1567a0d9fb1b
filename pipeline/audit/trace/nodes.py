"""What a trace is made of, immutable: each node holds its published row, what was compared, where it comes from and what was made of it.

`kind` names a node for machines. `history` says in which snapshots the row stood, and how it changed. A node below another one leaves
out what the other shows already (null or empty).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, Literal

from pipeline.audit.fates import Fate
from pipeline.audit.steps import Step
from pipeline.model import Span

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a release text, cut from `start` of it: `quote` is the sentence in it, `number` the number, both counted in `text`.

    `before` and `after` are the paragraphs beside it. Not `archived`: the archive could not show it, and the text is what is published.
    """

    text: str
    start: int
    quote: Span
    number: Span
    archived: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of a row as it reads in CSV ('' is null), what its code means in both languages, and the extractor's reason for it."""

    name: str
    value: str
    meaning_en: str = ""
    meaning_id: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a snapshot did with a row. `cells`: the revised columns, each with its value before and now."""

    version: str
    change: Literal["published", "revised", "removed"]
    cause: str
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """One row over the snapshots at hand, oldest first. `notes`: what they cannot tell, in sentences."""

    first: str
    last: str
    editions: tuple[Edition, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to an address. `what`: how it was answered, in a few words."""

    capture_id: str
    fetched_at: datetime
    what: str
    http_status: int | None
    payload_sha256: str
    revisit_of: str | None
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Version:
    """An archived text of a release that differs from the one before it at its address.

    `says`: what it says at the place that is traced ('' for nothing). `unreadable`: why no text can be read there, else ''.
    """

    capture_id: str
    url: str
    fetched_at: datetime
    text_sha256: str
    is_read: bool
    same: bool
    says: str
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """One visit's bytes. `row` is the published one, else what the archive's index says (`published` False).

    `figures`: the statements that its text makes, by id, each with its history. `quarantine`: the published row of a page that cannot be
    read as a release.
    """

    row: Row
    published: bool
    role: str
    about: str
    visits: tuple[Visit, ...]
    steps: tuple[Step, ...]
    releases: tuple[Row, ...] = ()
    numbers: tuple[Fate, ...] = ()
    figures: tuple[tuple[str, History], ...] = ()
    quarantine: Row | None = None
    history: History | None = None
    kind: str = "capture"


@dataclass(frozen=True, slots=True)
class Release:
    """`corrections`: those of its figures. `figures`: each statement that it ever had in a snapshot at hand, by id, with its history."""

    row: Row
    versions: tuple[Version, ...]
    capture: Capture | None = None
    steps: tuple[Step, ...] = ()
    numbers: tuple[Fate, ...] = ()
    corrections: tuple[Row, ...] = ()
    figures: tuple[tuple[str, History], ...] = ()
    history: History | None = None
    kind: str = "release"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement of an observation. `agrees`: it gives the chosen value. `why`: why its value was chosen, or was not."""

    row: Row
    title: str
    published_on: str
    agrees: bool
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True)
class Observation:
    row: Row
    attributes: tuple[Attribute, ...]
    candidates: tuple[Candidate, ...]
    rule_en: str
    rule_id: str
    series_checks: tuple[Row, ...]
    steps: tuple[Step, ...] = ()
    statement: "Statement | None" = None
    history: History | None = None
    kind: str = "observation"


@dataclass(frozen=True, slots=True)
class Statement:
    """`standing`: a sentence on whether the current text of its release still says it, and what took its place."""

    row: Row
    standing: str
    attributes: tuple[Attribute, ...]
    place: Place
    repeats: tuple[Place, ...]
    correction: Row | None
    capture: Capture
    release: Release
    steps: tuple[Step, ...]
    observation: Observation | None = None
    series_checks: tuple[Row, ...] = ()
    history: History | None = None
    kind: str = "statement"


@dataclass(frozen=True, slots=True)
class Refusal:
    row: Row
    attributes: tuple[Attribute, ...]
    place: Place
    correction: Row | None
    capture: Capture
    release: Release
    steps: tuple[Step, ...]
    history: History | None = None
    kind: str = "refusal"


@dataclass(frozen=True, slots=True)
class Other:
    """A row of any other table, and the nodes that it is about: the observations of a check, the row that a change or a correction changed."""

    table: str
    row: Row
    attributes: tuple[Attribute, ...]
    steps: tuple[Step, ...]
    about: tuple["Node", ...]
    uses: tuple[tuple[str, int], ...] = ()
    history: History | None = None
    kind: str = "row"


Node = Capture | Release | Observation | Statement | Refusal | Other


@dataclass(frozen=True, slots=True)
class Trace:
    """What was asked for, in which snapshot, and its node. `notes`: what could not be shown, in sentences."""

    asked: str
    snapshot: str
    as_of: str
    schema_version: str
    synthetic: bool
    installed_code: bool
    node: Node
    notes: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything that was compared, in the order in which it is shown."""
        return tuple(_steps(self.node))

    @property
    def verified(self) -> bool:
        """Whether every step holds. One that could not be checked does not."""
        return all(step.holds for step in self.steps)


def _steps(value: Any) -> Iterator[Step]:
    if isinstance(value, Step):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _steps(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _steps(getattr(value, field.name))
