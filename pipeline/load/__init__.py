"""The single DuckDB writer: partition files and the archive's index in, one warehouse file out, built anew each time."""

from pipeline.load.warehouse import LoadReport, load

__all__ = ["LoadReport", "load"]
