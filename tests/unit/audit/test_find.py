"""From the words of a sentence to what became of its numbers."""

import shutil
from pathlib import Path

import pytest

from pipeline.agencies import load_registry
from pipeline.audit.find import Found, find
from pipeline.audit.published import Published
from pipeline.audit.reread import Rereader
from pipeline.capture import Archive
from pipeline.errors import UsageError
from tests.unit.audit.nights import EDITED, PROGRESS, SITE, WITHDRAWN, Nights
from tests.unit.capture.records import flip_byte


def _find(nights: Nights, words: str) -> list[Found]:
    return list(find(nights.published, nights.rereader, words))


def test_a_sentence_says_where_each_of_its_numbers_went(nights: Nights) -> None:
    newest, oldest = _find(nights, "TELAH   mendampingi\n50 KOTA")
    assert (newest.sentence, newest.standing, newest.url) == (PROGRESS, "current", f"{SITE}/1")
    by_text = {number.text: number for number in newest.numbers}
    assert by_text["50 kota"].statement_id == nights.statement(PROGRESS)["statement_id"]
    assert (by_text["2022"].what, by_text["2022"].reason) == ("refusal", "date")
    assert (oldest.standing, oldest.release_id) == ("older", newest.release_id)


def test_a_withdrawn_sentence_is_found_in_its_older_text(nights: Nights) -> None:
    (found,) = _find(nights, WITHDRAWN)
    (number,) = [each for each in found.numbers if each.text == "8 kota"]
    assert (found.standing, number.what) == ("older", "superseded")
    assert "no longer says it" in number.detail


def test_a_dropped_number_names_its_correction(nights: Nights) -> None:
    (found,) = _find(nights, "120 peserta")
    assert [(each.what, each.reason, each.detail) for each in found.numbers if each.text == "120 peserta"] == [
        ("refusal", "vague", "By correction 2026-01-05-drop.")
    ]


def test_words_of_a_page_that_waits_for_a_person_are_found_in_its_bytes(nights: Nights) -> None:
    (found,) = _find(nights, "9 kota didampingi")
    assert (found.standing, found.numbers) == ("quarantined", ())
    assert "no_title" in found.why
    assert "Tata letak baru" in found.sentence


def test_what_was_captured_after_the_snapshot_is_said_to_be_so(nights: Nights) -> None:
    first = Published(nights.snapshots[0])
    (found,) = find(first, nights.rereader, EDITED)
    assert found.standing == "older", "its address carried another text then"


def test_numbers_that_the_snapshot_cannot_have_say_why(nights: Nights, tmp_path: Path) -> None:
    empty = Path(shutil.copytree(nights.snapshots[0], tmp_path / "2026-01-01.1"))
    (empty / "data/press_releases.parquet").unlink()
    (found,) = find(Published(empty), nights.rereader, EDITED)
    assert (found.standing, found.release_id) == ("unpublished", "")
    assert found.why.startswith("It was captured after the snapshot's newest capture")
    assert {each.what for each in found.numbers} == {"unpublished", "refusal"}


def test_typographic_quotes_and_dashes_do_not_matter(nights: Nights) -> None:
    assert len(_find(nights, "“Selama 2022 kementerian telah mendampingi sekitar 60 kota")) == 1


def test_words_that_no_text_has_are_not_found(nights: Nights) -> None:
    assert _find(nights, "tidak pernah ditulis") == []


@pytest.mark.parametrize("words", ["", " \n\u00a0", "a" * 5_000])
def test_no_words_or_too_many_are_a_clear_error(nights: Nights, words: str) -> None:
    with pytest.raises(UsageError):
        _find(nights, words)


@pytest.mark.parametrize("words", ["[a-", "\\", ".*", "\x00", "\ud800", "50 kota)"])
def test_words_are_no_pattern(nights: Nights, words: str) -> None:
    assert _find(nights, words) == []


def test_a_damaged_record_hides_its_words_and_stops_nothing(nights: Nights, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(nights.workspace.archive, tmp_path / "archive"))
    capture = nights.rows("captures", capture_id=nights.statement(PROGRESS)["capture_id"])[0]
    flip_byte(archive / capture["warc_file"], capture["warc_offset"] + 200)
    found = list(find(nights.published, Rereader(Archive(archive), load_registry()), PROGRESS))
    assert [each.standing for each in found] == ["older"]
