from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import MachineError
from pipeline.partitions import Key, PartitionStore
from pipeline.schema import QUARANTINE

KEY = Key("kominfo", "2024-01")


def _row(capture_id: str) -> dict[str, str]:
    return {"capture_id": capture_id, "agency_id": "kominfo", "url": "u", "reason": "empty", "detail": "d"}


def test_round_trip_with_the_inputs_it_was_made_from(tmp_path: Path) -> None:
    store = PartitionStore(tmp_path)
    store.write(QUARANTINE, KEY, [_row("c-2"), _row("c-1")], made_from="abc")
    assert [row["capture_id"] for row in store.read(QUARANTINE, KEY)] == ["c-1", "c-2"]
    assert store.made_from(QUARANTINE, KEY) == "abc"
    assert store.keys(QUARANTINE) == [KEY]
    assert store.count(QUARANTINE) == 2


def test_equal_rows_give_equal_bytes(tmp_path: Path) -> None:
    one, two = PartitionStore(tmp_path / "1"), PartitionStore(tmp_path / "2")
    one.write(QUARANTINE, KEY, [_row("c-1"), _row("c-2")], "abc")
    two.write(QUARANTINE, KEY, [_row("c-2"), _row("c-1")], "abc")
    assert one.content_hash(QUARANTINE, KEY) == two.content_hash(QUARANTINE, KEY)


def test_a_missing_or_damaged_partition_counts_as_never_made(tmp_path: Path) -> None:
    store = PartitionStore(tmp_path)
    assert store.made_from(QUARANTINE, KEY) is None
    store.write(QUARANTINE, KEY, [_row("c-1")], "abc")
    store.path(QUARANTINE, KEY).write_bytes(b"PAR1 no")
    assert store.made_from(QUARANTINE, KEY) is None


def test_a_full_disk_leaves_the_old_partition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PartitionStore(tmp_path)
    store.write(QUARANTINE, KEY, [_row("c-1")], "abc")

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(MachineError, match="No space left") as caught:
        store.write(QUARANTINE, KEY, [_row("c-9")], "def")
    assert "disk space" in caught.value.hint
    assert [row["capture_id"] for row in store.read(QUARANTINE, KEY)] == ["c-1"]
    assert list(tmp_path.rglob("*.new")) == []
