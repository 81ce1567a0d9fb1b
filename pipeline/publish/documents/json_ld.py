"""Values of JSON-LD: addresses, typed literals, texts in both languages. The context stands in the document; nothing is fetched."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.publish.edition import time_text
from pipeline.publish.wording import Text

Node = Mapping[str, Any]
"""A node with its address and its properties."""


def at(address: str) -> dict[str, str]:
    return {"@id": address}


def typed(datatype: str, value: str) -> dict[str, str]:
    return {"@type": datatype, "@value": value}


def moment(time: datetime) -> dict[str, str]:
    return typed("xsd:dateTime", time_text(time))


def texts(*paragraphs: Text) -> list[dict[str, str]]:
    """The paragraphs as one literal in each language."""
    return [
        {"@value": "\n\n".join(text.en for text in paragraphs), "@language": "en"},
        {"@value": "\n\n".join(text.id for text in paragraphs), "@language": "id"},
    ]


def turtle(prefixes: Mapping[str, str], nodes: Sequence[Node]) -> str:
    """The same statements as Turtle. For nodes made of the values above, all with addresses and named by these prefixes."""
    # Here, because most commands publish nothing and need not wait for it.
    from rdflib import RDF, Graph, Literal, URIRef

    def full(name: str) -> URIRef:
        prefix, _, rest = name.partition(":")
        return URIRef(prefixes[prefix] + rest)

    def term(value: Any) -> URIRef | Literal:
        match value:
            case {"@id": address}:
                return URIRef(address)
            case {"@value": text, "@type": datatype}:
                return Literal(text, datatype=full(datatype), normalize=False)
            case {"@value": text, "@language": language}:
                return Literal(text, lang=language)
        return Literal(value)

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    for node in nodes:
        for key, value in node.items():
            for item in value if isinstance(value, list) else [value]:
                if key == "@type":
                    graph.add((URIRef(node["@id"]), RDF.type, full(item)))
                elif key != "@id":
                    graph.add((URIRef(node["@id"]), full(key), term(item)))
    return graph.serialize(format="turtle")
