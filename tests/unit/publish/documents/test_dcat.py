"""catalog.jsonld and catalog.ttl: one graph, whole by itself, with names that stay; rdflib reads it, pyshacl judges it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
import rdflib
from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from pipeline.publish import wording
from pipeline.publish.checksums import read_checksums
from pipeline.publish.contents import MEDIA_TYPES, Contents, read_contents
from pipeline.publish.documents import dcat
from pipeline.publish.documents.datapackage import read_edition
from pipeline.publish.documents.vocabulary import entry
from pipeline.publish.publisher import Kind, Publisher
from pipeline.publish.versions import CATALOGUES
from tests.dcat_ap import MANDATORY, RANGES, RECOMMENDED, VOCABULARIES, WHOLE, findings, needs_shapes
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import SEEN, small

# rdflib warns of its own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

DCAT = Namespace(str(rdflib.DCAT))  # rdflib's own lacks the terms of DCAT 3
ADMS = Namespace("http://www.w3.org/ns/adms#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
BASE = "http://127.0.0.1:8000/"
DATASET = URIRef(f"{BASE}#kota-cerdas")


@pytest.fixture(scope="module")
def contents(snapshot: Path) -> Contents:
    return read_contents(snapshot, read_edition(json.loads((snapshot / "datapackage.json").read_text())))


def written(contents: Contents) -> Graph:
    return Graph().parse(data=dcat.documents(contents)["catalog.ttl"], format="turtle")


@pytest.fixture(scope="module")
def graph(contents: Contents) -> Graph:
    return written(contents)


def by(contents: Contents, **changes: str) -> Contents:
    """The same, of another publisher."""
    given = contents.edition.publisher.as_dict() | changes
    return replace(contents, edition=replace(contents.edition, publisher=Publisher(**given)))


@pytest.mark.parametrize(
    "name", ["Badan Contoh", 'Badan "Contoh" \\ \'\'\' """ \n <b>&amp;', "インドネシア \u200f{}|^`"]
)
def test_both_serialisations_hold_the_same_literals(
    contents: Contents, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    json_ld, turtle = (dcat.documents(by(contents, name_en=name))[file] for file in CATALOGUES)
    one, other = Graph().parse(data=json_ld, format="json-ld"), Graph().parse(data=turtle, format="turtle")
    assert isomorphic(one, other)
    assert len(other) > 500
    assert Literal(name, lang="en") in set(other.objects(None, FOAF.name))
    assert not any(isinstance(term, BNode) for triple in other for term in triple), "every node has an address"


@needs_shapes
@pytest.mark.parametrize("shapes", [MANDATORY, RECOMMENDED, RANGES, WHOLE])
def test_the_official_shapes_find_nothing(graph: Graph, shapes: str) -> None:
    assert findings(graph, shapes) == set()


@needs_shapes
def test_the_vocabularies_shapes_find_what_cannot_be_otherwise(graph: Graph) -> None:
    """No publisher of ours is in the EU's list of its bodies; and the file writes https in SPDX's addresses, which have http."""
    assert findings(graph, VOCABULARIES) == {"Warning publisher", "Violation algorithm"}


@needs_shapes
@pytest.mark.parametrize(
    ("shapes", "subject", "term", "finding"),
    [
        (MANDATORY, f"{BASE}#catalog", DCTERMS.publisher, "Violation publisher"),
        (MANDATORY, f"{BASE}#data/units.csv", DCAT.accessURL, "Violation accessURL"),
        (MANDATORY, f"{BASE}#data/units.csv.sha256", SPDX.checksumValue, "Violation checksumValue"),
        (RECOMMENDED, f"{BASE}#kota-cerdas", DCAT.keyword, "Warning keyword"),
        (RECOMMENDED, f"{BASE}#period", DCAT.endDate, "Warning endDate"),
        (RANGES, f"{BASE}#contact", RDF.type, "Violation contactPoint"),
    ],
)
def test_the_official_shapes_find_what_is_removed(
    graph: Graph, shapes: str, subject: str, term: URIRef, finding: str
) -> None:
    less = Graph() + graph
    less.remove((URIRef(subject), term, None))
    assert finding in findings(less, shapes)


def test_names_stay_from_version_to_version(publish_rows: Publish, public: Path) -> None:
    first = Graph().parse(publish_rows(small()).folder / "catalog.ttl")
    rows = small()
    rows["statements"][0]["status"] = "planned"
    publish_rows(rows, as_of=SEEN + timedelta(days=1))
    second = Graph().parse(public / "catalog.ttl")

    assert set(first.objects(DATASET, DCAT.distribution)) == set(second.objects(DATASET, DCAT.distribution))
    for same in (DCTERMS.identifier, DCTERMS.issued, DCTERMS.title):
        assert set(first.objects(DATASET, same)) == set(second.objects(DATASET, same))
    for other in (DCAT.version, DCTERMS.modified, ADMS.versionNotes, DCAT.landingPage):
        assert not set(first.objects(DATASET, other)) & set(second.objects(DATASET, other))
    assert second.value(DATASET, DCAT.version) == Literal("2026-11-25.1")
    assert set(second.objects(DATASET, ADMS.versionNotes)) == {
        Literal("Rows since version 2026-11-24.1: 0 added, 0 removed, 1 revised.", lang="en"),
        Literal("Baris sejak versi 2026-11-24.1: 0 ditambah, 0 dihapus, 1 diubah.", lang="id"),
    }


def test_a_distribution_for_each_file_with_what_a_portal_shows(
    contents: Contents, graph: Graph, snapshot: Path
) -> None:
    hashes = read_checksums(snapshot)
    distributions = set(graph.objects(DATASET, DCAT.distribution))
    assert distributions == {URIRef(f"{BASE}#{file.path}") for file in contents.files}
    for file in contents.files:
        node = URIRef(f"{BASE}#{file.path}")
        address = URIRef(f"{BASE}snapshots/{snapshot.name}/{file.path}")
        assert graph.value(node, DCAT.downloadURL) == graph.value(node, DCAT.accessURL) == address
        assert str(graph.value(node, DCAT.byteSize)) == str((snapshot / file.path).stat().st_size)
        checksum = graph.value(node, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashes[file.path]
        assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert graph.value(graph.value(node, DCAT.mediaType), RDFS.label) == Literal(file.media_type)
        assert {text.language for text in graph.objects(node, DCTERMS.title)} == {"en", "id"}


def test_a_file_that_is_no_table_is_a_distribution_too(contents: Contents) -> None:
    workbook = replace(contents.files[0], path="book.csv", table=None, row_count=None)
    graph = written(replace(contents, files=(workbook,)))
    (node,) = graph.objects(DATASET, DCAT.distribution)
    assert Literal(wording.WORKBOOK.en, lang="en") in set(graph.objects(node, DCTERMS.description))


def test_every_format_and_every_kind_of_publisher_has_its_entry() -> None:
    for form in MEDIA_TYPES:
        assert entry("file-type", form.upper()).endswith(f"/{form.upper()}")
    for kind in get_args(Kind):
        assert entry("publisher-type", kind).endswith(f"/{kind}")
    with pytest.raises(KeyError, match=r"file-type ABACUS is not in vocabulary\.toml"):
        entry("file-type", "ABACUS")


def test_no_mail_address_is_invented(contents: Contents) -> None:
    contact = URIRef(f"{BASE}#contact")
    ways: list[tuple[dict[str, str], URIRef, str]] = [
        ({}, VCARD.hasURL, BASE),
        ({"contact_url": "https://example.org/ask"}, VCARD.hasURL, "https://example.org/ask"),
        ({"contact_email": "tanya@example.org"}, VCARD.hasEmail, "mailto:tanya@example.org"),
    ]
    for changes, term, address in ways:
        graph = written(by(contents, **changes))
        assert {(p, str(o)) for p, o in graph.predicate_objects(contact) if p in (VCARD.hasURL, VCARD.hasEmail)} == {
            (term, address)
        }


def test_what_has_no_time_has_no_period(contents: Contents) -> None:
    start, end = contents.period
    none, half = (written(replace(contents, period=period)) for period in ((None, None), (None, end)))
    assert (DATASET, DCTERMS.temporal, None) not in none
    assert not list(none.subjects(RDF.type, DCTERMS.PeriodOfTime))
    period = half.value(DATASET, DCTERMS.temporal)
    assert half.value(period, DCAT.startDate) is None
    assert str(half.value(period, DCAT.endDate)) == str(end)
    assert start


def test_only_entries_that_are_pointed_at_are_described(graph: Graph) -> None:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert any(True for _ in graph.subjects(None, concept)), concept
        assert {label.language for label in graph.objects(concept, SKOS.prefLabel)} == {"en", "id"}
        assert (graph.value(concept, SKOS.inScheme), RDF.type, SKOS.ConceptScheme) in graph


def test_it_says_whose_words_these_are(graph: Graph) -> None:
    rights = graph.value(URIRef(f"{BASE}#data/units.csv"), DCTERMS.rights)
    text = "".join(graph.objects(rights, RDFS.label))
    for said in ("not official statistics", "bukan statistik resmi", "SYNTHETIC", "keep their own rights"):
        assert said in text
