"""The check that the documents say what the tables say: made again from the tables, they are the same bytes."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipeline.errors import UsageError
from pipeline.model import CheckResult
from pipeline.publish import checksums, workbook
from pipeline.publish.check_files import Described, result
from pipeline.publish.checksums import is_regular, sha256_of
from pipeline.publish.contents import Contents, read_contents
from pipeline.publish.documents import datapackage, documents

NAME = "documents"


def check_documents(
    folder: Path, tables: list[Described], hashes: Mapping[str, str], *, remake_workbook: bool
) -> CheckResult:
    """Only a snapshot whose documents this very code wrote can be compared; of another the summary says so, and
    the result is neither passed nor blocking.

    `tables` are those that were found to be files as described; without them nothing is opened, and nothing passes. `hashes` are
    those of the files found in the folder. `remake_workbook`: not needed by whoever has just made it.
    """
    if not tables:
        return result(NAME, "Documents say what the tables say", ["There is no table to read."])
    try:
        package = json.loads((folder / datapackage.FILE_NAME).read_text(encoding="utf-8"))
        if package.get("described_by") != datapackage.described_by():  # schema 1.0.0 says nothing
            by = f"kotacerdas {package['code_version']}"
            return CheckResult(
                NAME, False, False, f"Documents were written by other code ({by}), and were not compared"
            )
        contents = read_contents(folder, datapackage.read_edition(package), hashes)
        expected = documents(contents)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, UsageError, duckdb.Error) as error:
        return result(NAME, "Documents say what the tables say", [f"They cannot be made again: {error}"])
    package_said = json.loads(expected.pop(datapackage.FILE_NAME))
    findings = [
        f"{name} says something else than the tables, or is not there."
        for name, text in sorted(expected.items())
        if not is_regular(folder / name) or (folder / name).read_bytes() != text.encode()
    ]
    known = {*expected, datapackage.FILE_NAME, checksums.FILE_NAME, *(file.path for file in contents.files)}
    findings += [f"{name} is no file of a snapshot." for name in checksums.files_below(folder) if name not in known]
    if remake_workbook and not _workbook_is_that_of_the_tables(contents):
        findings.append(f"{workbook.FILE_NAME} says something else than the tables.")
    # It was read to know the edition, so here it is what it says that counts.
    if package != package_said:
        findings.append(f"{datapackage.FILE_NAME} says something else than the tables.")
    return result(NAME, f"{len(expected) + 1} documents say what the tables say", findings)


def _workbook_is_that_of_the_tables(contents: Contents) -> bool:
    """Written again, beside the folder, it has the same bytes."""
    path = contents.folder / workbook.FILE_NAME
    with tempfile.TemporaryDirectory() as scratch:
        again = Path(scratch) / workbook.FILE_NAME
        workbook.write_workbook(contents.folder, contents.edition, Path(scratch), again)
        return is_regular(path) and sha256_of(again) == sha256_of(path)
