"""What holds for every test."""

import gc


def pytest_collection_finish() -> None:
    """All that was imported and collected stays until the end: the collector need not look at it again and again, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
