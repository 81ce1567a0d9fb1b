"""quality.json holds to its own JSON Schema, and says where it comes from."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from pipeline.publish.documents import quality
from pipeline.publish.quality import FIGURES, SCORES
from tests.unit.publish.html import parse, said


def test_it_is_valid_and_every_key_of_the_schema_is_described(snapshot: Path) -> None:
    schema = json.loads((snapshot / quality.SCHEMA_NAME).read_text("utf-8"))
    document = json.loads((snapshot / quality.FILE_NAME).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    for figure in FIGURES:
        group, _, name = figure.key.partition(".")
        described = schema["properties"][group]
        described = described["properties"][name] if name else described
        assert described["description"] == f"{figure.label.en} | {figure.label.id}"
    assert document["counted_by"].keys() == {figure.key for figure in FIGURES}


def test_a_key_that_nobody_described_is_not_valid(snapshot: Path) -> None:
    document = json.loads((snapshot / quality.FILE_NAME).read_text("utf-8"))
    validator = Draft202012Validator(quality.json_schema())
    for group in ("pages", "extraction", "observations"):
        with pytest.raises(ValidationError, match="nobody"):
            validator.validate({**document, group: {**document[group], "nobody": 1}})
    with pytest.raises(ValidationError, match="is a required property"):
        validator.validate({name: value for name, value in document.items() if name != "numbers"})


def test_the_scores_come_with_their_set_and_with_what_they_are_not(snapshot: Path) -> None:
    extraction = json.loads((snapshot / quality.FILE_NAME).read_text("utf-8"))["extraction"]
    assert extraction["sha256"] == SCORES.sha256
    assert "not the ground truth of others" in extraction["kind"]
    assert "no estimate of how many figures of this snapshot are right" in extraction["note"]["en"]
    readme = (snapshot / "README.md").read_text("utf-8")
    assert SCORES.sha256 in readme
    assert extraction["note"]["en"] in readme


def test_the_pages_draw_what_became_of_the_numbers(snapshot: Path) -> None:
    tree = parse((snapshot / "index.id.html").read_text("utf-8"))
    drawn = tree.findall(".//table[@class='series numbers']/tbody/tr")
    bars = [(said(row, "th"), said(row, "td[2]")) for row in drawn]
    assert bars == [("menyatakan angka", "2"), ("mengulang angka", "0"), ("date", "1")]
    widths = [rect.get("width") for row in drawn for rect in row.iter() if rect.get("height")]
    assert widths == ["100.0%", "0.0%", "50.0%"]
    assert "tidak memuat teks kementerian" in said(tree, "body/main")
