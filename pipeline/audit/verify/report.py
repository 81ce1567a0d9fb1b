"""What verification found: per check how much was proven, what could not be and why, and what does not match."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import CheckResult

MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """One check. `proven` and `wrong` count what `what` names (rows, files, captures); `wrong` may be more than the findings told.

    `unchecked`: a sentence on what could not be checked and why, else ''. Nothing proven, nothing wrong: it was not done at all.
    """

    name: str
    what: str
    proven: int
    wrong: int = 0
    findings: tuple[str, ...] = ()
    unchecked: str = ""

    @property
    def holds(self) -> bool:
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Verification:
    """`sampled`: how many statements were chosen, with which seed; None: all rows were looked at."""

    snapshot: str
    as_of: str
    checks: tuple[Checked, ...]
    sampled: tuple[int, int] | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing that could be checked is wrong."""
        return all(check.holds for check in self.checks)


def found(name: str, what: str, proven: int, findings: Iterable[str], unchecked: str = "") -> Checked:
    """A check whose findings are all at hand."""
    listed = tuple(findings)
    return Checked(name, what, proven, len(listed), listed[:MOST_FINDINGS], unchecked)


def of_result(result: CheckResult) -> Checked:
    """The result of a check that knows only whether it passed; one that is not blocking could not be done."""
    if result.passed:
        return Checked(result.name, result.summary, 1)
    if not result.blocking:
        return Checked(result.name, result.summary, 0, unchecked=". ".join((result.summary, *result.findings)))
    return found(result.name, result.summary, 0, result.findings or (result.summary,))
