"""Connections that read: one database for many of them, and none sees what another made."""

import duckdb
import pytest

from pipeline.publish.engine import reader, shared_engine


def test_readers_of_a_shared_engine_do_not_see_each_other_s_views() -> None:
    with shared_engine():
        with reader() as one, reader() as other:
            one.execute("CREATE TEMP VIEW seen AS SELECT 1")
            with pytest.raises(duckdb.CatalogException):
                other.execute("FROM seen")
            assert one.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
        with reader() as third:
            third.execute("CREATE TEMP VIEW seen AS SELECT 2")


def test_a_reader_outside_has_a_database_of_its_own() -> None:
    with shared_engine():
        pass
    with reader() as alone:
        alone.execute("CREATE TABLE made AS SELECT 1")
    with reader() as another, pytest.raises(duckdb.CatalogException):
        another.execute("FROM made")
