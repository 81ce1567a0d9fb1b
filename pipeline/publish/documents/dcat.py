"""catalog.jsonld and catalog.ttl: the dataset and its files as open-data portals harvest them (DCAT-AP 3.0.1).

Every node has an address, so that both files are the same bytes each time. Dataset and files keep their addresses from version to
version: a portal updates what it has instead of adding a copy. The entries of controlled vocabularies are described in the same
graph, because portals validate the one file that they fetch.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from pipeline.publish import wording
from pipeline.publish.contents import Contents, DataFile
from pipeline.publish.documents import dcat_wording
from pipeline.publish.documents.json_ld import Node, at, moment, texts, turtle, typed
from pipeline.publish.documents.provenance import FILE_NAME as PROVENANCE
from pipeline.publish.documents.vocabulary import PREFIXES, described, entry, scheme_address
from pipeline.publish.edition import Edition
from pipeline.publish.publisher import Publisher
from pipeline.publish.versions import CATALOGUES, to_json
from pipeline.publish.wording import Text

DCAT_AP = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
DATA_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SHA256 = f"{PREFIXES['spdx']}checksumAlgorithm_sha256"
GEONAMES_INDONESIA = "https://sws.geonames.org/1643084/"
INDONESIA_BOX = "POLYGON((94.9 -11.1, 141.1 -11.1, 141.1 6.2, 94.9 6.2, 94.9 -11.1))"
"""All of Indonesia, rounded outwards to a tenth of a degree; longitude first."""
INDONESIA_CENTRE = "POINT(120 -5)"
THEMES = ("GOVE", "REGI", "TECH")
LANGUAGES = ("IND", "ENG")


def documents(contents: Contents) -> Mapping[str, str]:
    """The catalogue in both serialisations. Its context stands in the JSON-LD itself: nobody needs the network to read it."""
    nodes = describe(contents)
    json_ld = to_json({"@context": dict(PREFIXES), "@graph": nodes})
    return dict(zip(CATALOGUES, (json_ld, turtle(PREFIXES, nodes)), strict=True))


def describe(contents: Contents) -> list[Node]:
    """The nodes of the catalogue."""
    nodes = [
        _catalogue(contents.edition),
        _dataset(contents),
        *(node for file in contents.files for node in _distribution(contents.edition, file)),
        *_statements(contents),
        *_agents(contents.edition.publisher),
        *_documents(contents.edition),
        _licence(),
        *_technical(contents),
        _indonesia(),
    ]
    return [*nodes, *described(nodes)]


def _catalogue(edition: Edition) -> Node:
    return {
        "@id": _name(edition, "catalog"),
        "@type": "dcat:Catalog",
        "dct:title": texts(dcat_wording.CATALOGUE),
        "dct:description": texts(wording.DESCRIPTION),
        "dct:conformsTo": at(DCAT_AP),
        "dcat:themeTaxonomy": at(scheme_address("data-theme")),
        "foaf:homepage": at(edition.url),
        "dct:spatial": at(entry("country", "IDN")),
        "dcat:dataset": at(edition.publisher.dataset_uri),
        **_shared(edition),
        **_terms(edition),
        **_dates(edition.issued, edition.as_of),
    }


def _dataset(contents: Contents) -> Node:
    edition = contents.edition
    node = {
        "@id": edition.publisher.dataset_uri,
        "@type": "dcat:Dataset",
        "dct:identifier": edition.publisher.dataset_uri,
        "dct:title": texts(wording.TITLE),
        "dct:description": texts(wording.DESCRIPTION, *edition.notices),
        "dcat:keyword": [keyword for text in wording.KEYWORDS for keyword in texts(text)],
        "dcat:theme": [at(entry("data-theme", theme)) for theme in THEMES],
        "dct:spatial": at(entry("country", "IDN")),
        "dct:accrualPeriodicity": at(entry("frequency", "IRREG")),
        "dct:accessRights": at(entry("access-right", "PUBLIC")),
        "dct:conformsTo": at(DATA_PACKAGE),
        "dct:provenance": at(_name(edition, "provenance")),
        "dcat:contactPoint": at(_name(edition, "contact")),
        "dcat:landingPage": at(edition.url),
        "foaf:page": at(edition.url_of("README.md")),
        "dcat:version": edition.version,
        "adms:versionNotes": texts(dcat_wording.version_notes(contents)),
        "dcat:distribution": [at(_name(edition, file.path)) for file in contents.files],
        **_shared(edition),
        **_dates(edition.issued, edition.as_of),
    }
    if any(contents.period):
        node["dct:temporal"] = at(_name(edition, "period"))
    return node


def _distribution(edition: Edition, file: DataFile) -> Iterator[Node]:
    name, address = _name(edition, file.path), edition.url_of(file.path)
    yield {
        "@id": name,
        "@type": "dcat:Distribution",
        "dct:title": texts(dcat_wording.title(file)),
        "dct:description": texts(dcat_wording.description(file)),
        "dcat:accessURL": at(address),
        "dcat:downloadURL": at(address),
        "dct:format": at(entry("file-type", file.format.upper())),
        "dcat:mediaType": at(MEDIA_TYPES + file.media_type),
        "dcat:byteSize": typed("xsd:nonNegativeInteger", str(file.byte_count)),
        "spdx:checksum": at(f"{name}.sha256"),
        "dcatap:availability": at(entry("planned-availability", "STABLE")),
        "adms:status": at(entry("distribution-status", "COMPLETED")),
        "dct:language": [at(entry("language", code)) for code in LANGUAGES],
        **_terms(edition),
        **_dates(edition.as_of, edition.as_of),
    }
    yield {
        "@id": f"{name}.sha256",
        "@type": "spdx:Checksum",
        "spdx:algorithm": at(SHA256),
        "spdx:checksumValue": typed("xsd:hexBinary", file.sha256),
    }


def _statements(contents: Contents) -> Iterator[Node]:
    edition = contents.edition
    yield {
        "@id": _name(edition, "rights"),
        "@type": "dct:RightsStatement",
        "rdfs:label": texts(*edition.notices),
    }
    yield {
        "@id": _name(edition, "provenance"),
        "@type": "dct:ProvenanceStatement",
        "rdfs:label": texts(dcat_wording.provenance(contents)),
        "rdfs:seeAlso": at(edition.url_of(PROVENANCE)),
    }
    start, end = contents.period
    if start or end:
        days = {"dcat:startDate": start, "dcat:endDate": end}
        yield {"@id": _name(edition, "period"), "@type": "dct:PeriodOfTime"} | {
            key: typed("xsd:date", day.isoformat()) for key, day in days.items() if day
        }


def _agents(publisher: Publisher) -> Iterator[Node]:
    names = texts(Text(publisher.name_en, publisher.name_id))
    yield {
        "@id": f"{publisher.base_url}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": names,
        "foaf:homepage": at(publisher.base_url),
        "dct:type": at(entry("publisher-type", publisher.kind)),
    }
    yield {
        "@id": f"{publisher.base_url}#contact",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": names,
        "vcard:hasEmail" if publisher.contact_email else "vcard:hasURL": at(publisher.contact),
    }


def _documents(edition: Edition) -> Iterator[Node]:
    for page in (edition.publisher.base_url, edition.url, edition.url_of("README.md")):
        yield {"@id": page, "@type": "foaf:Document"}
    for standard, title in ((DCAT_AP, "DCAT-AP 3.0.1"), (DATA_PACKAGE, "Data Package 2.0")):
        yield {"@id": standard, "@type": "dct:Standard", "dct:title": title}


def _licence() -> Node:
    return {
        "@id": wording.LICENCE_EU_URI,
        "@type": "dct:LicenseDocument",
        # CKAN's own list knows the licence by the title in English.
        "dct:title": [wording.LICENCE_TITLE, {"@value": "Creative Commons Attribution", "@language": "en"}],
        "dct:identifier": wording.LICENCE_NAME,
        "dct:type": at(entry("licence-type", "Attribution")),
        "skos:exactMatch": [at(wording.LICENCE_URL), at(wording.LICENCE_SPDX_URL)],
    }


def _technical(contents: Contents) -> Iterator[Node]:
    yield {"@id": SHA256, "@type": "spdx:ChecksumAlgorithm"}
    for media_type in sorted({file.media_type for file in contents.files}):
        yield {"@id": MEDIA_TYPES + media_type, "@type": "dct:MediaType", "rdfs:label": media_type}


def _indonesia() -> Node:
    return {
        "@id": entry("country", "IDN"),
        "skos:exactMatch": at(GEONAMES_INDONESIA),
        "dcat:bbox": typed("geo:wktLiteral", INDONESIA_BOX),
        "dcat:centroid": typed("geo:wktLiteral", INDONESIA_CENTRE),
    }


def _shared(edition: Edition) -> Node:
    return {
        "dct:publisher": at(_name(edition, "publisher")),
        "dct:language": [at(entry("language", code)) for code in LANGUAGES],
    }


def _terms(edition: Edition) -> Node:
    return {"dct:license": at(wording.LICENCE_EU_URI), "dct:rights": at(_name(edition, "rights"))}


def _dates(issued: datetime, modified: datetime) -> Node:
    return {"dct:issued": moment(issued), "dct:modified": moment(modified)}


def _name(edition: Edition, fragment: str) -> str:
    """Address of a node that keeps it from version to version."""
    return f"{edition.publisher.base_url}#{fragment}"
