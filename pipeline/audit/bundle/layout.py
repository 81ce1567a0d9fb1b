"""Which file of the snapshot and of the archive stands where in a bundle, and where it stands when it is taken out again.

No path has more than one folder: py-wacz 0.6.0, the format's reference validator, looks for files by their last two names and finds
none that lies deeper.
"""

import re

from pipeline.errors import BundleError
from pipeline.publish.checksums import FILE_NAME

PACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"
INDEX = "indexes/index.cdx"
"""Lines of CDXJ; by this name pywb 2.10 takes them in, and ReplayWeb.page 2.4 too. Not compressed: see container.py."""
PAGES = "pages/pages.jsonl"
ATTESTATION = "evidence/attestation.intoto.json"
ATTESTATION_SIGNATURE = f"{ATTESTATION}.minisig"
SNAPSHOT_SIGNATURE = f"evidence/{FILE_NAME}.minisig"

ARCHIVE, SNAPSHOT, DATA = "archive/", "snapshot/", "data/"

_WARC_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/([A-Za-z0-9][A-Za-z0-9._-]*\.warc\.gz)")


def place_of_snapshot_file(name: str) -> str:
    """'snapshot/README.md' of README.md; a table keeps its name, 'data/statements.csv'. BundleError for any other folder."""
    if "/" not in name:
        return SNAPSHOT + name
    if name.startswith(DATA) and name.count("/") == 1:
        return name
    raise BundleError(f"The snapshot has a file in a folder that it should not have: {name}.", "Publish it again.")


def snapshot_file_at(place: str) -> str | None:
    """The other way: the snapshot's own name of what stands at a place, or None where no file of the snapshot stands."""
    return place if place.startswith(DATA) else place.removeprefix(SNAPSHOT) if place.startswith(SNAPSHOT) else None


def place_of_warc(warc_file: str) -> str:
    """'archive/komdigi-20260131T183000Z.warc.gz' of 'komdigi/komdigi-20260131T183000Z.warc.gz': a file's name begins with its agency."""
    found = _WARC_FILE.fullmatch(warc_file)
    if not found:
        raise BundleError(f"{warc_file!r} is no name of a WARC file of an archive.", "Publish from the archive again.")
    return ARCHIVE + found[1]
