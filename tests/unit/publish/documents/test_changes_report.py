"""CHANGES.md: what is news first, all of it counted, and nothing that a page says becomes Markdown."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.publish import Publication
from pipeline.publish.documents import changes_report
from pipeline.publish.documents.markdown import code, escaped, shortened
from pipeline.schema import OBSERVATIONS
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import SEEN, observation, release, small, statement


def report(folder: Path) -> str:
    return (folder / "CHANGES.md").read_text("utf-8")


def test_the_first_snapshot_says_that_it_is_the_first(snapshot: Path) -> None:
    assert "This is the first snapshot" in report(snapshot)
    assert "|" not in report(snapshot)


def test_the_news_stands_first_with_labels_and_old_and_new_value(first: Publication, publish_rows: Publish) -> None:
    rows = small()
    rows["observations"][0] |= {"value": Decimal("52.5"), "value_highest": Decimal(60)}
    rows["series_checks"][0]["verdict"] = "explained"
    rows["press_releases"].append(release("r-3", title="Rilis baru", capture_id="c-r-1"))
    rows["press_releases"][0] |= {"text_sha256": "c" * 64, "source_state": "gone"}
    text = report(publish_rows(rows).folder)
    assert "Since snapshot 2026-11-24.1." in text
    assert "| observations | source | 0 | 0 | 1 |\n" in text
    assert "| press_releases | source | 1 | 0 | 1 |\n" in text
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Observations with another value",
        "## Checks on series with another verdict",
        "## New press releases",
        "## Press releases that say something else",
        "## Press releases that are gone",
        "## Everything, by table and column",
    ]
    assert (
        "- Cities assisted, Indonesia (2023-01-01 to 2023-12-31, `realised`): 50 → **52.5** `local_government` (`source`), `o-1`\n"
        in text
    )
    assert "- Cities assisted: differs → **explained** (`source`): 75 planned (2023), 50 done, 25 less.\n" in text
    assert "- Rilis baru (2023-12-01), `r-3`\n" in text
    assert "- `observations`: 1 revised `value_highest` (`source`), for example `o-1`\n" in text


def test_what_is_too_much_is_counted_and_the_place_named(
    first: Publication, publish_rows: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_report, "MOST", 3)
    rows = small()
    rows["observations"] += [observation(f"o-2{n}", "s-1", "50", status="planned") for n in range(5)]
    text = report(publish_rows(rows).folder)
    section = text.split("## New observations\n")[1].split("##")[0]
    assert section.count("\n- ") == 3
    assert "And 2 more: see `data/changes.csv`." in section


def test_a_snapshot_that_differs_in_no_row_says_so(
    first: Publication, publish_rows: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("publication", "documents.datapackage", "check_files", "documents.readme"):
        monkeypatch.setattr(f"pipeline.publish.{module}.SCHEMA_VERSION", "9.9.9")
    assert "No row differs." in report(publish_rows(small()).folder)


def test_a_title_becomes_no_markdown(first: Publication, publish_rows: Publish) -> None:
    rows = small()
    title = "# [klik](https://jahat.example) <script>|`x`* _a_\n\n- www.jahat.example &amp; $1$"
    rows["press_releases"].append(release("r-3", title=title, capture_id="c-r-1"))
    line = next(line for line in report(publish_rows(rows).folder).splitlines() if line.endswith("`r-3`"))
    assert line == (
        "- \\# \\[klik\\](https\\://jahat.example) \\<script\\>\\|\\`x\\`\\* \\_a\\_ - www\\.jahat.example \\&amp; \\$1\\$ "
        "(2023-12-01), `r-3`"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [("1. satu", "1\\. satu"), ("12) dua", "12\\) dua"), ("+ tambah", "\\+ tambah"), ("1.250 desa", "1.250 desa")],
)
def test_a_text_begins_no_list(text: str, written: str) -> None:
    assert escaped(text) == written


def test_only_what_looks_like_an_id_is_code() -> None:
    assert code("r-1/10/14") == "`r-1/10/14`"
    assert code("a`b|c") == "a\\`b\\|c"
    assert shortened("abcdef", 4) == "abc…"


def test_every_cause_is_said_in_words() -> None:
    from pipeline.schema import CHANGES

    assert set(changes_report.CAUSES) == set(CHANGES.column("cause").codes)


def test_a_statement_that_goes_over_to_another_observation_is_news_of_both(publish_rows: Publish) -> None:
    before = small()
    before["statements"].append(
        statement(
            "s-3", "r-2", "50", observation_id="o-1", value_start=500, value_end=509, quote_start=485, quote_end=520
        )
    )
    before["observations"][0] |= {"statement_count": 2, "release_count": 2, "agreement": "agree"}
    publish_rows(before)
    rows = small()
    rows["statements"].append({**before["statements"][2], "observation_id": "o-2", "status": "planned"})
    rows["observations"].append(observation("o-2", "s-3", "50", status="planned"))
    text = report(publish_rows(rows, as_of=SEEN).folder)
    assert "## New observations\n\n- Cities assisted" in text
    assert re.search(r"`observations`: 1 revised `statement_count`", text)
    assert OBSERVATIONS.name in text
