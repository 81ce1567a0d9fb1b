"""Writing one published table as Parquet and as CSV, both in key order and byte-stable."""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import MachineError, PublicationBlocked
from pipeline.publish.cells import csv_text, identifier, literal
from pipeline.publish.engine import TABLES_AT_ONCE, one_thread
from pipeline.schema import Table

ROW_GROUP_ROWS = 61_440
"""Rows in each row group of a Parquet file, the last one excepted; 30 of DuckDB's vectors. A row group is held in memory as a whole."""


def parquet_path(folder: Path, table: Table) -> Path:
    return folder / "data" / f"{table.name}.parquet"


def csv_path(folder: Path, table: Table) -> Path:
    return folder / "data" / f"{table.name}.csv"


def read_parquet(path: Path) -> str:
    """The rows of a Parquet file, as SQL that can stand after FROM."""
    return f"read_parquet({literal(str(path))})"


def write_tables(connection: duckdb.DuckDBPyConnection, sources: Mapping[Table, str], folder: Path) -> None:
    """Write each table from its source (a table's name or a subquery in SQL, not a temporary one), two at a time."""
    # Each thread of DuckDB's would hold a part of a sort and a row group as text, beyond any limit, and be little help.
    with one_thread(connection), ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
        list(pool.map(lambda table: write_table(connection.cursor(), table, sources[table], folder), sources))


def write_table(connection: duckdb.DuckDBPyConnection, table: Table, source: str, folder: Path) -> None:
    """Write the rows of `source` (a table's name or a subquery in SQL) below the folder in both formats."""
    parquet = parquet_path(folder, table)
    write_parquet(connection, table, source, parquet)
    write_csv(connection, table, parquet, csv_path(folder, table))


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, source: str, path: Path) -> int:
    """Write the rows of `source` (a table's name or a subquery in SQL) and say how many; memory is bounded by a row group.

    MachineError when the source has not the columns that the schema declares; PublicationBlocked when a value does not fit.
    """
    columns = ", ".join(identifier(column.name) for column in table.columns)
    order = ", ".join(identifier(name) for name in table.key)
    schema = table.arrow
    row_count = 0
    try:
        reader = connection.sql(f"SELECT {columns} FROM {source} ORDER BY {order}").to_arrow_reader(ROW_GROUP_ROWS)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise MachineError(
            f"The warehouse has no table {table.name} as the schema declares it: {str(error).splitlines()[0]}",
            "Delete the warehouse file: the next run builds it again from the partitions.",
        ) from error
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in table.key]),
    ) as writer:
        for batch in reader:
            # The bytes depend on how rows are cut: one batch is one row group, always of the same size.
            try:
                rows = pa.Table.from_batches([batch]).cast(schema)
            except ValueError as error:  # Arrow's own errors are of this class
                raise PublicationBlocked(
                    f"A value in {table.name} does not fit the type that the schema declares: {error}",
                    "Mend the stage that made it: times are whole seconds, and required values are never null.",
                ) from error
            writer.write_table(rows, row_group_size=ROW_GROUP_ROWS)
            row_count += rows.num_rows
    return row_count


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, parquet: Path, path: Path) -> None:
    """Write the CSV of a table from its Parquet file, whose order it keeps."""
    cells = ", ".join(
        f"{csv_text(identifier(column.name), column.type)} AS {identifier(column.name)}" for column in table.columns
    )
    connection.execute(
        f"COPY (SELECT {cells} FROM {read_parquet(parquet)}) TO {literal(str(path))} "
        "(FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
    )
