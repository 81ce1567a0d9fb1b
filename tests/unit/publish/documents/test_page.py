"""The pages of a snapshot: valid to the letter, the same without scripts, safe whatever a release's title or sentence holds."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from html5rdf.html5parser import ParseError

from pipeline.publish.documents import page
from pipeline.publish.page.landing import PAGE_NAMES
from pipeline.publish.page.words import page_words
from tests.unit.publish.conftest import Publish
from tests.unit.publish.html import findings, parse, said
from tests.unit.publish.warehouses import SEEN, indicator, labels, observation, quoted, release, small, statement

PAGES = list(PAGE_NAMES.values())
HOSTILE = (
    "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\" ' & \u202eoslaf\u202c \u200f" + "w" * 3000
)


def test_the_parser_is_strict() -> None:
    with pytest.raises(ParseError):
        parse("<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><p>a</div></body></html>")
    bad = '<!DOCTYPE html><html><head><title>x</title></head><body><h2 id="a">b</h2><p id="a" style="x">c</p></body></html>'
    assert findings(parse(bad)) == ["id a twice", "no language", "not one h1, and that first", "p style=x"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_and_accessible_and_asks_for_nothing(snapshot: Path, name: str) -> None:
    text = (snapshot / name).read_text("utf-8")
    tree = parse(text)
    assert findings(tree) == []
    policy = tree.find("head/meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert policy.get("content", "").startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_a_page_names_is_there(snapshot: Path, name: str) -> None:
    tree = parse((snapshot / name).read_text("utf-8"))
    hrefs = {link.get("href", "") for link in tree.iter("a")}
    files = {href for href in hrefs if not re.match(r"#|https?:|mailto:|\.\./\.\./index\.html$", href)}
    assert {href for href in files if not (snapshot / href).is_file()} == set()
    written = {path.relative_to(snapshot).as_posix() for path in snapshot.rglob("*") if path.is_file()}
    assert written - files == {name}, "the page names every file but itself"


def test_each_number_stands_with_its_sentence(snapshot: Path) -> None:
    tree = parse((snapshot / "index.html").read_text("utf-8"))
    row = tree.find(".//tr[@id='o-1']")
    assert row is not None
    assert said(row, "th") == "Cities assistedIndonesia2023within the year"
    assert said(row, "td") == "50Local governmentdone"
    assert said(row, ".//blockquote") == "Tahun 2023 ada 50 daerah yang ikut."
    assert said(row, ".//mark") == "50 daerah"
    link = row.find(".//a")
    assert link is not None
    assert (link.get("href"), link.get("rel")) == ("http://127.0.0.1/r-1", "nofollow noopener")
    assert "1 December 2023; page read 24 November 2026" in said(row, "td[2]")


def test_the_indonesian_page_says_it_in_indonesian(snapshot: Path) -> None:
    tree = parse((snapshot / "index.id.html").read_text("utf-8"))
    assert tree.get("lang") == "id"
    row = tree.find(".//tr[@id='o-1']")
    assert row is not None
    assert said(row, "td").endswith("terlaksana")
    assert "Angka-angka ini bukan statistik resmi." in said(tree, "body/header")
    assert "BUATAN" in said(tree, "body/header")


def test_nothing_of_a_release_becomes_part_of_the_page(publish_rows: Publish) -> None:
    rows = small()
    rows["press_releases"] = [
        release("r-1", title=HOSTILE, url="javascript:alert(1)"),
        release("r-2", title=HOSTILE, url="http://127.0.0.1/\"onclick='x'"),
    ]
    rows["statements"] = [
        statement("s-1", "r-1", "50", **quoted(HOSTILE, "50 daerah", HOSTILE)),
        statement("s-2", "r-2", "40", time_start=None, ref_area="Kota <b>", ref_area_name=HOSTILE),
    ]
    rows["observations"] = [
        observation("o-1", "s-1", "50"),
        observation("o-2", "s-2", "40", time_start=None, time_end=date(2022, 12, 31), ref_area="Kota <b>"),
    ]
    rows["indicators"] = [indicator("cities_assisted", definition_en=HOSTILE, label_en=HOSTILE)]
    folder = publish_rows(rows).folder
    for name in PAGES:
        text = (folder / name).read_text("utf-8")
        tree = parse(text)
        assert findings(tree) == []
        assert "onerror=alert" not in {attribute for element in tree.iter() for attribute in element.attrib}
        assert "javascript:" not in {(link.get("href") or "")[:11] for link in tree.iter("a")}
        assert text.count("<script") == 1
        (data,) = tree.findall(".//script")
        described = json.loads(data.text or "")
        assert described["variableMeasured"][0]["description"] == HOSTILE, "JSON-LD keeps what was said"
    row = parse((folder / "index.html").read_text("utf-8")).find(".//tr[@id='o-1']")
    assert row is not None
    assert row.find(".//a") is None, "an address that is none is no link"
    assert "".join(row.itertext()).count(page_words("en")["cut"]) == 3, "both sides of the quote, and the title"


def test_a_series_is_drawn_and_written(publish_rows: Publish) -> None:
    rows = small()
    years = {2019: "25", 2021: "50", 2022: "0.5"}
    rows["statements"] += [statement(f"s-{year}", "r-2", value) for year, value in years.items()]
    for year, value in years.items():
        span = {"time_start": date(year, 1, 1), "time_end": date(year, 12, 31)}
        rows["observations"].append(observation(f"o-{year}", f"s-{year}", value, **span))
    tree = parse((publish_rows(rows).folder / "index.id.html").read_text("utf-8"))
    assert findings(tree) == []
    bars = tree.findall(".//table[@class='series']/tbody/tr")
    assert [(said(bar, "th"), said(bar, "td[2]")) for bar in bars] == [
        ("2019", "25"), ("2021", "50"), ("2022", "0,5"), ("2023", "50"),
    ]  # fmt: skip
    rects = [element.get("width") for bar in bars for element in bar.iter("{http://www.w3.org/2000/svg}rect")]
    assert rects == ["50.0%", "100.0%", "1.0%", "100.0%"]


def test_an_empty_snapshot_has_a_page_too(publish_rows: Publish) -> None:
    tree = parse(
        (
            publish_rows(small() | {"statements": [], "observations": [], "series_checks": []}).folder / "index.html"
        ).read_text("utf-8")
    )
    assert findings(tree) == []
    assert page_words("en")["figures_none"] in said(tree, ".//main")
    assert page_words("en")["no_period"] in said(tree, "body/header")


def test_what_changed_is_told(publish_rows: Publish) -> None:
    rows = small()
    first = parse((publish_rows(rows).folder / "index.html").read_text("utf-8"))
    assert page_words("en")["changes_first"] in said(first, ".//main")
    rows["units"][0] |= labels("Local authority")
    rows["observations"][0]["status"] = "unknown"
    second = parse((publish_rows(rows, as_of=SEEN + timedelta(hours=1)).folder / "index.html").read_text("utf-8"))
    (table,) = (t for t in second.iter("table") if "changed since" in said(t, "caption"))
    assert said(table, "tbody/tr[1]").startswith("observations" + "a value of the row is another")
    assert len(table.findall("tbody/tr")) == 2


def test_only_so_many_figures_are_shown_newest_first(publish_rows: Publish) -> None:
    rows = small()
    count = page.MOST_FIGURES + 5
    days = [date(2000, 1, 1) + timedelta(days=index) for index in range(count)]
    rows["statements"] += [statement(f"s-x{index}", "r-2", "7") for index in range(count)]
    rows["observations"] += [
        observation(f"o-x{index}", f"s-x{index}", "7", time_start=day, time_end=day) for index, day in enumerate(days)
    ]
    rows["press_releases"][0]["published_on"] = date(2024, 1, 1)
    tree = parse((publish_rows(rows).folder / "index.html").read_text("utf-8"))
    shown = tree.findall(".//table[@class='stack figures']/tbody/tr")
    assert [row.get("id") for row in shown[:2]] == ["o-1", f"o-x{count - 1}"]
    assert len(shown) == page.MOST_FIGURES
    assert f"The {page.MOST_FIGURES} of {count + 1} observations" in said(tree, ".//main//caption")
