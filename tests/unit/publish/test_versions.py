"""The list of snapshots and the pointer: damaged, lost, or pointing nowhere."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import MachineError, PublicationBlocked
from pipeline.publish import latest
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import SEEN, small


def test_lost_lists_are_written_again_from_the_snapshots(publish_rows: Publish, public: Path) -> None:
    rows = small()
    for number in range(11):
        rows["refusals"][0]["reason"] = f"reason_{number}"
        publish_rows(rows, as_of=SEEN + timedelta(seconds=number))
    lists = {name: (public / name).read_bytes() for name in ("versions.json", "latest.json")}
    for name in lists:
        (public / name).unlink()

    assert not publish_rows(rows, as_of=SEEN + timedelta(seconds=20)).is_new
    assert {name: (public / name).read_bytes() for name in lists} == lists, "2026-11-24.10 comes after .9"


def test_a_number_is_never_given_twice(publish_rows: Publish, public: Path) -> None:
    """A snapshot that someone moved away keeps its number: its name may be cited."""
    rows = small()
    publish_rows(rows)
    rows["refusals"][0]["reason"] = "second"
    second = publish_rows(rows)
    (public / "versions.json").write_text(
        json.dumps({"versions": json.loads((public / "versions.json").read_text())["versions"]})
    )
    shutil.rmtree(public / "snapshots" / "2026-11-24.1")
    rows["refusals"][0]["reason"] = "third"
    assert second.version == "2026-11-24.2"
    assert publish_rows(rows).version == "2026-11-24.3"


@pytest.mark.parametrize("text", ["", "[]", '{"versions": [{"version": "x"}]}', "\x00"])
def test_a_damaged_list_says_what_to_do(publish_rows: Publish, public: Path, text: str) -> None:
    publish_rows(small())
    (public / "versions.json").write_text(text)
    with pytest.raises(MachineError, match=r"versions\.json is damaged") as caught:
        publish_rows(small())
    assert caught.value.hint.startswith("Delete it")


@pytest.mark.parametrize("text", ["", "[]", "{}"])
def test_a_damaged_pointer_is_an_error_and_is_mended_by_the_next_run(
    publish_rows: Publish, public: Path, text: str
) -> None:
    first = publish_rows(small())
    (public / "latest.json").write_text(text)
    with pytest.raises(MachineError, match=r"latest\.json is damaged"):
        latest(public)
    publish_rows(small())
    assert latest(public) == first.folder


@pytest.mark.parametrize("version", ["2026-01-01.1", "../..", "", "/etc"])
def test_a_pointer_to_nowhere(publish_rows: Publish, public: Path, version: str) -> None:
    publish_rows(small())
    (public / "latest.json").write_text(json.dumps({"version": version}))
    with pytest.raises(MachineError, match="which is not there"):
        latest(public)


def test_an_unlisted_folder_that_is_no_snapshot_stops_publication(publish_rows: Publish, public: Path) -> None:
    first = publish_rows(small())
    (public / "snapshots" / "2026-11-24.2").mkdir()
    with pytest.raises(PublicationBlocked, match=r"2026-11-24\.2 failed"):
        publish_rows(small())
    assert latest(public) == first.folder
