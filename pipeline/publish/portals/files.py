"""All that is published, copied to a folder or a bucket: data first, pointers last, and never other bytes under an old name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PortalError, PublicationBlocked, UsageError
from pipeline.publish.portals.shelf import File, Shelf, Version, check_bytes, listed_versions
from pipeline.publish.portals.store import Store
from pipeline.publish.portals.watch import Watch


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file to send: from a path, or the bytes of a pointer. `before` is its size there, where it is to be replaced."""

    name: str
    source: File | bytes
    before: int | None = None
    forever: bool = False

    @property
    def byte_count(self) -> int:
        return len(self.source) if isinstance(self.source, bytes) else self.source.byte_count


def plan_delivery(shelf: Shelf, store: Store, *, verify: bool = False) -> tuple[Delivery, ...]:
    """What is missing or outdated there, in the order in which it must arrive. Writes nothing.

    A snapshot whose SHA256SUMS is there is taken to be whole when its files have their sizes; `verify` reads all of them back.
    PublicationBlocked names a snapshot's file that has other bytes there; UsageError: the place holds versions unknown here.
    """
    there = store.sizes()
    _check_not_ahead(shelf, store, there)
    data = (delivery for version in shelf.versions for delivery in _version(version, store, there, verify))
    databases = (delivery for pair in shelf.databases for delivery in _database(pair, store, there))
    pointers = (
        Delivery(name, text, there.get(name))
        for name, text in shelf.pointers
        if there.get(name) != len(text) or store.read(name) != text
    )
    return (*data, *databases, *pointers)


def deliver(deliveries: Sequence[Delivery], store: Store, watch: Watch) -> None:
    """Send them. Pointers are written only when all data is there in its size, in a folder also with its hash."""
    watch.begin(sum(delivery.byte_count for delivery in deliveries))
    for number, delivery in enumerate(deliveries, start=1):
        watch.step(f"{number} of {len(deliveries)}: {delivery.name} ({delivery.byte_count:,} bytes)")
        if isinstance(delivery.source, bytes):
            if number == 1 or not isinstance(deliveries[number - 2].source, bytes):
                _check_arrived(deliveries, store)
            store.write(delivery.name, delivery.source)
            watch.sent(delivery.byte_count)
        else:
            check_bytes(delivery.source)
            store.put(delivery.name, delivery.source.path, watch.sent, forever=delivery.forever)


def check_apart(public: Path, target: Path) -> None:
    """UsageError where one folder lies in the other."""
    ours, theirs = public.resolve(), target.resolve()
    if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise UsageError(f"{target} and {public} lie in one another.", "Name a folder apart from the output folder.")


def _version(version: Version, store: Store, there: Mapping[str, int], verify: bool) -> Iterator[Delivery]:
    marked = there.get(version.sums.name) == version.sums.byte_count
    trusted = marked and store.sha256(version.sums.name) == version.sums.sha256 and not verify
    for file in version.files:
        size = there.get(file.name)
        if size is None:
            yield Delivery(file.name, file, forever=True)
        elif size != file.byte_count or not (trusted or store.sha256(file.name) == file.sha256):
            raise PublicationBlocked(
                f"{store} holds other bytes as {file.name} than were published; nothing was sent.",
                "A published snapshot never changes: find out which one is right, and remove the wrong one by hand.",
            )


def _database(pair: tuple[File, File], store: Store, there: Mapping[str, int]) -> Iterator[Delivery]:
    """Its bytes are not promised, so it may be replaced; the note with its hash comes after it, and says which one is there."""
    database, note = pair
    same_size = {file.name for file in pair if there.get(file.name) == file.byte_count}
    if note.name in same_size and store.sha256(note.name) == note.sha256 and database.name in same_size:
        return
    if database.name not in same_size or store.sha256(database.name) != database.sha256:
        yield Delivery(database.name, database, there.get(database.name))
    yield Delivery(note.name, note, there.get(note.name))


def _check_not_ahead(shelf: Shelf, store: Store, there: Mapping[str, int]) -> None:
    if "versions.json" not in there:
        return
    try:
        listed = listed_versions(store.read("versions.json"))
    except (ValueError, KeyError, TypeError) as error:
        raise PortalError(
            f"versions.json in {store} is damaged: {error}", "Remove it there, and push again: it is written anew."
        ) from error
    if unknown := sorted(set(listed) - {version.name for version in shelf.versions}):
        raise UsageError(
            f"{store} lists versions that are not published here: {', '.join(unknown[:5])}.",
            "Push from the output folder that they come from, or to another place: a push never takes versions away.",
        )


def _check_arrived(deliveries: Sequence[Delivery], store: Store) -> None:
    there = store.sizes()
    for delivery in deliveries:
        if isinstance(delivery.source, bytes):
            continue
        right_size = there.get(delivery.name) == delivery.byte_count
        if not right_size or (store.is_folder and store.sha256(delivery.name) != delivery.source.sha256):
            raise PortalError(
                f"{delivery.name} did not arrive whole in {store}; no pointer was changed.",
                "Remove it there, and push again.",
            )
