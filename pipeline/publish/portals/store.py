"""The place that files are pushed to, through fsspec: a folder, where files appear by renaming, or a bucket, where puts are whole."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import BotoCoreError, NoCredentialsError
from fsspec import AbstractFileSystem
from fsspec.callbacks import Callback
from fsspec.implementations.local import LocalFileSystem
from s3fs import S3FileSystem

from pipeline.errors import PortalError, UsageError
from pipeline.publish.portals.formats import format_of
from pipeline.publish.stage import PREFIX, sync

_FOREVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"
PIECE_BYTES = 16 << 20
"""A larger file goes to a bucket in pieces of this size, four at a time, so memory does not grow with it."""


class Store:
    """Files by name below one root. Every error of the place is a PortalError."""

    def __init__(self, filesystem: AbstractFileSystem, root: str) -> None:
        self._fs, self.root = filesystem, root.rstrip("/")
        self._is_bucket = isinstance(filesystem, S3FileSystem)
        self.is_folder = isinstance(filesystem, LocalFileSystem)

    def __str__(self) -> str:
        return f"s3://{self.root}" if self._is_bucket else self.root

    def sizes(self) -> dict[str, int]:
        """Every file below the root, in as few requests as the place allows."""
        with self._plainly("be listed"):
            self._fs.invalidate_cache()
            try:
                found = self._fs.find(self.root, detail=True)
            except FileNotFoundError:
                if self._is_bucket:
                    raise
                return {}
        cut = len(self._fs._strip_protocol(self.root)) + 1
        return {name[cut:]: int(facts["size"]) for name, facts in found.items()}

    def read(self, name: str) -> bytes:
        with self._plainly(f"give {name}"):
            return bytes(self._fs.cat_file(self._path(name)))

    def sha256(self, name: str) -> str:
        """Of the bytes that are there, read back in pieces."""
        digest = hashlib.sha256()
        with self._plainly(f"give {name}"), self._fs.open(self._path(name), "rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest()

    def put(self, name: str, path: Path, sent: Callable[[int], None], *, forever: bool) -> None:
        """Whoever reads at this moment finds the old file, or none, or the whole new one. `forever`: it will never change."""
        told = _Told(sent)
        pieces = {"chunksize": PIECE_BYTES} if self._is_bucket else {}
        with self._plainly(f"take {name}"):
            self._appear(
                name, lambda target, how: self._fs.put_file(str(path), target, callback=told, **how, **pieces), forever
            )
        sent(path.stat().st_size - told.byte_count)

    def write(self, name: str, data: bytes) -> None:
        with self._plainly(f"take {name}"):
            self._appear(name, lambda target, how: self._fs.pipe_file(target, data, **how), False)

    def _appear(self, name: str, send: Callable[[str, dict[str, str]], None], forever: bool) -> None:
        target = self._path(name)
        if self._is_bucket:
            caching = _FOREVER if forever else _ASK_EACH_TIME
            send(target, {"ContentType": format_of(name).content_type, "CacheControl": caching})
            return
        folder, _, last = target.rpartition("/")
        staged = f"{folder}/{PREFIX}{last}"
        self._fs.makedirs(folder, exist_ok=True)
        send(staged, {})
        if self.is_folder:
            sync(Path(staged))
        self._fs.mv(staged, target)

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    @contextmanager
    def _plainly(self, what: str) -> Iterator[None]:
        hint = "Push again when it is mended: what has arrived is not sent a second time."
        try:
            yield
        except NoCredentialsError as error:
            raise UsageError(
                f"There are no credentials for {self}.",
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
            ) from error
        except FileNotFoundError as error:
            raise PortalError(
                f"{self} cannot {what}: it is not there.", f"Make the bucket or folder first. {hint}"
            ) from error
        except PermissionError as error:
            raise PortalError(
                f"{self} cannot {what}: {_reason(error)}", f"Give these credentials or this user the right. {hint}"
            ) from error
        except (OSError, BotoCoreError) as error:
            raise PortalError(f"{self} cannot {what}: {_reason(error)}", hint) from error


def folder(path: Path) -> Store:
    return Store(LocalFileSystem(), str(path.absolute()))


def bucket(address: str, endpoint: str | None) -> Store:
    """`BUCKET/PREFIX`, also with s3:// before it. Credentials are found in the environment as the AWS tools find them."""
    root = address.removeprefix("s3://").strip("/")
    if not root or "://" in root:
        raise UsageError(f"{address!r} is no bucket.", "Give it as BUCKET or BUCKET/PREFIX.")
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise UsageError(f"{endpoint!r} is no address.", "Give --endpoint as https://s3.example.org")
    filesystem = S3FileSystem(
        endpoint_url=endpoint, max_concurrency=4, use_listings_cache=False, skip_instance_cache=True
    )
    return Store(filesystem, root)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)[:300]


class _Told(Callback):  # type: ignore[misc]
    """fsspec's way of saying how far a file has gone, where the place says anything before the end."""

    def __init__(self, sent: Callable[[int], None]) -> None:
        super().__init__()
        self._sent = sent
        self.byte_count = 0

    def relative_update(self, inc: int = 1) -> None:
        self.byte_count += inc
        self._sent(inc)
