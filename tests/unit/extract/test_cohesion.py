"""Whether a sentence goes on from the one before. All sentences are our own."""

import pytest

from pipeline.extract import Codebook
from pipeline.extract.cohesion import Cohesion
from pipeline.extract.fold import fold
from pipeline.extract.sentences import sentences
from pipeline.extract.tokens import tokenize


def cohesion(text: str, codebook: Codebook) -> Cohesion:
    folded = fold(text)
    return Cohesion(tokenize(folded.low), folded.plain, folded.low, sentences(folded.plain), codebook)


@pytest.mark.parametrize(
    ("second", "points", "resumes"),
    [
        ("Dari jumlah itu, separuh aktif.", True, True),
        ("Bendungan ini luas.", True, False),
        ("Nilainya baik.", True, False),
        ("Jalan tol dibuka.", False, False),
    ],
)
def test_what_points_back(second: str, points: bool, resumes: bool, codebook: Codebook) -> None:
    found = cohesion(f"Dibangun menara. {second}", codebook)
    assert (found.points_back(1), found.resumes(1)) == (points, resumes)


def test_a_noun_said_again_holds_sentences_together(codebook: Codebook) -> None:
    assert cohesion("Dividen naik. Setoran dividen terbesar besar.", codebook).shares_subject(1)
    assert not cohesion("Dividen naik. Jembatan dibuka.", codebook).shares_subject(1)


def test_a_line_break_parts_paragraphs(codebook: Codebook) -> None:
    assert cohesion("Satu. Dua.", codebook).same_paragraph(1)
    assert not cohesion("Satu.\nDua.", codebook).same_paragraph(1)
    assert not cohesion("Satu.", codebook).same_paragraph(0)
