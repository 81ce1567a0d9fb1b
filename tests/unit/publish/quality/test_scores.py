"""The scores that snapshots state are those that the annotated releases give today."""

import json

from pipeline.publish.quality import SCORES
from pipeline.publish.quality.scores import MEANINGS
from tests.golden.pin import STATED, stated


def test_the_stated_scores_are_those_of_today() -> None:
    assert json.loads(STATED.read_text("utf-8")) == stated(), "run `python -m tests.golden.pin`, and read the diff"


def test_every_score_is_explained_and_none_is_missing() -> None:
    assert list(SCORES.scores) == list(MEANINGS)
    assert all(0 <= score <= 1 for score in SCORES.scores.values())
