"""A trace as one page of evidence."""

from pipeline.audit.trace.nodes import Trace


def page(found: Trace) -> str:
    raise NotImplementedError
