"""The steps of the nightly job, each resumable, each reporting what it did. flow.py composes them, and so do the Dagster assets."""

from pipeline.steps.capturing import capture_step, import_step
from pipeline.steps.decoding import decode_step
from pipeline.steps.extracting import ExtractionFailed, extract_step
from pipeline.steps.publishing import CODE_VERSION, load_step, publish_step, published_agencies
from pipeline.steps.report import StepReport

__all__ = [
    "CODE_VERSION",
    "ExtractionFailed",
    "StepReport",
    "capture_step",
    "decode_step",
    "extract_step",
    "import_step",
    "load_step",
    "publish_step",
    "published_agencies",
]
