"""A release text as a row of the texts table, and back."""

import json
from collections.abc import Mapping
from typing import Any

from pipeline.model import ReleaseText


def text_row(release: ReleaseText) -> dict[str, Any]:
    row = {name: getattr(release, name) for name in ReleaseText.__slots__}
    return {**row, "attachments": json.dumps(release.attachments)}


def release_of(row: Mapping[str, Any]) -> ReleaseText:
    return ReleaseText(**{**row, "attachments": tuple(json.loads(row["attachments"]))})
