"""What the extract stage's tests share: short calls of the stage on sentences of our own."""

from collections.abc import Callable
from datetime import date

import pytest

from pipeline.extract import Codebook, extract, load_codebook
from pipeline.model import Extraction, Figure

RELEASED = date(2024, 1, 18)


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture
def read(codebook: Codebook) -> Callable[..., Extraction]:
    """The extraction of a text without a title, published on RELEASED."""

    def call(text: str, published_on: date | None = RELEASED, title: str = "") -> Extraction:
        whole = f"{title}\n\n{text}" if title else text
        return extract(whole, body_start=len(title) + 2 if title else 0, published_on=published_on, codebook=codebook)

    return call


@pytest.fixture
def figure(read: Callable[..., Extraction]) -> Callable[..., Figure]:
    """The only figure of a text."""

    def call(text: str, published_on: date | None = RELEASED, title: str = "") -> Figure:
        found = read(text, published_on, title).figures
        assert len(found) == 1, found
        return found[0]

    return call


@pytest.fixture
def reasons(read: Callable[..., Extraction]) -> Callable[[str], dict[str, str]]:
    """Refused expressions of a text with their reasons."""

    def call(text: str) -> dict[str, str]:
        return {refusal.span.of(text): refusal.reason for refusal in read(text).refusals}

    return call
