"""Pushes to a folder and to a place in memory: whole, once, resumable, pointers last, and never other bytes under an old name."""

import hashlib
import shutil
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.errors import KotaCerdasError, PortalError, PublicationBlocked, UsageError
from pipeline.publish.portals.files import Delivery, check_apart, deliver, plan_delivery
from pipeline.publish.portals.shelf import read_shelf
from pipeline.publish.portals.store import Store, folder
from pipeline.publish.portals.watch import Watch
from tests.unit.publish.test_publication import contents

OLD = "snapshots/2026-11-24.1/data/statements.csv"


@pytest.fixture
def public(published: Path, tmp_path: Path) -> Path:
    """Two snapshots, a database each, pointers of every kind, and what a killed run and a person have left."""
    public = Path(shutil.copytree(published / "public", tmp_path / "output/public"))
    (public / "databases").mkdir(exist_ok=True)
    for version in ("2026-11-24.1", "2026-11-24.2", "2026-11-30.9"):
        (public / f"databases/{version}.duckdb").write_bytes(version.encode())
        hashed = hashlib.sha256(version.encode()).hexdigest()
        (public / f"databases/{version}.duckdb.sha256").write_text(f"{hashed}  {version}.duckdb\n")
    for pointer in ("index.html", "catalog.ttl", "catalog.jsonld"):
        (public / pointer).write_text(f"{pointer} 2")
    for left_over in (".staging-2026-11-25.1/data", "snapshots/2026-11-30.9"):
        (public / left_over).mkdir(parents=True)
    (public / ".staging-2026-11-25.1/data/statements.csv").write_text("half")
    (public / "notes.txt").write_text("a person's")
    return public


def push(public: Path, store: Store, verify: bool = False) -> list[str]:
    deliveries = plan_delivery(read_shelf(public), store, verify=verify)
    deliver(deliveries, store, Watch())
    return [delivery.name for delivery in deliveries]


