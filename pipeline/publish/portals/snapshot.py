"""The snapshot that a portal is to show: its description and its files, read from the folder and found whole."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PublicationBlocked, UsageError
from pipeline.publish.check_files import check_checksums, check_descriptor
from pipeline.publish.checksums import read_checksums, sha256_of
from pipeline.publish.contents import read_period
from pipeline.publish.documents import datapackage
from pipeline.publish.engine import engine
from pipeline.publish.publisher import Publisher
from pipeline.publish.versions import SNAPSHOTS, VERSION

_TEXTS = ("id", "title", "title_id", "description", "created", "schema_version")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`package` is its datapackage.json; `hashes` every file but SHA256SUMS itself; `period` as ISO days, empty where unknown."""

    folder: Path
    package: dict[str, Any]
    hashes: dict[str, str]
    period: tuple[str, str]

    @property
    def version(self) -> str:
        return str(self.package["version"])

    @property
    def base_url(self) -> str:
        return str(self.package["publisher"]["base_url"])

    def url_of(self, file: str) -> str:
        """Where the publisher serves the file."""
        return f"{self.base_url}{SNAPSHOTS}/{self.version}/{file}"

    def sha256_of(self, file: str) -> str:
        return self.hashes.get(file) or sha256_of(self.folder / file)


def read_snapshot(folder: Path) -> Snapshot:
    """UsageError where the folder is no snapshot; PublicationBlocked where its files are not those that it lists."""
    if not (folder / datapackage.FILE_NAME).is_file():
        raise UsageError(
            f"{folder} is no snapshot: it holds no {datapackage.FILE_NAME}.",
            "Name a snapshot's folder with --snapshot, or leave it out to push the newest.",
        )
    files, hashes = check_checksums(folder)
    descriptor, _ = check_descriptor(folder, hashes)
    for result in (files, descriptor):
        if not result.passed:
            raise PublicationBlocked(
                f"The snapshot {folder} is damaged, and nothing was sent: {' '.join(result.findings[:3])}",
                f"Put it back from a copy; kotacerdas publish --check {folder} says all that is wrong.",
            )
    package = json.loads((folder / datapackage.FILE_NAME).read_text(encoding="utf-8"))
    _check_words(folder, package)
    with engine() as connection:
        start, end = read_period(connection, folder)
    return Snapshot(
        folder, package, read_checksums(folder), (start.isoformat() if start else "", end.isoformat() if end else "")
    )


def _check_words(folder: Path, package: dict[str, Any]) -> None:
    """What a portal is told beside the files: PublicationBlocked where something is missing or is of another kind."""
    try:
        Publisher(**package["publisher"])
        wrong = [name for name in _TEXTS if not isinstance(package[name], str)]
        wrong += [] if VERSION.fullmatch(package["version"]) else ["version"]
    except (KeyError, TypeError, ValueError) as error:
        wrong = [str(error).splitlines()[0]]
    if wrong:
        raise PublicationBlocked(
            f"{folder / datapackage.FILE_NAME} does not say what a portal must be told: {', '.join(wrong)}",
            "Push a snapshot that kotacerdas has published.",
        )
