"""One thing that is wrong with the codebook."""

from typing import NamedTuple


class Problem(NamedTuple):
    """`entry` is the id of the entry, or the name of the list, in the file."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry} {self.message}"
