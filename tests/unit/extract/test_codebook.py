"""The codebook loads, fits the code list tables, and says what is wrong with a bad file."""

import re

import pytest

from pipeline import schema
from pipeline.errors import UsageError
from pipeline.extract import Codebook, installed_files, load_codebook
from pipeline.extract.codebook import FILES, read_codebook
from pipeline.schema.values import AREA_KINDS


def test_rows_fit_their_tables(codebook: Codebook) -> None:
    assert schema.INDICATORS.rows(codebook.indicators).num_rows == len(codebook.indicators)
    assert schema.PROGRAMS.rows(codebook.programs).num_rows == len(codebook.programs)
    assert schema.UNITS.rows(codebook.units).num_rows == len(codebook.units)
    assert schema.AREAS.rows(codebook.areas).num_rows == len(codebook.areas)


def test_areas_are_the_whole_national_list(codebook: Codebook) -> None:
    kinds = [row["kind"] for row in codebook.areas]
    assert (kinds.count("province"), kinds.count("regency") + kinds.count("city")) == (38, 514)
    assert set(kinds) <= set(AREA_KINDS)
    ids = {row["area_id"] for row in codebook.areas}
    assert len(ids) == len(codebook.areas)
    assert {row["parent_id"] for row in codebook.areas if row["parent_id"]} <= ids
    assert all(row["code_system"] for row in codebook.areas)


def test_bps_codes_are_of_the_edition_of_34_provinces(codebook: Codebook) -> None:
    coded = {row["area_id"]: row for row in codebook.areas if row["bps_code"]}
    codes = [row["bps_code"] for row in coded.values()]
    assert len(set(codes)) == len(codes)
    kinds = [row["kind"] for row in coded.values()]
    assert (kinds.count("province"), kinds.count("regency"), kinds.count("city")) == (32, 391, 97)
    for row in coded.values():
        length, is_city = (2, False) if row["kind"] == "province" else (4, row["kind"] == "city")
        assert re.fullmatch(rf"[1-9][0-9]{{{length - 1}}}", row["bps_code"])
        assert length == 2 or (row["bps_code"][2] == "7") == is_city
        parent = coded.get(row["parent_id"])
        assert parent is None or row["bps_code"].startswith(parent["bps_code"])


@pytest.mark.parametrize(
    ("area_id", "label", "bps_code"),
    [
        ("11.01", "Kabupaten Aceh Selatan", "1103"),  # 1101 is Simeulue at BPS
        ("11.09", "Kabupaten Simeulue", "1101"),
        ("31.71", "Kota Administrasi Jakarta Pusat", "3173"),
        ("31.74", "Kota Administrasi Jakarta Selatan", "3171"),
        ("32.04", "Kabupaten Bandung", "3204"),  # the regency and the city are two areas of one short name
        ("32.73", "Kota Bandung", "3273"),
        ("12.12", "Kabupaten Toba", "1206"),
        ("91", "Papua", None),  # at BPS, 91 was West Papua, and 94 the undivided Papua
        ("96.71", "Kota Sorong", None),
    ],
)
def test_namesakes_and_renamed_areas_have_their_own_bps_code(
    area_id: str, label: str, bps_code: str | None, codebook: Codebook
) -> None:
    (row,) = (row for row in codebook.areas if row["area_id"] == area_id)
    assert (row["label_id"], row["bps_code"]) == (label, bps_code)


def test_the_hash_covers_every_file(codebook: Codebook) -> None:
    same = read_codebook(installed_files())
    assert same.sha256 == codebook.sha256
    for name in FILES:
        changed = installed_files() | {name: installed_files()[name] + b"\n"}
        assert read_codebook(changed).sha256 != codebook.sha256


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.codebook.FILES", (*FILES, "roads.toml"))
    with pytest.raises(UsageError, match=r"file roads\.toml cannot be read: No such file") as caught:
        installed_files()
    assert "Put roads.toml back" in caught.value.hint


def test_a_file_without_entries_is_named() -> None:
    with pytest.raises(UsageError, match=r"programs\.toml lacks 'program'"):
        read_codebook(installed_files() | {"programs.toml": b""})


def test_it_is_read_once() -> None:
    assert load_codebook() is load_codebook()


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("words.toml", b"[status]", b"[status", "words.toml is not valid TOML"),
        ("units.toml", b"kind = ", b"knd = ", "units.toml lacks 'kind'"),
        ("refusals.toml", b"siaran", b"(siaran", "refusals.toml"),
        ("indicators.toml", b'units = ["local_government"]', b'units = ["furlong"]', "unit 'furlong'"),
        ("indicators.toml", b'"ppp_proposals_submitted"', b'"award_recipients"', "listed twice"),
        ("currencies.toml", b'code = "SAR"', b'code = "XXX"', "unit 'XXX'"),
        ("programs.toml", b'"ldn"', b'"a b c d e f g h i j k l m"', "a phrase has 1 to 12 words"),
        ("numerals.toml", b'million = "1000000"', b'million = "lots"', r"numerals.toml: \[scales\] million has 'lots'"),
        (
            "areas.csv",
            b"96.71,",
            b"ZZ.99,Kabupaten Palsu\n96.71,",
            "areas.csv: ZZ.99 .* ends before its column label_en",
        ),
        ("areas.csv", b"Aceh", b"Ac\xff\xfeeh", "cannot be read"),
    ],
)
def test_a_bad_file_is_named(name: str, old: bytes, new: bytes, message: str) -> None:
    bad = installed_files() | {name: installed_files()[name].replace(old, new, 1)}
    with pytest.raises(UsageError, match=message):
        read_codebook(bad)
