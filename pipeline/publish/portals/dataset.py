"""What a portal should show of a snapshot: the dataset's fields and its resources, in CKAN's words. Pure.

The keys of the extras and of the resources are those that ckanext-dcat reads, so that a portal with that extension tells the
same in its own DCAT files. Lists are JSON in text, as its profiles for extras want them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.publish import wording
from pipeline.publish.documents import dcat
from pipeline.publish.documents.vocabulary import entry
from pipeline.publish.portals.formats import format_of
from pipeline.publish.portals.snapshot import Snapshot

FILE_KEY = "kota_cerdas_file"
"""Field of a resource: the file's path in its snapshot. It makes the resource ours, and the same one in every version."""
SHA256_KEY = "kota_cerdas_sha256"
"""Field of a resource: what was uploaded. Not `hash`, which DataPusher and XLoader overwrite with a hash of their own."""
DATASET_KEY = "kota_cerdas_dataset"
"""Extra of a dataset: it was made by a push, and by which name."""

_DOCUMENTS: Mapping[str, str] = {
    "README.md": "What this is",
    "CHANGES.md": "What changed",
    "datapackage.json": "Data Package",
    "catalog.jsonld": "DCAT-AP",
    "catalog.ttl": "DCAT-AP",
    "croissant.json": "Croissant",
    "SHA256SUMS": "SHA-256 of every file",
}
"""The documents that are worth a line on a portal's page, in the order in which they stand there."""

Fields = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Resource:
    """One file. `fields` describe it, `content` is what changes with its bytes; `url` is where the publisher serves it."""

    file: str
    path: Path
    url: str
    fields: Fields
    content: Fields

    @property
    def byte_count(self) -> int:
        return int(self.content["size"])

    @property
    def sha256(self) -> str:
        return str(self.content[SHA256_KEY])


@dataclass(frozen=True, slots=True)
class Dataset:
    """`fields` has all of the dataset's own fields but tags, extras and resources."""

    fields: Mapping[str, str]
    tags: tuple[str, ...]
    extras: Mapping[str, str]
    resources: tuple[Resource, ...]

    @property
    def name(self) -> str:
        return self.fields["name"]


def dataset_of(snapshot: Snapshot, name: str) -> Dataset:
    """The dataset called `name`; the organisation and the portal's name for the licence are its caller's to add."""
    package, publisher = snapshot.package, snapshot.package["publisher"]
    return Dataset(
        fields={
            "name": name,
            "title": package["title"],
            "notes": package["description"],
            "url": publisher["base_url"],
            "version": snapshot.version,
            "author": publisher["name_en"],
            "maintainer": publisher["name_en"],
            "maintainer_email": publisher["contact_email"],
        },
        tags=tuple(dict.fromkeys(filter(None, map(_tag, package["keywords"])))),
        extras=_extras(snapshot, name),
        resources=(*_data(snapshot), *_documents(snapshot)),
    )


def _extras(snapshot: Snapshot, name: str) -> dict[str, str]:
    package, publisher = snapshot.package, snapshot.package["publisher"]
    extras = {
        DATASET_KEY: name,
        "uri": package["id"],
        "identifier": package["id"],
        "modified": package["created"],
        "temporal_start": snapshot.period[0],
        "temporal_end": snapshot.period[1],
        "spatial_uri": entry("country", "IDN"),
        "spatial_text": "Indonesia",  # without it the extension leaves the address out, too
        "language": json.dumps([entry("language", language) for language in dcat.LANGUAGES]),
        "frequency": entry("frequency", "IRREG"),
        "theme": json.dumps([entry("data-theme", theme) for theme in dcat.THEMES]),
        "access_rights": entry("access-right", "PUBLIC"),
        "publisher_name": publisher["name_en"],
        "publisher_url": publisher["base_url"],
        "publisher_email": publisher["contact_email"],
        "contact_name": publisher["name_en"],
        "contact_email": publisher["contact_email"],
        "contact_uri": publisher["contact_url"],
        "title_id": package["title_id"],
        "schema_version": package["schema_version"],
    }
    return {key: value for key, value in extras.items() if value}


def _data(snapshot: Snapshot) -> list[Resource]:
    resources = []
    for described in snapshot.package["resources"]:
        sentences = [described.get("description"), described.get("description_id")]
        if described.get("row_count") is not None:
            sentences.append(f"{described['row_count']:,} rows.")
        title = described.get("title") or described["name"]
        resources.append(_resource(snapshot, described["path"], title, "\n\n".join(filter(None, sentences))))
    return resources


def _documents(snapshot: Snapshot) -> list[Resource]:
    described = {resource["path"] for resource in snapshot.package["resources"]}
    return [
        _resource(snapshot, name, title, "")
        for name, title in _DOCUMENTS.items()
        if name not in described and (snapshot.folder / name).is_file()
    ]


def _resource(snapshot: Snapshot, file: str, title: str, description: str) -> Resource:
    form, path, sha256 = format_of(file), snapshot.folder / file, snapshot.sha256_of(file)
    fields = {
        FILE_KEY: file,
        "name": f"{title} ({form.name})",
        "description": description,
        "format": form.name,
        "mimetype": form.media_type,
        "license": wording.LICENCE_URL,
    }
    content: Fields = {
        SHA256_KEY: sha256,
        "hash": sha256,
        "hash_algorithm": dcat.SHA256,
        "size": path.stat().st_size,
    }
    return Resource(file, path, snapshot.url_of(file), fields, content)


def _tag(keyword: str) -> str:
    """In the characters and lengths that CKAN allows: letters, digits, space, `-`, `_`, `.`; 2 to 100 of them."""
    tag = " ".join(re.sub(r"[^\w \-.]+", " ", keyword).split())[:100].strip()
    return tag if len(tag) >= 2 else ""
