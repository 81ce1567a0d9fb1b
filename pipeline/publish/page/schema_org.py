"""schema.org metadata as the pages carry it, for search engines: a Dataset for a version, a DataCatalog for the stable address."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from pipeline.clock import jakarta_date
from pipeline.publish import wording
from pipeline.publish.contents import Contents, DataFile
from pipeline.publish.edition import Edition
from pipeline.schema.types import Meaning
from pipeline.schema.values import MEASURES

CONTEXT = "https://schema.org"
TECHNIQUE = (
    "Press releases are archived as they were served, and figures are read from their sentences by rules; for each indicator, area, "
    "period and status one statement is chosen by stated preferences. Nothing is averaged or estimated."
)


def dataset(contents: Contents, indicators: Iterable[Mapping[str, Any]], citation: str) -> dict[str, Any]:
    """The version as a schema.org Dataset; `indicators` are rows of the code list."""
    edition = contents.edition
    start, end = contents.period
    organisation = {
        "@type": "Organization",
        "name": edition.publisher.name_en,
        "alternateName": edition.publisher.name_id,
        "url": edition.publisher.base_url,
    }
    day = jakarta_date(edition.as_of).isoformat()
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": edition.url,
        "name": wording.TITLE.en,
        "alternateName": wording.TITLE.id,
        "description": " ".join([wording.DESCRIPTION.en, *(notice.en for notice in edition.notices)]),
        "url": edition.url,
        "identifier": [edition.url, edition.publisher.dataset_uri],
        "isVersionOf": {"@id": edition.publisher.dataset_uri},
        "version": edition.version,
        "license": wording.LICENCE_URL,
        "creator": organisation,
        "publisher": organisation,
        "datePublished": day,
        "dateModified": edition.as_of_text,
        "spatialCoverage": {"@type": "Place", "name": "Indonesia", "sameAs": "http://www.wikidata.org/entity/Q252"},
        "variableMeasured": [_variable(row) for row in indicators],
        "distribution": [_download(edition, file) for file in contents.files],
        "isAccessibleForFree": True,
        "inLanguage": ["en", "id"],
        "keywords": [text for keyword in wording.KEYWORDS for text in dict.fromkeys((keyword.en, keyword.id))],
        "measurementTechnique": TECHNIQUE,
        "creditText": citation,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Kota Cerdas", "url": edition.publisher.base_url},
    }
    if start and end:
        document["temporalCoverage"] = f"{start.isoformat()}/{end.isoformat()}"
    return document


def catalog(newest: Mapping[str, Any]) -> dict[str, Any]:
    """The stable address as a DataCatalog that names the dataset and its newest version; `newest` as in versions.json."""
    base_url = newest["publisher"]["base_url"]
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "name": "Kota Cerdas",
        "url": base_url,
        "license": wording.LICENCE_URL,
        "dataset": {
            "@type": "Dataset",
            "@id": f"{base_url}#{wording.NAME}",
            "name": wording.TITLE.en,
            "alternateName": wording.TITLE.id,
            "description": f"{wording.DESCRIPTION.en} {wording.NOT_OFFICIAL.en}",
            "version": newest["version"],
            "license": wording.LICENCE_URL,
            "url": f"{base_url}{newest['path']}/",
        },
    }


def block(document: Mapping[str, Any]) -> Markup:
    """JSON that can stand inside a script element: no `<`, `>` or `&` is left, so nothing in it can end the element."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - what could end the element was taken out above


def _variable(row: Mapping[str, Any]) -> dict[str, Any]:
    measure: Meaning = MEASURES[row["measure"]]
    return {
        "@type": "PropertyValue",
        "propertyID": row["indicator_id"],
        "name": row["label_en"],
        "alternateName": row["label_id"],
        "description": row["definition_en"],
        "unitText": row["unit"],
        "measurementTechnique": measure.en,
    }


def _download(edition: Edition, file: DataFile) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.path,
        "contentUrl": edition.url_of(file.path),
        "encodingFormat": file.media_type,
        "contentSize": f"{file.byte_count} B",
        "sha256": file.sha256,
    }
