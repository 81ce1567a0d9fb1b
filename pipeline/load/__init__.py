"""The single DuckDB writer: partition files and the archive's index in, one warehouse file out, built anew each time."""

from pipeline.load.again import observations_again
from pipeline.load.series_checks import read_series_checks
from pipeline.load.warehouse import LoadReport, load

__all__ = ["LoadReport", "load", "observations_again", "read_series_checks"]