def test_all_that_is_listed_arrives_and_pointers_come_last(public: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    names = push(public, folder(target))
    assert names[-5:] == ["catalog.jsonld", "catalog.ttl", "index.html", "versions.json", "latest.json"]
    left_out = {"notes.txt", ".staging-2026-11-25.1/data/statements.csv"}
    left_out |= {f"databases/2026-11-30.9.duckdb{end}" for end in ("", ".sha256")}
    expected = {name: data for name, data in contents(public).items() if name not in left_out}
    assert contents(target) == expected
    assert push(public, folder(target), verify=True) == []


def test_only_news_is_sent(public: Path, published: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    push(public, folder(target))
    (public / "index.html").write_text("index.html 3")
    (public / "databases/2026-11-24.2.duckdb.sha256").write_text("0" * 64 + "\n")
    deliveries = plan_delivery(read_shelf(public), folder(target))
    assert [(d.name, d.before) for d in deliveries] == [
        ("databases/2026-11-24.2.duckdb", 12),
        ("databases/2026-11-24.2.duckdb.sha256", 86),
        ("index.html", 12),
    ]
    before = contents(target)
    assert contents(target) == before, "a plan writes nothing"


@pytest.mark.parametrize("cut", ["put", "write", "mv"])
def test_a_push_cut_at_every_step_is_completed_and_no_pointer_leads_astray(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    target = tmp_path / "www"
    before: set[str] = set()
    for _ in range(400):
        store = folder(target)
        with monkeypatch.context() as patch:
            owner = store._fs if cut == "mv" else store
            patch.setattr(owner, cut, _cut_at_second_call(getattr(owner, cut)))
            try:
                push(public, store)
            except KeyboardInterrupt:
                arrived = {name for name in contents(target) if ".staging-" not in name}
                assert before < arrived
                if {"latest.json", "versions.json", "index.html", "catalog.ttl"} & arrived:
                    _assert_data_is_whole(public, target)
                before = arrived
            else:
                break
    assert push(public, folder(target), verify=True) == []
    assert [name for name in contents(target) if ".staging-" in name] == []


def _cut_at_second_call(real):  # type: ignore[no-untyped-def]
    calls = 0

    def cut(*args, **options):  # type: ignore[no-untyped-def]
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return real(*args, **options)

    return cut


def _assert_data_is_whole(public: Path, target: Path) -> None:
    for name, data in contents(public / "snapshots").items():
        assert (target / "snapshots" / name).read_bytes() == data


@pytest.mark.parametrize("verify", [False, True])
def test_other_bytes_under_an_old_name_are_an_error_that_names_the_file(
    public: Path, tmp_path: Path, verify: bool
) -> None:
    target = tmp_path / "www"
    push(public, folder(target))
    held = (target / OLD).read_bytes()
    (target / OLD).write_bytes(held[::-1] if verify else held + b"\n")
    (public / "index.html").write_text("news")
    with pytest.raises(PublicationBlocked, match=f"other bytes as {OLD}"):
        push(public, folder(target), verify)
    assert (target / "index.html").read_text() == "index.html 2"


def test_a_file_of_a_snapshot_that_is_not_marked_whole_is_compared_by_its_hash(public: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    push(public, folder(target))
    (target / "snapshots/2026-11-24.1/SHA256SUMS").unlink()
    assert push(public, folder(target)) == ["snapshots/2026-11-24.1/SHA256SUMS"]
    (target / "snapshots/2026-11-24.1/SHA256SUMS").unlink()
    (target / OLD).write_bytes((target / OLD).read_bytes()[::-1])
    with pytest.raises(PublicationBlocked, match=OLD):
        push(public, folder(target))


def test_a_damaged_snapshot_here_is_sent_nowhere(public: Path, tmp_path: Path) -> None:
    (public / OLD).write_bytes((public / OLD).read_bytes()[::-1])
    with pytest.raises(PublicationBlocked, match="is not what was published"):
        push(public, folder(tmp_path / "www"))
    assert not (tmp_path / "www/latest.json").exists()
    (public / OLD).unlink()
    with pytest.raises(PublicationBlocked, match=r"2026-11-24\.1 is listed and is not whole"):
        read_shelf(public)


def test_a_place_that_is_ahead_loses_nothing(public: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    push(public, folder(target))
    (target / "versions.json").write_text('{"versions": [{"version": "2026-12-01.1"}]}')
    with pytest.raises(UsageError, match=r"not published here: 2026-12-01\.1"):
        push(public, folder(target))
    (target / "versions.json").write_text("<html>")
    with pytest.raises(PortalError, match="is damaged"):
        push(public, folder(target))


def test_what_did_not_arrive_whole_moves_no_pointer(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = folder(tmp_path / "www")
    put = store._fs.put_file

    def torn(source: str, target: str, **options: object) -> None:
        put(source, target)
        if target.endswith("statements.csv"):
            Path(target).write_bytes(Path(target).read_bytes()[::-1])

    monkeypatch.setattr(store._fs, "put_file", torn)
    with pytest.raises(PortalError, match=r"statements\.csv did not arrive whole"):
        push(public, store)
    assert not (tmp_path / "www/index.html").exists()


def test_a_place_without_room(public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = folder(tmp_path / "www")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store._fs, "put_file", full)
    with pytest.raises(PortalError, match="No space left on device") as caught:
        push(public, store)
    assert "Push again" in caught.value.hint
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KotaCerdasError, match="cannot take"):
        push(public, folder(tmp_path / "file/www"))


def test_the_output_folder_is_no_place_to_push_to(public: Path) -> None:
    for target in (public, public / "copy", public.parent):
        with pytest.raises(UsageError, match="lie in one another"):
            check_apart(public, target)


def test_any_file_system_of_fsspec(public: Path) -> None:
    memory = MemoryFileSystem()
    memory.store.clear()
    store = Store(memory, "/kota-cerdas")
    push(public, store)
    assert push(public, store, verify=True) == []
    assert memory.cat_file("/kota-cerdas/latest.json") == (public / "latest.json").read_bytes()


def test_progress_counts_every_byte(public: Path, tmp_path: Path) -> None:
    deliveries: tuple[Delivery, ...] = plan_delivery(read_shelf(public), folder(tmp_path / "www"))
    totals: list[int] = []
    sent: list[int] = []
    deliver(deliveries, folder(tmp_path / "www"), Watch(begin=totals.append, sent=sent.append))
    assert totals == [sum(sent)] == [sum(d.byte_count for d in deliveries)]
