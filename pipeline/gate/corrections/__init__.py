"""Corrections by people: TOML files under version control that say what the extractor misread, who says so, and on what evidence.

Each names the value that it expects to find, so that a correction which the extractor has overtaken fails instead of firing.
"""

from pipeline.gate.corrections.apply import STALE, Corrected, CorrectionsFailed, correct
from pipeline.gate.corrections.files import corrected_files
from pipeline.gate.corrections.rules import FOLDER, Correction, load_corrections
from pipeline.gate.corrections.skeleton import skeleton

__all__ = [
    "FOLDER",
    "STALE",
    "Corrected",
    "Correction",
    "CorrectionsFailed",
    "correct",
    "corrected_files",
    "load_corrections",
    "skeleton",
]
