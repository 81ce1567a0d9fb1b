"""provenance.jsonld: how the snapshot came about, in PROV-O: files, tables, archive; the steps between; who answers for them.

The relations stand as PROV-O's plain properties, which any RDF reader follows. Of captures there can be a hundred thousand: an
entity is a WARC file with records that rows rest on, and rows are followed by `kotacerdas trace`.
"""

# ruff: noqa: S608 - SQL is made of schema names and quoted literals (cells.py); no value of a page is part of it

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pipeline.lineage.graph import Dataset, Output, Work, flow
from pipeline.publish import wording
from pipeline.publish.contents import Contents, DataFile
from pipeline.publish.documents import dcat_wording
from pipeline.publish.documents.json_ld import Node, at, moment, texts, typed
from pipeline.publish.documents.vocabulary import PREFIXES
from pipeline.publish.edition import Edition
from pipeline.publish.engine import reader
from pipeline.publish.tables import parquet_path, read_parquet
from pipeline.publish.versions import to_json
from pipeline.publish.wording import Text
from pipeline.schema import CAPTURES, CORRECTIONS, PUBLISHED, table
from pipeline.schema.lineage import sources, steps

FILE_NAME = "provenance.jsonld"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SHA256 = f"{PREFIXES['spdx']}checksumAlgorithm_sha256"
_PREFIXES = ("dcat", "dct", "foaf", "rdfs", "spdx", "xsd")

_TERMS: Mapping[str, Text] = {
    "recordCount": Text(
        "How many records of the WARC file rows of the snapshot rest on.",
        "Banyaknya rekaman dalam berkas WARC yang mendasari baris terbitan.",
    ),
    "payloadsSha256": Text(
        "SHA-256 over the payload_sha256 of those records, in order, each with a line feed.",
        "SHA-256 atas payload_sha256 rekaman itu, berurutan, masing-masing dengan ganti baris.",
    ),
    "rowCount": Text("How many rows the table has.", "Banyaknya baris tabel."),
    "fingerprint": Text(
        "SHA-256 over the files it consists of, in parts of 16 digits.",
        "SHA-256 atas berkas penyusunnya, dalam bagian 16 digit.",
    ),
}
"""Our own properties, defined in the document itself."""


@dataclass(frozen=True, slots=True)
class _WarcFile:
    """A WARC file as far as rows rest on it. `first` and `last`: when its answers arrived; None of a web archive's replays."""

    name: str
    agency_id: str
    count: int
    payloads_sha256: str
    first: datetime | None
    last: datetime | None


def documents(contents: Contents) -> Mapping[str, str]:
    """provenance.jsonld. Its context stands in the document: nobody needs the network to read it."""
    names = {name: PREFIXES[name] for name in _PREFIXES}
    context = {"kc": _terms(contents.edition), "prov": PROV, "rdf": RDF, **names}
    return {FILE_NAME: to_json({"@context": context, "@graph": list(_nodes(contents))})}


def _nodes(contents: Contents) -> Iterator[Node]:
    edition, archive = contents.edition, _archive(contents)
    agencies = sorted({file.agency_id for file in archive})
    yield _snapshot(contents)
    for file in contents.files:
        yield from _file(edition, file)
    for work in flow().values():
        yield from _activity(edition, work, agencies, archive)
        for output in work.outputs:
            if output.dataset.place != "snapshot":
                yield _table(contents, work, output)
    yield from _sources(contents, agencies, archive)
    yield from _agents(contents, agencies)
    for name, meaning in _TERMS.items():
        yield {"@id": f"{_terms(edition)}{name}", "@type": "rdf:Property", "rdfs:comment": texts(meaning)}


def _snapshot(contents: Contents) -> Node:
    edition = contents.edition
    node = {
        "@id": edition.url,
        "@type": ["prov:Entity", "prov:Collection"],
        "dct:title": texts(wording.TITLE),
        "dct:description": texts(*edition.notices),
        "dcat:version": edition.version,
        "dct:license": [at(wording.LICENCE_URL), at(wording.LICENCE_SPDX_URL)],
        "dct:modified": moment(edition.as_of),
        "prov:hadMember": [at(edition.url_of(file.path)) for file in contents.files],
        "prov:wasGeneratedBy": at(_here(edition, "publish")),
        "prov:wasAttributedTo": at(_publisher(edition)),
    }
    return node | ({"prov:wasRevisionOf": at(_previous(edition))} if edition.previous else {})


