"""MS-Keg: the making of this dataset as a statistical activity."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.publish.satu_data.words import Items, read_toml
from pipeline.schema.types import Meaning


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the form: its Roman number (empty before the first), its name, the items' names and their texts."""

    number: str
    name: Meaning
    labels: Items
    items: Items


def activity(gaps: Mapping[str, Meaning]) -> tuple[Block, ...]:
    """The blocks in the form's order. `gaps`: what activity.toml leaves open (publisher, contact, base_url, year, variables)."""
    english = {name: text.en for name, text in gaps.items()}
    indonesian = {name: text.id for name, text in gaps.items()}
    return tuple(
        Block(
            number=block["number"],
            name=Meaning(*block["name"]),
            labels={key: Meaning(*label) for key, label, _ in block["items"]},
            items={
                key: Meaning(en.format_map(english), id_.format_map(indonesian)) for key, _, (en, id_) in block["items"]
            },
        )
        for block in read_toml("activity.toml")["block"]
    )
