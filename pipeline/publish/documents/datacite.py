"""datacite.json: the metadata that a repository asks for when it gives a snapshot a DOI (DataCite schema 4.5).

It names no DOI, since one is given by whoever deposits the snapshot; until then its address identifies it.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.clock import jakarta_date
from pipeline.publish import wording
from pipeline.publish.contents import Contents
from pipeline.publish.versions import to_json
from pipeline.publish.wording import Text

FILE_NAME = "datacite.json"


def documents(contents: Contents) -> Mapping[str, str]:
    """datacite.json."""
    return {FILE_NAME: to_json(describe(contents))}


def describe(contents: Contents) -> dict[str, Any]:
    """The attributes, as DataCite's REST API takes them."""
    edition = contents.edition
    publisher = edition.publisher
    issued = jakarta_date(edition.as_of)
    start, end = contents.period
    dates = [{"date": issued.isoformat(), "dateType": "Issued"}]
    if start and end:
        period = {"date": f"{start}/{end}", "dateType": "Other", "dateInformation": "Period that the figures speak of"}
        dates.append(period)
    related = [_related("IsVersionOf", publisher.dataset_uri), _related("IsDescribedBy", edition.url_of("README.md"))]
    if edition.previous:
        related.append(_related("IsNewVersionOf", f"{publisher.base_url}snapshots/{edition.previous}/"))
    title, title_id = _languages("title", wording.TITLE)
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Tables of figures with their sources"},
        "url": edition.url,
        "alternateIdentifiers": [{"alternateIdentifier": edition.url, "alternateIdentifierType": "URL"}],
        "creators": [{"name": publisher.name_en, "nameType": "Organizational", "lang": "en"}],
        "titles": [title, title_id | {"titleType": "TranslatedTitle"}],
        "publisher": {"name": publisher.name_en, "lang": "en"},
        "publicationYear": str(issued.year),
        "version": edition.version,
        "language": "id",
        "dates": dates,
        "subjects": [subject for keyword in wording.KEYWORDS for subject in _languages("subject", keyword)],
        "descriptions": [
            *(d | {"descriptionType": "Abstract"} for d in _languages("description", wording.DESCRIPTION)),
            *(d | {"descriptionType": "Other"} for text in edition.notices for d in _languages("description", text)),
        ],
        "rightsList": [
            {
                "rights": wording.LICENCE_TITLE,
                "rightsUri": wording.LICENCE_URL,
                "rightsIdentifier": wording.LICENCE_NAME,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": "en",
            },
            *_languages("rights", wording.QUOTED_TEXT),
        ],
        "geoLocations": [{"geoLocationPlace": "Indonesia"}],
        "formats": sorted({file.media_type for file in contents.files}),
        "sizes": [f"{sum(file.byte_count for file in contents.files)} bytes", f"{len(contents.files)} files"],
        "relatedIdentifiers": related,
    }


def _languages(name: str, text: Text) -> list[dict[str, str]]:
    return [{name: text.en, "lang": "en"}, {name: text.id, "lang": "id"}]


def _related(relation: str, address: str) -> dict[str, str]:
    return {"relationType": relation, "relatedIdentifier": address, "relatedIdentifierType": "URL"}
