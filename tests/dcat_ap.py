"""DCAT-AP 3.0.1 by others' hands: the official shapes, where they are at hand, and pyshacl."""

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph
from rdflib.term import Node

SHAPES = Path(__file__).parents[2] / "shared/standards/dcat-ap-3.0.1"
MANDATORY = "html_shacl_shapes.ttl"
RECOMMENDED = "html_shacl_shapes_recommended.ttl"
RANGES = "html_shacl_range.ttl"
WHOLE = "shacl_dcat-ap-SHACL.ttl"
VOCABULARIES = "html_shacl_mdr-vocabularies.shape.ttl"

needs_shapes = pytest.mark.skipif(not SHAPES.is_dir(), reason="the standards' files are not beside the repository")


def findings(graph: Graph, shapes: str) -> set[str]:
    """What breaks a file's shapes, warnings too: the severity, and the name of the property that the rule looks at."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES / shapes))
    assert isinstance(report, Graph)
    return {
        " ".join(_local(report.value(result, term)) for term in (SH.resultSeverity, SH.resultPath))
        for result in report.objects(None, SH.result)
    }


def _local(name: Node | None) -> str:
    return re.split("[#/]", str(name))[-1]
