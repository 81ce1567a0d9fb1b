"""What holds for every test: that the suite takes no longer than it must."""

import gc
import os


def pytest_configure() -> None:
    """Commands that tests start find our modules compiled, also where the machine asks for none to be: to compile them takes a quarter of a second each time."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """All that was imported and collected stays until the end: the collector need not look at it again and again, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
