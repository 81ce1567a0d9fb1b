"""Tracing: each kind of id, up to the bytes and down to the snapshots; what holds, what differs, what is not there."""

import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import schema
from pipeline.agencies import load_registry
from pipeline.audit.trace import find_statement, trace
from pipeline.audit.trace.history import row_key
from pipeline.audit.trace.meanings import PREFERENCES
from pipeline.audit.trace.nodes import Capture, Observation, Other, Refusal, Release, Statement
from pipeline.capture import Archive
from pipeline.errors import UsageError
from tests.unit.audit.nights import EDITED, FIRST, HOSTILE, PROGRESS, SITE, WITHDRAWN, Nights
from tests.unit.capture.records import flip_byte


def _statement(nights: Nights, words: str, **where: Path) -> Statement:
    node = nights.trace(nights.statement(words, where.get("snapshot"))["statement_id"], **where).node
    assert isinstance(node, Statement)
    return node


def _release_id(nights: Nights, number: int) -> str:
    return str(nights.rows("press_releases", url=f"{SITE}/{number}")[0]["release_id"])


def test_a_statement_leads_to_its_paragraph_and_every_step_holds(nights: Nights) -> None:
    found = nights.trace(nights.statement(PROGRESS)["statement_id"])
    assert found.verified
    assert len(found.steps) >= 6
    assert isinstance(found.node, Statement)
    place = found.node.place
    assert place.text == f"{PROGRESS} {HOSTILE}"
    assert (place.number.of(place.text), place.quote.of(place.text)) == ("50 kota", PROGRESS)
    assert (place.before, place.after) == ("Pembuka.", EDITED)
    because = {each.name: each.because for each in found.node.attributes}
    assert because["value"].startswith("read by rule count/")
    assert because["time_start"]


def test_the_attributes_of_a_statement_are_explained_in_both_languages(nights: Nights) -> None:
    by_name = {each.name: each for each in _statement(nights, PROGRESS).attributes}
    assert (by_name["status"].meaning_en, by_name["status"].meaning_id) == ("done", "terlaksana")
    assert by_name["indicator_id"].meaning_id == "Daerah yang didampingi"
    assert by_name["value"].value == "50"


def test_an_edited_release_shows_each_text_and_what_it_says_there(nights: Nights) -> None:
    same, edited = _statement(nights, PROGRESS), _statement(nights, EDITED)
    assert [(v.fetched_at.day, v.same, v.is_read) for v in same.release.versions] == [(1, True, False), (2, True, True)]
    first, second = edited.release.versions
    assert (first.same, second.same, second.says) == (False, True, EDITED)
    assert first.says == WITHDRAWN, "the sentence most like it"


def test_a_withdrawn_statement_stands_on_its_older_text(nights: Nights) -> None:
    found = nights.trace(nights.statement(WITHDRAWN)["statement_id"])
    assert found.verified
    assert isinstance(found.node, Statement)
    assert found.node.standing.startswith("Withdrawn")
    assert found.node.capture.row["fetched_at"] == FIRST
    assert found.node.history is not None
    assert [(each.version, each.change) for each in found.node.history.editions] == [
        ("2026-01-01.1", "published"),
        ("2026-01-02.1", "revised"),
    ]


def test_a_corrected_statement_says_who_and_what_it_read_before(nights: Nights) -> None:
    node = _statement(nights, EDITED)
    assert node.correction is not None
    assert (node.correction["corrected_by"], node.correction["was"]) == ("Rini", '{"status":"realised"}')
    status = next(each for each in node.attributes if each.name == "status")
    assert status.because.startswith("set by correction 2026-01-05-override; the extractor reads realised")
    assert node.history is not None
    assert ("status", "realised", "target") in node.history.editions[-1].cells
    assert node.history.editions[-1].cause == "correction"


def test_an_observation_in_conflict_says_why_each_value_was_chosen_or_not(nights: Nights) -> None:
    (row,) = nights.rows("observations", agreement="conflict")
    found = nights.trace(row["observation_id"])
    assert found.verified
    assert isinstance(found.node, Observation)
    chosen, other = found.node.candidates
    assert (chosen.chosen, chosen.row["value"], other.agrees, other.row["value"]) == (True, 50, False, 60)
    assert other.why == "not chosen: an exact number goes before a rounded one (exact_before_rounded)"
    assert found.node.statement is not None
    assert found.node.statement.row["statement_id"] == row["chosen_statement_id"]


