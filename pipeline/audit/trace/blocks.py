"""What a page of evidence is put together from: sections of facts and tables, whose cells are text and nothing else."""

import re
from dataclasses import dataclass
from typing import Literal

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe-\U0001ffff]"
)
"""Controls, halves of characters, and marks that turn the direction of what stands behind them."""

Look = Literal["", "code", "soft", "quote", "commands", "holds", "differs", "unchecked"]


def shown(text: object) -> str:
    """Text that was not written here: what a page cannot hold, or what would deceive its reader, as U+FFFD."""
    return _HIDDEN.sub("\ufffd", str(text))


@dataclass(frozen=True, slots=True)
class Cell:
    """`href`: where it leads, an http address; '' for nowhere."""

    text: str
    look: Look = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what they are."""

    pairs: tuple[tuple[str, Cell], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = "table"


Block = Facts | Table


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    heading_en: str
    heading_id: str
    blocks: tuple[Block, ...]
