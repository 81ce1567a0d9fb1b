"""The metadata quality assessment of data.europa.eu: 405 points, given by what the catalogue says and by what really answers.

Each indicator is worth its weight times the share of datasets or distributions that pass. 351 points are excellent, 221 good,
121 sufficient. The method is the portal's published one; its service was never asked.
"""

import functools
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import requests
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from rdflib.term import Node

from tests.dcat_ap import MANDATORY, SHAPES, findings

LISTS = {
    name: {URIRef(entries["base"] + code) for code in entries["codes"]}
    for name, entries in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}

Fetch = Callable[[str], bool]
"""Whether an address answers."""
Passes = Callable[[Graph, Node, Fetch], bool]


class Score(NamedTuple):
    """`points` of `of`; `missing` names each dataset or distribution that does not pass, or what is the matter."""

    dimension: str
    indicator: str
    points: float
    of: int
    missing: list[str]


def answers(address: str) -> bool:
    """One HTTP request; a redirect is followed, and only success counts."""
    try:
        return 200 <= requests.head(address, timeout=10, allow_redirects=True).status_code < 300
    except requests.RequestException:
        return False


def has(term: URIRef) -> Passes:
    return lambda graph, node, _: (node, term, None) in graph


def listed(term: URIRef, name: str) -> Passes:
    return lambda graph, node, _: any(value in LISTS[name] for value in graph.objects(node, term))


def answering(term: URIRef) -> Passes:
    def passes(graph: Graph, node: Node, fetch: Fetch) -> bool:
        addresses = [str(value) for value in graph.objects(node, term)]
        return bool(addresses) and all(fetch(address) for address in addresses)

    return passes


DATASETS, DISTRIBUTIONS = (DCAT.Dataset,), (DCAT.Distribution,)
BOTH = DATASETS + DISTRIBUTIONS
INDICATORS: list[tuple[str, str, int, tuple[URIRef, ...], Passes]] = [
    ("findability", "keyword", 30, DATASETS, has(DCAT.keyword)),
    ("findability", "theme", 30, DATASETS, has(DCAT.theme)),
    ("findability", "spatial", 20, DATASETS, has(DCTERMS.spatial)),
    ("findability", "temporal", 20, DATASETS, has(DCTERMS.temporal)),
    ("accessibility", "accessURL answers", 50, DISTRIBUTIONS, answering(DCAT.accessURL)),
    ("accessibility", "downloadURL", 20, DISTRIBUTIONS, has(DCAT.downloadURL)),
    ("accessibility", "downloadURL answers", 30, DISTRIBUTIONS, answering(DCAT.downloadURL)),
    ("interoperability", "format", 20, DISTRIBUTIONS, has(DCTERMS["format"])),
    ("interoperability", "media type", 10, DISTRIBUTIONS, has(DCAT.mediaType)),
    ("interoperability", "format in the EU list", 5, DISTRIBUTIONS, listed(DCTERMS["format"], "file_types")),
    ("interoperability", "media type in the IANA list", 5, DISTRIBUTIONS, listed(DCAT.mediaType, "media_types")),
    ("interoperability", "non-proprietary", 20, DISTRIBUTIONS, listed(DCTERMS["format"], "non_proprietary")),
    ("interoperability", "machine-readable", 20, DISTRIBUTIONS, listed(DCTERMS["format"], "machine_readable")),
    ("reusability", "licence", 20, DISTRIBUTIONS, has(DCTERMS.license)),
    ("reusability", "licence in the EU list", 10, DISTRIBUTIONS, listed(DCTERMS.license, "licences")),
    ("reusability", "access rights", 10, DATASETS, has(DCTERMS.accessRights)),
    ("reusability", "access rights in the EU list", 5, DATASETS, listed(DCTERMS.accessRights, "access_rights")),
    ("reusability", "contact point", 20, DATASETS, has(DCAT.contactPoint)),
    ("reusability", "publisher", 10, DATASETS, has(DCTERMS.publisher)),
    ("contextuality", "rights", 5, DISTRIBUTIONS, has(DCTERMS.rights)),
    ("contextuality", "byteSize", 5, DISTRIBUTIONS, has(DCAT.byteSize)),
    ("contextuality", "issued", 5, BOTH, has(DCTERMS.issued)),
    ("contextuality", "modified", 5, BOTH, has(DCTERMS.modified)),
]  # fmt: skip


def score(graph: Graph, fetch: Fetch = answers) -> list[Score]:
    """Every indicator. An address is asked for once, however often the catalogue names it."""
    fetch = functools.cache(fetch)
    scores = []
    for dimension, indicator, weight, classes, passes in INDICATORS:
        nodes = sorted(node for kind in classes for node in graph.subjects(RDF.type, kind))
        missing = [str(node) for node in nodes if not passes(graph, node, fetch)]
        share = (len(nodes) - len(missing)) / len(nodes) if nodes else 0
        scores.append(Score(dimension, indicator, weight * share, weight, missing))
    dimensions = list(dict.fromkeys(row.dimension for row in scores))
    return sorted([*scores, _compliance(graph)], key=lambda row: dimensions.index(row.dimension))


def _compliance(graph: Graph) -> Score:
    missing = (
        sorted(findings(graph, MANDATORY)) if SHAPES.is_dir() else [f"not measured: no official shapes at {SHAPES}"]
    )
    return Score("interoperability", "DCAT-AP compliance", 0 if missing else 30, 30, missing)
