"""Reading the files: what is wrong is named by file, correction and key, and nothing is half-taken."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.gate.corrections import FOLDER, load_corrections
from tests.unit.gate.corrections.conftest import Write

ABOUT = {"statement_id": "s-1", "release_id": "r-1"}
PLACE = {"statement_id": None, "value_start": 3, "value_end": 7, "value_text": "tiga"}


def test_the_project_s_own_can_be_read() -> None:
    load_corrections(FOLDER)


def test_each_action_has_its_fields(write: Write) -> None:
    found = load_corrections(
        write(
            ABOUT | {"correction_id": "b-flag", "action": "flag", "set": None},
            ABOUT
            | {"correction_id": "a-drop", "statement_id": "s-2", "action": "drop", "set": None, "reason": "duration"},
            ABOUT | PLACE | {"correction_id": "c-add", "action": "add"},
            ABOUT | {"correction_id": "d-override", "statement_id": "s-3"},
        )
    )
    assert [correction.correction_id for correction in found] == ["a-drop", "b-flag", "c-add", "d-override"]
    assert f"{found[0].when:%d.%m.%Y}" == "24.11.2026"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"who": " "}, "correction a-name: who: "),
        ({"why": None}, "why: Field required"),
        ({"evidence": None}, "evidence: Field required"),
        ({"when": "yesterday"}, "when: "),
        ({"expect": {}}, "expect: "),
        ({"expect": {"unit": "person"}}, "say what stands in status before"),
        ({"set": {"value": "51"}}, "value cannot be set"),
        ({"set": {"statement_id": "s-2"}}, "statement_id cannot be set"),
        ({"set": None}, "override and add need it"),
        ({"action": "erase"}, "action: "),
        ({"action": "flag"}, "no other action has it"),
        ({"action": "drop", "set": None}, "reason: drop needs it"),
        ({"reason": "duration"}, "no other action has it"),
        ({"statement_id": None}, "statement_id: every action but add"),
        ({"action": "add"}, "add has none"),
        ({"action": "add", "statement_id": None, "value_start": 3}, "add needs all three"),
        ({"release_id": "../r"}, "release_id: "),
        ({"correction_id": "A name"}, "correction_id: "),
        ({"colour": "red"}, "colour: "),
    ],
)
def test_what_is_wrong_is_named(write: Write, change: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_corrections(write(ABOUT | change))
    assert "all.toml" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("key", ["correction_id", "statement_id"])
def test_a_name_and_a_statement_come_once(write: Write, key: str) -> None:
    other = {"correction_id": "b-name", "statement_id": "s-2"}
    other[key] = {"correction_id": "a-name", "statement_id": "s-1"}[key]
    with pytest.raises(UsageError, match=f"{key} {other[key]} more than once"):
        load_corrections(write(ABOUT, ABOUT | other))


@pytest.mark.parametrize("data", [b"[[correction]\n", b"\xff\xfe", b"corrections = []\n", b"correction = 5\n"])
def test_a_file_that_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(data)
    with pytest.raises(UsageError, match=r"bad\.toml"):
        load_corrections(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        load_corrections(tmp_path / "nowhere")
