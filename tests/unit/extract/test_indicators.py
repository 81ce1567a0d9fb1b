"""Indicators and programmes: the codebook's own examples are its tests."""

from collections.abc import Callable

import pytest

from pipeline.extract import Codebook, load_codebook
from pipeline.model import Extraction

EXAMPLES = [(rule.indicator_id, example) for rule in load_codebook().rules for example in rule.examples]


@pytest.mark.parametrize(("indicator_id", "example"), EXAMPLES)
def test_the_examples_of_the_codebook(indicator_id: str, example: str, read: Callable[..., Extraction]) -> None:
    assert [figure.indicator_id for figure in read(example).figures] == [indicator_id]


def test_every_indicator_has_an_example(codebook: Codebook) -> None:
    assert {rule.indicator_id for rule in codebook.rules} == {indicator_id for indicator_id, _ in EXAMPLES}


def test_what_fits_no_indicator_stays_a_figure_without_one(read: Callable[..., Extraction]) -> None:
    (found,) = read("Panjang jalan mencapai 30 km.").figures
    assert (found.indicator_id, found.program_id) == (None, None)


def test_a_list_goes_on_with_its_indicator(read: Callable[..., Extraction]) -> None:
    found = read("Penghargaan kota cerdas diberikan kepada 30 kota. Menurut kawasan, pesisir meraih 9 kota.")
    assert [figure.indicator_id for figure in found.figures] == ["award_recipients", "award_recipients"]


def test_a_programme_is_named_by_its_cue(read: Callable[..., Extraction]) -> None:
    (found,) = read("Program Digital Talent Scholarship melatih 20 guru.").figures
    assert found.program_id == "digital_talent_scholarship"
