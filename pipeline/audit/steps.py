"""One comparison, as every kind of audit reports it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What was compared, whether it holds (None: it could not be checked), and what was found, or both sides, or why not."""

    what: str
    holds: bool | None
    detail: str