def test_a_gone_page_is_said_to_be_gone_and_its_figures_still_verify(nights: Nights) -> None:
    found = nights.trace(_release_id(nights, 3))
    assert found.verified
    assert isinstance(found.node, Release)
    assert found.node.row["source_state"] == "gone"
    assert found.node.capture is not None
    assert [visit.what for visit in found.node.capture.visits] == ["imported from a file", "HTTP 404", "HTTP 404"]
    assert _statement(nights, "30 peserta daring").standing.endswith("which no address carries any more.")


def test_a_release_accounts_for_all_its_numbers_and_all_that_it_ever_stated(nights: Nights) -> None:
    node = nights.trace(_release_id(nights, 3)).node
    assert isinstance(node, Release)
    (dropped,) = nights.rows("corrections", action="drop")
    assert [(each.text, each.what, each.reason) for each in node.numbers] == [
        ("120 peserta", "refusal", "vague"),
        ("30 peserta daring", "statement", ""),
    ]
    assert node.numbers[0].detail == "By correction 2026-01-05-drop."
    assert node.corrections == (dropped,)
    histories = dict(node.figures)
    assert histories[dropped["statement_id"]].last == "2026-01-04.1"
    assert histories[dropped["statement_id"]].editions[-1].change == "removed"


def test_a_capture_of_an_older_text_says_what_became_of_its_numbers(nights: Nights) -> None:
    first = nights.statement(WITHDRAWN)["capture_id"]
    node = nights.trace(first).node
    assert isinstance(node, Capture)
    assert "took its place" in node.about
    by_text = {each.text: each for each in node.numbers}
    assert by_text["8 kota"].what == "superseded"
    assert by_text["50 kota"].what == "statement"
    assert by_text["50 kota"].statement_id == nights.statement(PROGRESS)["statement_id"]
    assert by_text["15 Januari 2023"].reason == "date"
    assert {name for name, _ in node.figures} == {by_text["8 kota"].statement_id, by_text["50 kota"].statement_id}
    assert node.history is not None
    assert node.history.first == "2026-01-01.1"


@pytest.mark.parametrize(
    ("status", "about"), [(404, "answered 404"), (200, "cannot be read as a release, and waits for a person: no_title")]
)
def test_a_capture_that_is_no_release_says_what_it_is(nights: Nights, status: int, about: str) -> None:
    row = nights.rows("captures", http_status=status)[0]
    found = nights.trace(row["capture_id"])
    assert isinstance(found.node, Capture)
    assert about in found.node.about
    assert found.node.numbers == ()
    assert found.verified, "the bytes are those that were published"


def test_a_quarantined_page_is_read_again_for_the_reason_that_was_published(nights: Nights) -> None:
    (row,) = nights.rows("quarantine")
    found = nights.trace(f"quarantine:{row['capture_id']}")
    assert found.verified
    assert isinstance(found.node, Other)
    (capture,) = found.node.about
    assert isinstance(capture, Capture)
    assert capture.quarantine == row
    assert "no_title" in capture.steps[-1].detail
    assert found.node.history is not None
    assert found.node.history.first == "2026-01-04.1"


def test_a_refused_number_says_why(nights: Nights) -> None:
    row = next(row for row in nights.rows("refusals") if row["mention_text"] == "15 Januari 2023")
    name, _ = row_key("refusals", row)
    found = nights.trace(f"refusals:{name}")
    assert found.verified
    assert isinstance(found.node, Refusal)
    assert found.node.place.number.of(found.node.place.text) == "15 Januari 2023"
    reason = next(each for each in found.node.attributes if each.name == "reason")
    assert (reason.value, bool(reason.meaning_id), bool(reason.because)) == ("date", True, True)


def test_every_row_of_every_table_can_be_traced(nights: Nights) -> None:
    for table in schema.PUBLISHED:
        for row in nights.rows(table.name)[:4]:
            name = "/".join(str(row[column]) for column in table.key)
            found = nights.trace(f"{table.name}:{name}")
            assert found.node.row == row
            assert found.verified, [step for step in found.steps if not step.holds]


def test_a_change_leads_to_the_row_that_changed_and_is_compared_in_both_snapshots(nights: Nights) -> None:
    for row in nights.rows("changes"):
        name = "/".join(row[column] for column in ("snapshot_version", "table_name", "row_id", "change", "column"))
        found = nights.trace(f"changes:{name}")
        assert found.verified
        assert [step.holds for step in found.steps[:2]] == [True, True]
        assert isinstance(found.node, Other)
        assert bool(found.node.about) == (row["change"] != "removed"), row


