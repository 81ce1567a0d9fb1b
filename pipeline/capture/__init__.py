"""Capture: what agencies publish, fetched politely or imported, into a WARC archive that everything later reads from."""

from pipeline.capture.archive import Archive
from pipeline.capture.imports import ImportReport, import_paths
from pipeline.capture.payload import Payload
from pipeline.capture.recovery import Recovered
from pipeline.capture.site import Progress
from pipeline.capture.visit import Visit, visit_agency
from pipeline.capture.writer import ArchiveWriter

__all__ = [
    "Archive",
    "ArchiveWriter",
    "ImportReport",
    "Payload",
    "Progress",
    "Recovered",
    "Visit",
    "import_paths",
    "visit_agency",
]
