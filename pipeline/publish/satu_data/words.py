"""The names of the items and the texts that many of them share: words.toml, read once."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from pipeline.schema.types import Meaning

Items = Mapping[str, Meaning]
"""Item -> its text in both languages, in the order of the form; the keys are the form's own words."""


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("pipeline.publish.satu_data").joinpath(name).read_text("utf-8"))


def texts(section: Mapping[str, list[str]]) -> dict[str, Meaning]:
    return {name: Meaning(*text) for name, text in section.items()}


WORDS = read_toml("words.toml")
VARIABLE_ITEMS: Items = texts(WORDS["variable_items"])
INDICATOR_ITEMS: Items = texts(WORDS["indicator_items"])


def filled(text: Meaning, *parts: Meaning | str) -> Meaning:
    """The text with its gaps filled in each language."""
    both = [part if isinstance(part, Meaning) else Meaning(part, part) for part in parts]
    return Meaning(text.en.format(*(part.en for part in both)), text.id.format(*(part.id for part in both)))


def joined(parts: list[Meaning]) -> Meaning:
    return Meaning("; ".join(part.en for part in parts), "; ".join(part.id for part in parts))
