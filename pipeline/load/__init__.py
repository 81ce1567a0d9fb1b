"""The single DuckDB writer: partition files and the archive's index in, one warehouse file out, built anew each time."""

from pipeline.load.series_checks import read_series_checks
from pipeline.load.warehouse import LoadReport, load

__all__ = ["LoadReport", "load", "read_series_checks"]
