"""Extraction: text -> mentions -> figures and refusals, by the codebook. No model, no clock, no randomness."""

from pipeline.extract.codebook import Codebook, installed_files, load_codebook
from pipeline.extract.examples import check_codebook
from pipeline.extract.extract import extract
from pipeline.extract.values import value_of

__all__ = ["Codebook", "check_codebook", "extract", "installed_files", "load_codebook", "value_of"]