def test_a_change_of_an_older_snapshot_is_found_by_its_version(nights: Nights) -> None:
    name = nights.statement(WITHDRAWN)["statement_id"]
    found = nights.trace(f"changes:2026-01-02.1/statements/{name}/revised/superseded_by")
    assert (found.snapshot, found.verified) == ("2026-01-02.1", True)


@pytest.mark.parametrize(
    ("identifier", "message"),
    [
        ("s-nope", "has no row 's-nope' in statements"),
        ("o-nope", "has no row 'o-nope' in observations"),
        ("r-", "has no row"),
        ("c-nope", "Neither snapshot"),
        ("50", "is not the id"),
        ("", "is not the id"),
        ("refusals:r-a/1", "is named by 3 parts"),
        ("refusals:r-a/x/2", "is no mention_start"),
        ("refusals:r-a/" + "9" * 400 + "/2", "is no mention_start"),
        ("refusals:r-a/١/2", "is no mention_start"),
        ("secrets:x", "no table 'secrets'"),
        ("texts:x", "no table 'texts'"),
        ("statements:../../etc", "is no value_start"),
        ("s-\x1b[31m", "no such characters"),
        ("s-\udcff", "no such characters"),
    ],
)
def test_an_unknown_id_is_a_clear_error(nights: Nights, identifier: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        nights.trace(identifier)
    assert caught.value.hint


def test_a_row_that_another_snapshot_has_is_pointed_to(nights: Nights) -> None:
    (dropped,) = nights.rows("corrections", action="drop")
    with pytest.raises(UsageError) as caught:
        nights.trace(dropped["statement_id"])
    assert "removed in 2026-01-04.2 (cause: correction)" in caught.value.hint
    assert caught.value.hint.endswith("2026-01-04.1")


def test_a_snapshot_alone_says_what_it_cannot_show(nights: Nights, tmp_path: Path) -> None:
    alone = Path(shutil.copytree(nights.newest, tmp_path / "diunduh"))
    found = nights.trace(nights.statement(PROGRESS)["statement_id"], snapshot=alone, archive=tmp_path / "none")
    assert not found.verified
    assert {step.holds for step in found.steps} == {None}
    assert isinstance(found.node, Statement)
    assert not found.node.place.archived
    assert found.node.place.number.of(found.node.place.text) == "50 kota"
    assert any("no archive" in note for note in found.notes)
    assert found.node.history is not None
    assert any("No other snapshot" in note for note in found.node.history.notes)
    for table in ("press_releases", "observations", "captures"):
        key = nights.rows(table)[0][schema.table(table).key[0]]
        assert not nights.trace(key, snapshot=alone, archive=tmp_path / "none").verified


@pytest.mark.parametrize(
    ("table", "column", "forged"),
    [
        (schema.STATEMENTS, "value_text", "51 kota"),
        (schema.STATEMENTS, "value", Decimal(51)),
        (schema.STATEMENTS, "quote", "Selama 2022 tidak ada."),
        (schema.STATEMENTS, "value_start", -5),
        (schema.STATEMENTS, "quote_end", 10**15),
        (schema.STATEMENTS, "repeats", '[[-1,"x"],[3,9999999],{}]'),
        (schema.CAPTURES, "payload_sha256", "0" * 64),
        (schema.CAPTURES, "url", "https://www.kominfo.go.id/2"),
        (schema.CAPTURES, "url", "http://["),
        (schema.CAPTURES, "agency_id", "/etc"),
        (schema.CAPTURES, "agency_id", "**/.."),
        (schema.CAPTURES, "fetched_at", datetime(1970, 1, 1, tzinfo=UTC)),
        (schema.PRESS_RELEASES, "text_sha256", "0" * 64),
        (schema.PRESS_RELEASES, "other_urls", "[" * 100_000),
    ],
)
def test_a_forged_cell_is_no_traceback_and_what_is_compared_is_caught(
    nights: Nights, tmp_path: Path, table: schema.Table, column: str, forged: object
) -> None:
    snapshot = Path(shutil.copytree(nights.newest, tmp_path / "2026-01-04.2"))
    row = nights.statement(PROGRESS)
    rows = pq.read_table(snapshot / f"data/{table.name}.parquet").to_pylist()
    pq.write_table(table.rows([{**each, column: forged} for each in rows]), snapshot / f"data/{table.name}.parquet")
    assert nights.trace(row["statement_id"]).verified
    found = nights.trace(row["statement_id"], snapshot=snapshot)
    if column not in ("repeats", "other_urls", "agency_id"):
        assert not found.verified
    nights.trace(row["release_id"], snapshot=snapshot)


@pytest.mark.parametrize(
    ("column", "forged"),
    [("value", Decimal(60)), ("preference_rule", "later_release"), ("agreement", "agree"), ("status", "target")],
)
def test_a_forged_observation_is_resolved_again_and_caught(
    nights: Nights, tmp_path: Path, column: str, forged: object
) -> None:
    snapshot = Path(shutil.copytree(nights.newest, tmp_path / "2026-01-04.2"))
    (row,) = nights.rows("observations", agreement="conflict")
    rows = [{**each, column: forged} for each in nights.rows("observations")]
    pq.write_table(schema.OBSERVATIONS.rows(rows), snapshot / "data/observations.parquet")
    found = nights.trace(row["observation_id"], snapshot=snapshot)
    assert isinstance(found.node, Observation)
    assert False in {step.holds for step in found.node.steps}


@pytest.mark.parametrize("damage", ["cut", "rot", "gone", "index"])
def test_a_damaged_archive_is_a_step_that_does_not_hold(nights: Nights, tmp_path: Path, damage: str) -> None:
    archive = Path(shutil.copytree(nights.workspace.archive, tmp_path / "archive"))
    row = nights.statement(PROGRESS)
    capture = nights.rows("captures", capture_id=row["capture_id"])[0]
    warc = archive / capture["warc_file"]
    if damage == "cut":
        warc.write_bytes(warc.read_bytes()[: capture["warc_offset"] + 40])
    elif damage == "rot":
        flip_byte(warc, capture["warc_offset"] + 200)
    elif damage == "gone":
        warc.unlink()
    else:
        warc.with_name(warc.name + ".cdxj").write_bytes(b"\xff\x00{")
    for identifier in (row["statement_id"], row["release_id"], row["capture_id"]):
        found = nights.trace(identifier, archive=archive)
        assert found.verified == (damage == "index"), "an index that is damaged is made again from the records"


@pytest.mark.parametrize("broken", ["package", "table", "column", "type", "null", "nothing"])
def test_a_broken_snapshot_is_a_clear_error(nights: Nights, tmp_path: Path, broken: str) -> None:
    name = nights.statement(PROGRESS)["statement_id"]
    snapshot = Path(shutil.copytree(nights.newest, tmp_path / "2026-01-04.2"))
    statements = snapshot / "data/statements.parquet"
    rows = pq.read_table(statements)
    place = rows.column_names.index("value_start")
    if broken == "package":
        (snapshot / "datapackage.json").write_text("[" * 100_000, "utf-8")
    elif broken == "table":
        statements.write_bytes(statements.read_bytes()[:-100])
    elif broken == "column":
        pq.write_table(rows.drop_columns(["quote"]), statements)
    elif broken == "type":
        pq.write_table(rows.set_column(place, "value_start", rows["value_start"].cast("string")), statements)
    elif broken == "null":
        listed = [{**row, "value_start": None} for row in rows.to_pylist()]
        pq.write_table(pq.read_table(statements).from_pylist(listed), statements)
    else:
        shutil.rmtree(snapshot / "data")
    with pytest.raises(UsageError):
        nights.trace(name, snapshot=snapshot)


def test_a_folder_that_is_no_snapshot_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        trace(tmp_path, Archive(tmp_path), load_registry(), "s-a")


def test_a_broken_snapshot_beside_is_named_and_stops_nothing(nights: Nights, tmp_path: Path) -> None:
    shelf = Path(shutil.copytree(nights.newest.parent, tmp_path / "snapshots"))
    (shelf / "2026-01-02.1/data/changes.parquet").write_bytes(b"PAR1")
    found = nights.trace(nights.statement(PROGRESS)["statement_id"], snapshot=shelf / "2026-01-04.2")
    assert found.verified
    assert isinstance(found.node, Statement)
    assert found.node.history is not None
    assert "2026-01-02.1 could not be asked" in found.node.history.notes[0]


def test_find_statement_takes_an_observation_for_the_one_that_was_chosen(nights: Nights) -> None:
    (row,) = nights.rows("observations", agreement="conflict")
    assert find_statement(nights.newest, row["observation_id"])["statement_id"] == row["chosen_statement_id"]
    with pytest.raises(UsageError, match="not the id of a statement"):
        find_statement(nights.newest, "r-a")


def test_every_rule_of_preference_has_its_meaning() -> None:
    sql = (Path(schema.__file__).parent.parent / "load/sql/observations.sql").read_text("utf-8")
    assert all(f"'{rule}'" in sql for rule in PREFERENCES)
    assert sql.count("THEN '") + sql.count("ELSE '") >= len(PREFERENCES)
