"""What each action does to the rows, and that a correction which does not find what it expects stops everything by name."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.agencies import load_registry
from pipeline.extract import load_codebook
from pipeline.gate.corrections import Corrected, Correction, CorrectionsFailed, correct, load_corrections, skeleton
from pipeline.steps import load_step
from tests.unit.gate.corrections.conftest import TEXT, Bench, Write


def corrected(bench: Bench, *corrections: Correction) -> Corrected:
    return correct([bench.text], bench.statements, bench.refusals, corrections, load_codebook())


def test_nothing_to_correct_changes_nothing(bench: Bench) -> None:
    assert corrected(bench) == Corrected(bench.statements, bench.refusals, [])


def test_override_changes_what_it_sets_and_nothing_else(bench: Bench, write: Write) -> None:
    result = corrected(bench, bench.correction(write, "50 kota"))
    old = bench.statement("50 kota")
    new = next(row for row in result.statements if row["statement_id"] == old["statement_id"])
    assert {name for name in new if new[name] != old.get(name)} == {"status", "obs_status", "correction_id"}
    assert (new["status"], new["obs_status"], new["correction_id"]) == ("planned", "F", "a-name")
    assert result.refusals == bench.refusals
    (record,) = result.corrections
    assert (record["action"], record["corrected_by"]) == ("override", "Rini")
    assert json.loads(record["was"]) == {"status": "realised"}
    assert bench.statement("50 kota")["status"] == "realised", "the rows given are not touched"


def test_an_area_brings_its_kind_and_name(bench: Bench, write: Write) -> None:
    change = {"set": {"ref_area": "32.73", "time_end": ""}, "expect": {"ref_area": "ID", "time_end": "2022-12-31"}}
    (row, *_) = corrected(bench, bench.correction(write, "50 kota", **change)).statements
    assert (row["area_kind"], row["ref_area_name"], row["time_end"]) == ("city", "Kota Bandung", None)


def test_flag_marks_for_review(bench: Bench, write: Write) -> None:
    (row, *_) = corrected(bench, bench.correction(write, "50 kota", action="flag", set=None)).statements
    assert (row["obs_status"], row["status"]) == ("U", "realised")


def test_drop_makes_it_a_refusal(bench: Bench, write: Write) -> None:
    dropping = bench.correction(write, "50 kota", action="drop", set=None, reason="hypothetical")
    result = corrected(bench, dropping)
    assert len(result.statements) == len(bench.statements) - 1
    (new,) = [row for row in result.refusals if row not in bench.refusals]
    assert TEXT in bench.text["text"]
    assert bench.text["text"][new["mention_start"] : new["mention_end"]] == new["mention_text"] == "50 kota"
    assert (new["reason"], new["correction_id"]) == ("hypothetical", "a-name")


def test_a_drop_refuses_the_repeats_too(bench: Bench, write: Write) -> None:
    dropping = bench.correction(write, "50 kota", action="drop", set=None, reason="hypothetical")
    start = bench.text["text"].index("12 kota")
    kept = [row for row in bench.statements if row["value_start"] != start]
    rows = [row | {"repeats": f"[[{start},{start + 7}]]"} if row["value_text"] == "50 kota" else row for row in kept]
    result = correct([bench.text], rows, bench.refusals, [dropping], load_codebook())
    new = [row for row in result.refusals if row not in bench.refusals]
    assert [(row["mention_text"], row["mention_start"]) for row in new] == [
        ("50 kota", dropping_at(bench)),
        ("12 kota", start),
    ]


def dropping_at(bench: Bench) -> int:
    return int(bench.statement("50 kota")["value_start"])


def test_a_number_that_states_several_figures_is_refused_once_and_with_the_last_of_them(
    bench: Bench, write: Write
) -> None:
    figure = bench.statement("50 kota")
    rows = [*bench.statements, figure | {"statement_id": "s-twin", "ref_area": "32.73"}]
    about = {"action": "drop", "set": None, "reason": "hypothetical", "release_id": figure["release_id"]}
    both = load_corrections(
        write(
            about | {"statement_id": figure["statement_id"]},
            about | {"statement_id": "s-twin", "correction_id": "b-name"},
        )
    )
    one = correct([bench.text], rows, bench.refusals, both[:1], load_codebook())
    assert one.refusals == bench.refusals, "it is still stated"
    result = correct([bench.text], rows, bench.refusals, both, load_codebook())
    assert [row["correction_id"] for row in result.refusals if row not in bench.refusals] == ["b-name"]


def adding(bench: Bench, write: Write, **change: Any) -> Correction:
    start = bench.text["text"].index("tiga hari")
    fields = {
        "action": "add",
        "statement_id": None,
        "value_start": start,
        "value_end": start + len("tiga hari"),
        "value_text": "tiga hari",
        "expect": {"reason": "duration"},
        "set": {"unit": "count", "status": "planned", "ref_area": "ID", "counted": "hari"},
    }
    return bench.correction(write, "50 kota", **{**fields, **change})


def test_add_takes_the_refusal_s_place(bench: Bench, write: Write) -> None:
    result = corrected(bench, adding(bench, write))
    (new,) = [row for row in result.statements if row not in bench.statements]
    assert (int(new["value"]), new["quote"]) == (3, "Pendampingan itu berlangsung tiga hari.")
    assert (new["obs_status"], new["rule_id"], new["area_kind"]) == ("F", "correction", "country")
    assert "tiga hari" not in [row["mention_text"] for row in result.refusals]
    assert len(result.refusals) == len(bench.refusals) - 1


@pytest.mark.parametrize(
    ("value_text", "change", "said"),
    [
        ("50 kota", {"expect": {"status": "target"}}, "status is 'realised', and it expects 'target'"),
        ("50 kota", {"expect": {"status": "realised", "colour": "red"}}, "no column colour"),
        ("50 kota", {"statement_id": "s-gone"}, "no statement s-gone any more"),
        ("50 kota", {"set": {"status": "done"}}, "'done' is none of realised"),
        ("50 kota", {"set": {"status": ""}}, "status can never be empty"),
        ("50 kota", {"set": {"time_end": "2022"}, "expect": {"time_end": "2022-12-31"}}, "'2022' is no date"),
        (
            "50 kota",
            {"set": {"unit": "kota"}, "expect": {"unit": "local_government"}},
            "unit 'kota' is not in the codebook",
        ),
        ("50 kota", {"action": "drop", "set": None, "reason": "boring"}, "'boring' is no reason"),
    ],
)
def test_what_does_not_fit_is_named(
    bench: Bench, write: Write, value_text: str, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(CorrectionsFailed, match=r"a-name \(Rini, 2026-11-24\)") as caught:
        corrected(bench, bench.correction(write, value_text, **change))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value_start": 0, "value_end": 9}, "does not stand at"),
        ({"expect": {"reason": "date"}}, "reason is 'duration', and it expects 'date'"),
        ({"set": {"unit": "count", "status": "planned"}}, "it must say ref_area, area_kind, ref_area_name too"),
    ],
)
def test_a_figure_that_cannot_be_added_is_named(bench: Bench, write: Write, change: dict[str, Any], said: str) -> None:
    with pytest.raises(CorrectionsFailed) as caught:
        corrected(bench, adding(bench, write, **change))
    assert said in str(caught.value)


def test_what_is_a_statement_already_is_not_added(bench: Bench, write: Write) -> None:
    row = bench.statement("50 kota")
    place = {"value_start": row["value_start"], "value_end": row["value_end"], "value_text": "50 kota"}
    with pytest.raises(CorrectionsFailed, match="it is a statement already"):
        corrected(bench, adding(bench, write, **place))


def test_every_stale_correction_is_named_at_once(bench: Bench, write: Write) -> None:
    about = {"release_id": bench.text["release_id"]}
    both = load_corrections(
        write(about | {"statement_id": "s-1"}, about | {"correction_id": "b-name", "statement_id": "s-2"})
    )
    with pytest.raises(CorrectionsFailed, match=r"a-name(.|\n)*b-name"):
        corrected(bench, *both)


def with_older_text(
    bench: Bench, text: str, status: str = "planned", reason: str = "date"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Texts, statements and refusals, with those of a visit the day before, whose text was read otherwise; the older ones last."""
    older = {"capture_id": "c-older"}
    before = bench.text | older | {"fetched_at": bench.text["fetched_at"] - timedelta(days=1), "text": text}
    return (
        [bench.text, before],
        [*bench.statements, *(row | older | {"status": status} for row in bench.statements)],
        [*bench.refusals, *(row | older | {"reason": reason} for row in bench.refusals)],
    )


