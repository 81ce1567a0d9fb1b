"""The checks on rows, by DuckDB: both formats hold the same, keys, required values, codes, references, texts, spans."""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import duckdb

from pipeline.model import CheckResult
from pipeline.publish.cells import ARROW_TYPE_NAMES, csv_text, identifier, literal
from pipeline.publish.check_files import Described, result
from pipeline.publish.documents.datapackage import FIELD_TYPES
from pipeline.publish.engine import TABLES_AT_ONCE, engine
from pipeline.publish.row_rules import RULES
from pipeline.publish.tables import read_parquet
from pipeline.schema import table as declared

Findings = Iterator[str]

LONGEST_ROW_BYTES = 64 * 1024 * 1024
"""A row of a CSV file longer than this cannot be compared. Larger than any page that capture takes in."""


def check_rows(tables: list[Described]) -> list[CheckResult]:
    """Nothing is checked, and nothing passes, where there are no tables."""
    checks: tuple[tuple[str, str, Callable[[duckdb.DuckDBPyConnection, Described], Findings]], ...] = (
        ("types", "Columns of the Parquet files have the types described", _types),
        ("formats", "CSV and Parquet hold the same rows in the same order", _formats),
        ("keys", "Rows are in key order, and no key stands twice", _keys),
        ("required", "Required values are there", _required),
        ("codes", "Values of closed code lists are codes of the list", _codes),
        ("references", "Every reference finds its row", _references),
        ("texts", "No text is empty or holds a NUL character", _texts),
        ("spans", "Spans, periods and counts are sane", _spans),
    )
    if not tables:
        return [result(name, summary, ["There is no table to read."]) for name, summary, _ in checks]
    with engine() as connection:
        # The minimum and maximum that a Parquet file states are its own claim, and leave out NaN: look at every value.
        connection.execute("SET disabled_optimizers = 'statistics_propagation'")
        for table in tables:
            # The views are named by the descriptor; identifiers are quoted, paths are those that were walked.
            with suppress(duckdb.Error):  # every check of this table then says that it cannot be read
                connection.execute(f"CREATE VIEW {identifier(table.name)} AS FROM {read_parquet(table.parquet)}")
        with ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
            found = list(
                pool.map(lambda t: [list(_guarded(check, connection.cursor(), t)) for *_, check in checks], tables)
            )
        return [
            result(name, summary, [finding for of_table in found for finding in of_table[place]])
            for place, (name, summary, _) in enumerate(checks)
        ]


def _guarded(
    check: Callable[[duckdb.DuckDBPyConnection, Described], Findings],
    connection: duckdb.DuckDBPyConnection,
    table: Described,
) -> Findings:
    try:
        yield from check(connection, table)
    except (duckdb.Error, OSError) as error:
        yield f"{table.name} cannot be read: {str(error).splitlines()[0]}"


