"""The list of snapshots and the pointer: damaged, lost, or pointing nowhere."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.errors import MachineError, PublicationBlocked
from pipeline.publish import Publication, check, latest, versions
from pipeline.publish.checksums import write_checksums
from tests.unit.publish.conftest import Publish
from tests.unit.publish.warehouses import SEEN, small


def test_lost_lists_are_written_again_from_the_snapshots(
    first: Publication, publish_rows: Publish, public: Path
) -> None:
    rows = small()
    rows["refusals"][0]["reason"] = "ordinal"
    publish_rows(rows, as_of=SEEN + timedelta(seconds=1))
    lists = {name: (public / name).read_bytes() for name in ("versions.json", "latest.json", *versions.CATALOGUES)}
    for name in lists:
        (public / name).unlink()

    assert not publish_rows(rows, as_of=SEEN + timedelta(seconds=20)).is_new
    assert {name: (public / name).read_bytes() for name in lists} == lists


def test_the_catalogues_to_harvest_are_those_of_the_newest_snapshot(publish_rows: Publish, public: Path) -> None:
    rows = small()
    for reason in ("first", "second"):
        rows["refusals"][0]["reason"] = reason
        newest = publish_rows(rows).folder
        for name in versions.CATALOGUES:
            assert (public / name).read_bytes() == (newest / name).read_bytes()
            assert newest.name.encode() in (public / name).read_bytes()


def test_a_snapshot_of_earlier_code_has_no_catalogue(publish_rows: Publish, public: Path) -> None:
    folder = publish_rows(small()).folder
    for name in versions.CATALOGUES:
        (folder / name).unlink()
        (public / name).unlink()
    assert publish_rows(small()).folder == folder == latest(public)
    assert not any((public / name).exists() for name in versions.CATALOGUES)


def test_versions_are_ordered_as_numbers(tmp_path: Path) -> None:
    names = ["2025-12-31.2", "2026-11-24.1", "2026-11-24.9", "2026-11-24.10", "2026-11-25.1"]
    for name in [*reversed(names), "2026-11-24.0", "notes", ".staging-2026-11-24.11"]:
        (tmp_path / "snapshots" / name).mkdir(parents=True)
    assert [path.name for path in versions.unlisted(tmp_path, ())] == names
    assert versions.next_version(tmp_path, (), date(2026, 11, 24)) == "2026-11-24.11"
    assert versions.next_version(tmp_path, (), date(2026, 11, 26)) == "2026-11-26.1"


def test_a_number_is_never_given_twice(first: Publication, publish_rows: Publish, public: Path) -> None:
    """A snapshot that someone moved away keeps its number: its name may be cited."""
    rows = small()
    rows["refusals"][0]["reason"] = "second"
    second = publish_rows(rows)
    shutil.rmtree(public / "snapshots" / "2026-11-24.1")
    rows["refusals"][0]["reason"] = "third"
    assert second.version == "2026-11-24.2"
    assert publish_rows(rows).version == "2026-11-24.3"


def test_damaged_lists_say_what_to_do_and_are_mended(first: Publication, publish_rows: Publish, public: Path) -> None:
    for text in ("", "[]", "{}", "\x00"):
        (public / "latest.json").write_text(text)
        with pytest.raises(MachineError, match=r"latest\.json is damaged"):
            latest(public)
    publish_rows(small())
    assert latest(public) == first.folder

    for text in ("", "[]", '{"versions": [{"version": "x"}]}', "\x00"):
        (public / "versions.json").write_text(text)
        with pytest.raises(MachineError, match=r"versions\.json is damaged") as caught:
            versions.read_versions(public)
        assert caught.value.hint.startswith("Delete it")


@pytest.mark.parametrize("version", ["2026-01-01.1", "../..", "", "/etc"])
def test_a_pointer_to_nowhere(tmp_path: Path, version: str) -> None:
    (tmp_path / "latest.json").write_text(json.dumps({"version": version}))
    with pytest.raises(MachineError, match="which is not there"):
        latest(tmp_path)


def test_an_unlisted_folder_that_is_no_snapshot_stops_publication(
    first: Publication, publish_rows: Publish, public: Path
) -> None:
    (public / "snapshots" / "2026-11-24.2").mkdir()
    with pytest.raises(PublicationBlocked, match=r"2026-11-24\.2 failed"):
        publish_rows(small())
    assert latest(public) == first.folder


def test_a_copy_under_another_name_stops_publication_and_is_not_listed(
    first: Publication, publish_rows: Publish, public: Path
) -> None:
    listed = (public / "versions.json").read_bytes()
    shutil.copytree(first.folder, first.folder.with_name("2026-11-24.2"))
    with pytest.raises(PublicationBlocked, match=r"2026-11-24\.2 holds snapshot 2026-11-24\.1"):
        publish_rows(small())
    assert (public / "versions.json").read_bytes() == listed


def test_a_lost_list_has_the_sample_first_though_real_releases_were_held_before_it(
    first: Publication, publish_rows: Publish, public: Path
) -> None:
    rows = small()
    rows["refusals"][0]["reason"] = "ordinal"
    real = publish_rows(rows, as_of=SEEN - timedelta(days=5), synthetic=False)
    lists = {name: (public / name).read_bytes() for name in ("versions.json", "latest.json", *versions.CATALOGUES)}
    (public / "versions.json").unlink()
    assert publish_rows(rows, as_of=SEEN - timedelta(days=5), synthetic=False).folder == real.folder
    assert {name: (public / name).read_bytes() for name in lists} == lists


def of_schema_1_0_0(folder: Path) -> None:
    """What code of that schema did not say is taken out of a snapshot's description."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text())
    for name in ("made_from", "publisher", "described_by", "previous_version", "first_created"):
        del package[name]
    path.write_text(json.dumps(package | {"schema_version": "1.0.0"}))
    write_checksums(folder)


@pytest.mark.parametrize("listed", [True, False])
def test_what_was_published_before_schema_1_1_0_is_followed_by_what_is_published_now(
    first: Publication, publish_rows: Publish, public: Path, listed: bool
) -> None:
    of_schema_1_0_0(first.folder)
    path = public / "versions.json"
    document = json.loads(path.read_text())
    for name in ("made_from", "publisher"):
        del document["versions"][0][name]
    document["versions"][0]["schema_version"] = "1.0.0"
    if listed:
        path.write_text(json.dumps(document))
    else:
        path.unlink()

    second = publish_rows(small(), as_of=SEEN + timedelta(minutes=1))
    assert second.is_new
    assert latest(public) == second.folder
    assert [entry.version for entry in versions.read_versions(public)] == [first.version, second.version]
    assert not any(result.blocking and not result.passed for result in check(first.folder))
