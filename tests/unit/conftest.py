"""What tests of several stages read, made once."""

import pytest

from tests.unit.audit.nights import Nights, four_nights


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """Four nights of a ministry of our own invention; only to be read."""
    return four_nights(tmp_path_factory.mktemp("nights"))
