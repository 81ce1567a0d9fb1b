"""Provenance as others read it: as RDF against what PROV demands (provenance_shapes.ttl), and by the prov library."""

import re
import warnings
from pathlib import Path

import pyshacl
from prov.model import ProvActivity, ProvAgent, ProvDocument, ProvElement, ProvEntity, ProvException
from rdflib import PROV, RDF, SH, Graph

SHAPES = Path(__file__).with_name("provenance_shapes.ttl")


def parse(text: str) -> Graph:
    """A provenance document as a graph; nothing is fetched."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # rdflib's reader of JSON-LD uses a class that rdflib retires
        return Graph().parse(data=text, format="json-ld")


def broken_shapes(graph: Graph) -> list[str]:
    """What PROV demands and the graph breaks: which node, and in which property."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES), advanced=True)
    assert isinstance(report, Graph)
    return sorted(
        f"{report.value(result, SH.focusNode)}: "
        f"{_local(report.value(result, SH.resultPath))} {report.value(result, SH.resultMessage)}"
        for result in report.objects(None, SH.result)
    )


def lost_by_prov(text: str, graph: Graph) -> list[str]:
    """Entities, activities and agents that the prov library does not find in the same document, or finds contradictory."""
    try:
        found = ProvDocument.deserialize(content=text, format="rdf", rdf_format="json-ld").unified()
    except ProvException as error:
        return [f"prov cannot read it: {error}"]
    kinds: dict[type[ProvElement], object] = {
        ProvEntity: PROV.Entity, ProvActivity: PROV.Activity, ProvAgent: PROV.Agent
    }  # fmt: skip
    read = {kind: {record.identifier.uri for record in found.get_records(kind)} for kind in kinds}
    return [
        f"prov finds no {_local(said)} {name}"
        for kind, said in kinds.items()
        for name in sorted(map(str, graph.subjects(RDF.type, said)))
        if name not in read[kind]
    ]


def _local(name: object) -> str:
    return re.split("[#/]", str(name))[-1]
