"""A trace for machines. The keys are those of nodes.py, where each is described; a key never changes its meaning within a format."""

import json

from pipeline.audit.as_json import plain
from pipeline.audit.trace.nodes import Trace

FORMAT = "kotacerdas-trace/1"


def document(found: Trace) -> str:
    """One JSON object. `node.kind` names the node: statement, observation, release, capture, refusal, row."""
    head = {
        "format": FORMAT,
        "asked": found.asked,
        "verified": found.verified,
        "snapshot": {
            "version": found.snapshot,
            "as_of": found.as_of,
            "schema_version": found.schema_version,
            "synthetic": found.synthetic,
            "made_by_installed_code": found.installed_code,
        },
        "notes": list(found.notes),
        "node": plain(found.node),
    }
    return json.dumps(head, ensure_ascii=False, indent=2) + "\n"
