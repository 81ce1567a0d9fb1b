"""From an id, or a row's name, to the tree of all that it stands on and all that was made of it."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.agencies import Registry
from pipeline.audit.proofs import Prover
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader
from pipeline.audit.trace.figures import Figures
from pipeline.audit.trace.history import Shelf
from pipeline.audit.trace.meanings import Meanings
from pipeline.audit.trace.nodes import Node, Trace
from pipeline.audit.trace.other_rows import find, other
from pipeline.audit.trace.sources import Sources
from pipeline.capture import Archive
from pipeline.errors import UsageError
from pipeline.schema import PUBLISHED

Row = dict[str, Any]

_KINDS = {"s": "statements", "o": "observations", "r": "press_releases", "c": "captures"}
_NAMES = {table.name for table in PUBLISHED}


def trace(snapshot: Path, archive: Archive, registry: Registry, identifier: str) -> Trace:
    """Follow an id (statement s-, observation o-, release r-, capture c-) or a row of the snapshot (`TABLE:KEY`) both ways.

    UsageError for what the snapshot does not hold. A mismatch is no error: it is a step that does not hold.
    """
    published = Published(snapshot)
    table, key = _named(published, identifier)
    published = _snapshot_of(published, table, key)
    package = published.package
    rereader = Rereader(archive, registry)
    figures = Figures(
        Sources(Prover(published, rereader), published, rereader, registry, Shelf(published)),
        Meanings(published),
    )
    node = _node(figures, table, key)
    notes = (
        [] if any(archive.root.glob("*/*.warc.gz")) else [f"There is no archive at {archive.root}: no byte was read."]
    )
    if not published.is_of_installed_code:
        notes.append("The snapshot was made by other code or with another codebook than those installed here.")
    return Trace(
        identifier,
        published.version,
        str(package.get("created", "")),
        str(package.get("schema_version", "")),
        package.get("synthetic") is True,
        published.is_of_installed_code,
        node,
        tuple(notes),
    )


def find_statement(snapshot: Path, identifier: str) -> Row:
    """The row of a statement, or of the one that an observation takes its value from. UsageError for an id that is not there."""
    published = Published(snapshot)
    table, key = _named(published, identifier)
    if table == "observations":
        key = published.row("observations", observation_id=key)["chosen_statement_id"]
    elif table != "statements":
        raise UsageError(
            f"'{identifier}' is not the id of a statement (s-...) or an observation (o-...).",
            f"Ids stand in the first column of {snapshot / 'data' / 'statements.csv'}.",
        )
    row = find(published, "statements", key)
    return row or published.row("statements", statement_id=key)


def _named(published: Published, identifier: str) -> tuple[str, str]:
    """Table and key of what was asked for."""
    table, colon, key = identifier.partition(":")
    if not identifier.isprintable():
        raise UsageError("An id has no such characters.", _where(published))
    if colon and table in _NAMES:
        return table, key
    prefix, stroke, _ = identifier.partition("-")
    if stroke and prefix in _KINDS:
        return _KINDS[prefix], identifier
    if colon:
        raise UsageError(f"There is no table '{table}'.", f"Tables: {', '.join(sorted(_NAMES))}.")
    raise UsageError(
        f"'{identifier}' is not the id of a statement (s-...), observation (o-...), release (r-...) or capture (c-...), "
        "and no row written TABLE:KEY.",
        _where(published),
    )


def _snapshot_of(published: Published, table: str, key: str) -> Published:
    """A change stands in the snapshot that brought it; every other row in the one that was asked."""
    version = key.partition("/")[0]
    if table != "changes" or version == published.version:
        return published
    return next((each for each in Shelf(published).snapshots if each.version == version), published)


def _where(published: Published) -> str:
    return f"Ids stand in the first columns of the CSV files in {published.folder / 'data'}."


def _node(figures: Figures, table: str, key: str) -> Node:
    published = figures.sources.published
    if table == "captures":
        return figures.sources.capture(key, whole=True)
    row = find(published, table, key)
    if row is None:
        raise UsageError(
            f"Snapshot {published.version} has no row '{key}' in {table}.",
            _elsewhere(figures.sources.shelf, table, key),
        )
    match table:
        case "statements":
            return figures.statement(row)
        case "observations":
            return figures.observation(row)
        case "press_releases":
            return figures.sources.release(row)
        case "refusals":
            return figures.refusal(row)
        case "quarantine":
            return other(figures, table, row, (figures.sources.capture(key, whole=True),))
        case "changes":
            return other(figures, table, row, _changed(figures, row))
    return other(figures, table, row)


def _elsewhere(shelf: Shelf, table: str, key: str) -> str:
    """Where to look for a row that the snapshot does not have: another snapshot at hand has it, or its table lists what there is."""
    removed = ""
    for snapshot in reversed(shelf.snapshots):
        with suppress(UsageError):
            if find(snapshot, table, key):
                return f"{removed}Snapshot {snapshot.version} has it: add --snapshot {snapshot.folder}"
            for row in snapshot.rows("changes", table_name=table, row_id=key, change="removed"):
                removed = f"It was removed in {row['snapshot_version']} (cause: {row['cause']}). "
    here = shelf.published.folder / "data" / f"{table}.csv"
    return f"Look it up in {here}, or name another snapshot with --snapshot."


def _changed(figures: Figures, row: Row) -> tuple[Node, ...]:
    """The row that a change is about, as it stands in this snapshot; none where it was removed."""
    table, key = row["table_name"], row["row_id"]
    if table not in _NAMES - {"changes"}:
        return ()
    found = table == "captures" or find(figures.sources.published, table, key)
    return (_node(figures, table, key),) if found else ()
