"""Figures in brackets: what is said in them is said in passing, and what stands behind them belongs to what stands before."""

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.expressions import Period
from pipeline.extract.tokens import Token
from pipeline.model import Span


def bracket_of(tokens: Sequence[Token], draft: Draft) -> Span | None:
    """The text of the bracket that the figure stands in: '34 MW (kemajuan 95,5 persen), 40 MW'."""
    behind = range(draft.last, min(len(tokens), draft.last + _REACH))
    last = next((index for index in behind if tokens[index].text in _BRACKETS), None)
    if last is None or tokens[last].text == "(":
        return None
    before = range(draft.first - 1, max(-1, draft.first - _REACH), -1)
    first = next((index for index in before if tokens[index].text == "("), None)
    return Span(tokens[first].start, tokens[last].end) if first is not None else None


def opens_behind(tokens: Sequence[Token], draft: Draft, later: Draft) -> bool:
    """Whether the later figure stands in a bracket right behind the earlier: '760 ton (70 persen kapasitas) pada Mei'."""
    return draft.last < later.first and tokens[draft.last].text == "(" and bracket_of(tokens, later) is not None


def is_told_aside(tokens: Sequence[Token], drafts: Sequence[Draft], index: int, period: Period) -> bool:
    """Whether the period stands in the bracket of a neighbouring figure, and the figure itself outside."""
    if bracket_of(tokens, drafts[index]):
        return False
    brackets = (bracket_of(tokens, other) for other in drafts[max(0, index - 1) : index + 2])
    return any(bracket is not None and bracket.start < period.start < bracket.end for bracket in brackets)


_BRACKETS = frozenset("()")
_REACH = 20
"""Words from a figure to its brackets."""