def _file(edition: Edition, file: DataFile) -> Iterator[Node]:
    """Its rows are those of the warehouse, but for `changes`, which come of the tables of two snapshots."""
    name = edition.url_of(file.path)
    behind = [
        dataset
        for output in flow()["publish"].outputs
        if file.table in (None, output.table)
        for dataset in _behind(output)
    ]
    node = {
        "@id": name,
        "@type": "prov:Entity",
        "dct:title": texts(dcat_wording.title(file)),
        "dcat:byteSize": typed("xsd:nonNegativeInteger", str(file.byte_count)),
        "spdx:checksum": at(f"{name}#sha256"),
        "prov:wasGeneratedBy": at(_here(edition, "publish")),
        "prov:wasDerivedFrom": _all(edition, behind),
    }
    yield node | ({"kc:rowCount": _count(file.row_count)} if file.row_count is not None else {})
    yield {
        "@id": f"{name}#sha256",
        "@type": "spdx:Checksum",
        "spdx:algorithm": at(SHA256),
        "spdx:checksumValue": typed("xsd:hexBinary", file.sha256),
    }


def _table(contents: Contents, work: Work, output: Output) -> Node:
    """A table on its way to the snapshot. Of those that are published the rows are counted."""
    edition, described = contents.edition, output.table
    node = {
        "@id": _here(edition, output.dataset.label),
        "@type": "prov:Entity",
        "dct:title": f"{described.name} ({output.dataset.place})",
        "dct:description": texts(Text(described.en, described.id)),
        "prov:wasGeneratedBy": at(_here(edition, work.step)),
        "prov:wasDerivedFrom": _all(edition, _behind(output)),
    }
    counted = output.dataset.place == "warehouse" and described in PUBLISHED
    return node | ({"kc:rowCount": _count(contents.row_counts[described.name])} if counted else {})


def _activity(edition: Edition, work: Work, agencies: list[str], archive: list[_WarcFile]) -> Iterator[Node]:
    """A step. Only capturing has a time: what follows is a function of what was captured, whenever it is done."""
    order = list(flow())
    before = order[order.index(work.step) - 1 : order.index(work.step)]
    step, name = steps()[work.step], _here(edition, work.step)
    agents = [_software(edition), *([_publisher(edition)] if work.step == order[-1] else [])]
    captured = [time for file in archive for time in (file.first, file.last) if time and work.step == order[0]]
    times = {"prov:startedAtTime": min(captured), "prov:endedAtTime": max(captured)} if captured else {}
    yield {
        "@id": name,
        "@type": "prov:Activity",
        "dct:title": work.step,
        "dct:description": texts(Text(step.en, step.id)),
        "prov:used": _all(edition, [each for each in work.reads if each.name != "sites"])
        + [at(_site(edition, agency_id)) for agency_id in agencies if work.step == order[0]],
        "prov:wasAssociatedWith": [at(agent) for agent in agents],
        "prov:qualifiedAssociation": at(f"{name}.by"),
        **{key: moment(time) for key, time in times.items()},
    } | ({"prov:wasInformedBy": at(_here(edition, before[0]))} if before else {})
    yield {
        "@id": f"{name}.by",
        "@type": "prov:Association",
        "prov:agent": at(_software(edition)),
        "prov:hadPlan": at(_here(edition, "code")),
    }


def _sources(contents: Contents, agencies: list[str], archive: list[_WarcFile]) -> Iterator[Node]:
    edition, made_from = contents.edition, contents.edition.made_from
    people = [at(_person(edition, name)) for name in _people(contents)]
    more: Mapping[str, Node] = {
        "code": {"@type": ["prov:Entity", "prov:Plan"], "kc:fingerprint": made_from.extractor},
        # The fingerprint is over both.
        "codebook": {"kc:fingerprint": made_from.codebook},
        "agency_files": {"kc:fingerprint": made_from.codebook},
        "correction_files": {"prov:wasAttributedTo": people} if people else {},
        "archive": {
            "@type": ["prov:Entity", "prov:Collection"],
            "prov:hadMember": [at(_warc(edition, file.name)) for file in archive],
            "prov:wasGeneratedBy": at(_here(edition, "capture")),
            "prov:wasDerivedFrom": [at(_site(edition, agency_id)) for agency_id in agencies],
        },
    }
    for name, source in sources().items():
        if name not in ("sites", "previous_snapshot"):
            described = {"dct:title": name, "dct:description": texts(Text(source.en, source.id))}
            yield {"@id": _here(edition, name), "@type": "prov:Entity", **described, **more.get(name, {})}
    if edition.previous:
        yield {"@id": _previous(edition), "@type": "prov:Entity", "dcat:version": edition.previous}
    for file in archive:
        yield _warc_file(edition, file)


def _warc_file(edition: Edition, file: _WarcFile) -> Node:
    node = {
        "@id": _warc(edition, file.name),
        "@type": "prov:Entity",
        "dct:title": file.name,
        "kc:recordCount": _count(file.count),
        "kc:payloadsSha256": typed("xsd:hexBinary", file.payloads_sha256),
        "prov:wasGeneratedBy": at(_here(edition, "capture")),
        "prov:wasDerivedFrom": at(_site(edition, file.agency_id)),
    }
    times = {"dct:created": file.first, "dct:modified": file.last}
    return node | {name: moment(time) for name, time in times.items() if time}


