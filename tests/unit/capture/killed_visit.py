"""A visit in a process of its own that is killed while it writes to the archive: `python -m ... PORT ARCHIVE RUN WRITE`.

At the WRITE-th write the process writes the first third and kills itself with SIGKILL; 0 lets it live. One write may hold two
records of much the same length, so that its half could end just between them, and nothing would be torn.
"""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.agencies import Window
from pipeline.capture import Archive, visit_agency
from pipeline.clock import FixedClock
from tests.unit.capture.conftest import agency
from tests.unit.capture.fault_server import HOST


def main(port: int, archive: Path, run: int, last_write: int) -> None:
    write, writes = os.write, 0

    def watched(handle: int, data: bytes) -> int:
        nonlocal writes
        writes += 1
        if writes == last_write:
            write(handle, data[: len(data) // 3])
            os.kill(os.getpid(), signal.SIGKILL)
        return write(handle, data)

    os.write = watched  # type: ignore[assignment]
    clock = FixedClock(datetime(2026, 1, 31, 18, 30, tzinfo=UTC) + timedelta(minutes=run))
    visit = visit_agency(
        agency(window=Window(recheck_days=0)),
        Archive(archive),
        f"run{run:02}",
        clock,
        connect_to={HOST: ("127.0.0.1", port)},
    )
    sys.stdout.write(f"{visit.new}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
