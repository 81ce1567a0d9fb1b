"""How a snapshot is cited: CITATION.cff (Citation File Format 1.2.0), and the same as BibTeX and as a sentence."""

import json
from collections.abc import Mapping
from typing import Any

from pipeline.clock import jakarta_date
from pipeline.publish import wording
from pipeline.publish.contents import Contents
from pipeline.publish.edition import Edition

FILE_NAME = "CITATION.cff"


def documents(contents: Contents) -> Mapping[str, str]:
    """CITATION.cff."""
    edition = contents.edition
    publisher = edition.publisher
    author = {"name": publisher.name_en, "website": publisher.base_url}
    if publisher.contact_email:
        author["email"] = publisher.contact_email
    return {
        FILE_NAME: _yaml(
            {
                "cff-version": "1.2.0",
                "type": "dataset",
                "message": "If you use this dataset, cite the snapshot that you used.",
                "title": wording.TITLE.en,
                "abstract": " ".join(text.en for text in (wording.DESCRIPTION, *edition.notices)),
                "authors": [author],
                "version": edition.version,
                "date-released": jakarta_date(edition.as_of).isoformat(),
                "license": wording.LICENCE_NAME,
                "url": edition.url,
                "keywords": [keyword.en for keyword in wording.KEYWORDS],
            }
        )
    }


def sentence(edition: Edition) -> str:
    """The citation in words."""
    day = jakarta_date(edition.as_of)
    return (
        f"{edition.publisher.name_en} ({day.year}). {wording.TITLE.en}. "
        f"Version {edition.version}. {edition.url} ({wording.LICENCE_NAME})"
    )


def bibtex(edition: Edition) -> str:
    """The citation as a BibTeX entry on one line; braces keep names and titles as they are."""
    fields = {
        "title": f"{{{_plain(wording.TITLE.en)}}}",
        "author": f"{{{_plain(edition.publisher.name_en)}}}",
        "year": str(jakarta_date(edition.as_of).year),
        "version": edition.version,
        "url": _plain(edition.url),
    }
    return f"@misc{{{wording.NAME}-{edition.version}, " + ", ".join(f"{k} = {{{v}}}" for k, v in fields.items()) + "}"


def _plain(text: str) -> str:
    """Without the characters that would end or escape a BibTeX value."""
    return "".join(character for character in text if character not in "{}\\")


def _yaml(document: Mapping[str, Any]) -> str:
    """One key a line, one entry a line; values in JSON, which YAML reads as the same texts."""
    lines = []
    for key, value in document.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {json.dumps(entry, ensure_ascii=False)}" for entry in value)]
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
