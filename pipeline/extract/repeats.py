"""Repeats: figures of one text that say the same fact. The first in the body is the figure, the others its repeats."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.occasions import RATES
from pipeline.model import Figure, Span


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with what decides whether another says the same. `..._said`: words of its own sentence give it."""

    figure: Figure
    in_title: bool
    sentence: int
    time_said: bool
    status_said: bool
    head: str


def without_repeats(placed: Sequence[Placed]) -> list[Figure]:
    """The figures in reading order, each with the spans of its repeats."""
    kept: list[tuple[Placed, list[Span]]] = []
    by_value: dict[tuple[object, object], list[int]] = {}
    for candidate in sorted(placed, key=lambda p: (p.in_title, p.figure.value_span)):
        key = (candidate.figure.value, candidate.figure.value_max)
        same = next((index for index in by_value.get(key, ()) if is_same(kept[index][0], candidate)), None)
        if same is None:
            by_value.setdefault(key, []).append(len(kept))
            kept.append((candidate, []))
        else:
            first, spans = kept[same]
            spans.append(candidate.figure.value_span)
            kept[same] = (_named(_dated(first, candidate), candidate), spans)
    figures = [_with(first.figure, spans) for first, spans in kept]
    return sorted(figures, key=lambda figure: figure.value_span)


def _dated(first: Placed, repeat: Placed) -> Placed:
    """An undated mention has the time that a later one of the same fact is given; equal shares may be of other things."""
    a, b = first.figure, repeat.figure
    if a.time_end or not b.time_end or repeat.in_title or a.unit in RATES:
        return first
    because = _because(a, "time")
    figure = replace(
        a,
        time_start=b.time_start,
        time_end=b.time_end,
        time_text=b.time_text,
        time_kind=b.time_kind,
        time_basis="inferred",
        because=because,
    )
    return replace(first, figure=figure, time_said=True)


def _named(first: Placed, repeat: Placed) -> Placed:
    """A mention whose clause does not say what it counts counts what a later one of the same fact does."""
    a, b = first.figure, repeat.figure
    if a.indicator_id or not b.indicator_id:
        return first
    program_id = a.program_id or b.program_id
    figure = replace(a, indicator_id=b.indicator_id, program_id=program_id, because=_because(a, "indicator"))
    return replace(first, figure=figure)


def _because(figure: Figure, attribute: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, _AGAIN if key == attribute else why) for key, why in figure.because)


def _with(figure: Figure, spans: list[Span]) -> Figure:
    return replace(figure, repeats=tuple(sorted({span for span in spans if span != figure.value_span})))


def is_same(first: Placed, other: Placed) -> bool:
    """Equal values of one unit, unless they stand side by side in one sentence or the text sets them apart by time or status.
    A rate is told apart by what its own sentence says of its time alone: several of one text may round to the same."""
    a, b = first.figure, other.figure
    if a.value_span == b.value_span or a.unit != b.unit:
        return False
    if first.sentence == other.sentence and first.in_title == other.in_title:
        return False
    if (a.unit not in RATES or (first.time_said and other.time_said)) and not _same_time(a, b):
        return False
    if (
        {a.status, b.status} in ({"realised", "planned"}, {"realised", "target"})
        and first.status_said
        and other.status_said
    ):
        return False
    if {a.qualifier, b.qualifier} in _OPPOSITE:
        return False  # 'di atas 50 persen' and 'di bawah 50 persen' are two facts
    if a.ref_area != b.ref_area and "ID" not in (a.ref_area, b.ref_area):
        return False
    small = a.value < 20 and a.unit in ("count", "person")
    return not (small and first.head and other.head and first.head != other.head)


def _same_time(a: Figure, b: Figure) -> bool:
    """Equal, or one lies within the other: a day in its year, a year in the running total that it closes."""
    if a.time_end is None or b.time_end is None:
        return True
    return _start(a) <= _start(b) <= b.time_end <= a.time_end or _start(b) <= _start(a) <= a.time_end <= b.time_end


def _start(figure: Figure) -> date:
    return figure.time_start or figure.time_end or date.min


_AGAIN = "given where the same fact is told again"
_OPPOSITE = ({"more_than", "less_than"}, {"at_least", "at_most"}, {"more_than", "almost"})
