"""Indicators and programmes. The codebook's own examples are run by test_examples.py."""

from collections.abc import Callable

from pipeline.model import Extraction


def test_what_fits_no_indicator_stays_a_figure_without_one(read: Callable[..., Extraction]) -> None:
    (found,) = read("Panjang jalan mencapai 30 km.").figures
    assert (found.indicator_id, found.program_id) == (None, None)


def test_a_list_goes_on_with_its_indicator(read: Callable[..., Extraction]) -> None:
    found = read("Penghargaan kota cerdas diberikan kepada 30 kota. Menurut kawasan, pesisir meraih 9 kota.")
    assert [figure.indicator_id for figure in found.figures] == ["award_recipients", "award_recipients"]


def test_a_programme_is_named_by_its_cue(read: Callable[..., Extraction]) -> None:
    (found,) = read("Program Digital Talent Scholarship melatih 20 guru.").figures
    assert found.program_id == "digital_talent_scholarship"
