"""provenance.jsonld: what is said of a snapshot. pyshacl and the prov library judge it in tests/test_validators.py."""

import hashlib
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import PROV, RDF, Graph, Namespace, URIRef

from pipeline.publish.contents import Contents, read_contents
from pipeline.publish.documents import provenance
from pipeline.publish.documents.datapackage import read_edition
from tests.provenance import broken_shapes, parse
from tests.unit.publish.warehouses import capture, correction, publish_in, small

BASE = "http://127.0.0.1:8000/"
SNAPSHOT = BASE + "snapshots/2026-11-24.1/"
KC = Namespace(BASE + "terms#")


def read(folder: Path) -> Contents:
    return read_contents(folder, read_edition(json.loads((folder / "datapackage.json").read_text())))


def graph_of(contents: Contents) -> Graph:
    return parse(provenance.documents(contents)[provenance.FILE_NAME])


@pytest.fixture(scope="module")
def contents(snapshot: Path) -> Contents:
    return read(snapshot)


@pytest.fixture(scope="module")
def graph(contents: Contents) -> Graph:
    return graph_of(contents)


def here(name: str) -> URIRef:
    return URIRef(f"{SNAPSHOT}#{name}")


def test_a_number_is_followed_from_the_file_to_the_archive(graph: Graph) -> None:
    file = URIRef(SNAPSHOT + "data/statements.csv")
    assert (URIRef(SNAPSHOT), PROV.hadMember, file) in graph
    for name in ("warehouse/statements", "partitions/statements", "partitions/texts", "archive"):
        assert (file, PROV.wasDerivedFrom * "+", here(name)) in graph, name
    assert (here("archive"), PROV.wasDerivedFrom, URIRef(BASE + "#site/sample")) in graph
    assert (URIRef(BASE + "#site/sample"), PROV.wasAttributedTo, URIRef(BASE + "#agency/sample")) in graph


def test_each_data_file_carries_its_sha256(contents: Contents, graph: Graph) -> None:
    spdx = Namespace("http://spdx.org/rdf/terms#")
    said = {
        str(file).removeprefix(SNAPSHOT): str(graph.value(checksum, spdx.checksumValue))
        for file, checksum in graph.subject_objects(spdx.checksum)
    }
    assert said == {file.path: file.sha256 for file in contents.files}


def test_steps_follow_each_other_and_name_the_code_by_its_fingerprint(contents: Contents, graph: Graph) -> None:
    steps = ["capture", "decode", "extract", "gate", "load", "publish"]
    assert set(graph.subjects(RDF.type, PROV.Activity)) == {here(step) for step in steps}
    for before, after in pairwise(steps):
        assert (here(after), PROV.wasInformedBy, here(before)) in graph
    plans = set(graph.objects(None, PROV.hadPlan))
    assert plans == {here("code")}
    assert str(graph.value(here("code"), KC.fingerprint)) == contents.edition.made_from.extractor
    assert str(graph.value(here("codebook"), KC.fingerprint)) == contents.edition.made_from.codebook


def test_a_warc_file_commits_to_the_payloads_that_rows_rest_on(tmp_path: Path) -> None:
    rows = small()
    rows["captures"][1] |= {"revisit_of": "c-3", "warc_file": "sample/sample-2.warc.gz"}
    rows["captures"].append(capture("c-3", payload_sha256="a" * 64))
    rows["captures"].append(capture("c-unused", warc_file="sample/sample-3.warc.gz"))
    found = graph_of(read(publish_in(tmp_path, rows).folder))
    files = {str(name).removeprefix(BASE + "#archive/"): name for name in found.subjects(KC.recordCount)}
    assert set(files) == {"sample/sample-1.warc.gz", "sample/sample-2.warc.gz"}, "no row rests on the third"
    assert all((here("archive"), PROV.hadMember, name) in found for name in files.values())
    first = files["sample/sample-1.warc.gz"]
    assert str(found.value(first, KC.recordCount)) == "2"
    lines = "".join(f"{each * 64}\n" for each in "ab")
    assert str(found.value(first, KC.payloadsSha256)) == hashlib.sha256(lines.encode()).hexdigest()


def test_people_who_corrected_are_named(tmp_path: Path) -> None:
    rows = small()
    one = rows["statements"][0]
    rows["corrections"] = [correction("fix-1", one["statement_id"], one["release_id"], corrected_by="Siti <b>&</b> Co")]
    one["correction_id"] = "fix-1"
    found = graph_of(read(publish_in(tmp_path, rows).folder))
    (person,) = found.subjects(RDF.type, PROV.Person)
    assert str(person) == BASE + "#person/Siti%20%3Cb%3E%26%3C%2Fb%3E%20Co"
    assert (here("correction_files"), PROV.wasAttributedTo, person) in found
    assert broken_shapes(found) == []


def test_it_is_a_revision_of_the_version_before(contents: Contents) -> None:
    later = graph_of(replace(contents, edition=replace(contents.edition, previous="2026-11-23.1")))
    before = URIRef(BASE + "snapshots/2026-11-23.1/")
    assert (URIRef(SNAPSHOT), PROV.wasRevisionOf, before) in later
    assert (URIRef(SNAPSHOT + "data/changes.csv"), PROV.wasDerivedFrom, before) in later
    assert broken_shapes(later) == []


def test_the_first_version_revises_nothing(graph: Graph) -> None:
    assert not list(graph.objects(None, PROV.wasRevisionOf))
    assert not [name for name in graph.subjects() if "None" in name]


def test_capturing_has_the_times_of_what_arrived_but_not_those_of_a_web_archive(graph: Graph, tmp_path: Path) -> None:
    assert str(graph.value(here("capture"), PROV.startedAtTime)) == "2026-11-23T18:30:00+00:00"
    rows = small()
    for row in rows["captures"]:
        row["source_kind"] = "archive"
    replayed = graph_of(read(publish_in(tmp_path, rows).folder))
    assert not list(replayed.subjects(PROV.startedAtTime))
