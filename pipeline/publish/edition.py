"""Which edition a snapshot is: its version and moment, what it was made from, who publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from pipeline.identity import sha256_hex, sources_sha256
from pipeline.publish.publisher import Publisher
from pipeline.publish.wording import NOT_OFFICIAL, QUOTED_TEXT, SYNTHETIC, Text

CODE_OF = ("capture", "decode", "extract", "load", "gate", "steps")
LIBRARIES = ("beautifulsoup4", "duckdb", "lxml", "selectolax")
"""That read pages and resolve observations: another version may give other rows. One fingerprint for all, behind those of our code."""
LISTS_OF = ("agencies", "capture", "extract", "load")
_PART = 16
"""Characters of each package's fingerprint, of which the two are put together."""


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """Fingerprints (SHA-256, hexadecimal) of what turned bytes into rows, so that a change of rows can be laid to one of them.

    `extractor`: the code from decoding to loading, and the libraries under it. `codebook`: the lists and words it reads and checks by, and the agencies' files.
    """

    extractor: str
    codebook: str

    @staticmethod
    def of(said: Mapping[str, str]) -> "MadeFrom":
        """As a snapshot says; what it does not say is unlike anything."""
        return MadeFrom(said.get("extractor", ""), said.get("codebook", ""))

    @staticmethod
    def installed() -> "MadeFrom":
        return MadeFrom(
            extractor="".join(
                [*(sources_sha256(f"pipeline.{name}", ".py", ".sql")[:_PART] for name in CODE_OF), _libraries()[:_PART]]
            ),
            codebook="".join(sources_sha256(f"pipeline.{name}", ".toml", ".csv")[:_PART] for name in LISTS_OF),
        )

    def parts(self) -> dict[str, str]:
        """The fingerprint of each package: `extract` of its code, `extract lists` of its lists."""
        sides = (((*CODE_OF, "libraries"), "", self.extractor), (LISTS_OF, " lists", self.codebook))
        return {
            name + what: said[place * _PART : (place + 1) * _PART]
            for names, what, said in sides
            for place, name in enumerate(names)
        }

    def others(self, now: "MadeFrom") -> tuple[str, ...]:
        """The packages whose code or lists are not those of `now`: `extract` for code, `extract lists` for lists."""
        today = now.parts()
        return tuple(name for name, part in self.parts().items() if part != today[name])


def _libraries() -> str:
    return sha256_hex(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())


@dataclass(frozen=True, slots=True)
class Edition:
    """What a snapshot says of itself. `as_of` is the time of the newest capture, `issued` that of the first version's; `previous` the version before this one."""

    version: str
    as_of: datetime
    issued: datetime
    synthetic: bool
    code_version: str
    made_from: MadeFrom
    publisher: Publisher
    previous: str | None

    @property
    def as_of_text(self) -> str:
        return time_text(self.as_of)

    @property
    def notices(self) -> list[Text]:
        return [*([SYNTHETIC] if self.synthetic else []), NOT_OFFICIAL, QUOTED_TEXT]

    @property
    def url(self) -> str:
        """Address of the snapshot's folder, with the slash."""
        return f"{self.publisher.base_url}snapshots/{self.version}/"

    def url_of(self, path: str) -> str:
        """Address of a file of the snapshot."""
        return self.url + path


def time_text(time: datetime) -> str:
    """As all documents write it: in UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
