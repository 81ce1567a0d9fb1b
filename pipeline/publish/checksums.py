"""SHA256SUMS: the list that `sha256sum -c` reads, of every file of a snapshot but itself."""

import hashlib
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

FILE_NAME = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\\]+)")


def sha256_of(path: Path) -> str:
    """Lower-case hex, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> list[str]:
    """Relative POSIX names of all files, sorted. A symbolic link is listed as a file and never followed."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    )


def is_regular(path: Path) -> bool:
    """Whether it is a file of its own: not a link to somewhere else, nor a pipe that would never end."""
    return path.is_file() and not path.is_symlink()


def hash_files(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Name -> hash of every file of its own below the folder but SHA256SUMS; what is `known` is not read again."""
    names = [name for name in files_below(folder) if name != FILE_NAME and is_regular(folder / name)]
    with ThreadPoolExecutor() as pool:
        hashes = pool.map(lambda name: known.get(name) or sha256_of(folder / name), names)
        return dict(zip(names, hashes, strict=True))


def write_checksums(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> None:
    lines = [f"{sha256}  {name}\n" for name, sha256 in hash_files(folder, known).items()]
    (folder / FILE_NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


def read_checksums(folder: Path) -> dict[str, str]:
    """File name -> hash. ValueError names the line that is not `<hash>  <name>`; OSError where the file cannot be read."""
    listed: dict[str, str] = {}
    for number, line in enumerate((folder / FILE_NAME).read_text(encoding="utf-8").splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError(f"Line {number} of {FILE_NAME} is not a hash, two spaces and a name.")
        listed[match[2]] = match[1]
    return listed
