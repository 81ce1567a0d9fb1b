"""Who publishes, and at which address: what the metadata of a snapshot says beside what is in the tables."""

import tomllib
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints, ValidationError
from pydantic.dataclasses import dataclass

from pipeline.errors import UsageError

Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
BaseAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#<>\"{}|\\^`]+/(?:[^\s?#<>\"{}|\\^`]+/)?$")]
Address = Annotated[str, StringConstraints(pattern=r"^(?:https?://[^\s<>\"{}|\\^`]+)?$")]
Mail = Annotated[str, StringConstraints(pattern=r"^(?:[^\s@<>\":{}|\\^`]+@[^\s@<>\":{}|\\^`]+)?$")]
Kind = Literal[
    "Academia-ScientificOrganisation",
    "Company",
    "IndustryConsortium",
    "LocalAuthority",
    "NationalAuthority",
    "NonGovernmentalOrganisation",
    "NonProfitOrganisation",
    "PrivateIndividual(s)",
    "RegionalAuthority",
    "StandardisationBody",
    "SupraNationalAuthority",
]
"""The ADMS types of publishers."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", strict=True))
class Publisher:
    """The keys of publisher.toml. `base_url` ends in a slash."""

    base_url: BaseAddress
    name_en: Name
    name_id: Name
    kind: Kind = "PrivateIndividual(s)"
    contact_url: Address = ""
    contact_email: Mail = ""

    @property
    def contact(self) -> str:
        """An address to ask at: `mailto:` where there is a mail address, else a page."""
        return f"mailto:{self.contact_email}" if self.contact_email else self.contact_url or self.base_url

    @property
    def dataset_uri(self) -> str:
        """The one name of the dataset, whatever the version; it leads to the page at the base address."""
        return f"{self.base_url}#kota-cerdas"

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def load_publisher(path: Path | None = None) -> Publisher:
    """The publisher of that file, or the bundled default. UsageError names the key that is missing or wrong."""
    name = str(path) if path else "the bundled publisher.toml"
    try:
        text = (path or files("pipeline.publish").joinpath("publisher.toml")).read_text("utf-8")
        return Publisher(**tomllib.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = str(error)
    raise UsageError(
        f"Cannot take the publisher from {name}: {reason}",
        "Its keys: base_url (http or https, ending in a slash), name_en, name_id; kind; contact_url or contact_email.",
    )
