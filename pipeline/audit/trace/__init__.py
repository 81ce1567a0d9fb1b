"""Who says so? From a published row up to the archived bytes and down to every snapshot, each step verified as it is taken, offline."""

from pipeline.audit.trace.follow import find_statement, trace
from pipeline.audit.trace.nodes import Trace

__all__ = ["Trace", "find_statement", "trace"]
