"""Capture: what agencies publish, fetched politely or imported, into a WARC archive that everything later reads from."""

from pipeline.capture.archive import Archive
from pipeline.capture.imports import ImportReport, import_paths
from pipeline.capture.index_page import IndexPage
from pipeline.capture.payload import Payload
from pipeline.capture.probe import Probe, probe
from pipeline.capture.recovery import Recovered
from pipeline.capture.selectors import refuse_wrong_selectors, selector_problems
from pipeline.capture.site import Progress
from pipeline.capture.visit import Visit, visit_agency
from pipeline.capture.writer import ArchiveWriter

__all__ = [
    "Archive",
    "ArchiveWriter",
    "ImportReport",
    "IndexPage",
    "Payload",
    "Probe",
    "Progress",
    "Recovered",
    "Visit",
    "import_paths",
    "probe",
    "refuse_wrong_selectors",
    "selector_problems",
    "visit_agency",
]