def _agents(contents: Contents, agencies: list[str]) -> Iterator[Node]:
    edition = contents.edition
    publisher, software = edition.publisher, f"kotacerdas {edition.code_version}"
    yield {
        "@id": _publisher(edition),
        "@type": "prov:Agent",
        "foaf:name": texts(Text(publisher.name_en, publisher.name_id)),
        "foaf:homepage": at(publisher.base_url),
    }
    yield {
        "@id": _software(edition),
        "@type": ["prov:Agent", "prov:SoftwareAgent"],
        "foaf:name": software,
        "prov:actedOnBehalfOf": at(_publisher(edition)),
    }
    found = _rows(f"SELECT agency_id, label_en, label_id, homepage FROM {_table_of(contents, 'agencies')}")
    for agency_id, english, indonesian, homepage in sorted(row for row in found if row[0] in agencies):
        names = texts(Text(english, indonesian))
        ministry = f"{edition.publisher.base_url}#agency/{agency_id}"
        yield {"@id": ministry, "@type": ["prov:Agent", "prov:Organization"], "foaf:name": names}
        yield {
            "@id": _site(edition, agency_id),
            "@type": "prov:Entity",
            "dct:title": names,
            "foaf:homepage": at(homepage),
            "prov:wasAttributedTo": at(ministry),
        }
    for name in _people(contents):
        yield {"@id": _person(edition, name), "@type": ["prov:Agent", "prov:Person"], "foaf:name": name}


def _archive(contents: Contents) -> list[_WarcFile]:
    """The WARC files that hold what rows rest on: the captures that tables name, and those whose bytes they confirm."""
    captures = _table_of(contents, CAPTURES.name)
    named = " UNION ".join(
        f"SELECT capture_id FROM {_table_of(contents, each.name)}"
        for each in PUBLISHED
        if each is not CAPTURES and any(column.references == "captures.capture_id" for column in each.columns)
    )
    found = _rows(
        f"WITH named AS ({named}), behind AS (SELECT capture_id FROM named UNION "
        f"SELECT revisit_of FROM {captures} SEMI JOIN named USING (capture_id) WHERE revisit_of IS NOT NULL) "
        "SELECT warc_file, min(agency_id), count(*), "
        "sha256(string_agg(payload_sha256 || chr(10), '' ORDER BY payload_sha256)), "
        "min(fetched_at) FILTER (source_kind <> 'archive'), max(fetched_at) FILTER (source_kind <> 'archive') "
        f"FROM {captures} SEMI JOIN behind USING (capture_id) GROUP BY warc_file ORDER BY warc_file",
    )
    return [_WarcFile(*row) for row in found]


def _people(contents: Contents) -> list[str]:
    found = _rows(f"SELECT DISTINCT corrected_by FROM {_table_of(contents, CORRECTIONS.name)} ORDER BY 1")
    return [name for (name,) in found]


def _table_of(contents: Contents, name: str) -> str:
    return read_parquet(parquet_path(contents.folder, table(name)))


def _rows(query: str) -> list[tuple[Any, ...]]:
    with reader() as connection:
        found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
    return found


def _behind(output: Output) -> list[Dataset]:
    """The datasets that its columns are made of; the code is how, not what of."""
    found = {cell.dataset for cells in output.columns.values() for cell in cells}
    return sorted(dataset for dataset in found if dataset.name != "code")


def _all(edition: Edition, datasets: list[Dataset]) -> list[dict[str, str]]:
    """Each once, without a snapshot before where there is none."""
    names = {
        _previous(edition) if dataset.name == "previous_snapshot" else _here(edition, dataset.label)
        for dataset in datasets
        if edition.previous or dataset.name != "previous_snapshot"
    }
    return [at(name) for name in sorted(names)]


def _count(number: int | None) -> dict[str, str]:
    return typed("xsd:nonNegativeInteger", str(number))


def _here(edition: Edition, name: str) -> str:
    """Address of what is of this snapshot alone."""
    return f"{edition.url}#{name}"


def _previous(edition: Edition) -> str:
    return f"{edition.publisher.base_url}snapshots/{edition.previous}/"


def _publisher(edition: Edition) -> str:
    """The same address as in the catalogue."""
    return f"{edition.publisher.base_url}#publisher"


def _software(edition: Edition) -> str:
    return f"{edition.publisher.base_url}#software/{quote(edition.code_version, safe='')}"


def _site(edition: Edition, agency_id: str) -> str:
    return f"{edition.publisher.base_url}#site/{agency_id}"


def _warc(edition: Edition, name: str) -> str:
    return f"{edition.publisher.base_url}#archive/{quote(name)}"


def _person(edition: Edition, name: str) -> str:
    return f"{edition.publisher.base_url}#person/{quote(name, safe='')}"


def _terms(edition: Edition) -> str:
    return f"{edition.publisher.base_url}terms#"
