"""`codebook check`: the installed codebook is sound, and each kind of mistake is found and named with its place."""

import pytest

from pipeline.errors import UsageError
from pipeline.extract import installed_files
from pipeline.extract.codebook import problems_of


def problems(name: str, old: str, new: str) -> list[str]:
    """What is said of the codebook with one replacement in one file."""
    files = installed_files()
    text = files[name].decode("utf-8")
    assert old in text
    return [str(problem) for problem in problems_of(files | {name: text.replace(old, new, 1).encode("utf-8")})]


def test_the_installed_codebook_is_sound() -> None:
    assert problems_of(installed_files()) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        # fields
        ("indicators.toml", "acts = [", "act = [", "has a field 'act' that nothing reads"),
        ("indicators.toml", 'label_id = "Provinsi yang didampingi"\n', "", "provinces_assisted has no label_id"),
        ("programs.toml", "Electronic-Based Government System", "", "spbe has an empty label_en"),
        ("reasons.toml", "definition_id", "definisi", "date has no definition_id"),
        # references
        ("programs.toml", '"satria"', '"spbe"', "programs.toml: spbe is listed twice"),
        (
            "indicators.toml",
            'units = ["Mbps"]',
            'units = ["Mbit"]',
            "has the unit 'Mbit', which units.toml does not list",
        ),
        (
            "indicators.toml",
            'unit = "Mbps"',
            'unit = "Gbps"',
            "publishes the unit 'Gbps', which is not among its units",
        ),
        (
            "indicators.toml",
            'programs = ["spbe"]',
            'programs = ["sbpe"]',
            "has the programme 'sbpe', which programs.toml",
        ),
        ("indicators.toml", 'areas = ["world"]', 'areas = ["earth"]', "has the area 'earth', which areas.csv"),
        (
            "indicators.toml",
            'measure = "score"',
            'measure = "rank"',
            "has the measure 'rank', which pipeline/schema/values",
        ),
        (
            "indicators.toml",
            "interpretation_id",
            "tafsiran_id",
            "cities_worldwide_adopting_smart_city has no interpretation_id",
        ),
        (
            "indicators.toml",
            'components_id = "pilar indeks: kecakapan',
            '# "',
            "digital_literacy_index names its components in one",
        ),
        ("refusals.toml", 'reason = "law"', 'reason = "laws"', "has the reason 'laws', which reasons.toml"),
        (
            "indicators.toml",
            '"SPBE index score"',
            '"Internet users"',
            "internet_users has the same label_en as spbe_index",
        ),
        # examples
        ("indicators.toml", ', "Menteri meresmikan 70 BTS di Natuna."', "", "bts_operating has 1 examples; it needs 2"),
        # words
        ("programs.toml", '"ldn"', '"spbe"', "literasi_digital has 'spbe', which spbe has with another meaning"),
        ("programs.toml", '"ldn"', '"gnld"', "literasi_digital has 'gnld' twice"),
        ("programs.toml", '"ldn"', '"LDN"', "literasi_digital has 'LDN', which no text holds"),
        (
            "indicators.toml",
            'noun = ["aduan"]',
            'noun = ["aduan", "aduannya"]',
            "where 'aduan' already matches it",
        ),
        (
            "indicators.toml",
            'noun = ["mal pelayanan',
            'not = ["mpp"]\nnoun = ["mal pelayanan',
            "has 'mpp' in noun, which its own",
        ),
        # patterns
        ("refusals.toml", "<year>-", "<yaer>-", "uses <yaer>, which [fragments] does not list"),
        ("refusals.toml", "[fragments]", "[fragments]\nweek = '7'", "[fragments] has 'week', which no pattern uses"),
        ("refusals.toml", "salah\\s", "(salah\\s", "does not compile"),
        ("refusals.toml", "[^.\\n]{0,400}", "[^.\\n]*", "repeats without a bound (*)"),
        # counts
        ("confidence.toml", '"counted/stated"', '"counted/said"', "counted/stated is not counted; `make confidence`"),
        ("confidence.toml", '"counted/stated"', '"counted/said"', "counted/said is a group that no figure is of"),
        ("confidence.toml", "right = ", "right = 9", "right of "),
        ("confidence.toml", "figures = ", "figures = 0.", "counted/stated has a count that is no whole number"),
        # numerals
        (
            "numerals.toml",
            'M = "1000000000"',
            'M = "a"',
            "numerals.toml: [abbreviated_scales] M has 'a'; its value must",
        ),
        ("numerals.toml", 'setengah = "50"', 'setengah = "-50"', "numerals.toml: [fractions] setengah has '-50'"),
        ("numerals.toml", 'setengah = "50"', "setengah = 50", "[fractions] setengah has 50; its value must"),
        ("numerals.toml", 'ribu = "1000"', 'ribu = "Infinity"', "[scales] ribu has 'Infinity'"),
        ("numerals.toml", 'puluh = "10"', 'puluh = "0"', "[tens] puluh has the value zero"),
        # areas
        ("areas.csv", "11.01,", "ZZ.99,Kabupaten Palsu\n11.01,", "areas.csv: ZZ.99 (row "),
        ("areas.csv", "Bandung City,Kota Bandung,", "Bandung City,,", "below the head) has no label_id"),
        ("areas.csv", "Kota Bandung,32,", "Kota, Bandung,32,", "has more cells than the head has columns"),
        ("areas.csv", "32.73,", "32.04,", "areas.csv: 32.04 stands twice as area_id"),
        ("areas.csv", ",3273", ",3204", "areas.csv: 3204 stands twice as bps_code"),
        ("areas.csv", "32.73,city,", "32.73,town,", "32.73 has the unknown kind 'town'"),
        ("areas.csv", "Bandung City,Kota Bandung,32,", "Bandung City,Kota Bandung,ID,", "32.73 has the parent 'ID'"),
        ("places.toml", '"aceh" = "11"', '"aceh" = "10"', "aceh stands for '10', which is no area"),
    ],
)
def test_each_mistake_is_named_with_its_place(name: str, old: str, new: str, said: str) -> None:
    assert any(said in problem for problem in problems(name, old, new))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("areas.csv", "area_id", "code", "areas.csv lacks 'area_id'"),
        ("places.toml", "[regions]", "[islands]", "places.toml lacks 'regions'"),
        ("numerals.toml", "[tens]", "[teens]", "numerals.toml lacks 'tens'"),
        ("refusals.toml", "[fragments]", "[pieces]", "refusals.toml lacks 'fragments'"),
    ],
)
def test_a_file_without_its_parts_says_what_it_lacks(name: str, old: str, new: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        problems(name, old, new)


def test_a_file_without_entries_is_a_problem_of_that_file() -> None:
    (problem,) = problems_of(installed_files() | {"programs.toml": b""})
    assert str(problem) == "programs.toml: [[program]] is missing: the file has no entry"
