"""The check behind the promise: each quote, number and value is read again from the archived bytes, all of them, every time."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.agencies import Agency
from pipeline.capture import Archive
from pipeline.decode import decode
from pipeline.errors import ArchiveError, UsageError
from pipeline.extract import load_codebook, value_of
from pipeline.model import CheckResult, Quarantined

NAME = "every_quote_stands_where_it_says"
_MOST_FINDINGS = 20


def every_quote_stands_where_it_says(
    texts: Iterable[Mapping[str, Any]],
    statements: Iterable[Mapping[str, Any]],
    archive: Archive,
    agencies: Mapping[str, Agency],
) -> CheckResult:
    """Decode each text anew from its WARC record and compare: text hash, quote and number at their spans, and the value."""
    by_capture: dict[str, list[Mapping[str, Any]]] = {}
    for statement in statements:
        by_capture.setdefault(statement["capture_id"], []).append(statement)
    findings: list[str] = []
    checked = read = 0
    for row in texts:
        read += 1
        problem = _text_problem(row, archive, agencies)
        if problem:
            findings.append(problem)
        for statement in by_capture.pop(row["capture_id"], ()):
            checked += 1
            if problem or (problem_of_row := _statement_problem(statement, row["text"])):
                findings.append(problem or f"Statement {statement['statement_id']}: {problem_of_row}")
    findings += [f"Capture {capture} has statements but no decoded text." for capture in by_capture]
    return CheckResult(
        NAME,
        passed=not findings,
        blocking=True,
        summary=f"{checked} quotes re-read from {read} archived texts, {len(findings)} wrong.",
        findings=tuple(dict.fromkeys(findings))[:_MOST_FINDINGS],
    )


def _text_problem(row: Mapping[str, Any], archive: Archive, agencies: Mapping[str, Agency]) -> str | None:
    try:
        capture = archive.find(row["capture_id"])
        release = decode(capture, archive.read(capture), agencies[row["agency_id"]])
    except (ArchiveError, UsageError, KeyError) as error:
        return f"Capture {row['capture_id']} of {row['url']} cannot be read again: {error}"
    if isinstance(release, Quarantined):
        return f"Capture {row['capture_id']} of {row['url']} no longer decodes: {release.detail}"
    if release.text_sha256 != row["text_sha256"] or release.text != row["text"]:
        return f"Capture {row['capture_id']} of {row['url']} decodes to another text than the one that was read."
    return None


def _statement_problem(statement: Mapping[str, Any], text: str) -> str | None:
    quote_start, quote_end = statement["quote_start"], statement["quote_end"]
    start, end = statement["value_start"], statement["value_end"]
    if text[quote_start:quote_end] != statement["quote"]:
        return f"its quote does not stand at [{quote_start}:{quote_end}]."
    if text[start:end] != statement["value_text"]:
        return f"its number '{statement['value_text']}' does not stand at [{start}:{end}]."
    if not quote_start <= start < end <= quote_end:
        return f"its number at [{start}:{end}] lies outside its quote [{quote_start}:{quote_end}]."
    said, published = value_of(text[start:end], load_codebook()), (statement["value"], statement["value_max"])
    if said != published:
        return f"its number '{statement['value_text']}' says {said}, not {published}."
    return None
