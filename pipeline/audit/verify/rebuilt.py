"""All tables made again from the archive by the installed code, and compared cell by cell: what no row can prove by itself."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.agencies import Registry
from pipeline.audit.published import Published
from pipeline.audit.replay.state import files_of, link_files
from pipeline.audit.verify.corrected import corrections_told
from pipeline.audit.verify.report import MOST_FINDINGS, Checked, found
from pipeline.gate.corrections import Correction
from pipeline.load import observations_again
from pipeline.publish.changes import our_cause
from pipeline.publish.differences import UNEXPLAINED, Difference, changes_again, differences, export_tables
from pipeline.publish.documents.datapackage import described_by
from pipeline.publish.edition import MadeFrom
from pipeline.schema import CHANGES, PUBLISHED
from pipeline.steps import decode_step, extract_step, load_step
from pipeline.workspace import Workspace

TABLES = tuple(table for table in PUBLISHED if table is not CHANGES)


def verify_tables(
    published: Published, archive: Path, registry: Registry, workers: int, step: Callable[[str], None]
) -> Checked:
    """Every cell of every table but `changes`, with the corrections that the snapshot tells of applied again.

    Any KotaCerdasError that a step of the night can end in, among them corrections that do not fit what is read.
    """
    with tempfile.TemporaryDirectory(prefix="kotacerdas-verify-") as scratch:
        again = Path(scratch) / published.version
        make_again(again, archive, files_of(published), registry, corrections_told(published), workers, step)
        differing = differences(published.folder, again, UNEXPLAINED, TABLES)
    rows = sum(published.table(table.name, [table.columns[0].name]).num_rows for table in TABLES)
    wrong_rows = {(each.table, each.row_id) for each in differing}
    return Checked(
        "tables",
        "rows of all tables, made again from the archive and compared cell by cell",
        max(0, rows - len(wrong_rows)),
        len(wrong_rows),
        tuple(map(_sentence, differing[:MOST_FINDINGS])),
    )


def make_again(
    folder: Path,
    archive: Path,
    files: Sequence[str],
    registry: Registry,
    corrections: Sequence[Correction],
    workers: int,
    step: Callable[[str], None],
) -> None:
    """Write the tables that these WARC files of the archive give, with these corrections, into a new folder."""
    with tempfile.TemporaryDirectory(prefix="kotacerdas-verify-") as scratch:
        here = Workspace(Path(scratch) / "output")
        link_files(archive, files, here.archive)
        decode_step(here, registry)
        step("Extracting all figures again.")
        extract_step(here, workers=workers)
        step("Making all tables again.")
        load_step(here, registry, corrections)
        export_tables(here.warehouse, folder, TABLES)


def verify_observations(published: Published, chosen: frozenset[str] | None) -> Checked:
    """Each observation (of the chosen ones) made again from the published statements; the archive is not needed."""
    name, what = "observations", "observations, resolved again from the statements"
    paths = (published.folder / "data" / f"{table}.parquet" for table in ("statements", "press_releases"))
    if "observation_id" not in published.columns("statements"):
        return Checked(
            name, what, 0, unchecked="The statements of this schema do not say which observation they enter."
        )
    again = {row["observation_id"]: row for row in observations_again(*paths).to_pylist()}
    rows = {row["observation_id"]: row for row in published.rows("observations")}
    wanted = (rows.keys() | again.keys()) if chosen is None else chosen
    findings = []
    for key in sorted(wanted):
        row, made = rows.get(key), again.get(key)
        if row is None or made is None:
            findings.append(f"{key} {'is not published' if row is None else 'is made of no statements'}.")
        elif wrong := [column for column in row if column in made and row[column] != made[column]]:
            findings.append(
                f"{key}: " + "; ".join(f"{each}: published {row[each]}, made again {made[each]}" for each in wrong)
            )
    if findings and "load" in published.made_from.others(MadeFrom.installed()):
        text = f"Other code resolved them, and gives another result for {len(findings)} of {len(wanted)}"
        return Checked(name, what, len(wanted) - len(findings), unchecked=f"{text}, the first: {findings[0]}")
    return found(name, what, len(wanted) - len(findings), findings)


def verify_changes(published: Published) -> Checked:
    """What is told of the snapshot before, told again, where that lies beside."""
    name, what = "changes", "changes, told again from the snapshot before"
    package = published.package
    previous = package.get("previous_version")
    before = published.folder.absolute().parent / str(previous) if previous else None
    if before is not None and not before.is_dir():
        return Checked(name, what, 0, unchecked=f"Snapshot {previous}, from which they are told, does not lie beside.")
    if package.get("described_by") != described_by():
        return Checked(name, what, 0, unchecked="Other code told them.")
    then = Published(before).made_from if before else published.made_from
    count, findings = changes_again(before, published.folder, our_cause(then, published.made_from))
    return found(name, what, max(0, count - len(findings)), findings)


def _sentence(each: Difference) -> str:
    if each.column == "*":
        what = {"removed": "is not made again", "added": "is made, and was not published"}.get(each.change, each.change)
        return f"{each.table} {each.row_id} {what}."
    return f"{each.table} {each.row_id}: {each.column}: published {each.published!r}, made again {each.today!r}"