def _types(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    found = _column_types(connection, table)
    for name in (name for name in table.types if name not in found):
        yield f"{table.name}: its Parquet file has no column {name}."
    for name, type_name in found.items():
        kind = ARROW_TYPE_NAMES.get(type_name)
        if kind is None or table.types.get(name) != FIELD_TYPES[kind]:
            yield f"{table.name}.{name} is {type_name} in Parquet, and described as {table.types.get(name, 'no column')}."
    if set(found) == set(table.types) and list(found) != list(table.types):
        yield f"{table.name}: the columns of its Parquet file stand in another order than described."


def _formats(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    header = ",".join(table.types).encode() + b"\n"
    with table.csv.open("rb") as file:
        if file.read(len(header)) != header:
            yield f"{table.name}: the first line of its CSV is not the names of the columns."
            return
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in table.types)
    rows = (
        f"read_csv({literal(str(table.csv))}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', "
        f"nullstr='', new_line='\\n', max_line_size={LONGEST_ROW_BYTES}, buffer_size={LONGEST_ROW_BYTES}, columns={{{columns}}})"
    )
    ((row_count,),) = connection.execute(f"SELECT count(*) FROM {identifier(table.name)}").fetchall()
    if row_count != table.row_count:
        yield f"{table.name}: its Parquet file has {row_count} rows, and {table.row_count} are described."
    types = _column_types(connection, table)
    if set(types) != set(table.types) or not set(types.values()) <= ARROW_TYPE_NAMES.keys():
        yield f"{table.name}: its formats cannot be compared, because its columns are not those described."
        return
    differs = ", ".join(
        f"{csv_text(f'p.{identifier(name)}', ARROW_TYPE_NAMES[types[name]])} IS DISTINCT FROM c.{identifier(name)}"
        f" AS {identifier(name)}"
        for name in table.types
    )
    any_differs = " OR ".join(identifier(name) for name in table.types)
    # Where one has more rows than the other, they stand beside nothing, which differs too.
    found = connection.execute(
        f"SELECT * FROM (SELECT row_number() OVER (), {differs} FROM {identifier(table.name)} p "
        f"POSITIONAL JOIN {rows} c) WHERE {any_differs} LIMIT 5"
    ).fetchall()
    for number, *flags in found:
        names = ", ".join(name for name, flag in zip(table.types, flags, strict=True) if flag)
        yield f"{table.name}: row {number} differs between CSV and Parquet in {names}."


def _keys(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    # One pass over the file: where each key is greater than the one before, keys are in order and unique.
    key = f"row({', '.join(identifier(name) for name in table.key)})"
    found = connection.execute(
        f"SELECT n FROM (SELECT row_number() OVER () AS n, {key} AS k, lag({key}) OVER () AS before "
        f"FROM {identifier(table.name)}) WHERE before IS NOT NULL AND k <= before LIMIT 5"
    ).fetchall()
    for (number,) in found:
        yield f"{table.name}: the key of row {number} is not greater than the one before it."
    for name in table.unique:
        found = connection.execute(
            f"SELECT {identifier(name)} FROM {identifier(table.name)} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 5"
        ).fetchall()
        for (value,) in found:
            yield f"{table.name}: {name} {value} stands more than once."


def _required(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    broken = {f"{name} is missing": f"{identifier(name)} IS NULL" for name in table.required}
    return _broken(connection, table, broken)


def _codes(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    broken = {
        f"{name} is no code of its list": f"{identifier(name)} NOT IN ({', '.join(map(literal, codes))})"
        for name, codes in table.codes.items()
    }
    return _broken(connection, table, broken)


def _references(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    for key in table.foreign_keys:
        found = connection.execute(
            f"SELECT {_row_name(table, 'x')}, x.{identifier(key.field)} FROM {identifier(table.name)} x "
            f"ANTI JOIN {identifier(key.target_table)} y ON x.{identifier(key.field)} = y.{identifier(key.target_field)} "
            f"WHERE x.{identifier(key.field)} IS NOT NULL ORDER BY ALL LIMIT 5"
        ).fetchall()
        for name, value in found:
            yield f"{table.name} {name}: {key.field} {value} is not in {key.target_table}."


def _texts(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    texts = [name for name, kind in table.types.items() if kind == "string"]
    empty = {f"{name} is an empty text, where null is meant": f"{identifier(name)} = ''" for name in texts}
    nul = {f"{name} holds a NUL character": f"contains({identifier(name)}, chr(0))" for name in texts}
    return _broken(connection, table, empty | nul)


def _spans(connection: duckdb.DuckDBPyConnection, table: Described) -> Findings:
    broken = {
        sentence: f"NOT ({rule})"
        for sentence, rule in RULES.get(table.name, ())
        if _columns(table, rule) <= set(table.types)
    }
    return _broken(connection, table, broken)


def _columns(table: Described, rule: str) -> set[str]:
    """The columns that a rule speaks of. A snapshot of an older schema may lack one, and is not held to the rule."""
    return set(re.findall(r"[a-z_]+", rule)) & {column.name for column in declared(table.name).columns}


def _broken(connection: duckdb.DuckDBPyConnection, table: Described, broken: Mapping[str, str]) -> Findings:
    """Rows for which a condition is true: one pass counts for all conditions, one more names rows for each that occurs."""
    if not broken:
        return
    counts = ", ".join(f"count_if({condition})" for condition in broken.values())
    (row,) = connection.execute(f"SELECT {counts} FROM {identifier(table.name)}").fetchall()
    for (sentence, condition), count in zip(broken.items(), row, strict=True):
        if count:
            found = connection.execute(
                f"SELECT {_row_name(table, 'x')} FROM {identifier(table.name)} x WHERE {condition} ORDER BY 1 LIMIT 3"
            ).fetchall()
            names = "; ".join(name for (name,) in found)
            yield f"{table.name}: {sentence} in {count} rows: {names}."


def _row_name(table: Described, alias: str) -> str:
    return "concat_ws('/', " + ", ".join(f"{alias}.{identifier(name)}::VARCHAR" for name in table.key) + ")"


def _column_types(connection: duckdb.DuckDBPyConnection, table: Described) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE {identifier(table.name)}").fetchall()}