def test_what_an_older_text_said_does_not_make_a_correction_stale(bench: Bench, write: Write) -> None:
    rows = with_older_text(bench, bench.text["text"].replace("mendampingi", "akan dampingi"))
    result = correct(*rows, [bench.correction(write, "50 kota")], load_codebook())
    newest = next(row for row in result.statements if row["correction_id"] and row["capture_id"] != "c-older")
    assert newest["status"] == "planned"
    assert json.loads(result.corrections[0]["was"]) == {"status": "realised"}
    stale = bench.correction(write, "50 kota", expect={"status": "planned"}, set={"status": "target"})
    with pytest.raises(CorrectionsFailed, match="status is 'realised', and it expects 'planned'"):
        correct(*rows, [stale], load_codebook())


def test_a_drop_leaves_no_older_reading_behind(bench: Bench, write: Write) -> None:
    dropping = bench.correction(write, "50 kota", action="drop", set=None, reason="hypothetical")
    result = correct(*with_older_text(bench, bench.text["text"]), [dropping], load_codebook())
    assert dropping.statement_id not in {row["statement_id"] for row in result.statements}


def test_how_an_older_text_was_read_does_not_hinder_adding(bench: Bench, write: Write) -> None:
    result = correct(*with_older_text(bench, bench.text["text"]), [adding(bench, write)], load_codebook())
    assert [row["capture_id"] for row in result.statements if row["rule_id"] == "correction"] == [
        bench.text["capture_id"]
    ]


