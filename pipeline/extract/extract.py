"""Composition: text -> mentions -> figures and refusals. Each step is a module of this folder; here is only their order."""

from datetime import date

from pipeline.extract.codebook import Codebook
from pipeline.extract.figures import drafts_of, figures_of
from pipeline.extract.legible import legible, unread
from pipeline.extract.reading import ReleaseReading
from pipeline.extract.sift import controls, powers, sift
from pipeline.model import Extraction


def extract(text: str, *, body_start: int = 0, published_on: date | None = None, codebook: Codebook) -> Extraction:
    """Every number of the text as a figure, a repeat of one, or a refusal.

    Offsets count in `text`. With `body_start` > 0, text[:body_start] is the title and a blank line. Pure and deterministic;
    no text makes it fail, and what one may cost is bounded: numbers beyond its legible part are refused.
    """
    end = legible(text, codebook)
    reading = ReleaseReading(text[:end], body_start, published_on, codebook)
    sifted = sift(reading)
    drafts = drafts_of(reading, sifted)
    figures = figures_of(reading, sifted, drafts) if drafts else []
    refusals = sifted.refusals + powers(reading, figures, sifted.refusals)
    refusals = sorted(set(refusals), key=lambda refusal: refusal.span) + unread(text, end, codebook)
    if hidden := controls(text, figures, refusals):
        refusals = sorted([*refusals, *hidden], key=lambda refusal: refusal.span)
    return Extraction(tuple(figures), tuple(refusals))
