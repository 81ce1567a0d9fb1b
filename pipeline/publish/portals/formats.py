"""How each kind of published file is served: its media type, and the name that portals list it by."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.publish.contents import MEDIA_TYPES

_TYPES: Mapping[str, str] = {
    **MEDIA_TYPES,
    "cff": "application/yaml",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "sha256": "text/plain",
    "ttl": "text/turtle",
    "txt": "text/plain",
}
_NAMES: Mapping[str, str] = {"jsonld": "JSON-LD", "md": "Markdown", "parquet": "Parquet", "ttl": "Turtle"}


@dataclass(frozen=True, slots=True)
class Format:
    """`media_type` is without parameters; `content_type` the header, with the charset where text has one."""

    name: str
    media_type: str

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def format_of(path: str) -> Format:
    """By the file's extension; SHA256SUMS and the like, which have none, are text."""
    extension = PurePosixPath(path).suffix.removeprefix(".").lower()
    if not extension:
        return Format("TXT", "text/plain")
    return Format(_NAMES.get(extension, extension.upper()), _TYPES.get(extension, "application/octet-stream"))
