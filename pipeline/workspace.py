"""Where things lie below the output folder. Nothing else in the pipeline joins path names of its own."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import MachineError


@dataclass(frozen=True, slots=True)
class Workspace:
    """The output folder: the archive is the truth, `public` is what people download, all else can be made anew."""

    root: Path

    @property
    def archive(self) -> Path:
        """WARC files, `<agency>/<agency>-<run>.warc.gz`, each with its CDXJ index beside it."""
        return self.root / "archive"

    @property
    def partitions(self) -> Path:
        """Parquet partition files, `<table>/<agency>/<YYYY-MM>.parquet`."""
        return self.root / "partitions"

    @property
    def corrected(self) -> Path:
        """Partition files as people corrected them, written again by each load."""
        return self.root / "corrected"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def public(self) -> Path:
        return self.root / "public"

    @property
    def runs(self) -> Path:
        """One JSON report a run."""
        return self.root / "runs"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the output folder for one writer; a second writer gets a clear error instead of a torn result."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise MachineError(
                f"Cannot write to the output folder {self.root}: {error.strerror}.",
                "Give --output a folder that you may write to, or free some disk space.",
            ) from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise MachineError(
                    f"Another run is writing to {self.root}.", "Wait for it to end, or give this one its own --output."
                ) from error
            yield
        finally:
            os.close(handle)
