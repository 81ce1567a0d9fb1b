"""The floors that extraction may not sink below on our own annotated releases, and the misses that are known.

`python -m tests.golden.pin` writes floors.json anew. Its diff shows what got better or worse, and that the releases changed: it
holds their hash.
"""

import json

import pytest

from pipeline.identity import sha256_hex
from tests.golden.scoring import FLOORS, RELEASES, cases, misses, scores

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))


def test_the_releases_are_ours_and_their_spans_right() -> None:
    for case in cases():
        release = case.release
        assert release["origin"] == "synthetic"
        for entry in (*release["figures"], *release["refusals"]):
            assert release["text"][entry["start"] : entry["end"]] == entry["surface"]


def test_floors_belong_to_these_releases() -> None:
    assert PINNED["releases_sha256"] == sha256_hex(RELEASES.read_bytes())


@pytest.mark.parametrize("measure", sorted(PINNED["floors"]))
def test_no_measure_sinks(measure: str) -> None:
    assert scores()[measure] >= PINNED["floors"][measure]


def test_every_miss_is_a_known_one() -> None:
    assert [miss for miss in misses() if miss not in PINNED["misses"]] == []
