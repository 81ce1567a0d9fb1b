"""A release text as a row of the texts table, and back; a page that is none as a row of the quarantine table."""

import json
from collections.abc import Mapping
from typing import Any

from pipeline.model import Quarantined, ReleaseText

_LONGEST_DETAIL = 300
"""Characters. What a server wrote into a header may be part of it, and it is published."""


def text_row(release: ReleaseText) -> dict[str, Any]:
    row = {name: getattr(release, name) for name in ReleaseText.__slots__}
    return {**row, "attachments": json.dumps(release.attachments)}


def release_of(row: Mapping[str, Any]) -> ReleaseText:
    return ReleaseText(**{**row, "attachments": tuple(json.loads(row["attachments"]))})


def quarantine_row(page: Quarantined) -> dict[str, Any]:
    """Its `detail` can be stored and published whatever the page holds: printable characters only, and not many."""
    detail = "".join(letter if letter.isprintable() else "\ufffd" for letter in page.detail[:_LONGEST_DETAIL])
    return {**{name: getattr(page, name) for name in Quarantined.__slots__}, "detail": detail}
