"""Verification of a whole snapshot: everything in it that can be proven, by whoever holds it and the archive."""

from pipeline.audit.verify.report import Checked, Verification
from pipeline.audit.verify.verify import Sample, Telling, Verifier

__all__ = ["Checked", "Sample", "Telling", "Verification", "Verifier"]