def test_a_figure_that_only_an_older_text_has_there_is_not_added(bench: Bench, write: Write) -> None:
    texts, statements, refusals = with_older_text(bench, bench.text["text"])
    texts[0] = bench.text | {"text": "Ralat. " + bench.text["text"]}
    with pytest.raises(CorrectionsFailed, match="'tiga hari' does not stand at"):
        correct(texts, statements, refusals, [adding(bench, write)], load_codebook())


def test_a_correction_of_a_release_that_is_not_held_waits(bench: Bench, write: Write) -> None:
    (other,) = load_corrections(write({"statement_id": "s-1", "release_id": "r-elsewhere"}))
    report = load_step(bench.workspace, load_registry(), [other])
    assert report.row_counts["corrections"] == 0


def test_the_warehouse_holds_the_corrected_rows(bench: Bench, write: Write) -> None:
    report = load_step(bench.workspace, load_registry(), [adding(bench, write)])
    assert report.row_counts["statements"] == len(bench.statements) + 1
    assert report.row_counts["refusals"] == len(bench.refusals) - 1
    assert report.row_counts["corrections"] == 1


def test_the_skeleton_is_a_correction_once_it_is_filled_in(bench: Bench, tmp_path: Path) -> None:
    row = bench.statement("50 kota") | {"quote": 'Kutipan "aneh"\n\x07 dengan garis \\ miring'}
    text = skeleton(row, bench.text["fetched_at"].date(), "https://example.org/#:~:text=a")
    (tmp_path / "new.toml").write_text(text.replace('who = ""', 'who = "Rini"').replace('why = ""', 'why = "Salah."'))
    (correction,) = load_corrections(tmp_path)
    assert corrected(bench, correction).corrections != []
