"""Did each agency that was visited answer with what an agency has: a list of releases?"""

from collections.abc import Iterable

from pipeline.capture import Visit
from pipeline.model import CheckResult

NAME = "no_agency_came_back_empty"


def no_agency_came_back_empty(visits: Iterable[Visit]) -> CheckResult:
    """Fails for an agency that could not be reached or whose index lists nothing: that is never news, always a fault.

    It blocks when every agency came back empty: a night on which nothing was seen publishes nothing. One that is down does not
    stop the others; what the archive holds of it stays published.
    """
    listed = list(visits)
    findings = [
        f"{visit.agency_id}: " + (visit.errors[0] if visit.errors else "its index lists no press release.")
        for visit in listed
        if visit.listed == 0
    ]
    return CheckResult(
        NAME,
        passed=not findings,
        blocking=len(findings) == len(listed),
        summary=f"{len(listed)} agencies visited, {len(findings)} empty.",
        findings=tuple(findings),
    )
