"""Fixed phrases: the longest wins."""

import pytest

from pipeline.extract.phrases import Occurrences, Phrases, split
from pipeline.extract.stems import Stems

PHRASES = Phrases([("kota", "short"), ("kota cerdas", "long"), ("kab/kota", "pair")])


def test_the_longest_phrase_at_a_place_wins() -> None:
    assert PHRASES.at(["kota", "cerdas", "itu"], 0) == (2, "long")
    assert PHRASES.at(["kota", "itu"], 0) == (1, "short")
    assert PHRASES.at(["desa"], 0) is None
    assert PHRASES.at([], 0) is None


def test_phrases_are_found_backwards_from_their_end() -> None:
    assert PHRASES.ending_at(["di", "kota", "cerdas"], 3) == (2, "long")
    assert PHRASES.ending_at(["di"], 1) is None


def test_found_phrases_do_not_overlap() -> None:
    assert PHRASES.found_in(["kota", "cerdas", "kab", "/", "kota"]) == [(0, 2, "long"), (2, 3, "pair")]


def test_occurrences_within_a_stretch_lie_in_it_and_do_not_overlap() -> None:
    words = ["kota", "cerdas", "kab", "/", "kota", "cerdas"]
    found = Occurrences(
        Phrases([("kota", "short"), ("kota cerdas", "long"), ("cerdas", "tail"), ("kab/kota", "pair")]), words
    )
    assert found.within(0, 6) == [(0, 2, "long"), (2, 3, "pair"), (5, 1, "tail")]
    assert found.within(1, 4) == [(1, 1, "tail")]
    assert found.within(3, 6) == [(4, 2, "long")]
    assert found.within(4, 5) == []


def test_phrases_are_split_as_texts_are() -> None:
    assert split("m³/detik s.d. 100") == ("m³", "/", "detik", "s", ".", "d", ".", "100")


def test_an_endless_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 12 words"):
        Phrases([("a " * 20, "x")])


def test_stems_are_found_behind_verbal_prefixes_and_before_suffixes() -> None:
    stems = Stems([("damping", "assist"), ("rencana induk", "plan")])
    for word in ("dampingi", "didampingi", "mendampingi", "pendampingan"):
        assert stems.at([word], 0) == {"assist"}
    assert stems.at(["rencana", "induknya"], 0) == {"plan"}
    assert stems.at(["rencana", "kerja"], 0) == frozenset()


def test_a_prefix_that_swallows_a_letter_gives_it_back() -> None:
    stems = Stems([("selesai", "done"), ("pasang", "set"), ("kejar", "aim"), ("tutup", "shut")])
    said = [stems.at([word], 0) for word in ("menyelesaikan", "memasang", "mengejar", "penutupan", "mendasari")]
    assert said == [{"done"}, {"set"}, {"aim"}, {"shut"}, frozenset()]
