"""The releases as data: unique, dated rightly, of the right length, and true to the facts that everything else is tested on."""

import re
from datetime import date
from pathlib import Path

import pytest

from pipeline.decode.number import find_number, is_sound
from sample_ministry.releases import Release, day_in_words, load_releases

RELEASES = load_releases()
WEEKDAY_AND_DATE = re.compile(
    r"(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)[ ,]*\((?:\d+-)?(\d{1,2})/(\d{1,2})/(\d{4})\)"
)


def text_of(release: Release) -> str:
    return "\n".join(line for paragraph in release.paragraphs for line in paragraph)


def by_number(number: str) -> Release:
    (release,) = (release for release in RELEASES if number in release.number)
    return release


def test_there_are_enough_releases_for_every_year_on_both_sites() -> None:
    assert len(RELEASES) >= 48
    assert {release.published_on.year for release in RELEASES} == set(range(2017, 2027))
    assert sum(release.site == "komdigi" for release in RELEASES) >= 12
    assert list(RELEASES) == sorted(RELEASES, key=lambda release: release.published_on, reverse=True)


def test_no_number_and_no_address_occurs_twice() -> None:
    numbers = [find_number(release.number) for release in RELEASES]
    assert None not in numbers
    assert len(set(numbers)) == len(RELEASES)
    assert len({(release.site, release.path) for release in RELEASES}) == len(RELEASES)


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.number)
def test_each_release_keeps_the_rules(release: Release) -> None:
    number = find_number(release.number)
    assert number is not None
    assert is_sound(number, release.published_on)
    assert 120 <= len(text_of(release).split()) <= 400
    assert bool(release.signature) == (release.site == "kominfo")
    assert not any(line != line.strip() for paragraph in release.paragraphs for line in paragraph)
    for weekday, day, month, year in WEEKDAY_AND_DATE.findall(text_of(release)):
        assert day_in_words(date(int(year), int(month), int(day))).startswith(weekday)


def test_the_seed_release_says_the_same_five_facts() -> None:
    release = by_number("43/HM/KOMINFO/01/2024")
    assert release.published_on == date(2024, 1, 18)
    for said in (
        "141 kota di seluruh dunia",
        "50 pemerintah kabupaten dan kota",
        "2 pemrintah provinsi",
        "10 pemerintah daerah yang akan",
        "sepuluh pemerintah daerah",
        "17 pemerintah kabupaten dan kota",
    ):
        assert said in text_of(release)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("84/HM/KOMINFO/05/2017", "25 kabupaten dan kota terpilih"),
        ("223/HM/KOMINFO/11/2017", "24 kota dan kabupaten berhasil menyelesaikan"),
        ("223/HM/KOMINFO/11/2017", "pada tahun 2018 direncanakan 75 kabupaten dan kota"),
        ("112/HM/KOMINFO/05/2018", "165 kabupaten/kota"),
        ("114/HM/KOMINFO/05/2018", "120 daerah kandidat"),
        ("330/HM/KOMINFO/12/2018", "50 kota dan kabupaten telah menyusun"),
        ("98/HM/KOMINFO/05/2019", "107 kota dan kabupaten"),
        ("486/HM/KOMINFO/12/2021", "141 kabupaten dan kota"),
        ("487/HM/KOMINFO/12/2021", "146 kabupaten dan kota"),
        ("149/HM/KOMINFO/04/2022", "191 kabupaten dan kota"),
        ("530/HM/KOMINFO/12/2022", "198 kabupaten dan kota"),
        ("512/HM/KOMINFO/11/2022", "sekitar 200 kabupaten dan kota"),
        ("547/HM/KOMINFO/12/2023", "215 wilayah"),
        ("547/HM/KOMINFO/12/2023", "sampai tahun 2024 nanti, total ada 251 kabupaten dan kota"),
    ],
)
def test_the_known_figures_and_conflicts_are_said(number: str, said: str) -> None:
    assert said in text_of(by_number(number))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[[release]\n", "2020.toml"),
        ('[[release]]\nnumber = "Siaran Pers No. 1/HM/KOMINFO/01/2020"\n', "2020.toml: 'date'"),
        ("signature = []\n", "2020.toml: 'release'"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "2020.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(complaint)):
        load_releases(tmp_path)
