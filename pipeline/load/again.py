"""Observations made again from the statements and press releases of a snapshot, by the same SQL that made them; no warehouse."""

from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.schema import OBSERVATIONS


def observations_again(statements: Path, press_releases: Path) -> pa.Table:
    """In the columns and the order of the published table. ValueError where the two Parquet files cannot be read so."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(OBSERVATIONS.ddl)
        for name, path in (("statements", statements), ("press_releases", press_releases)):
            connection.read_parquet(str(path)).create_view(name)
        connection.execute(files("pipeline.load").joinpath("sql", "observations.sql").read_text("utf-8"))
        found = connection.sql(f"FROM {OBSERVATIONS.name}").to_arrow_table()
        return OBSERVATIONS.sorted(found.cast(OBSERVATIONS.arrow))
    except (duckdb.Error, pa.ArrowException) as error:
        raise ValueError(str(error).splitlines()[0]) from error
    finally:
        connection.close()
