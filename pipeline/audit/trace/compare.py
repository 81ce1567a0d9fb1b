"""The comparisons of a statement or refusal with the archived bytes."""

from collections.abc import Iterator
from typing import Any

from pipeline.audit.cells import amount
from pipeline.audit.reread import Rereader, Unreadable
from pipeline.audit.steps import Step
from pipeline.errors import ArchiveError
from pipeline.extract import value_of
from pipeline.identity import sha256_hex
from pipeline.model import ReleaseText

Row = dict[str, Any]


def capture_steps(rereader: Rereader, row: Row) -> Iterator[Step]:
    """That the archive holds the bytes that a row of `captures` tells of."""
    try:
        capture = rereader.capture(row["capture_id"])
        payload = rereader.archive.read(capture)
    except (Unreadable, ArchiveError) as error:
        yield Step("archived bytes", _missing(rereader), str(error))
        return
    yield _compare(
        "payload SHA-256, computed again from the WARC record", row["payload_sha256"], sha256_hex(payload.raw)
    )
    found = {"url": capture.url, "fetched_at": capture.fetched_at, "http_status": capture.http_status}
    yield _compare("address and time of the visit", _visit_of(row), _visit_of(found))


def text_steps(rereader: Rereader, capture_id: str, release: Row) -> Iterator[Step]:
    """That the release text, decoded again, is the published one."""
    try:
        text = rereader.text(capture_id)
    except Unreadable as error:
        yield Step("release text decoded again", _missing(rereader), str(error))
        return
    if release["capture_id"] == capture_id:
        yield _compare("release text SHA-256, decoded again", release["text_sha256"], text.text_sha256)
    else:
        yield Step("release text decoded again", True, "an older text of this release, kept in the archive")


def statement_steps(rereader: Rereader, text: ReleaseText, row: Row) -> Iterator[Step]:
    """That quote, number and value are those of the text."""
    for what, said in (("quote", row["quote"]), ("value", row["value_text"])):
        start, end = row[f"{what}_start"], row[f"{what}_end"]
        name = "quote" if what == "quote" else "number"
        yield _compare(f"{name} at [{start}:{end}]", said, text.text[start:end])
    said = value_of(text.text[row["value_start"] : row["value_end"]], rereader.codebook)
    found = amount({"value": said[0], "value_max": said[1]}) if said else "no number"
    yield _compare("value, computed again from the number", amount(row), found)


def refusal_steps(text: ReleaseText, row: Row) -> Iterator[Step]:
    start, end = row["mention_start"], row["mention_end"]
    yield _compare(f"number at [{start}:{end}]", row["mention_text"], text.text[start:end])


def _missing(rereader: Rereader) -> bool | None:
    """Without an archive nothing was compared; in one that is there, bytes that are missing or damaged do not hold."""
    return False if any(rereader.archive.root.glob("*/*.warc.gz*")) else None


def _compare(what: str, published: str, found: str) -> Step:
    return Step(what, published == found, found if published == found else f"published {published!r}, found {found!r}")


def _visit_of(row: Row) -> str:
    status = f"HTTP {row['http_status']}" if row["http_status"] is not None else "imported file"
    return f"{row['url']} at {row['fetched_at']:%Y-%m-%dT%H:%M:%SZ}, {status}"
