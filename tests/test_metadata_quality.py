"""The catalogue as it is served, by the European portals' assessment: every point that can be had, and each can be lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import requests
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from pipeline.publish import load_publisher
from tests.dcat_ap import SHAPES
from tests.metadata_quality import INDICATORS, LISTS, Score, answers, score
from tests.serving import serve
from tests.unit.publish.warehouses import publish_in, small

FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
LACKING = {"non-proprietary": {"PARQUET", "XLSX"}, "machine-readable": {"PARQUET"}}
"""Formats that data.europa.eu's two lists do not name, although both are open standards that machines read (see docs/publication.md)."""
Edit = Callable[[Graph], None]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The catalogue fetched from where it is served, while everything that it names is served too."""
    root = tmp_path_factory.mktemp("served")
    (root / "public").mkdir()
    with serve(root / "public") as address:
        publish_in(root, small(), publisher=replace(load_publisher(), base_url=address))
        yield Graph().parse(data=requests.get(f"{address}catalog.ttl", timeout=10).text, format="turtle")


@pytest.fixture(scope="module")
def scores(catalogue: Graph) -> list[Score]:
    return score(catalogue)


def test_the_weights_are_those_of_the_method(scores: list[Score]) -> None:
    totals: dict[str, int] = {}
    for row in scores:
        totals[row.dimension] = totals.get(row.dimension, 0) + row.of
    assert totals == {
        "findability": 100,
        "accessibility": 100,
        "interoperability": 110,
        "reusability": 75,
        "contextuality": 20,
    }


def test_every_point_but_for_formats_that_the_portals_lists_lack(catalogue: Graph, scores: list[Score]) -> None:
    files = set(catalogue.subjects(RDF.type, DCAT.Distribution))
    measured = [row for row in scores if SHAPES.is_dir() or row.indicator not in COMPLIANCE]
    expected: float = sum(row.of for row in measured)
    for row in measured:
        lacking = {URIRef(FILE_TYPE + code) for code in LACKING.get(row.indicator, ())}
        missing = {str(file) for file in files if catalogue.value(file, DCTERMS["format"]) in lacking}
        assert set(row.missing) == missing, row
        expected -= row.of * len(missing) / len(files)
    assert sum(row.points for row in measured) == pytest.approx(expected)
    assert expected >= 351 - (405 - sum(row.of for row in measured)), "excellent"


def test_one_request_for_each_address(catalogue: Graph) -> None:
    asked: list[str] = []
    score(catalogue, lambda address: not asked.append(address))
    assert len(asked) == len(set(asked)) == len(set(catalogue.subjects(RDF.type, DCAT.Distribution)))


def test_what_is_not_there_does_not_answer(catalogue: Graph) -> None:
    (address, *_) = catalogue.objects(None, DCAT.downloadURL)
    assert answers(str(address))
    assert not answers(f"{address}.gone")
    assert not answers("http://127.0.0.1:1/")


def without(kind: URIRef, term: URIRef) -> Edit:
    def edit(graph: Graph) -> None:
        for node in graph.subjects(RDF.type, kind):
            graph.remove((node, term, None))

    return edit


def with_value(kind: URIRef, term: URIRef, value: str) -> Edit:
    def edit(graph: Graph) -> None:
        for node in graph.subjects(RDF.type, kind):
            graph.set((node, term, URIRef(value)))

    return edit


def elsewhere(term: URIRef) -> Edit:
    def edit(graph: Graph) -> None:
        for node, address in list(graph.subject_objects(term)):
            graph.set((node, term, URIRef(f"{address}.gone")))

    return edit


FORMAT, DATASET, FILE = DCTERMS["format"], DCAT.Dataset, DCAT.Distribution
COMPLIANCE = {"DCAT-AP compliance"}
LOSSES: list[tuple[Edit, set[str]]] = [
    (without(DATASET, DCAT.keyword), {"keyword"}),
    (without(DATASET, DCAT.theme), {"theme"}),
    (without(DATASET, DCTERMS.spatial), {"spatial"}),
    (without(DATASET, DCTERMS.temporal), {"temporal"}),
    (elsewhere(DCAT.accessURL), {"accessURL answers"}),
    (elsewhere(DCAT.downloadURL), {"downloadURL answers"}),
    (without(FILE, DCAT.downloadURL), {"downloadURL", "downloadURL answers"}),
    (without(FILE, FORMAT), {"format", "format in the EU list", "non-proprietary", "machine-readable"}),
    (with_value(FILE, FORMAT, f"{FILE_TYPE}PNG"), {"format in the EU list", "machine-readable"}),
    (with_value(FILE, FORMAT, f"{FILE_TYPE}XLSX"), {"non-proprietary"}),
    (with_value(FILE, FORMAT, f"{FILE_TYPE}TXT"), {"machine-readable"}),
    (without(FILE, DCAT.mediaType), {"media type", "media type in the IANA list"}),
    (with_value(FILE, DCAT.mediaType, "https://example.org/csv"), {"media type in the IANA list"}),
    (without(DCAT.Catalog, DCTERMS.title), COMPLIANCE),
    (without(FILE, DCTERMS.license), {"licence", "licence in the EU list"}),
    (with_value(FILE, DCTERMS.license, "https://example.org/terms"), {"licence in the EU list"}),
    (without(DATASET, DCTERMS.accessRights), {"access rights", "access rights in the EU list"}),
    (with_value(DATASET, DCTERMS.accessRights, "https://example.org/open"), {"access rights in the EU list"}),
    (without(DATASET, DCAT.contactPoint), {"contact point"}),
    (without(DATASET, DCTERMS.publisher), {"publisher"}),
    (without(FILE, DCTERMS.rights), {"rights"}),
    (without(FILE, DCAT.byteSize), {"byteSize"}),
    (without(FILE, DCTERMS.issued), {"issued"}),
    (without(DATASET, DCTERMS.modified), {"modified"}),
]


@pytest.mark.parametrize(
    ("edit", "lost"), LOSSES, ids=lambda value: ", ".join(sorted(value)) if isinstance(value, set) else ""
)
def test_each_indicator_can_be_lost_and_takes_no_other_with_it(
    catalogue: Graph, scores: list[Score], edit: Edit, lost: set[str]
) -> None:
    if lost == COMPLIANCE and not SHAPES.is_dir():
        pytest.skip("the standards' files are not beside the repository")
    edited = Graph() + catalogue
    edit(edited)
    before = {row.indicator: row.points for row in scores}
    assert {row.indicator for row in score(edited) if row.points < before[row.indicator]} == lost


def test_each_indicator_is_among_those_that_can_be_lost() -> None:
    names = {indicator for _, indicator, *_ in INDICATORS} | COMPLIANCE
    assert set().union(*(lost for _, lost in LOSSES)) == names


def test_a_share_passes() -> None:
    graph = Graph()
    for name in "ab":
        graph.add((URIRef(f"urn:{name}"), RDF.type, FILE))
    graph.add((URIRef("urn:a"), FORMAT, min(LISTS["machine_readable"])))
    (row,) = (row for row in score(graph, lambda _: True) if row.indicator == "machine-readable")
    assert row == ("interoperability", "machine-readable", 10, 20, ["urn:b"])
    assert all(row.points == 0 for row in score(graph, lambda _: True) if row.indicator == "keyword"), "no dataset"
