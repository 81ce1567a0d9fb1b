"""Rows of the other tables: a check on a series, a change, a correction, an entry of a code list."""

import json
from collections.abc import Iterator
from typing import Any

from pipeline.audit.cells import cell
from pipeline.audit.steps import Step
from pipeline.audit.trace.figures import Figures
from pipeline.audit.trace.nodes import Node, Other
from pipeline.errors import UsageError
from pipeline.extract import load_codebook
from pipeline.schema import table as declared

Row = dict[str, Any]

_USES = {
    "indicators": ("indicator_id", ("statements", "observations", "series_checks")),
    "programs": ("program_id", ("statements", "observations", "series_checks")),
    "units": ("unit", ("statements", "observations", "indicators")),
    "areas": ("ref_area", ("statements", "observations", "series_checks")),
    "agencies": ("agency_id", ("press_releases", "captures")),
}
"""Of each code list, the column that its codes stand in, and the tables with that column."""


def other(figures: Figures, table: str, row: Row, about: tuple[Node, ...] = ()) -> Other:
    """A row of a table that has no node of its own. `about`: of a change the row that changed, as it is now; of a quarantined page its capture."""
    uses: tuple[tuple[str, int], ...] = ()
    if table == "series_checks":
        about = tuple(_observations(figures, row))
    elif table == "corrections":
        about = tuple(_corrected(figures, row))
    elif table in _USES:
        uses = tuple(_uses(figures, table, row))
    return Other(
        table,
        row,
        figures.meanings.attributes(declared(table), row, {}),
        tuple(_steps(figures, table, row)),
        about,
        uses,
        figures.sources.history(table, row),
    )


def _observations(figures: Figures, row: Row) -> Iterator[Node]:
    for name in _names(row["observation_ids"]):
        for found in figures.sources.published.rows("observations", observation_id=name):
            yield figures.observation(found, traced=False)


def _corrected(figures: Figures, row: Row) -> Iterator[Node]:
    published, name = figures.sources.published, row["correction_id"]
    for found in published.rows("statements", correction_id=name):
        yield figures.statement(found)
    for found in published.rows("refusals", correction_id=name):
        yield figures.refusal(found)


def _uses(figures: Figures, table: str, row: Row) -> Iterator[tuple[str, int]]:
    column, tables = _USES[table]
    code = row[declared(table).key[0]]
    for name in tables:
        if figures.sources.published.has(name):
            yield name, figures.sources.published.table(name, [column])[column].to_pylist().count(code)


def _steps(figures: Figures, table: str, row: Row) -> Iterator[Step]:
    if table == "changes":
        yield from _change_steps(figures, row)
    elif table in ("indicators", "programs", "units", "areas"):
        listed = {entry[declared(table).key[0]]: entry for entry in getattr(load_codebook(), table)}
        installed = listed.get(row[declared(table).key[0]])
        differs = sorted(name for name in row if installed is not None and row[name] != installed.get(name))
        if installed is None:
            yield Step("the installed codebook's entry", None, "the installed codebook has no such entry")
        elif differs and not figures.sources.published.is_of_installed_code:
            why = f"the snapshot was made with another codebook, whose entry differs in {', '.join(differs)}"
            yield Step("the installed codebook's entry", None, why)
        else:
            said = f"differs in {', '.join(differs)}" if differs else "says the same"
            yield Step("the installed codebook's entry", not differs, said)


def _change_steps(figures: Figures, row: Row) -> Iterator[Step]:
    """The cell before and now, read from the two snapshots."""
    shelf, version = figures.sources.shelf, row["snapshot_version"]
    now = next((each for each in shelf.snapshots if each.version == version), None)
    for what, snapshot, is_there in (
        ("before", shelf.before(version) if now else None, row["change"] != "added"),
        ("in that snapshot", now, row["change"] != "removed"),
    ):
        name = f"the row {what}"
        if snapshot is None:
            yield Step(name, None, "that snapshot is not at hand")
            continue
        try:
            found = find(snapshot, row["table_name"], row["row_id"])
        except UsageError as error:
            yield Step(name, None, str(error))
            continue
        if not found or not is_there:
            yield Step(name, bool(found) == is_there, f"{'there' if found else 'not there'} in {snapshot.version}")
        elif row["change"] != "revised":
            yield Step(name, True, f"there in {snapshot.version}")
        else:
            said = (row["old"] if what == "before" else row["new"]) or ""
            stands = cell(found.get(row["column"]))
            detail = stands if said == stands else f"published {said!r}, found {stands!r}"
            yield Step(f"{row['column']} {what}", said == stands, f"{snapshot.version}: {detail}")


def find(published: Any, table: str, key: str) -> Row | None:
    """The row that a table's key names, its parts joined by '/'; of a statement its id is enough. UsageError for what is no key."""
    try:
        columns = declared(table)
    except KeyError:
        raise UsageError(f"There is no table '{table}'.", "Tables are those of the snapshot's data/ folder.") from None
    if table == "statements" and "/" not in key:
        names, parts = ["statement_id"], [key]
    else:
        names = list(columns.key)
        parts = key.split("/") if len(names) > 1 else [key]  # a code may have a stroke of its own: 'BBtu/d'
        if table == "changes" and len(parts) > len(names):  # the key of the row that changed has such strokes too
            parts = [*parts[:2], "/".join(parts[2:-2]), *parts[-2:]]
    if len(names) != len(parts):
        raise UsageError(
            f"'{table}:{key}' is no key: a row of {table} is named by {len(names)} parts, and here are {len(parts)}.",
            f"Join the values of {', '.join(names)} by '/'.",
        )
    wanted: dict[str, object] = {}
    for name, part in zip(names, parts, strict=True):
        if columns.column(name).type == "integer":
            if not (part.isascii() and part.isdigit() and len(part) < 19):
                raise UsageError(f"'{part[:40]}' is no {name}.", f"A row of {table} is named by {', '.join(names)}.")
            wanted[name] = int(part)
        else:
            wanted[name] = part
    found: list[Row] = published.rows(table, **wanted)
    return found[0] if found else None


def _names(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
