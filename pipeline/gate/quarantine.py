"""Pages that could not be read as a release: kept in the archive, named here for a person, never a reason to stop the rest."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.model import CheckResult

NAME = "nothing_quarantined"
_MOST_FINDINGS = 20


def nothing_quarantined(quarantine: Iterable[Mapping[str, Any]]) -> CheckResult:
    findings = [f"{row['agency_id']}: {row['url']}: {row['reason']}: {row['detail']}" for row in quarantine]
    return CheckResult(
        NAME,
        passed=not findings,
        blocking=False,
        summary=f"{len(findings)} captures wait for a person.",
        findings=tuple(findings[:_MOST_FINDINGS]),
    )
