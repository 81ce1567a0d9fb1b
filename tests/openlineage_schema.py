"""OpenLineage's published JSON schemas, kept beside the repository: every event against the specification, every facet against its own."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

FOLDER = Path(__file__).parents[2] / "shared/standards/openlineage"
needs_schema = pytest.mark.skipif(not FOLDER.is_dir(), reason="the standards' files are not beside the repository")


def findings(lines: str) -> list[str]:
    """What is wrong with these events, one on each line; nothing is fetched."""
    return [finding for number, text in enumerate(lines.splitlines(), 1) for finding in _of_line(number, text)]


def facets(event: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every facet of an event, by name."""
    if isinstance(event, dict):
        for key, value in event.items():
            if key in ("facets", "inputFacets", "outputFacets"):
                yield from value.items()
            yield from facets(value)
    elif isinstance(event, list):
        for value in event:
            yield from facets(value)


def _of_line(number: int, text: str) -> Iterator[str]:
    event = json.loads(text)
    schema, registry = _schemas()
    for error in _validator({"$ref": schema}, registry).iter_errors(event):
        yield f"line {number}: {error.json_path}: {error.message[:200]}"
    for name, facet in facets(event):
        address = facet.get("_schemaURL", "")
        if address.partition("#")[0] not in registry:
            yield f"line {number}: facet {name}: its schema {address} is not known"
            continue
        for error in _validator({"$ref": address}, registry).iter_errors(facet):
            yield f"line {number}: facet {name}: {error.json_path}: {error.message[:200]}"


def _validator(schema: dict[str, str], registry: Registry[Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


@cache
def _schemas() -> tuple[str, Registry[Any]]:
    """The address of the event's schema, and all schemas by address."""
    event = json.loads((FOLDER / "OpenLineage.json").read_text("utf-8"))
    documents = [event, *(json.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "facets").glob("*.json")))]
    resources = [(document["$id"], Resource.from_contents(document)) for document in documents]
    return event["$id"], Registry().with_resources(resources)
