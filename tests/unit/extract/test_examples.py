"""The examples of the codebook are read as it says, and one that is not is named."""

import pytest

from pipeline.extract import Codebook, check_codebook, installed_files
from pipeline.extract.examples import failures


def test_the_examples_of_the_codebook_are_read_as_it_says(codebook: Codebook) -> None:
    assert [str(problem) for problem in failures(codebook)] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Pemerintah membangun 400 BTS.", "Pemerintah membeli 400 BTS.", "has an example that is read as None"),
        ("Pemerintah membangun 400 BTS.", "Pemerintah membangun BTS.", "has an example that has 0 figures, not one"),
        ("Sebanyak 900 BTS telah beroperasi.", "BTS telah beroperasi.", "has a counterexample without a figure"),
        (
            "Pagu blokir Kemkomdigi sekitar Rp1 triliun.",
            "Pagu Kemkomdigi Rp1 triliun.",
            "ministry_budget_ceiling is read from its counterexample",
        ),
        (
            'programs = ["mal_pelayanan_publik"]',
            'programs = ["spbe"]',
            "is read as of the programme mal_pelayanan_publik, which the entry does not name",
        ),
    ],
)
def test_an_example_that_is_read_otherwise_is_named(old: str, new: str, said: str) -> None:
    files = installed_files()
    text = files["indicators.toml"].decode("utf-8")
    assert old in text
    found = check_codebook(files | {"indicators.toml": text.replace(old, new, 1).encode("utf-8")})
    assert any(said in str(problem) for problem in found)
