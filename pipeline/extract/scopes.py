"""Scope: the whole that a figure is a part of ('141 kabupaten dari 514 kabupaten')."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.extract.draft import Draft


def scope_total(draft: Draft, group: Sequence[Draft]) -> Decimal | None:
    """The next figure of the sentence, if it is greater, of the same unit, and brought in by 'dari'."""
    later = next((other for other in group if other.first >= draft.last), None)
    if later is None or later.unit != draft.unit or later.mention.value <= draft.mention.value:
        return None
    return later.mention.value if later.opened_by == "dari" else None
