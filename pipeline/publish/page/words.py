"""The words of the pages in one language: words.toml, read once."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

PageWords = Mapping[str, str]
LANGUAGES = ("en", "id")

_WORDS = tomllib.loads(files("pipeline.publish.page").joinpath("words.toml").read_text("utf-8"))


def page_words(language: str) -> PageWords:
    """Key -> text in that language, each language with the same keys."""
    return {key: texts[LANGUAGES.index(language)] for key, texts in _WORDS.items()}
