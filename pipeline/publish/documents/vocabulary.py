"""The controlled vocabularies that the catalogue points at: addresses of entries, and the nodes that describe them."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from pipeline.publish.documents.json_ld import Node, at, texts
from pipeline.publish.wording import Text

_VOCABULARY = tomllib.loads(files("pipeline.publish.documents").joinpath("vocabulary.toml").read_text("utf-8"))
PREFIXES: Mapping[str, str] = _VOCABULARY["prefixes"]
_SCHEMES: Mapping[str, Mapping[str, Any]] = _VOCABULARY["schemes"]


def entry(scheme: str, code: str) -> str:
    """Address of an entry. KeyError where the excerpt lacks it."""
    if code not in _SCHEMES[scheme]["entries"]:
        raise KeyError(f"{scheme} {code} is not in vocabulary.toml: add it there, with its labels.")
    return f"{_SCHEMES[scheme]['base']}{code}"


def scheme_address(scheme: str) -> str:
    return str(_SCHEMES[scheme]["scheme"])


def described(nodes: list[Node]) -> Iterator[Node]:
    """The entries and lists that these nodes point at, each with labels and type, as DCAT-AP's rules want to find them."""
    wanted = set(_references(nodes))
    for scheme in _SCHEMES.values():
        codes = [code for code in scheme["entries"] if f"{scheme['base']}{code}" in wanted]
        if codes or scheme["scheme"] in wanted:
            yield {
                "@id": scheme["scheme"],
                "@type": ["skos:ConceptScheme"],
                "dct:title": texts(Text(**scheme["title"])),
            }
        for code in codes:
            yield {
                "@id": f"{scheme['base']}{code}",
                "@type": ["skos:Concept", *scheme["types"]],
                "skos:prefLabel": texts(Text(**scheme["entries"][code])),
                "skos:inScheme": at(scheme["scheme"]),
            }


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        if value.keys() == {"@id"}:
            yield value["@id"]
        for item in value.values():
            yield from _references(item)
