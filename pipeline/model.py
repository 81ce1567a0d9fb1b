"""The nouns that stages hand to each other, immutable. What a stage keeps to itself is declared in that stage."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

SourceKind = Literal["live", "archive", "import", "sample"]
Status = Literal["realised", "planned", "target", "unknown"]
Qualifier = Literal["exact", "approximate", "at_least", "more_than", "at_most", "less_than", "almost", "range"]
TimeKind = Literal["point", "annual", "cumulative", "target_by"]
TimeBasis = Literal["stated", "inferred", "none"]


class Span(NamedTuple):
    """Half-open range of character offsets (Unicode code points) in a release text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP response (or imported file) as it arrived, and where its record stands in the archive.

    `payload_sha256` is lower-case hex over the HTTP entity body as it was sent (content coding kept, transfer coding
    removed), the bytes that ISO 28500 calls the payload; `byte_count` is their number. A revisit has no payload of its own:
    it carries the hash of the capture named by `revisit_of`, whose bytes it confirms.
    """

    capture_id: str
    agency_id: str
    url: str
    fetched_at: datetime
    http_status: int | None
    media_type: str | None
    payload_sha256: str
    byte_count: int
    warc_file: str
    warc_offset: int
    etag: str | None
    last_modified: str | None
    source_kind: SourceKind
    revisit_of: str | None


@dataclass(frozen=True, slots=True)
class ReleaseText:
    """One decoded text of a press release: what one capture says.

    `text` is title, blank line, body when the source keeps the title apart (`body_start` is where the body begins), or the
    source's text as it stands, title line included (`body_start` = 0). All published offsets count in `text`.

    `attachments` are the addresses of its files. `release_id` is what this text alone tells; copies.py settles it among all.
    """

    capture_id: str
    agency_id: str
    release_id: str
    url: str
    number: str | None
    title: str
    published_on: date | None
    place: str | None
    language: str
    text: str
    body_start: int
    text_sha256: str
    fetched_at: datetime
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A capture that was requested as a release and cannot be read as one; kept, with its reason, for a person."""

    capture_id: str
    agency_id: str
    url: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A mention that says a program figure: what extraction knows before ids and history are added.

    The number expression stands at `value_span` and the sentence at `quote_span` of the release text. `value` and
    `value_max` are exact, scale applied. `time_start` and `time_end` are the first and last day of the period; a running
    total without a stated beginning has no `time_start`. `because` says, for people, why each attribute was read so.
    """

    value: Decimal
    value_max: Decimal | None
    qualifier: Qualifier
    unit: str
    counted: str | None
    indicator_id: str | None
    program_id: str | None
    ref_area: str
    ref_area_name: str
    area_kind: str
    time_start: date | None
    time_end: date | None
    time_text: str | None
    time_kind: TimeKind | None
    time_basis: TimeBasis
    status: Status
    scope_total: Decimal | None
    speaker: str | None
    value_span: Span
    quote_span: Span
    repeats: tuple[Span, ...]
    rule_id: str
    rule_version: int
    confidence: float
    because: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that is no figure, and the reason's code. `because` says, for people, which word or rule decided."""

    span: Span
    reason: str
    because: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Extraction:
    """Every number of one text, each exactly once: a figure (or one of its repeats) or a refusal."""

    figures: tuple[Figure, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found. A failed blocking check stops publication; `findings` name rows, each a full sentence."""

    name: str
    passed: bool
    blocking: bool
    summary: str
    findings: tuple[str, ...] = ()
