"""How far a text is read, with bounds that a test can reach. All sentences are our own."""

import itertools
from collections.abc import Callable

import pytest

from pipeline.extract import legible
from pipeline.model import Extraction

Read = Callable[..., Extraction]
WHOLE = "Ikut 25 kota. Hadir 31 guru. Ada 40 desa. "


@pytest.fixture(autouse=True)
def bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legible, "MOST_NUMBERS", 3)
    monkeypatch.setattr(legible, "MOST_CHARACTERS", 500)


def said(text: str, found: Extraction) -> tuple[list[str], list[str]]:
    return [f.value_span.of(text) for f in found.figures], [r.span.of(text) for r in found.refusals]


def test_a_text_within_the_bounds_is_read_to_its_end(read: Read) -> None:
    assert said(WHOLE, read(WHOLE)) == (["25 kota", "31 guru", "40 desa"], [])


@pytest.mark.parametrize(
    ("beyond", "numbers"),
    [
        ("Hadir 7 orang.", ["7"]),
        ("Dua puluh juta orang hadir.", ["Dua puluh juta"]),
        ("Nilainya 1.250,5; ５ kota dan 3 m2, bukan 9a.", ["1.250,5", "５", "3", "2", "9"]),
        ("Ikut 5 sampai 10 kota.", ["5", "10"]),
        ("99", ["99"]),
    ],
)
def test_numbers_beyond_are_refused_and_none_is_lost(beyond: str, numbers: list[str], read: Read) -> None:
    text = WHOLE + beyond
    found = read(text)
    assert found.figures == read(WHOLE).figures
    assert said(text, found) == (["25 kota", "31 guru", "40 desa"], numbers)
    assert {refusal.reason for refusal in found.refusals} == {"structural"}


def test_a_number_too_many_takes_its_whole_sentence_along(read: Read) -> None:
    """'Ikut 25' or 'hingga' alone would say something else."""
    text = "Ikut 25 kota. Hadir 31 guru, 40 ibu, 50 bapak. Ada 7 desa."
    assert said(text, read(text)) == (["25 kota"], ["31", "40", "50", "7"])


def test_a_number_far_down_a_long_text_is_refused(read: Read) -> None:
    text = f"Ikut 25 kota. {'Rapat berjalan baik. ' * 25}Ikut 30 kota."
    assert said(text, read(text)) == (["25 kota"], ["30"])


def test_a_title_longer_than_any_text_is_not_read(read: Read) -> None:
    title = "Kota 5 " * 100
    found = read("Ikut 30 kota.", title=title)
    assert said(f"{title}\n\nIkut 30 kota.", found) == ([], ["5"] * 100 + ["30"])


def test_refusals_beyond_follow_those_before_and_do_not_overlap(read: Read) -> None:
    text = "Pada 17 Agustus 1945. Ikut 25 kota. Hadir 31 guru. " + "Ada 5 dua puluh 1/2 kota. " * 40
    spans = [refusal.span for refusal in read(text).refusals]
    assert spans[0].of(text) == "17 Agustus 1945"
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert len(spans) > 100
