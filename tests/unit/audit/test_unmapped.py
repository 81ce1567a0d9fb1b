"""Figures without an indicator, grouped by what they count."""

from typing import Any

import pytest

from pipeline.audit.unmapped import Unmapped, noun, recurring


def _figure(number: int, counted: str, **fields: Any) -> Unmapped:
    said = {
        "statement_id": f"s-{number}",
        "release_id": f"r-{number}",
        "agency_id": "ministry",
        "day": f"2024-01-{number:02}",
        "unit": "count",
        "value": "7",
        "quote": "Ada 7.",
    }
    return Unmapped(counted=counted, **(said | fields))


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ("Provinsi", "provinsi"),
        ("lembar fotokopi yang tidak lagi diminta", "lembar fotokopi"),
        ("kabupaten  dan\u00a0kota tersebut", "kabupaten dan kota"),
        ("seluruh layanan di Jawa", "layanan"),
        ('"sekolah",', "sekolah"),
        ("yang ikut", ""),
        ("", ""),
        ("\x1b[31mdesa", "desa"),
        ("KOTA" * 10_000, "kota" * 10_000),
    ],
)
def test_a_noun_is_folded_into_what_it_names(counted: str, said: str) -> None:
    assert noun(counted) == said


def test_only_what_several_releases_count_recurs_and_most_releases_come_first() -> None:
    figures = [
        _figure(1, "Desa"),
        _figure(2, "desa yang ikut"),
        _figure(3, "desa", agency_id="other"),
        _figure(4, "kapal"),
        _figure(5, "kapal"),
        _figure(6, "pulau"),
        _figure(7, "pulau", release_id="r-6"),
        _figure(8, "kapal", unit="unit"),
    ]
    desa, kapal = recurring(figures)
    assert (desa.noun, desa.statements, desa.releases, desa.agencies) == ("desa", 3, 3, ("ministry", "other"))
    assert [example.statement_id for example in desa.examples] == ["s-3", "s-2", "s-1"], "the newest first"
    assert (kapal.noun, kapal.unit, kapal.releases) == ("kapal", "count", 2)


def test_the_order_of_the_rows_does_not_matter() -> None:
    figures = [_figure(number, counted) for number, counted in enumerate(("desa", "kota", "desa", "kota", "desa"), 1)]
    assert recurring(figures) == recurring(reversed(figures))
