"""Distributives. All sentences are our own."""

from collections.abc import Callable

from pipeline.model import Extraction


def test_each_receiver_gets_a_figure_with_the_same_span(read: Callable[..., Extraction]) -> None:
    text = "Menurut dimensi, Smart Living, Smart Branding, dan Smart Economy masing-masing 17 kota."
    found = read(text).figures
    assert [figure.value for figure in found] == [17, 17, 17]
    assert {figure.value_span.of(text) for figure in found} == {"17 kota"}
    assert [(figure.counted or "").split(" ", 1)[1] for figure in found] == [
        "Smart Living",
        "Smart Branding",
        "Smart Economy",
    ]


def test_without_a_list_of_names_it_is_one_figure(read: Callable[..., Extraction]) -> None:
    assert len(read("Peserta masing-masing membawa 17 buku.").figures) == 1


def test_a_receiver_that_is_a_place_is_the_area(read: Callable[..., Extraction]) -> None:
    found = read("Provinsi Bali dan Provinsi Aceh masing-masing memperoleh 10 menara.").figures
    assert [(figure.value, figure.ref_area_name) for figure in found] == [(10, "Bali"), (10, "Aceh")]


def test_as_many_numbers_as_receivers_are_paired(read: Callable[..., Extraction]) -> None:
    found = read("Kota Ambon dan Kota Ternate masing-masing memperoleh 10 dan 15 menara.").figures
    assert [(figure.value, figure.ref_area_name) for figure in found] == [(10, "Kota Ambon"), (15, "Kota Ternate")]
