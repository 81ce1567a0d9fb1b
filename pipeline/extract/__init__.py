"""Extraction: text -> mentions -> figures and refusals, by the codebook. No model, no clock, no randomness."""

from pipeline.extract.codebook import Codebook, load_codebook
from pipeline.extract.extract import extract

VERSION = "1"
"""Raise it whenever the same text and codebook may give another extraction."""

__all__ = ["VERSION", "Codebook", "extract", "load_codebook"]
