"""Whether a snapshot folder is whole and is what it says of itself; nothing but the folder is needed."""

from pathlib import Path

from pipeline.errors import UsageError
from pipeline.model import CheckResult
from pipeline.publish.check_documents import check_documents
from pipeline.publish.check_files import check_checksums, check_descriptor
from pipeline.publish.check_rows import check_rows


def check(folder: Path, *, remake_workbook: bool = True) -> list[CheckResult]:
    """One result for each property checked. All are blocking but the documents of other code, which cannot be compared. Changes nothing, and reads nothing outside the folder.

    The folder may come from a stranger: whatever it holds, the answer is a list of results. UsageError where there is no folder.
    `remake_workbook`: whether the workbook is written again to be compared, which of a large snapshot takes a while.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", "Name a snapshot's folder, the one that holds SHA256SUMS.")
    files, hashes = check_checksums(folder)
    descriptor, tables = check_descriptor(folder, hashes)
    return [
        files,
        descriptor,
        *check_rows(tables),
        check_documents(folder, tables, hashes, remake_workbook=remake_workbook),
    ]
