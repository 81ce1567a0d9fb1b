"""Archived releases read again by the installed code: bytes to text, text to statements and refusals."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from pipeline.agencies import Registry
from pipeline.capture import Archive
from pipeline.decode import decode
from pipeline.errors import ArchiveError, UsageError
from pipeline.extract import Codebook, extract, load_codebook
from pipeline.extract.rows import refusal_rows, statement_rows
from pipeline.model import Capture, Extraction, Quarantined, ReleaseText

Row = dict[str, Any]
MOST_TEXTS = 64
"""Kept at once; whoever asks in the order of captures never reads one twice."""


class Unreadable(Exception):  # noqa: N818 - what it is
    """A capture that cannot be read as a release; the message is a sentence that says why."""


class Rereader:
    """Reads captures of an archive again. Keeps the last texts, since one text carries many rows."""

    def __init__(self, archive: Archive, registry: Registry) -> None:
        self.archive, self.registry = archive, registry
        self._texts: dict[str, ReleaseText | Unreadable] = {}

    @cached_property
    def codebook(self) -> Codebook:
        return load_codebook()

    def capture(self, capture_id: str) -> Capture:
        """What the archive's index says of a capture. Unreadable where the archive does not hold it."""
        try:
            return self.archive.find(capture_id)
        except (ArchiveError, UsageError) as error:
            raise Unreadable(str(error)) from error

    def text(self, capture_id: str) -> ReleaseText:
        """The release text, decoded from bytes whose SHA-256 is the record's. Unreadable where that cannot be."""
        if capture_id not in self._texts:
            if len(self._texts) >= MOST_TEXTS:
                self._texts.pop(next(iter(self._texts)))
            try:
                self._texts[capture_id] = self._decoded(self.capture(capture_id))
            except Unreadable as error:
                self._texts[capture_id] = error
        found = self._texts[capture_id]
        if isinstance(found, Unreadable):
            raise found
        return found

    def extraction(self, text: ReleaseText) -> Extraction:
        """Every number of the text, with the reasons (`because`) that are not published."""
        return extract(text.text, body_start=text.body_start, published_on=text.published_on, codebook=self.codebook)

    def rows(self, text: ReleaseText, release_id: str) -> tuple[list[Row], list[Row]]:
        """The rows of statements and refusals as the installed extractor makes them of this text, without corrections.

        `release_id` is the published one: which texts are copies of one release is not told by one text.
        """
        release, found = replace(text, release_id=release_id), self.extraction(text)
        return statement_rows(release, found), refusal_rows(release, found)

    def _decoded(self, capture: Capture) -> ReleaseText:
        agency = self.registry.get(capture.agency_id)
        if agency is None:
            raise Unreadable(f"There is no agency file for {capture.agency_id}.")
        try:
            result = decode(capture, self.archive.read(capture), agency)
        except ArchiveError as error:
            raise Unreadable(str(error)) from error
        except Exception as error:
            raise Unreadable(f"The decoder failed on it: {type(error).__name__}: {error}") from error
        if isinstance(result, Quarantined):
            raise Unreadable(f"{result.reason}: {result.detail}")
        return result
